"""What stands in the table: numbers, and bars that share a scale in their column."""

from __future__ import annotations

import pytest
from msgspec import structs

from desktop.edge.model.forms import Forms
from desktop.edge.view.cells import Cell, columns, in_words, measured_on
from tests.desktop.edge.fake_measures import measured

TORCH = measured("torch", 4, spread=1.25, file=400_000, memory=90_000, right=390, judged=400, answered=400)
INT8 = structs.replace(
    measured("int8", 1, spread=1.5, file=100_000, memory=30_000, right=380, judged=400, changed=(1, 2), answered=400),
    runtime="ONNX Runtime of a test",
)
BOTH = Forms("Small net", (TORCH, INT8))


def cells(forms: Forms, heading: str) -> list[Cell]:
    (column,) = (each for each in columns(forms) if each.heading == heading)
    return [column.cell(each) for each in forms.measurements]


def test_bars_of_a_column_share_their_scale() -> None:
    slow, fast = cells(BOTH, "One picture")
    assert (slow.number, slow.words) == ("4.00 ms", "p95 5.00 ms")
    assert (slow.bar, slow.whisker) == (pytest.approx(0.8), 1.0)
    assert (fast.bar, fast.whisker) == (pytest.approx(0.2), pytest.approx(0.3))
    assert [each.bar for each in cells(BOTH, "File")] == [1.0, 0.25]
    assert [each.bar for each in cells(BOTH, "Activations")] == [1.0, pytest.approx(1 / 3)]


def test_a_pass_that_was_disturbed_leaves_room_for_the_others() -> None:
    disturbed = Forms("Small net", (measured("torch", 4, spread=10), measured("onnx", 1)))
    slow, fast = cells(disturbed, "One picture")
    assert (slow.bar, slow.whisker) == (0.5, pytest.approx(5))
    assert fast.bar == pytest.approx(1 / 8)


def test_right_and_changed_answers_are_counted() -> None:
    assert cells(BOTH, "Right") == [Cell("97.5 %", "of 400", 0.975), Cell("95.0 %", "of 400", 0.95)]
    assert cells(BOTH, "Changed") == [Cell("–", "400 pictures"), Cell("2", "of 400", 0.005)]


def test_columns_without_anything_to_say_are_not_there() -> None:
    bare = Forms("Small net", (measured("torch"), structs.replace(measured("onnx"), memory=None)))
    assert [each.heading for each in columns(bare)] == ["One picture", "File", "Activations"]
    assert cells(bare, "Activations")[1] == Cell("–", "not known")


def test_it_is_said_on_what_it_was_measured() -> None:
    assert measured_on(BOTH) == (
        "Small net, measured on this computer: Processor of a test, 1 thread, ONNX Runtime of a test, 50 passes or "
        "more."
    )
    assert measured_on(Forms("Small net")) == ""


def test_all_of_it_can_be_heard() -> None:
    assert in_words(BOTH).startswith("torch: one picture 4.00 ms p95 5.00 ms, file 400 kB, activations 90.0 kB, right")
    assert "int8: " in in_words(BOTH)
