"""Marks: compared by value, walked through in drawing order, measured."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Lattice
from scenes.stage.core.marks import (
    SHADES,
    SMALLEST_TEXT,
    Arrow,
    Formula,
    Grid,
    Group,
    Image,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
    arrow_head,
    curve,
    outline,
)
from scenes.stage.core.placing import placed
from scenes.stage.numbers.values import Values, label_width

steadily = settings(derandomize=True, deadline=None, max_examples=60)
coordinates = st.integers(-200, 1800).map(float)


def grid(rows: int = 2, columns: int = 3, side: float = 60.0, **more: object) -> Grid:
    values = Values(np.arange(float(rows * columns)).reshape(rows, columns))
    return Grid(values=values, origin=(100.0, 200.0), u=(side, 0.0), v=(0.0, side), **more)  # type: ignore[arg-type]


def test_marks_with_the_same_content_are_equal_and_hash_alike() -> None:
    assert grid() == grid()
    assert hash(grid()) == hash(grid())
    assert grid() != grid(scale="weights")
    formula = Formula(tex="x", plain="x", x=1, y=2)
    assert formula == replace(formula)


def test_the_text_of_a_line_is_that_of_its_runs() -> None:
    assert Text(x=0, y=0, runs=(TextRun("3 × "), TextRun("4", Role.KERNEL, bold=True))).text == "3 × 4"


def test_groups_add_their_shifts_and_multiply_their_opacities() -> None:
    box = Rect(x=1, y=2, width=3, height=4, opacity=0.5, name="inner")
    inside = Group(marks=(box,), dx=10, dy=20, opacity=0.5)
    outside = Group(marks=(inside, box), dx=100, dy=200)
    first, second = placed((outside,))
    assert (first.mark, first.dx, first.dy, first.opacity) == (box, 110, 220, 0.25)
    assert (second.mark, second.dx, second.dy, second.opacity) == (box, 100, 200, 0.5)


def test_what_cannot_be_seen_is_not_drawn() -> None:
    box = Rect(x=0, y=0, width=1, height=1)
    assert list(placed((replace(box, opacity=0.0), Group(marks=(box,), opacity=0.003)))) == []


def test_marks_are_drawn_in_the_order_they_were_added() -> None:
    names = ["a", "b", "c", "d"]
    a, b, c, d = (Rect(x=0, y=0, width=1, height=1, name=name) for name in names)
    assert [each.mark.name for each in placed((a, Group(marks=(b, Group(marks=(c,)))), d))] == names


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"values": Values([1, 2])}, r"not an array of the shape \(2,\)"),
        ({"shade": "gray"}, "no shade 'gray'; the shades are value, pixel, tint, grey"),
        ({"shown": [(0, 0)]}, "how many cells are written"),
    ],
)
def test_what_is_no_grid_is_refused_where_it_is_made(fields: dict[str, object], said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        replace(grid(), **fields)


def test_the_cells_of_a_slanted_grid_follow_u_and_v() -> None:
    face = replace(grid(2, 2), u=(30.0, -10.0), v=(5.0, 40.0))
    assert face.lattice.at(1, 1) == (135.0, 230.0)
    assert outline(face) == (100.0, 180.0, 170.0, 280.0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, ""),
        ({"scale": "weights"}, "weights"),
        ({"shade": "pixel"}, "pixels"),
        ({"shade": "pixel", "scale": "a"}, "a"),
    ],
)
def test_numbers_of_a_picture_have_a_scale_of_their_own(fields: dict[str, object], name: str) -> None:
    assert grid(**fields).scale_name == name


@steadily
@given(st.integers(1, 20), st.integers(1, 20), st.floats(1, 120), st.floats(-9999, 9999), st.sampled_from(SHADES))
def test_numbers_are_readable_and_fit_their_cells_or_are_not_shown(
    rows: int, columns: int, side: float, number: float, shade: str
) -> None:
    shown = replace(grid(rows, columns, side), values=Values(np.full((rows, columns), number)), shade=shade)
    size = shown.number_size
    assert size == 0 or size >= SMALLEST_TEXT
    assert size * label_width(shown.labels[0][0]) <= side
    assert size < side


@pytest.mark.parametrize(
    "unreadable",
    [
        grid(side=19.0),
        grid(35, 35, side=25.0),
        grid(numbers=False),
        replace(grid(), u=(60.0, -20.0), v=(10.0, 60.0)),
        replace(grid(), values=Values(np.full((2, 3), 1e9))),
    ],
)
def test_numbers_that_could_not_be_read_are_left_out(unreadable: Grid) -> None:
    assert grid().number_size > 0
    assert unreadable.number_size == 0


@pytest.mark.parametrize(("side", "label"), [(80.0, "−0.25"), (62.0, "−.25")])
def test_numbers_are_brief_where_only_that_fits(side: float, label: str) -> None:
    narrow = replace(grid(side=side), values=Values([[-0.25, 0.5]]))
    assert narrow.labels[0][0] == label
    assert narrow.number_size >= SMALLEST_TEXT


@steadily
@given(coordinates, coordinates, coordinates, coordinates, st.floats(-80, 80))
def test_an_arrow_arrives_at_its_end_the_way_its_curve_points(
    x0: float, y0: float, x1: float, y1: float, bend: float
) -> None:
    arrow = Arrow(start=(x0, y0), end=(x1, y1), bend=bend)
    start, middle, end = curve(arrow)
    tip, left, right = arrow_head(arrow)
    assert (start, end, tip) == ((x0, y0), (x1, y1), (x1, y1))
    back = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    assert math.dist(middle, end) < 1e-6 or math.dist(tip, back) == pytest.approx(arrow.head)
    straight = ((x0 + x1) / 2, (y0 + y1) / 2)
    assert math.dist(middle, straight) == pytest.approx(abs(bend) if (x0, y0) != (x1, y1) else 0.0, abs=1e-6)


@pytest.mark.parametrize(("end", "middle"), [((100, 0), (50, 30)), ((0, 100), (-30, 50)), ((-100, 0), (-50, -30))])
def test_a_bend_is_to_the_right_of_the_way(end: tuple[float, float], middle: tuple[float, float]) -> None:
    assert curve(Arrow(start=(0, 0), end=end, bend=30))[1] == middle


def test_outlines_enclose_what_is_drawn() -> None:
    assert outline(Rect(x=1, y=2, width=3, height=4)) == (1, 2, 4, 6)
    assert outline(Path(points=((5, 1), (2, 9), (3, 3)))) == (2, 1, 5, 9)
    assert outline(Image(pixels=Values(np.zeros((2, 4, 3), np.uint8)), origin=(10, 20), u=(3, 0), v=(0, 5))) == (
        10, 20, 22, 30,
    )  # fmt: skip
    left, top, right, bottom = outline(Arrow(start=(0, 0), end=(100, 0), bend=30))
    assert (left, right) == (0, 100)
    assert top <= 0 < 30 <= bottom


@steadily
@given(st.integers(1, 6), st.integers(1, 6), st.floats(0, 50), st.floats(0.1, 50), st.data())
def test_the_time_of_a_cell_is_when_it_is_worked_on(
    rows: int, columns: int, start: float, seconds: float, data: st.DataObject
) -> None:
    scrub = Scrub(Lattice((0.0, 0.0), (10.0, 0.0), (0.0, 10.0), rows, columns), start, seconds)
    cell = data.draw(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)))
    assert start < scrub.time(cell) < start + seconds
    assert scrub.cell(scrub.time(cell)) == cell


def test_before_and_after_a_scrub_are_its_first_and_last_cells() -> None:
    scrub = Scrub(Lattice((0.0, 0.0), (10.0, 0.0), (0.0, 10.0), 2, 3), 4.0, 6.0)
    assert (scrub.cell(0.0), scrub.cell(4.0), scrub.cell(5.0), scrub.cell(99.0)) == ((0, 0), (0, 0), (0, 1), (1, 2))


@pytest.mark.parametrize(
    ("grip", "cell", "target"),
    [
        (EditCell("biases", (2,)), None, (2,)),
        (EditCell("pixels", (1,), (-2, -2), (3, 4)), (2, 2), (1, 0, 0)),
        (EditCell("pixels", (1,), (-2, -2), (3, 4)), (4, 5), (1, 2, 3)),
        (EditCell("pixels", (1,), (-2, -2), (3, 4)), (1, 3), None),
        (EditCell("pixels", (1,), (-2, -2), (3, 4)), (5, 3), None),
        (EditCell("pixels", (1,), (-2, -2), (3, 4)), (3, 6), None),
        (EditCell("pixels", (1,), (0, 0), (3, 4)), None, None),
        (EditCell("pixels", (0,), (-1, 3), (9, 9), spacing=2), (1, 2), (0, 1, 7)),
        (EditCell("pixels", (0,), (-1, 3), (9, 9), spacing=2), (0, 0), None),
        (EditCell("pixels", (0,), (-1, 3), (9, 9), spacing=2), (1, 3), None),
        (EditCell("weights", (0, 1), (0, 0), (3, 3), turned=True), (0, 0), (0, 1, 2, 2)),
        (EditCell("weights", (0, 1), (0, 0), (3, 3), turned=True), (1, 2), (0, 1, 1, 0)),
    ],
)
def test_an_edit_changes_the_number_that_the_cell_shows(
    grip: EditCell, cell: tuple[int, int] | None, target: tuple[int, ...] | None
) -> None:
    assert grip.target(cell) == target
