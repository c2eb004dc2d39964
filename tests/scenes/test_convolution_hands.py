"""The convolution scene under a hand: whatever is dragged, clicked, typed or moved by keys, all recomputes at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.convolution import convolution
from scenes.convolution.knobs import Knobs
from scenes.stage.core.catalogue import plan
from scenes.stage.core.gestures import DRAG_PER_STEP, Hit, describe, editable, enter, gesture, hit, nudge, targets
from scenes.stage.core.grips import EditCell, PickCell, Scrub
from scenes.stage.core.knobs import knob
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.core.placing import Placed
from scenes.stage.data.pictures import Picture
from tests.scenes.reading import (
    COLOURS,
    FIRST_PRODUCTS,
    OWN,
    Expected,
    Seen,
    at_step,
    channel_of,
    layers,
    look,
    map_name,
    moments,
    share_of,
    turned,
    within,
)

steadily = settings(derandomize=True, deadline=None, max_examples=40)
DENSE = turned(picture=OWN["seven"], kernel="blur")
"""No weight is zero, so every output that could depend on a number does."""
COLOURFUL = turned(picture=OWN["colours"], channels="3", kernel="blur", size=2, padding="1", filters=2)
PHOTO = turned(picture=Picture("cat"), channels="3")

MANY = [
    Knobs(),
    turned(Knobs(), flip=True, padding="full", relu=True),
    COLOURFUL,
    turned(picture=OWN["colours"], channels="3", padding="3", size=6),
    turned(picture=Picture("digit"), dilation=2, stride=2, filters=1),
    turned(size=1, stride=3, kernel="blur"),
    turned(size=1, picture=OWN["one pixel"], filters=1),
    PHOTO,
]


def points(each: Placed) -> Iterator[Point]:
    """Where somebody would take hold of a mark: its cells, or all around and inside a box."""
    mark = each.mark
    if isinstance(mark, Grid):
        rows, columns = mark.values.shape
        lattice = mark.lattice.moved(each.dx, each.dy)
        for row in sorted({*range(0, rows, max(1, rows // 3)), rows - 1}):
            for column in sorted({*range(0, columns, max(1, columns // 3)), columns - 1}):
                yield lattice.center(row, column)
                # Of sheets that stand behind others only the edge is seen.
                yield from (lattice.at(row + down, column + right) for down in (0.15, 0.85) for right in (0.15, 0.85))
    if isinstance(mark, Rect):
        for x in np.linspace(mark.x, mark.x + mark.width, 5):
            for y in np.linspace(mark.y, mark.y + mark.height, 5):
                yield float(x) + each.dx, float(y) + each.dy


def under_the_mouse(seen: Seen) -> dict[str, Hit]:
    """Everything with a grip that a mouse finds, by name."""
    found = (hit(seen.frame, point) for each in seen.placed if each.mark.grip for point in points(each))
    return {each.name: each for each in found if each is not None and each.mark.grip is not None}


# The same by keyboard -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("knobs", MANY)
def test_the_keyboard_reaches_every_grip_that_the_mouse_does(knobs: Knobs) -> None:
    for seen in moments(knobs, 0.02, 0.5, 1.0):
        by_keys = {each.name: each.mark.grip for each in targets(seen.frame)}
        by_mouse = {name: found.mark.grip for name, found in under_the_mouse(seen).items()}
        assert by_mouse.keys() <= by_keys.keys(), seen.title


@pytest.mark.parametrize("knobs", [each for each in MANY if each is not PHOTO])
def test_everything_with_a_grip_is_in_reach_of_the_mouse_when_a_step_has_ended(knobs: Knobs) -> None:
    for seen in moments(knobs, 1.0):
        missed = {each.name for each in targets(seen.frame)} - under_the_mouse(seen).keys()
        # One pixel is the very number under its window, and the number written is all of its map.
        assert missed <= ({"input", "feature map"} if Expected(knobs).padded.size == 1 else set()), seen.title


@pytest.mark.parametrize("knobs", MANY)
def test_every_grip_names_a_knob_and_every_mark_with_one_reads_itself_out(knobs: Knobs) -> None:
    for seen in moments(knobs, 0.5, 1.0):
        for found in targets(seen.frame):
            assert describe(found).startswith(found.name)
            if not isinstance(found.mark.grip, Scrub):
                assert knob(knobs, found.mark.grip.knob)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["window", "feature map 1"])
@pytest.mark.parametrize("title", ["Write", "Slide"])
def test_arrow_keys_do_what_the_drag_does(name: str, title: str) -> None:
    knobs = turned(at=(1, 1))
    t = within(knobs, title, share_of(knobs, 4) if title == "Slide" else 0.5)
    seen = look(knobs, t)
    found, (row, column) = seen.target(name), seen.cell(Expected(knobs))
    cell = seen.grid("feature map 1").lattice.center
    for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        by_keys = nudge(seen.frame, knobs, t, found, down, right)
        clicked = hit(seen.frame, cell(row + down, column + right))
        assert clicked is not None
        assert gesture(seen.frame, knobs, t, clicked, clicked.point) == by_keys
        assert look(*by_keys).cell(Expected(by_keys[0])) == (row + down, column + right)


# Moving the window ----------------------------------------------------------------------------------------------------


def check_window(seen: Seen, knobs: Knobs, cell: Cell) -> None:
    """All that is shown is about one output cell."""
    of = Expected(knobs)
    assert seen.cell(of) == cell
    for grid in seen.grids:
        if grid.name.startswith("under the window"):
            assert any(np.array_equal(grid.values.array, values) for values in of.under(cell))


@pytest.mark.parametrize("knobs", [Knobs(), turned(padding="2", stride=2), COLOURFUL, turned(size=1, stride=3)])
@pytest.mark.parametrize("title", ["Multiply", "Write", "Slide", "Filter 2"])
def test_a_click_on_any_output_cell_goes_to_its_window(knobs: Knobs, title: str) -> None:
    t = within(knobs, FIRST_PRODUCTS[knobs.channels] if title == "Multiply" else title, 0.6)
    seen = look(knobs, t)
    grid = seen.map
    assert grid is not None
    for cell in np.ndindex(*grid.values.shape):
        clicked = hit(seen.frame, grid.lattice.center(*cell))
        assert clicked is not None
        after, then = gesture(seen.frame, knobs, t, clicked, clicked.point)
        check_window(look(after, then), after, cell)
        assert look(after, then).title == seen.title


@steadily
@given(layers, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(["Write", "Slide"]))
def test_the_window_goes_where_it_is_dragged(knobs: Knobs, row: float, column: float, along: float, title: str) -> None:
    """Whatever part of its frame is held: it moves as far as the hand does, and rests over cells."""
    of, t = Expected(knobs), within(knobs, title, 0.999)
    seen = look(knobs, t)
    held = next(each for each in reversed(seen.placed) if each.mark.name.startswith("window"))
    window, grid = held.mark, next(grid for grid in seen.grids if grid.name.startswith("input"))
    assert isinstance(window, Rect)
    found = hit(seen.frame, (window.x, window.y + along * window.height))
    assert found is not None
    assert found.name == window.name
    goal = round(row * of.last[0]), round(column * of.last[1])
    start = seen.cell(of) if title == "Write" else of.last
    pitch = knobs.stride * grid.u[0]
    point = (
        found.point[0] + (goal[1] - start[1] + 0.4) * pitch * 0.999,
        found.point[1] + (goal[0] - start[0] - 0.4) * pitch * 0.999,
    )
    after, then = gesture(seen.frame, knobs, t, found, point)
    check_window(look(after, then), after, goal)


def test_a_click_on_the_window_leaves_it_where_it_is() -> None:
    knobs = turned(at=(1, 1))
    seen = at_step(knobs, "Write")
    for point in points(next(each for each in seen.placed if each.mark.name == "window")):
        found = hit(seen.frame, point)
        if found is not None and found.name == "window":
            assert gesture(seen.frame, knobs, 1.0, found, found.point) == (knobs, 1.0)


def test_after_all_has_been_told_the_window_can_be_taken_back() -> None:
    t = within(Knobs(), "The output")
    seen = look(Knobs(), t)
    for filter_, title in enumerate(("Slide", "Filter 2")):
        clicked = seen.hit(f"feature map {filter_ + 1}", (1, 2))
        after, then = gesture(seen.frame, Knobs(), t, clicked, clicked.point)
        assert then < t
        assert look(after, then).title.startswith(title)
        check_window(look(after, then), after, (1, 2))


def test_on_a_photograph_a_click_moves_the_window_and_the_magnified_pixel_is_changed() -> None:
    knobs = replace(PHOTO, filters=1)
    t = within(knobs, "Channel green")
    seen = look(knobs, t)
    clicked = seen.hit("input green", (100, 50))
    after, _ = gesture(seen.frame, knobs, t, clicked, clicked.point)
    assert after.at == (99, 49)
    magnified = look(after, t)
    pixel = magnified.hit("under the window green", (1, 1))
    assert describe(pixel).startswith("under the window green [100, 50] = ")
    edited = enter(after, pixel, 250)
    assert edited.pixels == (((1, 100, 50), 250.0),)
    assert Expected(edited).x[1, 100, 50] == 250
    assert look(edited, t).hit("under the window green", (1, 1)).value == 250


@pytest.mark.parametrize(
    ("title", "share", "at"),
    [("The input", 0.0, (0, 0)), ("The input", 0.4, (0, 0)), ("The input", 1.0, (0, 0)), ("One window", 0.0, (99, 49))],
)
@pytest.mark.parametrize("colour", COLOURS)
def test_a_photograph_is_picked_from_as_soon_as_there_is_a_window(
    title: str, share: float, at: Cell, colour: str
) -> None:
    seen = at_step(PHOTO, title, share)
    clicked = seen.hit(f"input {colour}", (100, 50))
    assert gesture(seen.frame, PHOTO, 0.0, clicked, clicked.point)[0].at == at


def test_with_gaps_between_the_weights_a_magnified_pixel_is_still_the_one_it_shows() -> None:
    knobs = turned(picture=Picture("photographer"), dilation=2, at=(10, 20), filters=1)
    pixel = at_step(knobs, "Multiply").hit("under the window", (1, 2))
    assert pixel.value == Expected(knobs).x[0, 12, 24]
    assert enter(knobs, pixel, 77).pixels == (((0, 12, 24), 77.0),)


# Changing numbers -----------------------------------------------------------------------------------------------------


def depends(of: Expected, pixel: tuple[int, int, int]) -> np.ndarray:
    """Which output cells have a pixel under a weight, (H', W') of booleans, found by looking at every window."""
    marked = np.zeros_like(of.padded)
    channel, row, column = pixel
    marked[channel, row + of.corner[0], column + of.corner[1]] = 1
    probe = Expected(of.knobs)
    probe.__dict__["padded"] = marked
    found = np.zeros(of.z.shape[1:], dtype=bool)
    for cell in np.ndindex(found.shape):
        found[cell] = probe.under(cell).any()
    return found


def outputs(knobs: Knobs) -> list[np.ndarray]:
    """The maps as they stand at the end of the scene."""
    end = at_step(knobs, "The output")
    return [end.grid(map_name(knobs, index)).values.array for index in range(knobs.filters)]


@pytest.mark.parametrize(
    "knobs", [DENSE, turned(DENSE, padding="2", stride=2), turned(DENSE, dilation=2, flip=True), COLOURFUL]
)
def test_a_changed_pixel_changes_just_the_outputs_whose_windows_hold_it(knobs: Knobs) -> None:
    knobs, t = replace(knobs, filters=1), within(knobs, "Add")
    of, seen = Expected(knobs), look(knobs, t)
    name = next(grid.name for grid in seen.grids if grid.name.startswith("input"))
    for pixel in ((0, 0, 0), (0, 2, 3), (0, of.x.shape[1] - 1, of.x.shape[2] - 1)):
        found = seen.hit(name, (pixel[1] + of.corner[0], pixel[2] + of.corner[1]))
        assert found.value == of.x[pixel]
        before, after = outputs(knobs)[0], outputs(enter(knobs, found, of.x[pixel] + 1))[0]
        assert np.array_equal(before != after, depends(of, pixel))
        assert after == pytest.approx(before + depends(of, pixel) * of.weights[0, 0, 0, 0])


@pytest.mark.parametrize("knobs", [DENSE, turned(DENSE, flip=True, kernel="random"), COLOURFUL])
def test_a_changed_weight_changes_just_its_filters_map(knobs: Knobs) -> None:
    of, t = Expected(knobs), within(knobs, "Filter 2", 0.9)
    seen = look(knobs, t)
    name = next(grid.name for grid in seen.grids if grid.name.startswith("kernel"))
    channel = channel_of(name)
    for cell in np.ndindex(knobs.size, knobs.size):
        found = seen.hit(name, cell)
        weight = of.applied[(1, channel, *cell)]
        assert found.value == weight
        edited = enter(knobs, found, weight + 1)
        assert look(edited, t).hit(name, cell).value == weight + 1
        (first, second), (same, changed) = outputs(knobs), outputs(edited)
        assert np.array_equal(first, same)
        rows, columns = (slice(place, place + last + 1) for place, last in zip(cell, of.last, strict=True))
        assert changed - second == pytest.approx(of.padded[channel, rows, columns])


@pytest.mark.parametrize("knobs", [Knobs(), COLOURFUL])
@pytest.mark.parametrize(("title", "filter_"), [("Slide", 0), ("Filter 2", 1)])
def test_a_changed_bias_shifts_just_its_filters_map(knobs: Knobs, title: str, filter_: int) -> None:
    t = within(knobs, title, 0.9)
    seen = look(knobs, t)
    found = seen.hit("bias")
    assert editable(found)
    dragged, _ = gesture(seen.frame, knobs, t, found, (found.point[0], found.point[1] - 3 * DRAG_PER_STEP))
    assert dragged.biases == (((filter_,), knobs.bias + 1.5),)
    assert dragged.bias == knobs.bias
    shifts = [after - before for before, after in zip(outputs(knobs), outputs(dragged), strict=True)]
    assert [np.allclose(shift, 1.5 if index == filter_ else 0) for index, shift in enumerate(shifts)] == [True, True]
    assert look(dragged, t).plates["bias"] == knobs.bias + 1.5


@steadily
@given(layers, st.floats(0, 1), st.integers(0, 2**16))
def test_whatever_number_is_typed_stands_there_at_once_and_time_stands_still(
    knobs: Knobs, share: float, choice: int
) -> None:
    """The step goes on where it was, the plan keeps its lengths, and the cell shows the typed number."""
    steps = plan(convolution, knobs)
    t = share * sum(step.seconds for step in steps)
    seen = look(knobs, t)
    numbers = [
        found
        for each in seen.placed
        if isinstance(each.mark.grip, EditCell)
        for cell in (np.ndindex(each.mark.values.shape) if isinstance(each.mark, Grid) else [None])
        if editable(found := seen.hit(each.mark.name, cell))
    ]
    if not numbers:
        return
    found = numbers[choice % len(numbers)]
    typed = 3.0 if found.value != 3.0 else 4.0
    edited = enter(knobs, found, typed)
    after = look(edited, t)
    assert after.hit(found.name, found.cell).value == typed
    assert [step.seconds for step in after.frame.steps] == [step.seconds for step in steps]
    assert (after.frame.t, after.frame.step) == (seen.frame.t, seen.frame.step)
    assert enter(edited, after.hit(found.name, found.cell), typed) == edited


@pytest.mark.parametrize("title", ["The input", "Multiply", "Slide"])
def test_padding_is_not_a_number_that_can_be_changed(title: str) -> None:
    knobs = turned(padding="1", at=(0, 0))
    seen = at_step(knobs, title)
    corner, inside = seen.hit("input", (0, 0)), seen.hit("input", (1, 1))
    assert (describe(corner), editable(corner)) == ("input [-1, -1] = 0", False)
    assert (describe(inside), editable(inside)) == ("input [0, 0] = 1", True)
    assert enter(knobs, corner, 5.0) == knobs


@pytest.mark.parametrize(
    ("name", "cell", "typed", "stands"),
    [("input", (0, 0), 1e6, 255), ("input", (0, 0), -1e6, -255), ("kernel", (0, 0), 50, 9), ("kernel", (0, 0), -50, -9),
     ("bias", None, 1e9, 99), ("kernel", (1, 1), 0.125, 0.125)],
)  # fmt: skip
def test_typed_numbers_stay_within_bounds(name: str, cell: Cell | None, typed: float, stands: float) -> None:
    t = within(Knobs(), "Add the bias")
    edited = enter(Knobs(), look(Knobs(), t).hit(name, cell), typed)
    assert look(edited, t).hit(name, cell).value == stands


@pytest.mark.parametrize(
    ("knobs", "name", "step"),
    [
        (Knobs(), "input", 1.0),
        (Knobs(), "kernel", 1.0),
        (turned(kernel="blur"), "kernel", 0.05),
        (turned(picture=OWN["tall"]), "input", 8.0),
    ],
)
def test_a_drag_moves_a_number_by_steps_that_suit_it(knobs: Knobs, name: str, step: float) -> None:
    t = within(knobs, "Add")
    seen = look(knobs, t)
    found = seen.hit(name, (1, 1))
    assert found.value is not None
    dragged, then = gesture(seen.frame, knobs, t, found, (found.point[0], found.point[1] + 2 * DRAG_PER_STEP))
    assert look(dragged, t).hit(name, (1, 1)).value == pytest.approx(found.value - 2 * step)
    assert then == t


@pytest.mark.parametrize("typed", [math.nan, math.inf])
def test_what_is_no_number_is_refused(typed: float) -> None:
    seen = at_step(Knobs(), "Add")
    with pytest.raises(ValueError, match="finite"):
        enter(Knobs(), seen.hit("kernel", (0, 0)), typed)


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("input", (0, 1), "input [0, 1] = 2"),
        ("under the window", (2, 2), "under the window [3, 3] = 1"),
        ("kernel", (0, 2), "kernel [0, 2] = −1"),
        ("products", (1, 2), "products [1, 2] = −2"),
        ("bias", None, "bias = 1"),
        ("sum", None, "sum = 0"),
        ("result", None, "result = 1"),
    ],
)
def test_any_cell_is_read_out_with_its_index_and_value(name: str, cell: Cell | None, words: str) -> None:
    seen = at_step(turned(at=(1, 1)), "Write")
    each = next(each for each in seen.placed if each.mark.name == name)
    point = seen.hit(name, cell).point
    if cell is not None and isinstance(each.mark, Grid):  # weights lie over the rest of the window's cells
        point = each.mark.lattice.at(cell[0] + 0.25, cell[1] + 0.25) if name == "under the window" else point
    found = hit(seen.frame, point)
    assert found is not None
    assert describe(found) == words


def test_the_window_is_a_choice_before_it_slides_and_a_moment_after() -> None:
    assert isinstance(at_step(Knobs(), "Write").target("window").mark.grip, PickCell)
    assert isinstance(at_step(Knobs(), "Slide").target("window").mark.grip, Scrub)
