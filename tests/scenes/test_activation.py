"""The activation scene: its worked examples come out exactly, and what it shows is what the reference computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.activation import activation
from scenes.activation.computed import FACTOR, applied, compared, differ, track
from scenes.activation.functions import FUNCTIONS
from scenes.activation.knobs import PICTURES, Knobs
from scenes.stage.core.catalogue import render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import refusal
from scenes.stage.core.marks import SMALLEST_TEXT, Rect
from scenes.stage.data.pictures import Picture, from_array
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=60)

BEFORE = [[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]
AFTER = [[0, 0, 1], [0, 0, 3], [0, 1, 1]]


def seen(step: str, share: float = 1.0, **turns: Any) -> Seen:
    """The scene at a share of a step, with knobs turned."""
    return at_step(activation, turned(Knobs(), **turns), step, share)


def test_the_worked_example_comes_out_exactly() -> None:
    assert seen("A feature map").written("feature map") == BEFORE
    assert seen("Apply ReLU").written("after") == AFTER


def test_two_linear_layers_collapse_as_in_the_worked_example() -> None:
    end = seen("They collapse")
    assert end.written("first kernel") == [[1, 2]]
    assert end.written("second kernel") == [[1, -1]]
    assert end.written("collapsed kernel") == [[1, 1, -2]]
    assert end.written("one layer") == end.written("output without it")
    assert "0 of 5  cells differ from the two layers" in end.texts


def test_the_moved_kernels_add_up_to_the_collapsed_one() -> None:
    end = seen("They collapse")
    assert end.written("moved kernel 1") == [[1, 2]]
    assert end.written("moved kernel 2") == [[-1, -2]]
    first, second = end.grid("moved kernel 1"), end.grid("moved kernel 2")
    assert second.origin[0] == first.origin[0] + first.u[0]


def test_with_the_activation_no_single_kernel_does() -> None:
    end = seen("With ReLU")
    assert end.written("output") == [[0, -6, 6, 0, -3]]
    assert end.written("one layer") == [[1, -7, 7, -1, -3]]
    assert "4 of 5  cells differ from the two layers" in end.texts
    assert end.written("output, multiplied") == [[0, 12, -12, 0, 6]]
    assert end.written("output of the multiplied input") == [[-2, 2, -2, 2, 0]]
    assert "5 of 5  cells differ from each other" in end.texts


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_activation_betrays_itself_as_not_linear(name: str) -> None:
    layers = track(turned(Knobs(), function=name))
    assert differ(layers.answer, layers.expected) > 0
    assert differ(layers.alone, layers.linear) == 0


def test_where_nothing_is_bent_the_scene_does_not_claim_it() -> None:
    silent = Knobs()
    for place in range(7):
        silent = at_step(activation, silent, "They collapse").typed("input", 0, (0, place))
    end = at_step(activation, silent, "With ReLU")
    assert "0 of 5  cells differ from each other" in end.texts
    assert "even the layers with ReLU answer like linear ones" in end.caption


@pytest.mark.parametrize("name", FUNCTIONS)
def test_maps_and_slopes_are_those_of_the_reference(name: str) -> None:
    key = FUNCTIONS[name].key
    z = np.array(BEFORE, dtype=float)
    f = reference.ACTIVATIONS[key]
    if name == "leaky ReLU":
        expected, slope = reference.leaky_relu(z, 0.1), reference.leaky_relu_derivative(z, 0.1)
    else:
        expected, slope = f.function(z), f.derivative(z)
    assert close(seen(f"Apply {name}", function=name).written("after"), expected)
    assert close(seen("The slope", function=name).written("slope"), slope)


def test_the_activations_of_the_course_can_be_chosen() -> None:
    assert {"ReLU", "leaky ReLU", "sigmoid", "tanh", "SiLU"} <= set(FUNCTIONS)
    assert set(seen("Side by side").named) >= {f"function = {name}" for name in FUNCTIONS}


def test_the_leak_is_a_knob() -> None:
    end = seen("Apply leaky", function="leaky ReLU", leak=0.25)
    assert end.written("after")[0] == [-0.25, -0.25, 1]
    assert end.numbers == "z[2, 2] = 1     max(0.25·1, 1) = 1.00"


def test_bars_rise_and_sink_and_are_clipped() -> None:
    sunk = seen("The water line")
    line = sunk.named["water"].y  # type: ignore[union-attr]
    heights = [sunk.value(f"bar {index + 1}") for index in range(9)]
    assert heights == [x for row in BEFORE for x in row]
    for index, z in enumerate(heights):
        bar = sunk.named[f"bar {index + 1}"]
        top, bottom = bar.y, bar.y + bar.height  # type: ignore[union-attr]
        assert (top, bottom)[z >= 0] == pytest.approx(line)  # type: ignore[operator]
    clipped = seen("Apply ReLU")
    assert [clipped.value(f"bar {index + 1}") for index in range(9)] == [x for row in AFTER for x in row]


def test_cells_are_counted() -> None:
    end = seen("Apply ReLU")
    assert [end.value(name) for name in ("below zero", "zeros", "weights")] == [3, 5, 0]
    assert "5 of 9 cells have a slope of 0 and pass nothing back" in seen("The slope").caption
    assert "Here the slopes go from 0.05 to 0.25" in seen("The slope", function="sigmoid").caption


def test_far_from_zero_a_sigmoid_passes_almost_nothing_back() -> None:
    knobs = Knobs(function="sigmoid", picture=Picture("digit"))
    assert applied(knobs).blocked > 20
    assert "pass almost nothing back" in at_step(activation, knobs, "The slope").caption


def test_the_steepest_slopes_are_those_of_the_course() -> None:
    steepest = {name: curve.steepest for name, curve in compared(0.1)}
    assert steepest["sigmoid"] == 0.25
    assert steepest["tanh"] == 1
    assert steepest["ReLU"] == steepest["ReLU6"] == steepest["leaky ReLU"] == 1
    assert steepest["SiLU"] == pytest.approx(1.0998, abs=1e-4)
    assert "at most 0.00000095" in seen("Side by side").numbers


def test_every_dot_lies_on_the_curve() -> None:
    end = seen("The curve", function="tanh")
    dots = {name: end.value(name) for name in end.named if name.startswith("dot at")}
    assert dots == {f"dot at {str(z).replace('-', '−')}": np.tanh(z) for z in (-1, 0, 1, 3)}


def test_a_click_goes_to_a_cell_on_the_curve() -> None:
    start = seen("The curve", 0.4)
    found = start.hit("after", (1, 2))
    _, t = gesture(start.frame, start.knobs, start.frame.t, found, found.point)
    there = Seen(activation, start.knobs, render(activation, start.knobs, t))
    assert there.grid("feature map").highlighted == ((1, 2),)
    assert there.numbers == "z[1, 2] = 3     max(0, 3) = 3"


def test_a_click_chooses_another_activation() -> None:
    assert seen("Side by side").clicked("function = SiLU").function == "SiLU"
    assert seen("Apply ReLU").clicked("function = tanh").function == "tanh"


def test_numbers_can_be_changed_by_hand() -> None:
    knobs = seen("Apply ReLU").typed("feature map", -5, (1, 2))
    assert at_step(activation, knobs, "Apply ReLU").written("after")[1] == [0, 0, 0]
    assert turned(knobs, kernel="sharpen").cells == ()
    knobs = seen("They collapse").typed("second kernel", 1, (0, 1))
    assert at_step(activation, knobs, "They collapse").written("collapsed kernel") == [[1, 3, 2]]
    assert turned(knobs, taps=3).second == ()
    knobs = seen("They collapse").typed("input", 9, (0, 0))
    assert at_step(activation, knobs, "They collapse").written("one layer")[0][0] == 9 - 1 - 0


def test_three_weights_and_three_make_five() -> None:
    end = seen("They collapse", taps=3)
    assert end.written("collapsed kernel") == [[1, 2, 0, -2, -1]]
    assert "3 + 3 − 1 = 5" in end.caption


def test_formulas_have_the_present_numbers() -> None:
    assert seen("Two layers").numbers == "first cell:   1·f(0) + (−1)·f(−1) = 0"
    assert seen("Without ReLU").numbers == "first cell:   1·(1·2 + 2·(−1)) + (−1)·(1·(−1) + 2·0) = 1"
    assert seen("They collapse").numbers == "(1, 2)  and  (1, −1)  make  (1, 1, −2)"
    assert seen("The slope").numbers == "at −1: 0     at 0: 0     at 1: 1     at 3: 1"


def test_pictures_of_ones_own_are_too_large_for_bars() -> None:
    own = from_array("mine", np.zeros((1, 20, 20), dtype=np.uint8))
    assert "every cell as a bar" in (refusal(Knobs(), "picture", own) or "")


@steadily
@given(
    st.sampled_from(tuple(FUNCTIONS)), st.sampled_from((2, 3)),
    st.lists(st.tuples(st.integers(0, 6), st.floats(-9, 9)), max_size=5),
)  # fmt: skip
def test_a_stack_of_linear_layers_is_one_linear_layer(name: str, taps: int, numbers: list[tuple[int, float]]) -> None:
    edits = tuple(sorted({(0, place): value for place, value in numbers}.items()))
    knobs = turned(Knobs(), function=name, taps=taps, signal=edits)
    layers = track(knobs)
    assert layers.kernel.shape == (1, 2 * taps - 1)
    assert np.nansum(np.array(layers.shifted), axis=0) == pytest.approx(layers.kernel)
    assert close(layers.alone, layers.linear)
    assert close(layers.expected, FACTOR * layers.bent)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("picture", PICTURES)
def test_the_numbers_of_every_map_can_be_read(name: str, picture: str) -> None:
    knobs = turned(Knobs(), function=name, picture=Picture(picture))
    assert at_step(activation, knobs, "Apply").grid("after").number_size >= SMALLEST_TEXT
    assert at_step(activation, knobs, "The slope").grid("slope").number_size >= SMALLEST_TEXT


def test_a_bar_that_stays_leaves_no_outline() -> None:
    knobs = turned(Knobs(), function="SiLU", picture=Picture("digit"))
    marks = [each.mark for each in at_step(activation, knobs, "Apply").placed]
    outlines = [mark for mark in marks if isinstance(mark, Rect) and mark.dashed]
    assert len(outlines) == int((np.abs(applied(knobs).z - applied(knobs).y) > 1).sum())


def test_the_slope_in_the_corner_is_a_convention() -> None:
    assert "at z = 0, it is taken as 0" in seen("The slope").caption
    assert "corner" not in seen("The slope", function="tanh").caption
    assert "corner" not in seen("The slope", picture=Picture("digit"), function="sigmoid").caption


@pytest.mark.parametrize("name", ["ReLU", "sigmoid"])
@pytest.mark.parametrize("picture", PICTURES)
def test_the_map_is_written_cell_by_cell(name: str, picture: str) -> None:
    knobs = turned(Knobs(), function=name, picture=Picture(picture))
    frames = [each for each in moments(activation, knobs, 0.2, 0.5, 0.8, 1.0) if each.title.startswith("Apply")]
    counts = [each.grid("after").shown or 0 for each in frames]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == applied(knobs).z.size
