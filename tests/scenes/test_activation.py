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
from scenes.stage.core.marks import SMALLEST_TEXT, Rect, Text
from scenes.stage.data.pictures import Picture, from_array
from tests.scenes.seen import Seen, at_step, close, turned

steadily = settings(derandomize=True, deadline=None, max_examples=60)

BEFORE = [[-1, -1, 1], [-1, 0, 3], [0, 1, 1]]
AFTER = [[0, 0, 1], [0, 0, 3], [0, 1, 1]]


def seen(step: str, share: float = 1.0, **turns: Any) -> Seen:
    """The scene at a share of a step, with knobs turned."""
    return at_step(activation, turned(Knobs(), **turns), step, share)


def test_the_worked_example_comes_out_exactly() -> None:
    assert seen("A feature map").written("feature map") == BEFORE
    assert cells(seen("Above and below")) == [x for row in BEFORE for x in row]
    assert cells(seen("Apply ReLU")) == [x for row in AFTER for x in row]
    assert seen("The curve").written("after") == AFTER


def cells(found: Seen) -> list[float]:
    """The numbers on the bars."""
    tiles = [name for name in found.named if name.startswith("cell ")]
    return [found.written(name)[0][0] for name in sorted(tiles, key=lambda name: int(name.split()[1]))]


def test_two_linear_layers_collapse_as_in_the_worked_example() -> None:
    end = seen("They collapse")
    assert end.written("first kernel") == [[1, 2]]
    assert [end.written(f"second kernel {tap}") for tap in (1, 2)] == [[[1]], [[-1]]]
    assert end.written("collapsed kernel") == [[1, 1, -2]]
    without, alone = seen("Without ReLU"), seen("One layer")
    assert without.written("first kernel") == [[1, 2]]
    assert without.written("second kernel") == [[1, -1]]
    assert alone.written("collapsed kernel") == [[1, 1, -2]]
    assert alone.written("one layer") == alone.written("output") == without.written("output") == [[1, -7, 7, -1, -3]]
    assert "0 of 5  cells differ" in alone.texts


def test_the_moved_kernels_add_up_to_the_collapsed_one() -> None:
    end = seen("They collapse")
    assert end.written("moved kernel 1") == [[1, 2]]
    assert end.written("moved kernel 2") == [[-1, -2]]
    first, second, total = (end.grid(name) for name in ("moved kernel 1", "moved kernel 2", "collapsed kernel"))
    assert second.origin[0] == first.origin[0] + first.u[0]
    assert total.origin[0] == first.origin[0]


def test_with_the_activation_no_single_kernel_does() -> None:
    end = seen("With ReLU")
    assert end.written("output") == seen("Two layers").written("output") == [[0, -6, 6, 0, -3]]
    assert end.written("one layer") == [[1, -7, 7, -1, -3]]
    assert "4 of 5  cells differ" in end.texts
    assert {name for name in end.named if name.startswith("differs")} == {f"differs {cell}" for cell in (1, 2, 3, 4)}
    end = seen("No single layer")
    assert end.written("input") == [[-4, 2, 0, -6, 4, -2, -2]]
    assert end.written("output") == [[0, 12, -12, 0, 6]]
    assert end.written("new output") == [[-2, 2, -2, 2, 0]]
    assert "5 of 5  cells differ" in end.texts


def test_while_a_row_is_rewritten_the_count_is_that_of_the_rows_as_they_stand() -> None:
    counts = []
    for index in range(21):
        half = seen("With ReLU", index / 20)
        one, two = (np.array(half.written(name)) for name in ("one layer", "output"))
        assert f"{differ(one, two)} of 5" in half.named["verdict"].text  # type: ignore[union-attr]
        counts.append(differ(one, two))
    assert counts == sorted(counts)
    assert counts[0] == 0 < 2 in counts


def test_the_second_layer_works_on_what_stands_above_it() -> None:
    for index in range(21):
        half = seen("Without ReLU", index / 20)
        first, second = half.written("output")[0], half.written("after layer 1")[0]
        bent, linear = (reference.convolve(np.array(x, float)[None, None], np.array([[[[1.0, -1.0]]]]))[0, 0].tolist()
                        for x in (np.maximum(second, 0), second))  # fmt: skip
        assert any(first == [*linear[:done], *bent[done:]] for done in range(6))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_activation_betrays_itself_as_not_linear(name: str) -> None:
    layers = track(turned(Knobs(), function=name))
    assert differ(layers.answer, layers.expected) > 0
    assert differ(layers.alone, layers.linear) == 0


def test_where_nothing_is_bent_the_scene_does_not_claim_it() -> None:
    silent = Knobs()
    for place in range(7):
        silent = at_step(activation, silent, "Two layers").typed("input", 0, (0, place))
    end = at_step(activation, silent, "No single layer")
    assert "0 of 5  cells differ" in end.texts
    assert end.caption == "Here even the layers with ReLU answer like linear ones."
    assert at_step(activation, silent, "With ReLU").caption.startswith("For these numbers the one kernel still gives")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_maps_and_slopes_are_those_of_the_reference(name: str) -> None:
    key = FUNCTIONS[name].key
    z = np.array(BEFORE, dtype=float)
    f = reference.ACTIVATIONS[key]
    if name == "leaky ReLU":
        expected, slope = reference.leaky_relu(z, 0.1), reference.leaky_relu_derivative(z, 0.1)
    else:
        expected, slope = f.function(z), f.derivative(z)
    assert close(seen("The curve", function=name).written("after"), expected)
    assert close(cells(seen(f"Apply {name}", function=name)), expected.ravel())
    assert close(seen("The slope", function=name).written("slope"), slope)


def test_the_activations_of_the_course_can_be_chosen() -> None:
    assert {"ReLU", "leaky ReLU", "sigmoid", "tanh", "SiLU"} <= set(FUNCTIONS)
    assert set(seen("Side by side").named) >= {f"function = {name}" for name in FUNCTIONS}


def test_the_leak_is_a_knob() -> None:
    end = seen("The curve", function="leaky ReLU", leak=0.25)
    assert end.written("after")[0] == [-0.25, -0.25, 1]
    assert end.numbers == "max(0.25·1, 1) = 1.00"
    assert "leak" in end.frame.steps[end.frame.step].knobs
    assert "leak" not in seen("The curve").frame.steps[end.frame.step].knobs


def test_bars_rise_and_sink_and_are_clipped() -> None:
    sunk = seen("Above and below")
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
    assert seen("Above and below").value("below zero") == 3
    assert seen("Apply ReLU").value("below zero") == 0
    assert seen("Apply tanh", function="tanh").value("below zero") == 3
    assert "3 of 9 cells are below zero" in seen("Above and below").caption
    assert "After it 5 cells of 9 are exactly 0." in seen("Apply ReLU").more
    end = seen("The slope")
    assert end.value("blocked") == 5
    assert {"5 of 9", "nothing back"} <= set(end.texts)
    end = seen("The slope", function="sigmoid")
    assert end.value("blocked") == 0.25
    assert {"0.25", "is the steepest"} <= set(end.texts)


@pytest.mark.parametrize("step", ["Above and below", "Apply ReLU"])
def test_the_count_is_that_of_the_numbers_under_the_line(step: str) -> None:
    for index in range(5, 21):
        half = seen(step, index / 20)
        if "below zero" in half.named:
            line = half.named["water"].y  # type: ignore[union-attr]
            tiles = {name: mark for name, mark in half.named.items() if name.startswith("cell ")}
            under = [name for name, tile in tiles.items() if tile.origin[1] + tile.v[1] / 2 > line + 1e-6]  # type: ignore[union-attr]
            assert half.value("below zero") == len(under)


def test_far_from_zero_a_sigmoid_passes_almost_nothing_back() -> None:
    knobs = Knobs(function="sigmoid", picture=Picture("digit"))
    assert applied(knobs).blocked > 20
    end = at_step(activation, knobs, "The slope")
    assert end.value("blocked") == applied(knobs).blocked
    assert end.caption == "A cell with a slope near 0 passes almost no gradient back."
    assert "almost nothing" in end.texts


def test_the_steepest_slopes_are_those_of_the_course() -> None:
    steepest = {name: curve.steepest for name, curve in compared(0.1)}
    assert steepest["sigmoid"] == 0.25
    assert steepest["tanh"] == 1
    assert steepest["ReLU"] == steepest["ReLU6"] == steepest["leaky ReLU"] == 1
    assert steepest["SiLU"] == pytest.approx(1.0998, abs=1e-4)
    end = seen("Side by side")
    assert "which is 0.00000095" in end.more
    shown = [mark.text for mark in end.named.values() if mark.name.endswith("steepest")]  # type: ignore[union-attr]
    assert shown == ["slope ≤ 1", "slope ≤ 1", "slope ≤ 1", "0.25", "slope ≤ 1", "slope ≤ 1.10"]
    assert end.caption == "A sigmoid passes at most a quarter of a gradient back."


@pytest.mark.parametrize("chosen", ["ReLU", "sigmoid", "SiLU"])
def test_the_panel_that_the_caption_is_about_is_lit_with_its_number_in_large(chosen: str) -> None:
    marks = seen("Side by side", function=chosen).named
    light, panel, frame, around = (
        marks[name] for name in ("light", "function = sigmoid", "chosen", f"function = {chosen}")
    )
    assert isinstance(light, Rect)
    assert isinstance(panel, Rect)
    assert isinstance(frame, Rect)
    assert isinstance(around, Rect)
    assert (light.x, light.y, light.width, light.height) == (panel.x, panel.y, panel.width, panel.height)
    assert light.line > 2 * frame.line
    assert around.x < frame.x < frame.x + frame.width < around.x + around.width
    sizes = {name: mark.size for name, mark in marks.items() if isinstance(mark, Text) and name.endswith("steepest")}
    assert sizes.pop("sigmoid steepest") > 2 * max(sizes.values())


def test_the_zeros_that_relu_made_are_marked_and_no_other_zero() -> None:
    end = seen("Two layers")
    assert end.written("after layer 1") == [[0, -1, 6, -1, 0, 3]]
    assert end.written("after the activation") == [[0, 0, 6, 0, 0, 3]]
    assert {name for name in end.named if name.startswith("made 0")} == {"made 0, 2", "made 0, 4"}
    for name in ("made 0, 2", "made 0, 4"):
        frame, row = end.named[name], end.grid("after the activation")
        assert isinstance(frame, Rect)
        cell = (frame.x + frame.width / 2 - row.origin[0]) / row.u[0]
        assert int(cell) == int(name.split()[-1]) - 1
    assert not any(name.startswith("made 0") for name in seen("Two layers", function="tanh").named)
    assert not any(name.startswith("made 0") for name in seen("Without ReLU").named)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("taps", [2, 3])
def test_the_sum_of_one_cell_is_told_with_the_activation_and_without(name: str, taps: int) -> None:
    of = track(turned(Knobs(), function=name, taps=taps))
    bent, linear = seen("Two layers", function=name, taps=taps), seen(f"Without {name}", function=name, taps=taps)
    for found, read, made in ((bent, of.a, of.bent), (linear, of.h, of.linear)):
        frame, row, account = found.named["told"], found.grid("output"), found.named["account"]
        assert isinstance(frame, Rect)
        assert isinstance(account, Text)
        assert int((frame.x + frame.width / 2 - row.origin[0]) / row.u[0]) == of.told
        left, right = account.text.replace("−", "-").replace("·", "*").split(" = ")
        exact = float(of.second[0] @ read[0, of.told : of.told + taps])
        assert exact == pytest.approx(made[0, of.told])
        assert float(right) == pytest.approx(exact, abs=0.006)
        assert eval(left, {"__builtins__": {}}) == pytest.approx(exact, abs=0.05)
    kernel = bent.grid("second kernel")
    assert kernel.origin[0] == pytest.approx(bent.grid("after the activation").origin[0] + of.told * kernel.u[0])
    if name == "ReLU" and taps == 2:
        assert "1·6 + (−1)·0 = 6" in bent.texts
        assert {"1·6 + (−1)·(−1) = 7", "with ReLU it is 6"} <= set(linear.texts)


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
    assert there.numbers == "max(0, 3) = 3"


def test_a_click_chooses_another_activation() -> None:
    assert seen("Side by side").clicked("function = SiLU").function == "SiLU"
    assert seen("Apply ReLU").clicked("function = tanh").function == "tanh"


def test_numbers_can_be_changed_by_hand() -> None:
    knobs = seen("A feature map").typed("feature map", -5, (1, 2))
    assert at_step(activation, knobs, "The curve").written("after")[1] == [0, 0, 0]
    assert seen("The curve").typed("feature map", -5, (1, 2)) == knobs
    for name in ("cell 6", "bar 6"):
        assert seen("Apply ReLU").typed(name, -5, None) == seen("Above and below").typed(name, -5, None) == knobs
    assert turned(knobs, kernel="sharpen").cells == ()
    knobs = seen("They collapse").typed("second kernel 2", 1, None)
    assert seen("Two layers").typed("second kernel", 1, (0, 1)) == knobs
    assert at_step(activation, knobs, "They collapse").written("collapsed kernel") == [[1, 3, 2]]
    assert turned(knobs, taps=3).second == ()
    assert seen("They collapse").typed("first kernel", 4, (0, 0)) == seen("A layer").typed("first kernel", 4, (0, 0))
    for step in ("A layer", "Two layers", "Without ReLU", "One layer", "With ReLU"):
        knobs = seen(step).typed("input", 9, (0, 0))
        assert at_step(activation, knobs, "One layer").written("one layer")[0][0] == 9 - 1 - 0


def test_three_weights_and_three_make_five() -> None:
    end = seen("They collapse", taps=3)
    assert end.written("collapsed kernel") == [[1, 2, 0, -2, -1]]
    assert end.caption == "Two kernels of 3 weights collapse into one of 5."
    assert "3 + 3 − 1 = 5" in end.more


def test_what_more_there_is_to_say_has_the_present_numbers() -> None:
    assert "The first cell: 1·2 + 2·(−1) = 0." in seen("A layer").more
    assert "1·f(0) + (−1)·f(−1) = 0." in seen("Two layers").more
    assert "1·(1·2 + 2·(−1)) + (−1)·(1·(−1) + 2·0) = 1." in seen("Without ReLU").more
    assert "(1, 2) and (1, −1) make (1, 1, −2)" in seen("They collapse").more
    assert "At −1 it is 0, at 0 it is 0, at 1 it is 1, at 3 it is 1." in seen("The slope").more
    assert "The first cell: max(0, −1) = 0." in seen("Apply ReLU").more


def test_the_sum_of_each_cell_is_written_out_and_true() -> None:
    for index in range(1, 21):
        half = seen("A layer", index / 20)
        left, right = half.named["account"].text.split(" = ")  # type: ignore[union-attr]
        done = len(half.written("after layer 1")) if half.grid("after layer 1").shown != 6 else 6
        if right != "…":
            plain = left.replace("−", "-").replace("·", "*")
            assert eval(plain, {"__builtins__": {}}) == float(right.replace("−", "-"))
            assert float(right.replace("−", "-")) == track(Knobs()).h[0, done - 1]


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
    assert at_step(activation, knobs, "The curve").grid("after").number_size >= SMALLEST_TEXT
    assert at_step(activation, knobs, "The slope").grid("slope").number_size >= SMALLEST_TEXT


def test_a_bar_that_stays_leaves_no_outline() -> None:
    knobs = turned(Knobs(), function="SiLU", picture=Picture("digit"))
    marks = [each.mark for each in at_step(activation, knobs, "Apply").placed]
    outlines = [mark for mark in marks if isinstance(mark, Rect) and mark.dashed]
    assert len(outlines) == int((np.abs(applied(knobs).z - applied(knobs).y) > 1).sum())


def test_the_slope_in_the_corner_is_a_convention() -> None:
    assert "at z = 0, it is taken as 0" in seen("The slope").more
    assert "corner" not in seen("The slope", function="tanh").more
    assert "corner" not in seen("The slope", picture=Picture("digit"), function="sigmoid").more


@pytest.mark.parametrize("name", ["ReLU", "sigmoid"])
@pytest.mark.parametrize("picture", PICTURES)
def test_the_map_is_written_cell_by_cell(name: str, picture: str) -> None:
    knobs = turned(Knobs(), function=name, picture=Picture(picture))
    frames = [at_step(activation, knobs, "The curve", share / 20) for share in range(21)]
    counts = [each.grid("after").shown or 0 for each in frames]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[10] < counts[-1] == applied(knobs).z.size


def test_a_row_is_not_called_multiplied_before_it_is() -> None:
    start, half, end = (seen("No single layer", share) for share in (0.0, 0.4, 1.0))
    assert [each.texts.count("−2 ×") for each in (start, half, end)] == [0, 1, 2]
    assert start.written("input") == seen("Two layers").written("input")
    assert half.written("input") == end.written("input")
    assert start.written("output") == half.written("output") == seen("Two layers").written("output")
