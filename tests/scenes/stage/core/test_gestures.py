"""What a hand does to a picture: hits, drags, clicks and typing, and the same by keyboard."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core import knobs
from scenes.stage.core.gestures import (
    DRAG_PER_STEP,
    FRAME_REACH,
    Hit,
    describe,
    editable,
    enter,
    gesture,
    hit,
    nudge,
    printed,
    targets,
)
from scenes.stage.core.grips import EditCell, Grip, PickCell, Scrub, SetValue
from scenes.stage.core.knobs import Edits, KnobError, edits, hidden, toggle
from scenes.stage.core.lattice import Cell, Lattice, Point
from scenes.stage.core.marks import AnyMark, Grid, Group, Image, Path, Rect, Text, TextRun
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step
from scenes.stage.numbers.values import Values

steadily = settings(derandomize=True, deadline=None, max_examples=60)


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """A cell to look at, a picture and a bias to edit, a switch; the last cell can't be looked at."""

    at: Cell = hidden((0, 0))
    pixels: Edits = edits()
    biases: Edits = edits()
    loud: bool = toggle(False, label="Loud")

    def problem(self) -> str | None:
        """One place is out of bounds, to see what a drag there does."""
        return "The last cell can't be looked at." if self.at == (3, 5) else None


CELLS = Lattice((100.0, 200.0), (50.0, 0.0), (0.0, 50.0), 4, 6)
EDIT = EditCell("pixels", (0,), (-1, -1), (2, 4), low=-9.0, high=9.0)
PHOTO = Image(pixels=Values(np.zeros((2, 2, 3), np.uint8)), origin=(0, 0), u=(9, 0), v=(0, 9), name="photo")
T = 3.0


def grid(grip: Grip | None = None, name: str = "map", **more: Any) -> Grid:
    """4 x 6 numbers, 0 to 23, as the cells of CELLS."""
    values = Values(np.arange(24.0).reshape(4, 6))
    return Grid(values=values, origin=CELLS.origin, u=CELLS.u, v=CELLS.v, name=name, grip=grip, **more)


def box(**more: Any) -> Rect:
    """A box 150 wide and 100 high with its corner at (400, 600)."""
    return Rect(**{"x": 400.0, "y": 600.0, "width": 150.0, "height": 100.0, "name": "box", **more})


def frame(*marks: AnyMark) -> Frame:
    return Frame(marks, (Step("Only", "One step.", 10.0),), T)


def at(picture: Frame, point: Point) -> Hit:
    found = hit(picture, point)
    assert found is not None
    return found


def drag(picture: Frame, start: Point, end: Point, before: Knobs | None = None) -> tuple[Knobs, float]:
    return gesture(picture, before or Knobs(), T, at(picture, start), end)


# What is under the hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [(0, 0), (1, 4), (3, 5)])
def test_every_cell_is_found_with_its_value(cell: Cell) -> None:
    found = at(frame(grid()), CELLS.center(*cell))
    assert (found.name, found.cell, found.value) == ("map", cell, cell[0] * 6 + cell[1])


def test_nothing_is_found_beside_marks_and_on_marks_without_a_name() -> None:
    assert hit(frame(grid()), (99.0, 210.0)) is None
    assert hit(frame(grid(name="")), CELLS.center(0, 0)) is None
    assert hit(frame(Path(points=((0, 0), (9, 9)), name="line")), (4.0, 4.0)) is None


def test_the_topmost_mark_is_found() -> None:
    over = box(x=100.0, y=200.0, width=50.0, height=50.0, fill=1.0, name="plate")
    assert at(frame(grid(), over), CELLS.center(0, 0)).name == "plate"
    assert at(frame(over, grid()), CELLS.center(0, 0)).name == "map"


def test_what_is_nearly_invisible_is_not_in_the_way() -> None:
    ghost = Group(marks=(box(x=100.0, y=200.0, fill=1.0, opacity=0.5, name="ghost"),), opacity=0.5)
    assert at(frame(grid(), ghost), CELLS.center(0, 0)).name == "map"
    assert hit(frame(ghost), (110.0, 210.0)) is None
    assert targets(frame(replace(ghost, marks=(replace(ghost.marks[0], grip=SetValue("loud", True)),)))) == ()


def test_a_moved_group_is_hit_where_it_is_drawn() -> None:
    picture = frame(Group(marks=(grid(), box(fill=1.0, value=2.0)), dx=300.0, dy=-100.0))
    x, y = CELLS.center(2, 3)
    assert at(picture, (x + 300, y - 100)).cell == (2, 3)
    assert hit(picture, CELLS.center(3, 0)) is None
    assert at(picture, (800.0, 550.0)).value == 2.0


@pytest.mark.parametrize(
    ("point", "held"),
    [
        ((400.0, 650.0), True),
        ((400.0 - FRAME_REACH + 1, 650.0), True),
        ((400.0 + FRAME_REACH - 1, 650.0), True),
        ((475.0, 700.0 + FRAME_REACH - 1), True),
        ((475.0, 650.0), False),
        ((400.0 - FRAME_REACH - 1, 650.0), False),
    ],
)
def test_an_empty_frame_is_held_by_its_line_and_leaves_what_it_frames_in_reach(point: Point, held: bool) -> None:
    assert (hit(frame(box()), point) is not None) == held


def test_a_filled_box_is_held_anywhere_inside_and_nowhere_else() -> None:
    filled = frame(box(fill=0.2))
    assert hit(filled, (475.0, 650.0)) is not None
    assert hit(filled, (399.0, 650.0)) is None


def test_a_box_that_stands_for_a_number_is_one_too() -> None:
    assert at(frame(box(value=3.0)), (475.0, 650.0)).value == 3.0


@pytest.mark.parametrize(("inside", "name"), [(0.5, "badges"), (0.3, "badges"), (0.2, "map"), (0.8, "map")])
def test_between_the_tiles_of_a_loose_grid_one_takes_hold_of_what_lies_below(inside: float, name: str) -> None:
    over = frame(grid(), grid(name="badges", gap=0.5))
    assert at(over, CELLS.at(2 + inside, 3 + inside)).name == name
    assert at(over, CELLS.at(2 + inside, 3 + inside)).cell == (2, 3)
    tight = frame(grid(), grid(name="badges"))
    assert at(tight, CELLS.at(2 + inside, 3 + inside)).name == "badges"


@pytest.mark.parametrize("grip", [None, PickCell("at", CELLS)])
def test_a_cell_that_is_not_written_yet_does_not_tell_its_number(grip: Grip | None) -> None:
    picture = frame(grid(grip, shown=7))
    assert describe(at(picture, CELLS.center(1, 0))) == "map [1, 0] = 6"
    later = hit(picture, CELLS.center(1, 1))
    assert (later and describe(later)) == (grip and "map [1, 1]")


@pytest.mark.parametrize(
    ("mark", "point", "words"),
    [
        (grid(), CELLS.center(1, 2), "map [1, 2] = 8"),
        (grid(first=(-1, -1)), CELLS.center(0, 0), "map [-1, -1] = 0"),
        (replace(grid(), values=Values([[-0.12345, 2.0]])), CELLS.center(0, 0), "map [0, 0] = −0.1235"),
        (replace(grid(), values=Values([[-3.0, 2.5]])), CELLS.center(0, 0), "map [0, 0] = −3"),
        (box(fill=1.0, value=-1.5), (450.0, 650.0), "box = −1.5"),
        (box(fill=1.0), (450.0, 650.0), "box"),
        (PHOTO, (10.0, 1.0), "photo [0, 1]"),
    ],
)
def test_what_is_under_the_hand_is_read_out(mark: AnyMark, point: Point, words: str) -> None:
    assert describe(at(frame(mark), point)) == words


# Dragging, clicking, typing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "value"), [(1, 9), (3, 9), (-4, 4), (-100, -9), (0, 8)])
def test_dragging_a_number_up_or_down_changes_it_within_its_bounds(steps: int, value: float) -> None:
    start = CELLS.center(1, 2)
    dragged, t = drag(frame(grid(EDIT)), start, (start[0] + 33, start[1] - steps * DRAG_PER_STEP))
    assert t == T
    assert dragged.pixels == ((((0, 0, 1), value),) if steps else ())


def test_a_drag_counts_from_where_it_began_however_many_moves_it_takes() -> None:
    picture, start = frame(box(grip=EditCell("biases", (1,), step=0.5), value=2.0, fill=1.0)), (450.0, 650.0)
    found, now = at(picture, start), Knobs()
    for pull in (10, 30, 57, 42):
        now, _ = gesture(picture, now, T, found, (start[0], start[1] + pull))
    assert now.biases == (((1,), 0.5),)


@pytest.mark.parametrize("cell", [(0, 0), (0, 3), (3, 2), (2, 0), (1, 5)])
def test_padding_cannot_be_changed(cell: Cell) -> None:
    picture = frame(grid(EDIT))
    found = at(picture, CELLS.center(*cell))
    assert not editable(found)
    assert enter(Knobs(), found, 5.0) == Knobs()
    assert drag(picture, found.point, (0.0, 0.0)) == (Knobs(), T)


@pytest.mark.parametrize(("typed", "value"), [(5, 5), (-2.25, -2.25), (1000, 9), (-1000, -9)])
def test_a_typed_number_stays_within_its_bounds(typed: float, value: float) -> None:
    found = at(frame(grid(EDIT)), CELLS.center(2, 4))
    assert editable(found)
    assert enter(Knobs(), found, typed).pixels == (((0, 1, 3), value),)


@pytest.mark.parametrize("typed", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers_can_be_typed(typed: float) -> None:
    with pytest.raises(KnobError, match="finite"):
        enter(Knobs(), at(frame(grid(EDIT)), CELLS.center(1, 2)), typed)


def test_turned_numbers_are_changed_where_they_come_from() -> None:
    turned = frame(grid(EditCell("pixels", (2,), (0, 0), (4, 6), turned=True)))
    assert enter(Knobs(), at(turned, CELLS.center(0, 1)), 7).pixels == (((2, 3, 4), 7.0),)


def test_typing_where_nothing_can_be_typed_changes_nothing() -> None:
    found = at(frame(grid(PickCell("at", CELLS))), CELLS.center(0, 0))
    assert not editable(found)
    assert enter(Knobs(), found, 5.0) == Knobs()


@pytest.mark.parametrize("cell", [(0, 0), (2, 3), (3, 4)])
def test_a_click_picks_the_cell_and_a_drag_the_nearest_one(cell: Cell) -> None:
    picture, start = frame(grid(PickCell("at", CELLS))), CELLS.center(1, 1)
    assert drag(picture, CELLS.center(*cell), CELLS.center(*cell)) == (Knobs(at=cell), T)
    assert drag(picture, start, CELLS.center(*cell)) == (Knobs(at=cell), T)
    assert drag(picture, start, (9999.0, 225.0)) == (Knobs(at=(0, 5)), T)


def test_a_hand_that_goes_where_nothing_can_be_shown_changes_nothing() -> None:
    picture, before = frame(grid(PickCell("at", CELLS))), Knobs(at=(2, 2))
    assert drag(picture, CELLS.center(2, 2), CELLS.center(3, 5), before) == (before, T)


@pytest.mark.parametrize("cell", [(0, 0), (2, 3), (3, 5)])
def test_a_scrub_sets_the_time_and_no_knob(cell: Cell) -> None:
    scrub = Scrub(CELLS, 2.0, 6.0)
    now, t = drag(frame(grid(scrub)), CELLS.center(*cell), CELLS.center(*cell))
    assert now == Knobs()
    assert t == pytest.approx(2.0 + 6.0 * (cell[0] * 6 + cell[1] + 0.5) / 24)


def test_a_click_on_a_button_gives_its_knob_the_value() -> None:
    assert drag(frame(box(fill=1.0, grip=SetValue("loud", True))), (450.0, 650.0), (450.0, 650.0))[0].loud


def test_a_click_on_a_button_that_is_refused_says_why() -> None:
    with pytest.raises(KnobError, match="last cell can't be looked at"):
        drag(frame(box(fill=1.0, grip=SetValue("at", (3, 5)))), (450.0, 650.0), (450.0, 650.0))


def test_a_mark_without_a_grip_stays_as_it_is() -> None:
    assert drag(frame(grid()), CELLS.center(0, 0), CELLS.center(3, 3)) == (Knobs(), T)


def window(cell: Cell, grip: Grip, dx: float = 0.0) -> Frame:
    """A frame around a cell and its neighbours, as a sliding window has it, in a group that stands aside by dx."""
    x, y = CELLS.at(cell[0] - 1, cell[1] - 1)
    frame_of = Rect(x=x, y=y, width=150.0, height=150.0, line=4.0, name="window", grip=grip)
    return frame(Group(marks=(frame_of,), dx=dx))


@steadily
@given(st.integers(0, 3), st.integers(0, 4), st.integers(-1, 1), st.integers(-1, 1), st.floats(0.02, 0.98))
def test_a_window_is_carried_by_whatever_part_of_its_frame_is_held(
    row: int, column: int, down: int, right: int, along: float
) -> None:
    """It does not jump to the hand: it goes as far as the hand goes."""
    picture = window((row, column), PickCell("at", CELLS), dx=40.0)
    corner = CELLS.at(row - 1, column - 1)
    for held in ((corner[0] + 40, corner[1] + along * 150), (corner[0] + 190 - along * 150, corner[1] + 150)):
        assert drag(picture, held, held)[0].at == (row, column)
        there = CELLS.clamp((row + down, column + right))
        if there != (3, 5):
            assert drag(picture, held, (held[0] + right * 50, held[1] + down * 50))[0].at == there


def test_cells_in_a_moved_group_are_picked_where_they_are_drawn() -> None:
    picture = frame(Group(marks=(grid(PickCell("at", CELLS)),), dx=300.0, dy=-100.0))
    x, y = CELLS.center(2, 3)
    assert drag(picture, (x + 300, y - 100), (x + 350, y - 150))[0].at == (1, 4)


# The same by keyboard -------------------------------------------------------------------------------------------------


@steadily
@given(st.integers(0, 3), st.integers(0, 4), st.integers(-1, 1), st.integers(-1, 1))
def test_arrow_keys_do_what_the_drag_does(row: int, column: int, down: int, right: int) -> None:
    there = CELLS.clamp((row + down, column + right))
    for grip in (PickCell("at", CELLS), Scrub(CELLS, 2.0, 6.0)):
        before = Knobs(at=(row, column))
        t = grip.time((row, column)) if isinstance(grip, Scrub) else T
        picture = replace(frame(grid(grip)), t=t)
        found = at(picture, CELLS.center(row, column))
        by_hand = gesture(picture, before, t, found, CELLS.center(*there))
        assert nudge(picture, before, t, found, down, right) == by_hand


def test_arrow_keys_stop_at_the_border() -> None:
    picture = frame(grid(PickCell("at", CELLS)))
    found = targets(picture)[0]
    assert nudge(picture, Knobs(at=(0, 5)), T, found, -1, 1)[0].at == (0, 5)


def test_the_first_arrow_key_moves_a_cell_that_was_picked_beyond_the_border() -> None:
    """Where a larger stride leaves fewer places, the picked cell may lie outside; the nearest one is shown."""
    picture = frame(grid(PickCell("at", CELLS)))
    assert nudge(picture, Knobs(at=(9, 9)), T, targets(picture)[0], -1, -1)[0].at == (2, 4)


def test_arrow_keys_leave_what_does_not_move() -> None:
    picture = frame(grid(EDIT))
    assert nudge(picture, Knobs(), T, targets(picture)[0], 1, 1) == (Knobs(), T)


def test_keys_reach_everything_with_a_grip_once_and_in_order() -> None:
    window_of_two = box(x=100.0, name="window", grip=PickCell("at", CELLS))
    picture = frame(
        grid(EDIT, name="input"),
        Text(x=900.0, y=50.0, runs=(TextRun("loud"),), name="switch", grip=SetValue("loud", True)),
        Group(marks=(window_of_two, replace(window_of_two, y=700.0)), dx=10.0),
        grid(name="only to read"),
        grid(PickCell("at", CELLS), name=""),
        box(grip=EditCell("biases", (0,)), value=1.0, name="bias"),
    )
    found = targets(picture)
    assert [each.name for each in found] == ["input", "switch", "window", "bias"]
    first, switch, last_window, bias = found
    assert (first.cell, first.value, first.point) == ((0, 0), 0.0, CELLS.center(0, 0))
    assert switch.point == (900.0, 50.0)
    assert last_window.point == (185.0, 750.0)
    assert (bias.value, bias.point) == (1.0, (475.0, 650.0))
    assert enter(Knobs(), bias, 3).biases == (((0,), 3.0),)
    assert gesture(picture, Knobs(), T, switch, switch.point)[0].loud


def test_a_number_is_printed_in_its_cell_or_on_its_plate() -> None:
    figures = Text(x=430.0, y=650.0, runs=(TextRun("b ="), TextRun(" 1")))
    plate = box(value=1.0, fill=0.2)
    assert printed(frame(grid()), at(frame(grid()), CELLS.center(1, 2)))
    for small in (grid(numbers=False), replace(grid(), u=(9.0, 0.0), v=(0.0, 9.0))):
        assert not printed(frame(small), at(frame(small), (105.0, 205.0)))
    assert not printed(frame(grid(EDIT, shown=3)), at(frame(grid(EDIT, shown=3)), CELLS.center(1, 2)))
    for marks, told in (
        ((plate, figures), True),
        ((Group(marks=(plate, figures), dx=300.0),), True),
        ((plate,), False),
        ((plate, replace(figures, x=390.0)), False),
        ((plate, replace(figures, runs=(TextRun("b"),))), False),
        ((replace(plate, value=None), figures), False),
    ):
        shift = 300.0 if isinstance(marks[0], Group) else 0.0
        assert printed(frame(*marks), at(frame(*marks), (500.0 + shift, 650.0))) == told
