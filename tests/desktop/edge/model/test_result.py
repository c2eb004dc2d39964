"""What came out for one network: changed answers with both probabilities, and the table of all numbers."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from msgspec import structs

from desktop.edge.model.forms import FORMS, Forms, figures, milliseconds, short, size, times
from desktop.edge.model.result import HEADINGS, Result, table
from desktop.export.views import table as as_csv
from tests.desktop.edge.fake_measures import logits, measured, pictures


def result(labelled: bool = True) -> Result:
    found = Result(Forms("Small net"), pictures(labelled=labelled))
    found = found.with_one(
        structs.replace(
            measured("int8", 2, changed=(2, 3), answered=6),
            tied=(3,),
            runtime="ONNX Runtime 9",
            notes=("Hear.", "This."),
        ),
        logits(wrong=(1, 2, 3)),
    )
    return found.with_one(measured("torch", 4), logits(wrong=(1,)))


def test_changes_are_told_against_the_first_form_with_both_probabilities() -> None:
    changes = result().changes("int8")
    assert [each.picture for each in changes] == [2, 3]
    first = changes[0]
    assert (first.before, first.after, first.truth) == (2, 0, 2)
    assert first.was.argmax() == 2
    assert first.now.argmax() == 0
    assert first.was.sum() == pytest.approx(1.0)
    assert first.verdict == "It was right, and is wrong now."


def test_a_tie_is_no_answer_of_its_own() -> None:
    tied = logits(wrong=(1, 2, 3))
    tied[2, 2] = tied[2, 0]
    found = Result(Forms("Small net"), pictures()).with_one(measured("torch"), logits(wrong=(1,)))
    first, second = found.with_one(measured("int8", changed=(2, 3), answered=6), tied).changes("int8")
    assert (first.tied, second.tied) == (True, False)
    assert first.verdict == "It was right. Now the first of both in the list of classes counts, which is wrong."


def test_of_the_first_form_and_of_one_that_was_not_asked_nothing_changed() -> None:
    found = result()
    assert found.first == "torch"
    assert found.compared == ("int8",)
    assert found.changes("torch") == found.changes("onnx") == ()
    assert [each.form for each in found.all_changes] == ["int8", "int8"]


def test_without_known_classes_nobody_says_what_is_right() -> None:
    assert {each.verdict for each in result(labelled=False).all_changes} == {""}


def test_forms_stand_in_their_order_and_a_new_measurement_takes_the_place_of_the_old() -> None:
    found = result().forms
    assert [each.form for each in found.measurements] == ["torch", "int8"]
    again = found.with_one(measured("int8", 9))
    assert [each.form for each in again.measurements] == ["torch", "int8"]
    assert again.of("int8") == measured("int8", 9)
    assert again.of("onnx") is None


def test_the_table_has_all_numbers_and_nothing_where_nothing_is_known() -> None:
    read = list(csv.DictReader(io.StringIO(as_csv(table(result())).decode())))
    assert list(read[0]) == list(HEADINGS)
    assert [row["form"] for row in read] == ["float32, PyTorch", "int8, ONNX Runtime"]
    assert read[0]["median_seconds"] == "0.004"
    assert read[0]["changed"] == read[0]["right"] == ""
    assert (read[1]["changed"], read[1]["answered"], read[1]["changed_pictures"]) == ("2", "6", "2 3")
    assert (read[1]["tied"], read[1]["tied_pictures"], read[0]["tied"]) == ("1", "3", "")
    assert (read[1]["runtime"], read[1]["notes"], read[0]["notes"]) == ("ONNX Runtime 9", "Hear. This.", "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0000331, "0.0331 ms"), (0.000333, "0.333 ms"), (0.00124, "1.24 ms"), (0.0124, "12.4 ms"), (1.2345, "1,234 ms")],
)
def test_times_have_three_figures(seconds: float, words: str) -> None:
    assert milliseconds(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(9e-6, "9 µs"), (0.000176, "176 µs"), (0.0009996, "1.00 ms"), (0.00124, "1.24 ms"), (4e-7, "0.0004 ms")],
)
def test_times_of_layers_are_whole_microseconds_where_they_are_short(seconds: float, words: str) -> None:
    assert short(seconds) == words


def test_figures_never_jump_at_a_power_of_ten() -> None:
    assert [figures(value) for value in (0.99949, 0.9999, 9.994, 9.996, 99.94, 99.96)] == [
        *("0.999", "1.00", "9.99", "10.0", "99.9", "100"),
    ]


def test_sizes_and_factors_are_words() -> None:
    assert [size(each) for each in (340, 54_000, 999_499, 999_500, 13_912_345)] == [
        *("340 bytes", "54.0 kB", "999 kB", "1.00 MB", "13.9 MB"),
    ]
    assert [times(each) for each in (1.249, 1.96, 5.18, 19.4)] == ["1.25 times", "2.0 times", "5.2 times", "19 times"]


def test_there_are_three_forms_and_each_can_be_asked() -> None:
    assert FORMS == ("torch", "onnx", "int8")
    assert np.all(logits(wrong=(0,)).argmax(1)[:2] == [1, 1])


def test_the_nearest_of_unchanged_answers_come_first() -> None:
    said = logits(wrong=(1,))
    for place, lead in ((5, 1.5), (4, 0.5), (0, 0.0)):
        said[place, (place + 1) % 3] = 3 - lead
    found = Result(Forms("Small net"), pictures()).with_one(measured("torch"), logits(wrong=(1,)))
    found = found.with_one(measured("int8", changed=(), answered=6), said)
    assert found.changes("int8") == ()
    closest = found.closest("int8", 3)
    assert [(each.picture, each.answer, each.second, each.truth) for each in closest] == [
        *((0, 0, 1, 0), (4, 1, 2, 1), (5, 2, 0, 2)),
    ]
    assert closest[0].lead == 0
    assert closest[1].lead == pytest.approx(closest[1].now[1] - closest[1].now[2])
    assert closest[1].was[1] > closest[1].now[1], "the first form was surer"
    assert len(found.closest("int8", 9)) == 6


def test_only_a_form_that_can_be_compared_has_nearest_answers_and_changed_ones_are_none() -> None:
    found = result()
    assert {each.picture for each in found.closest("int8", 9)} == {0, 1, 4, 5}
    assert found.closest("torch", 9) == found.closest("onnx", 9) == ()
