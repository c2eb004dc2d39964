from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.runs import adapter, csv_table, mistakes
from desktop.runs.mistakes import Cell, Judged, NoneRight, OnlyRight, Pick, Wrong, judged, worst
from engine.contract import events
from engine.contract.spec import PRESETS, StopAt
from engine.training.train import train
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.confusion import Pair, confusion, most_confused

DENSE = {0: (1, 2.0), 10: (1, 3.0), 4: (0, 0.5), 7: (9, 1.0)}
"""What the dense net mistakes: the pictures 0 and 10, both of class 0, for class 1, and so on."""
CNN = {10: (3, 4.0), 5: (0, 1.5)}


@pytest.fixture
def run(story: SimpleNamespace) -> Recording:
    said = [story.started(), story.predicted(0, {1: (0, 1.0)}, {}), *map(story.tick, (1, 2))]
    return story.recording_of([*said, story.predicted(2, DENSE, CNN)])  # type: ignore[no-any-return]


@pytest.fixture
def found(run: Recording) -> Judged:
    last = judged(run)
    assert last is not None
    return last


def indices(found: Judged, pick: Pick) -> list[int]:
    return [each.index for each in worst(found, pick)]


def test_what_is_looked_at_is_what_was_said_last_by_then(run: Recording) -> None:
    steps = [each.step for step in (0, 1, 2, 9, None) if (each := judged(run, step)) is not None]
    assert steps == [0, 0, 2, 2, 2]


def test_the_matrix_counts_every_picture(found: Judged) -> None:
    counts = found.counts(0)
    assert counts is not None
    assert counts.sum() == 500
    assert (counts[0, 1], counts[4, 0], counts[7, 9], np.trace(counts)) == (2, 1, 1, 496)
    assert most_confused(counts, 1) == (Pair(0, 1, 2),)


def test_the_worst_mistakes_come_first(found: Judged) -> None:
    assert indices(found, Wrong(0)) == [10, 0, 7, 4]
    assert indices(found, Wrong(1)) == [10, 5]
    first = worst(found, Wrong(0))[0]
    assert (first.contestant, first.true, first.said, first.sure) == (0, 0, 1, 0.8)


def test_a_cell_has_its_own_pictures_and_the_diagonal_those_that_were_right(found: Judged) -> None:
    assert indices(found, Cell(0, 0, 1)) == [10, 0]
    assert indices(found, Cell(1, 0, 1)) == []
    assert set(indices(found, Cell(0, 7, 7))) == set(range(17, 500, 10))


def test_only_one_of_them_is_right(found: Judged) -> None:
    assert indices(found, OnlyRight(1)) == [0, 7, 4]
    assert indices(found, OnlyRight(0)) == [5]
    assert [each.contestant for each in worst(found, OnlyRight(1))] == [0] * 3, "it says what the other one said"
    assert indices(found, NoneRight()) == [10]
    assert worst(found, NoneRight())[0].contestant == 1, "whose loss is the largest"


def test_who_has_left_counts_for_nothing(run: Recording, story: SimpleNamespace) -> None:
    run = adapter.add(adapter.add(run, story.tick(3)), story.predicted(3, None, CNN))
    found = judged(run)
    assert found is not None
    assert found.left == (1,)
    assert found.counts(0) is None
    for pick in (Wrong(0), Cell(0, 0, 0), OnlyRight(0), OnlyRight(1)):
        assert worst(found, pick) == ()
    assert indices(found, NoneRight()) == [10, 5]
    nobody = judged(adapter.add(run, story.predicted(3, None, None)))
    assert nobody is not None
    assert worst(nobody, NoneRight()) == ()


def test_a_loss_that_is_no_number_is_the_worst(run: Recording, story: SimpleNamespace) -> None:
    found = judged(adapter.add(run, story.predicted(2, {3: (4, float("nan")), 4: (5, 9.0)}, {})))
    assert found is not None
    assert indices(found, Wrong(0)) == [3, 4]


def test_a_run_of_before_has_none(story: SimpleNamespace) -> None:
    assert judged(story.recording_of([replace(story.started(), labels=None), story.validated(0)])) is None


def test_it_says_what_it_is_in_words(found: Judged) -> None:
    plan, counts = found.plan, found.counts(0)
    assert counts is not None
    first, second, *_ = plan.classes
    assert mistakes.taken(Pair(0, 1, 2), plan) == f"{first} taken for {second}: 2 times"
    assert mistakes.taken(Pair(0, 1, 1), plan, ",") == f"{first} taken for {second}, once"
    words = mistakes.cell_words(counts, 0, 1, plan)
    assert words == f"2 of 50 pictures of {first} were taken for {second} (4 %)"
    assert "48 of 50" in mistakes.cell_words(counts, 0, 0, plan)
    assert "recognised" in mistakes.cell_words(counts, 0, 0, plan)
    assert mistakes.cell_words(np.zeros_like(counts), 0, 1, plan) == f"No picture is of the class {first}."
    assert mistakes.said_words(worst(found, Wrong(0))[0], plan) == (f"said {second} (80 %)", f"is {first}")
    assert mistakes.least_known(counts, 0, plan) == f"Dense net recognises {first} least: 96 % of these pictures."
    assert mistakes.least_known(np.diag([3, 0, 5]), 0, plan) == "", "there is no picture of one class"
    assert [mistakes.probability(sure) for sure in (0.0, 0.5, 0.994, 0.996, 1.0)] == [
        *("0 %", "50 %", "99 %"),
        *("> 99 %",) * 2,
    ]


def test_everything_can_be_picked_that_makes_sense(found: Judged) -> None:
    words = [mistakes.pick_words(each, found.plan) for each in mistakes.picks(found.plan)]
    assert words == [
        "The worst mistakes of Dense net",
        "The worst mistakes of CNN",
        "Only Dense net is right",
        "Only CNN is right",
        "Nobody is right",
    ]


def test_what_was_said_of_every_picture_is_a_table(found: Judged, tmp_path: Path) -> None:
    csv_table.write_predictions(tmp_path / "said.csv", found)
    head, *rows = (tmp_path / "said.csv").read_text().splitlines()
    assert head.startswith("validation picture,class,Dense net: said,Dense net: probability of what was said")
    assert len(rows) == 500
    names = found.plan.classes
    assert rows[10] == f"10,{names[0]},{names[1]},0.800,3,{names[3]},0.800,4"


def test_a_real_run_is_told_as_it_was_scored() -> None:
    spec = replace(PRESETS["digits"].spec, stop=StopAt(steps=30), validate_every=10, threads=1)
    said = iter(train(spec))
    started = next(said)
    assert isinstance(started, events.Started)
    run = adapter.begin(started)
    for event in said:
        run = adapter.add(run, event)
    assert [each.step for each in run.predicted] == [each.step for each in run.validations] == [0, 10, 20, 30]
    for validation in run.validations:
        found = judged(run, validation.step)
        assert found is not None
        for index, score in enumerate(validation.scores):
            counts = found.counts(index)
            assert score is not None
            assert counts is not None
            assert counts.sum() == validation.count
            assert np.trace(counts) / validation.count == score.accuracy
            assert len(worst(found, Wrong(index))) == validation.count - np.trace(counts)
            told = found.said[index]
            assert told is not None
            assert counts.tolist() == confusion(found.labels, told.classes, 10).tolist()


def test_a_step_before_the_one_that_is_looked_at_says_so() -> None:
    assert mistakes.after(94, 137, 1500) == "after step 94 (the last validation up to step 137), 1,500 pictures"
    assert mistakes.after(94, 94, 500) == mistakes.after(94, None, 500) == "after step 94, 500 pictures"


def test_a_loss_has_words_also_where_there_is_none() -> None:
    assert mistakes.loss_words(6.314) == "loss 6.31"
    assert mistakes.loss_words(float("inf")) == "loss unknown"
