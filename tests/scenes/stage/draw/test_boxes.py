"""What several scenes are put together from: edits laid over arrays, boxes, plates to choose from, slanted faces."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import CAPITALS, SMALLEST_TEXT, Grid, Path, Rect, Role, Text
from scenes.stage.draw.blocks import cuboid, edited, options
from scenes.stage.numbers.values import Values

steadily = settings(derandomize=True, deadline=None, max_examples=200)


def test_edits_lie_over_an_array_and_leave_it_as_it_was() -> None:
    array = np.zeros((2, 2))
    assert edited(array, (((0, 1), 5.0),)).tolist() == [[0, 5], [0, 0]]
    assert not array.any()
    assert edited(array, ()) is array


def test_edits_of_numbers_that_are_gone_are_left_out() -> None:
    changes = (((0, 2), 1.0), ((-1, 0), 1.0), ((0,), 1.0), ((0, 0, 0), 1.0))
    assert not edited(np.zeros((2, 2)), changes).any()


def test_a_cuboid_has_three_faces_that_meet() -> None:
    top, side, front = cuboid((10, 20), 30, 40, (8, -6), role=Role.INPUT, name="box")
    assert isinstance(front, Rect)
    assert isinstance(top, Path)
    assert isinstance(side, Path)
    assert (front.x, front.y, front.width, front.height, front.name) == (10, 20, 30, 40, "box")
    assert set(top.points) & set(side.points) == {(40, 20), (48, 14)}
    assert set(top.points) == {(10, 20), (18, 14), (48, 14), (40, 20)}


def test_nothing_shines_through_a_solid_cuboid() -> None:
    ground, *faces = cuboid((10, 20), 30, 40, (8, -6), role=Role.INPUT, solid=True)
    assert faces == [*cuboid((10, 20), 30, 40, (8, -6), role=Role.INPUT)]
    assert isinstance(ground, Path)
    assert (ground.role, ground.fill, ground.closed) == (Role.SURFACE, 1.0, True)
    assert set(ground.points) == {(10, 20), (10, 60), (40, 60), (48, 54), (48, 14), (18, 14)}


def test_plates_give_their_values_to_a_knob_and_show_the_chosen_one() -> None:
    marks = options(0, 0, 80, "reduced", [("8", 8), ("16", 16)], 16)
    boxes = [mark for mark in marks if isinstance(mark, Rect)]
    assert [box.grip for box in boxes] == [SetValue("reduced", 8), SetValue("reduced", 16)]
    assert [box.role for box in boxes] == [Role.MUTED, Role.HIGHLIGHT]
    assert [mark.text for mark in marks if isinstance(mark, Text)] == ["8", "16"]
    assert boxes[0].x + boxes[0].width < boxes[1].x


def corners_inside(grid: Grid, label: str) -> bool:
    """Whether the box of a label in the middle of a cell lies in that cell."""
    size, (x, y) = grid.number_size, grid.lattice.center(0, 0)
    half = 0.5 * size * sum(0.3 if character == "." else 0.66 for character in label), 0.5 * size * CAPITALS
    places = [grid.lattice.position((x + sx * half[0], y + sy * half[1])) for sx in (-1, 1) for sy in (-1, 1)]
    return all(place is not None and min(place) >= 0 and max(place) <= 1 for place in places)


@steadily
@given(st.floats(20, 120), st.floats(20, 120), st.floats(-60, 60), st.sampled_from([0, 7, -3, 12, -105]), st.booleans())
def test_numbers_on_the_faces_of_a_block_lie_in_their_cells(
    along: float, deep: float, lean: float, value: int, top: bool
) -> None:
    u, v = ((along, 0.0), (lean, -deep)) if top else ((deep, lean), (0.0, along))
    grid = Grid(values=Values([[value]]), origin=(0, 0), u=u, v=v)
    assert grid.number_size == 0 or (grid.number_size >= SMALLEST_TEXT and corners_inside(grid, grid.labels[0][0]))


def test_a_face_with_room_has_numbers_and_one_that_is_slanted_both_ways_has_none() -> None:
    face = Grid(values=Values([[3]]), origin=(0, 0), u=(84, 0), v=(40, -34))
    assert face.number_size == pytest.approx(0.75 * 34)
    turned = Grid(values=Values([[3]]), origin=(0, 0), u=(84, 20), v=(40, 84))
    assert turned.number_size == 0
    assert math.isclose(Grid(values=Values([[3]]), origin=(0, 0), u=(84, 0), v=(0, 84)).number_size, 0.46 * 84)
