"""The boxes that the catalogue's tests rely on are where the painter puts ink."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from desktop.theme import fonts
from scenes.stage.core.marks import AnyMark, Formula, Grid, Group, Rect, Text, TextRun
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import DARK, PROJECTOR, Theme
from tests.desktop.metrics import overlaps, text_boxes
from tests.desktop.painted import frame_of, painted

LINE = Text(x=400, y=300, runs=(TextRun("dlpgy "), TextRun("jQH", bold=True)), size=60)
GRID = Grid(values=Values([[8.0, -8.0], [0.0, 4.0]]), origin=(100, 100), u=(90, 0), v=(0, 90), name="map")


@pytest.fixture(autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("qapp")
    fonts.load()


def text(words: str, x: float = 400, y: float = 300, **more: object) -> Text:
    return Text(x=x, y=y, runs=(TextRun(words),), size=40, **more)


def labels(*marks: AnyMark) -> list[str]:
    return [label for label, _ in text_boxes(frame_of(*marks), DARK)]


@pytest.mark.parametrize("theme", [DARK, PROJECTOR], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    "mark",
    [
        LINE,
        Text(x=800, y=300, runs=LINE.runs, size=30, anchor="middle"),
        Text(x=800, y=300, runs=LINE.runs, size=110, anchor="end"),
        Formula(tex=r"\frac{a}{b} + \sqrt{x^2}", plain="f", x=300, y=400, size=80),
        Formula(tex=r"y_{i,j}", plain="f", x=800, y=400, size=60, anchor="end"),
        Formula(tex=r"\frac{1", plain="a half", x=300, y=400, size=80),
    ],
)
def test_boxes_hold_the_ink_and_little_else(mark: Text | Formula, theme: Theme) -> None:
    ((_, box),) = text_boxes(frame_of(Group(marks=(mark,), dx=20, dy=30)), theme)
    found = painted(frame_of(Group(marks=(mark,), dx=20, dy=30)), theme)
    rows, columns = np.nonzero((found != painted(frame_of(), theme)).any(axis=2))
    ink = QRectF(columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    slack = 2 + 0.05 * mark.size
    assert box.adjusted(-slack, -slack, slack, slack).contains(ink)
    assert ink.width() > 0.85 * box.width()
    assert ink.height() > 0.6 * box.height()


def test_every_written_number_has_a_box_in_its_cell() -> None:
    boxes = text_boxes(frame_of(Grid(values=GRID.values, origin=(100, 100), u=(90, 0), v=(0, 90), shown=3)), DARK)
    assert [label.split()[-1] for label, _ in boxes] == ["+8", "−8", "0"]
    for (row, column), (_, box) in zip(((0, 0), (0, 1), (1, 0)), boxes, strict=True):
        assert QRectF(100 + 90 * column, 100 + 90 * row, 90, 90).contains(box)


def test_what_can_not_be_seen_is_left_out() -> None:
    words = text("behind", x=120, y=150)
    assert labels(words, GRID)[0] != "behind"
    assert labels(words, Rect(x=0, y=0, width=900, height=300, fill=1)) == []
    assert labels(text("gone", opacity=0.01)) == []


@pytest.mark.parametrize(
    "cover",
    [
        Rect(x=0, y=0, width=900, height=900, fill=0.5),
        Rect(x=0, y=0, width=900, height=900, line=5),
        Rect(x=0, y=0, width=900, height=900, fill=1, opacity=0.5),
        Rect(x=0, y=0, width=440, height=900, fill=1),
    ],
)
def test_what_shines_through_counts(cover: Rect) -> None:
    assert labels(text("seen"), cover) == ["seen"]


def test_overlaps_are_found() -> None:
    boxes = text_boxes(frame_of(text("one two"), text("three", x=500), text("far", x=900), GRID), DARK)
    assert overlaps(boxes) == [("one two", "three")]
    assert overlaps([]) == []


def test_neighbours_do_not_overlap() -> None:
    ((_, box),) = text_boxes(frame_of(text("left")), DARK)
    boxes = text_boxes(frame_of(text("left"), text("right", x=box.right()), text("under", y=300 + 40)), DARK)
    assert overlaps(boxes) == []


def test_overlapping_by_a_hair_is_an_overlap() -> None:
    ((_, box),) = text_boxes(frame_of(text("left")), DARK)
    assert overlaps(text_boxes(frame_of(text("left"), text("right", x=box.right() - 1)), DARK)) == [("left", "right")]
