"""Numbers in figures, as they stand on marks."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.questions.predicting.figures import figures, number_in
from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values


def shown(*marks: AnyMark, view: Box | None = None) -> Frame:
    return Frame(marks, (), 0.0, view or Box(0.0, 0.0, 1600.0))


def grid(**more: object) -> Grid:
    fields: dict[str, object] = {
        "values": Values(np.array([[1.0, -2.0], [0.0, 4.0]])), "origin": (100.0, 200.0), "u": (80.0, 0.0),
        "v": (0.0, 80.0), "name": "map", "role": Role.OUTPUT, **more,
    }  # fmt: skip
    return Grid(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "value", "text"),
    [
        ("−1", -1.0, "−1"),
        ("0.25", 0.25, "0.25"),
        ("12,345", 12345.0, "12,345"),
        ("= 7", 7.0, "7"),
        ("r = 10", 10.0, "10"),
        ("− 3", -3.0, "− 3"),
        ("× 0.78", 0.78, "× 0.78"),
        ("15.3 %", 15.3, "15.3 %"),
        ("61 M", 61e6, "61 M"),
        ("2.8 TB", 2.8e12, "2.8 TB"),
        ("39 parameters", 39.0, "39 parameters"),
        ("44.9 billion", 44.9e9, "44.9 billion"),
    ],
)
def test_a_line_that_is_a_number(line: str, value: float, text: str) -> None:
    number = number_in(line)
    assert number is not None
    assert (number.value, number.text) == (pytest.approx(value), text)


@pytest.mark.parametrize(
    "line", ["", "VGG-16", "3a", "224²", "layer 4", "3×3", "1 + 3 + 2 = 6", "5 of 9", "top-1", "2.7 × 10⁻⁵"]
)
def test_a_line_that_says_more_or_less(line: str) -> None:
    assert number_in(line) is None


def test_cells_that_are_written_in_reading_order_with_their_places() -> None:
    found = figures(shown(grid(shown=3, first=(-1, 0))))
    assert [(each.cell, each.place, each.value, each.text) for each in found] == [
        ((0, 0), (-1, 0), 1.0, "+1"), ((0, 1), (-1, 1), -2.0, "−2"), ((1, 0), (0, 0), 0.0, "0")
    ]  # fmt: skip
    assert found[1].where == "row −1, column 1"
    assert found[1].room == (180.0, 200.0, 260.0, 280.0)


def test_cells_without_figures_and_marks_that_fade_are_not_read() -> None:
    assert figures(shown(grid(u=(8.0, 0.0), v=(0.0, 8.0)))) == ()
    assert figures(shown(grid(opacity=0.4))) == ()
    assert figures(shown(grid(name=""))) == ()


def test_a_plate_has_the_number_that_is_written_on_it_and_a_bar_beside_its_number_has_none() -> None:
    plate = Rect(x=100, y=100, width=200, height=80, value=2.345, name="sum")
    on_it = lettering(200, 140, "2.35", anchor="middle", name="sum in figures")
    assert [(each.mark, each.value, each.text) for each in figures(shown(plate, on_it))] == [("sum", 2.345, "2.35")]
    beside = lettering(400, 140, "2.35", anchor="middle", name="sum in figures")
    assert [each.mark for each in figures(shown(plate, beside))] == ["sum in figures"]
    another = lettering(200, 140, "7", anchor="middle", name="other")
    assert [each.mark for each in figures(shown(plate, another))] == ["other"]


def test_of_marks_with_one_name_the_last_one_counts() -> None:
    below, above = lettering(100, 140, "3", name="sum"), lettering(500, 140, "4", name="sum")
    assert [each.value for each in figures(shown(below, above))] == [4.0]


def test_rooms_are_those_seen_through_the_view() -> None:
    (first, *_), zoomed = figures(shown(grid())), figures(shown(grid(), view=Box(100.0, 200.0, 800.0)))
    assert first.room == (100.0, 200.0, 180.0, 280.0)
    assert zoomed[0].room == pytest.approx((0.0, 0.0, 160.0, 160.0))


def test_what_can_be_typed_over_is_known() -> None:
    grip = EditCell("cells", offset=(-1, 0), shape=(1, 2))
    assert [each.typed for each in figures(shown(grid(grip=grip)))] == [False, False, True, True]
