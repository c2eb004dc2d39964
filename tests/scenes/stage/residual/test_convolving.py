"""A convolution and a ReLU in the making: what is shown is what is computed, and lies in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, Text, outline
from scenes.stage.core.stage import LEFT, PICTURE, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.residual.convolving import TURN, Convolution, convolved_spot, draw_convolution
from scenes.stage.residual.passing import ACROSS, Shown, draw_gate, draw_relu

SHAPES = [(3, 1), (4, 4)]


def made(shape: tuple[int, int], share: float, *, back: bool = False) -> tuple[Convolution, list[AnyMark]]:
    random = np.random.default_rng(3)
    x, kernel = random.integers(-2, 3, shape).astype(float), random.integers(-2, 3, (3, 3)).astype(float)
    weights = kernel[::-1, ::-1] if back else kernel
    (result,) = reference.convolve(x[None], weights[None, None], padding=1)
    grip = EditCell("weights", (), (0, 0), (3, 3))
    source, goal = Shown(x, "x", "x", Role.INPUT), Shown(np.asarray(result), "z", "z", Role.PRODUCT)
    of = Convolution(source, kernel, "conv", "kernel", goal, Span(0.0, 10.0, 10.0 * share), grip, back=back)
    return of, draw_convolution(of)


def grids(marks: list[AnyMark]) -> dict[str, Grid]:
    return {mark.name: mark for mark in marks if isinstance(mark, Grid) and mark.name}


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.sampled_from(SHAPES), st.floats(0, 1), st.booleans())
def test_all_lies_in_the_picture_and_only_what_is_made_is_written(
    shape: tuple[int, int], share: float, back: bool
) -> None:
    of, marks = made(shape, share, back=back)
    for mark in marks:
        if isinstance(mark, Grid | Rect):
            left, top, right, bottom = outline(mark)
            assert LEFT <= left < right <= RIGHT
            assert PICTURE[1] <= top < bottom <= PICTURE[3]
    found = grids(marks)
    assert 0 <= (found["z"].shown or 0) <= of.result.values.size
    if share == 1.0:
        assert found["z"].shown == of.result.values.size
    if "added up" in found:
        row = min(found["z"].shown or 0, shape[0] - 1)
        assert found["added up"].values.array.item() in (of.result.values[row, 0], of.result.values[row - 1, 0])


@pytest.mark.parametrize("shape", SHAPES)
def test_backwards_everything_goes_from_right_to_left_and_the_kernel_is_turned(shape: tuple[int, int]) -> None:
    (ahead, forward), (of, backward) = made(shape, 1.0), made(shape, 1.0, back=True)
    there, here = grids(forward), grids(backward)
    assert there["x"].origin[0] < there["kernel"].origin[0] < there["z"].origin[0]
    assert here["x"].origin[0] > here["kernel"].origin[0] > here["z"].origin[0]
    assert np.array_equal(here["kernel"].values.array, there["kernel"].values.array[::-1, ::-1])
    assert np.array_equal(ahead.weights, of.weights)


@pytest.mark.parametrize("shape", SHAPES)
def test_on_the_way_back_the_weights_go_round_the_middle_of_the_kernel(shape: tuple[int, int]) -> None:
    """They set off where they stand on the way forwards, and come to where the turned kernel has them."""
    of, first = made(shape, 0.0, back=True)
    turned = grids(made(shape, 1.0, back=True)[1])["kernel"]
    rows, columns = turned.values.shape
    for share, goal in ((0.0, turned.values.array[::-1, ::-1]), (0.95 * TURN / 10.0, turned.values.array)):
        tiles = [grid for name, grid in grids(made(shape, share, back=True)[1]).items() if name.startswith("weight")]
        assert len(tiles) == rows * columns
        for tile in tiles:
            left, top = tile.lattice.center(0, 0)
            row, column = turned.lattice.clamp(turned.lattice.nearest((left, top)))
            assert tile.values.array.item() == goal[row, column]
    assert "kernel" not in grids(first)
    assert of.grip is not None


@pytest.mark.parametrize("shape", SHAPES)
def test_window_and_result_set_the_time(shape: tuple[int, int]) -> None:
    _, marks = made(shape, 0.4)
    (window,) = [mark for mark in marks if mark.name == "window"]
    for grip in (window.grip, grids(marks)["z"].grip):
        assert isinstance(grip, Scrub)
        assert (grip.lattice.rows, grip.lattice.columns) == shape


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("back", [False, True])
def test_a_map_comes_from_where_the_step_before_has_left_it(shape: tuple[int, int], back: bool) -> None:
    """What one picture leaves at one side, the next one begins with at the other: it crosses the stage."""
    of, marks = made(shape, 1.0, back=back)
    left = grids(marks)["z"]
    start = convolved_spot(shape, back=back)
    assert (left.origin, left.u[0]) == start
    found = []
    for seconds in (0.0, 0.5 * ACROSS, ACROSS):
        z, h = (
            Shown(of.result.values, "z", "z", Role.PRODUCT, start=start),
            Shown(of.result.values, "h", "h", Role.PRODUCT),
        )
        span = Span(0.0, 10.0, seconds)
        shown = draw_gate(z, h, Shown(of.result.values, "s", "s", Role.OUTPUT), span) if back else draw_relu(z, h, span)
        found.append(grids(shown)["z"])
        assert shown[-1] is found[-1] or seconds == ACROSS
        assert grids(shown)["h"].shown == 0
    assert (found[0].origin, found[0].u[0]) == start
    xs = [grid.origin[0] for grid in found]
    assert xs == sorted(xs, reverse=not back)
    assert abs(xs[-1] - xs[0]) > 500.0


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.sampled_from(SHAPES), st.floats(0, 1))
def test_what_has_passed_a_relu_is_written_in_order(shape: tuple[int, int], share: float) -> None:
    x = np.arange(np.prod(shape)).reshape(shape) - 2.0
    before, after = Shown(x, "z", "z", Role.INPUT), Shown(reference.relu(x), "h", "h", Role.OUTPUT)
    marks = draw_relu(before, after, Span(0.0, 10.0, 8.0 * share))
    found = grids(marks)
    assert np.array_equal(found["h"].values.array, np.maximum(x, 0.0))
    assert found["h"].shown == (x.size if share == 1.0 else found["h"].shown)
    assert (found["h"].shown == 0) or share > 0.4
    for mark in marks:
        if isinstance(mark, Grid) and mark.name == "number on its way":
            value, ahead = mark.values.array.item(), 800.0 - mark.origin[0] - mark.u[0] / 2
            assert value in x if ahead > 0.0 else value in np.maximum(x, 0.0) or abs(ahead) < 1e-6


@pytest.mark.parametrize("shape", SHAPES)
def test_a_gate_lets_pass_where_its_number_is_positive(shape: tuple[int, int]) -> None:
    s = np.arange(np.prod(shape)).reshape(shape) - 1.0
    upstream = np.ones(shape)
    source = Shown(upstream, "gradient", "∂L/∂y", Role.GRADIENT)
    result = Shown(reference.relu_gradient(s, upstream), "passed", "∂L/∂s", Role.GRADIENT)
    marks = draw_gate(source, result, Shown(s, "s", "s", Role.OUTPUT), Span(0.0, 10.0, 10.0))
    found = grids(marks)
    assert np.array_equal(found["passed"].values.array, (s > 0).astype(float))
    assert found["passed"].origin[0] < found["s"].origin[0] < found["gradient"].origin[0]
    assert found["s"].faded is not None
    assert np.array_equal(found["s"].faded.array.astype(bool), s <= 0)
    words = [mark.text for mark in marks if isinstance(mark, Text) and mark.text in ("passes", "stops")]
    assert words == (["stops", "stops", "passes"] if shape == (3, 1) else [])
