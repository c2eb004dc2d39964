"""The 1×1 convolution: the worked example of the course, every number against plain matrix products, and the hands."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.pointwise import pointwise
from scenes.pointwise.computed import bottleneck, collision, layer
from scenes.pointwise.knobs import MATRICES, Knobs
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.data.networks import network
from scenes.stage.data.pictures import Picture, from_array, pixels
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)

OWN = from_array("own", np.random.default_rng(5).integers(0, 256, (3, 9, 4), np.uint8))
NORMED = from_array("normed", np.random.default_rng(6).normal(size=(3, 2, 3)).astype(np.float32))
SMALL = [Picture("columns"), Picture("channels"), Picture("digit"), OWN, NORMED]


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(pointwise, turned(Knobs(), **turns), title, share)


def column(seen: Seen, name: str, count: int) -> list[float]:
    return [seen.grid(f"{name} channel {index + 1}").values.array.item() for index in range(count)]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    assert column(step("One pixel"), "column,", 3) == [2, 1, 3]
    assert step("Multiply").written("weights") == [[1, 0, -1], [2, 1, 0]]
    assert step("Multiply").written("biases") == [[0], [1]]
    assert step("Multiply").written("products") == [[2, 0, -3], [4, 1, 0]]
    assert step("Add").written("sum") == [[-1], [5]]
    assert step("Add the bias").written("z") == [[-1], [6]]
    assert step("Apply ReLU").written("ReLU") == [[0], [6]]
    assert column(step("Drop"), "output", 2) == [0, 6]
    end = step("All pixels")
    assert [end.grid("columns of the output").values.array[row, 5] for row in (0, 1)] == [0, 6]
    assert end.grid("output channel 1").values.array[1, 1] == 0


def test_captions_say_what_becomes_of_the_channels() -> None:
    assert "its column of 3 numbers, one for each channel, is laid flat" in step("One pixel").caption
    assert "The 3 numbers became 2" in step("Drop").caption
    assert step("Drop").caption.endswith("only the number of channels changes.")
    assert step("Drop", outputs=3).caption.endswith("here the channels do, too.")


def test_the_formulas_say_the_worked_example() -> None:
    assert step("One pixel").numbers == "x = X[:, 1, 1] = (2, 1, 3)"
    assert step("Add").numbers == "2 + 0 + (−3) = −1          4 + 1 + 0 = 5"
    assert step("Add the bias").numbers == "(−1, 5) + (0, 1) = (−1, 6)"
    assert step("Apply ReLU").numbers == "max(0, (−1, 6)) = (0, 6)"
    assert step("All pixels").numbers == "2·(3 + 1) = 8 parameters          4·4·2·3 = 96 MACs"


def test_what_a_direction_carries_that_no_row_sees_is_lost() -> None:
    """The first thing to try: (2, 1, 3) + (1, −2, 1) has the same output."""
    knobs = Knobs()
    for channel, value in enumerate((3.0, -1.0, 4.0)):
        knobs = at_step(pointwise, knobs, "Multiply").typed(f"column, channel {channel + 1}", value)
    assert column(at_step(pointwise, knobs, "Multiply"), "column,", 3) == [3, -1, 4]
    assert at_step(pointwise, knobs, "Add the bias").written("z") == [[-1], [6]]


def test_two_columns_collide() -> None:
    seen = step("Two columns")
    assert seen.written("column A") == [[1], [2]]
    assert seen.written("column B") == [[2], [1]]
    assert seen.written("weights") == [[1, 1]]
    assert (seen.written("output of A"), seen.written("output of B")) == ([[3]], [[3]])
    assert seen.numbers == "25 different columns, 9 different outputs"
    assert {"1·1 + 1·2 = 3", "1·2 + 1·1 = 3", "4 columns become 3"} <= set(seen.texts)
    assert collision(Knobs()).collide


def test_the_bottleneck_of_googlenet_saves_what_the_course_says() -> None:
    macs = bottleneck(Knobs())
    assert (macs.direct, macs.reduce, macs.after, macs.detour) == (120_422_400, 2_408_448, 10_035_200, 12_443_648)
    assert f"{macs.saving:.1f}" == "9.7"
    direct, both = step("Without"), step("The bottleneck")
    assert direct.value("MACs 1.1") == 120_422_400
    assert (both.value("MACs 2.1"), both.value("MACs 2.2")) == (2_408_448, 10_035_200)
    assert "9.7 times fewer" in both.texts
    assert direct.numbers == "28·28·25·192·32 = 120,422,400"
    assert both.numbers == "28·28·(192·16 + 25·16·32) = 2,408,448 + 10,035,200 = 12,443,648"


def test_the_default_bottleneck_is_the_5x5_branch_of_module_3a() -> None:
    googlenet = network("googlenet")
    convolutions = [layer for layer in googlenet.stage("inception3a").layers if layer.convolves]
    reduce, after = next((a, b) for a, b in pairwise(convolutions) if b.kernel == (5, 5))
    channels, side, _ = googlenet.read_by(reduce)[0]
    assert Knobs().sizes == (side, channels, reduce.shape[0], after.shape[0], 5)
    assert step("Without").caption.endswith("These are the sizes in module 3a of GoogLeNet.")
    assert "GoogLeNet" not in step("Without", reduced=32).caption


def test_the_bars_are_as_long_as_their_counts_say() -> None:
    both = step("The bottleneck")
    bars = [both.named[name] for name in ("MACs 1.1", "MACs 2.1", "MACs 2.2")]
    lengths = [bar.width for bar in bars if isinstance(bar, Rect)]
    assert lengths[1] / lengths[0] == pytest.approx(2_408_448 / 120_422_400)
    assert lengths[2] / lengths[0] == pytest.approx(10_035_200 / 120_422_400)


@pytest.mark.parametrize("share", [0.3, 0.4, 0.55])
def test_the_counter_runs_up_to_the_count(share: float) -> None:
    counts = [text for text in step("Without", share).texts if text.endswith(" MACs")]
    assert counts
    assert 0 <= int(counts[0].split()[0].replace(",", "")) < 120_422_400


def test_a_bottleneck_that_is_too_wide_says_that_it_costs_more() -> None:
    seen = step("The bottleneck", channels_in=20, reduced=19, channels_out=4, kernel="3×3")
    assert "1.5 times more" in seen.texts
    assert "too wide" in seen.caption


# Every number ---------------------------------------------------------------------------------------------------------


def edits(draw: Any, *sides: int) -> Any:
    index = st.tuples(*(st.integers(0, side) for side in sides))
    numbers = draw(st.dictionaries(index, st.sampled_from([0.0, -3.0, 0.5, 7.25]), max_size=3))
    return tuple(sorted(numbers.items()))


@st.composite
def layers(draw: Any) -> Knobs:
    knobs: Knobs = turned(Knobs(), picture=draw(st.sampled_from(SMALL)), outputs=draw(st.integers(1, 4)))
    matrix = draw(st.sampled_from(MATRICES))
    if refusal(knobs, "matrix", matrix) is None:
        knobs = change(knobs, "matrix", matrix)
    knobs = turned(knobs, relu=draw(st.booleans()), at=draw(st.tuples(st.integers(0, 3), st.integers(0, 3))))
    if draw(st.booleans()):
        knobs = turned(knobs, pixels=edits(draw, 3, 4, 4), weights=edits(draw, 4, 3), biases=edits(draw, 4, 1))
    return knobs


def laid(array: Any, changes: Any) -> Any:
    found = np.array(array, dtype=float)
    for index, value in changes:
        if all(place < side for place, side in zip(index, found.shape, strict=True)):
            found[index] = value
    return found


@steadily
@given(layers())
def test_the_layer_is_a_1x1_convolution_of_the_picture_with_its_edits(knobs: Knobs) -> None:
    of = layer(knobs)
    x = laid(pixels(knobs.picture), knobs.pixels)
    wanted = torch.nn.functional.conv2d(
        torch.tensor(x), torch.tensor(of.weights)[:, :, None, None], torch.tensor(of.biases)
    )
    assert np.array_equal(of.x, x)
    assert close(of.z, wanted.numpy())
    assert close(of.y, (wanted.relu() if knobs.relu else wanted).numpy())
    assert of.weights.shape == (knobs.outputs, len(x))


@steadily
@given(layers())
def test_every_number_on_the_stage_is_that_of_the_layer(knobs: Knobs) -> None:
    of = layer(knobs)
    row, col = (min(place, side - 1) for place, side in zip(knobs.at, of.size, strict=True))
    x, z = of.x[:, row, col], of.z[:, row, col]
    wanted: dict[str, Any] = {
        "weights": of.weights,
        "biases": of.biases[:, None],
        "products": of.weights * x,
        "sum": (of.weights @ x)[:, None],
        "z" if knobs.relu else "y": z[:, None],
        "ReLU": of.y[:, row, col][:, None],
        "columns of the input": of.x.reshape(of.channels, -1),
        "columns of the output": of.y.reshape(of.outputs, -1),
        "input, top of all channels": of.x[:, 0],
        "output, top of all channels": of.y[:, 0],
        "input, right side of all channels": of.x[:, :, -1].T,
        "output, right side of all channels": of.y[:, :, -1].T,
    }
    met = set()
    for seen in moments(pointwise, knobs, 1.0):
        if seen.title == "Two columns, one output":
            break
        for name, mark in seen.named.items():
            if not isinstance(mark, Grid):
                continue
            found = mark.values.array
            if name in wanted:
                assert close(found, wanted[name]), (seen.title, name)
                assert mark.shown is None or mark.shown == found.size
                met.add(name)
            elif name.startswith("column, channel"):
                assert found.item() == x[int(name[-1]) - 1]
            elif name.startswith("input channel"):
                assert close(found, of.x[int(name[-1]) - 1])
            else:
                assert name.startswith("output channel"), name
                channel = int(name[-1]) - 1
                assert close(found, of.y[channel] if found.size > 1 else of.y[channel, row, col])
    assert {"weights", "biases", "products", "sum"} <= met
    assert ("ReLU" in met) == knobs.relu


@steadily
@given(layers(), st.floats(0, 1))
def test_while_it_is_added_up_each_sum_is_one_of_the_partial_sums(knobs: Knobs, share: float) -> None:
    seen = at_step(pointwise, knobs, "Add", share)
    if "sum" not in seen.named:
        return
    products = seen.grid("products").values.array
    partial = np.cumsum(products, axis=1)
    for row, value in enumerate(np.ravel(seen.written("sum"))):
        assert np.isclose(partial[row], value, atol=1e-9).any()


weights_of_two = st.sampled_from([-2.0, -1.0, -0.1, 0.0, 0.1, 0.2, 1.0, 1.5, 5.0])


@steadily
@given(weights_of_two, weights_of_two, st.tuples(*[st.integers(0, 4)] * 2), st.tuples(*[st.integers(0, 4)] * 2))
def test_the_map_of_outputs_tells_the_truth_about_collisions(a: float, b: float, first: Any, second: Any) -> None:
    knobs = turned(Knobs(), mix=(((0, 0), a), ((0, 1), b)), first=first, second=second)
    seen = at_step(pointwise, knobs, "Two columns")
    outputs = np.array([[a * one + b * two for one in range(5)] for two in range(5)])
    assert close(seen.written("outputs of all columns"), outputs)
    assert close(seen.written("output of A"), outputs[first])
    assert close(seen.written("output of B"), outputs[second])
    same = first != second and math.isclose(outputs[first], outputs[second], abs_tol=1e-9)
    assert collision(knobs).collide == same
    faded = seen.grid("outputs of all columns").faded
    assert faded is not None
    assert np.array_equal(~faded.array, np.isclose(outputs, outputs[first], atol=1e-9))
    assert f"{len(np.unique(outputs.round(9)))} different outputs" in seen.numbers
    assert ("nobody can tell" in seen.caption) == same


# What hands do --------------------------------------------------------------------------------------------------------


def test_a_click_on_the_input_or_the_output_looks_at_another_pixel() -> None:
    for name in ("input channel 1", "output channel 1"):
        knobs = step("All pixels").clicked(name, (2, 3))
        assert knobs.at == (2, 3)
        x = layer(knobs).x[:, 2, 3].tolist()
        assert column(at_step(pointwise, knobs, "One pixel"), "column,", 3) == x


def test_the_marker_can_be_dragged_to_another_pixel() -> None:
    seen = step("Add")
    cell = seen.grid("input channel 1").u[0]
    assert seen.dragged("chosen pixel", 2 * cell, -cell).at == (0, 3)


def test_on_a_photograph_a_click_looks_at_the_pixel_under_it() -> None:
    seen = step("Multiply", picture=Picture("astronaut"))
    knobs = seen.clicked("input channel 1", (40, 90))
    assert knobs.at == (40, 90)
    shown = column(at_step(pointwise, knobs, "Multiply"), "column,", 3)
    assert shown == pixels(Picture("astronaut"))[:, 40, 90].tolist()


def test_a_changed_number_of_the_column_changes_the_volume_and_what_depends_on_it() -> None:
    knobs = step("Multiply").typed("column, channel 3", 5.0)
    assert knobs.pixels == (((2, 1, 1), 5.0),)
    before, after = layer(Knobs()), layer(knobs)
    assert after.x[2, 1, 1] == 5
    changed = after.z != before.z
    assert changed.sum() == 1
    assert changed[0, 1, 1]
    assert at_step(pointwise, knobs, "Multiply").written("products") == [[2, 0, -5], [4, 1, 0]]


def test_a_changed_weight_changes_its_output_channel_everywhere_else_nothing() -> None:
    knobs = step("Multiply").typed("weights", 2.0, (1, 2))
    before, after = layer(Knobs()), layer(knobs)
    assert np.array_equal(after.z[0], before.z[0])
    assert close(after.z[1] - before.z[1], 2 * before.x[2])


def test_a_dragged_bias_shifts_its_output_channel_alone() -> None:
    knobs = step("Add the bias").dragged("biases", 0, -28, (0, 0))
    before, after = layer(Knobs()), layer(knobs)
    assert close(after.z - before.z, np.array([1.0, 0.0])[:, None, None] * np.ones((2, 4, 4)))


def test_both_columns_can_be_moved_on_the_map_and_their_weights_changed() -> None:
    seen = step("Two columns")
    moved = seen.clicked("column A on the map")
    assert moved == Knobs()
    cell = seen.grid("outputs of all columns").u[0]
    knobs = seen.dragged("column B on the map", cell, cell)
    assert (knobs.second, collision(knobs).collide) == ((2, 3), False)
    assert at_step(pointwise, knobs, "Two columns").written("output of B") == [[5]]
    apart = seen.typed("weights", 5.0, (0, 1))
    assert collision(apart).mix == (1.0, 5.0)
    assert collision(apart).different == 25
    assert "keep all 25" in at_step(pointwise, apart, "Two columns").caption


def test_plates_change_the_bottleneck() -> None:
    seen = step("The bottleneck")
    assert seen.clicked("kernel = 3×3").kernel == "3×3"
    knobs = seen.clicked("reduced = 64")
    assert bottleneck(knobs).reduce == 28 * 28 * 192 * 64


# What can't be --------------------------------------------------------------------------------------------------------


def test_a_grey_picture_has_no_colours_to_weigh() -> None:
    reason = refusal(turned(Knobs(), picture=Picture("digit")), "matrix", "colours")
    assert reason is not None
    assert "one channel" in reason


@pytest.mark.parametrize("reduced", [192, 200, 256])
def test_a_bottleneck_is_narrower_than_its_input(reduced: int) -> None:
    with pytest.raises(KnobError, match="fewer than 192"):
        change(Knobs(), "reduced", reduced)


def test_fewer_channels_in_take_the_reduction_along() -> None:
    assert turned(Knobs(), channels_in=8).reduced == 7


def test_a_new_picture_brings_a_matrix_that_suits_it() -> None:
    photo = turned(Knobs(), picture=Picture("coffee"))
    assert (photo.matrix, photo.weights, photo.pixels) == ("colours", (), ())
    assert turned(photo, picture=Picture("digit")).matrix == "example"
    assert turned(photo, picture=Picture("columns")) == Knobs()


def test_with_one_channel_it_is_said_that_nothing_is_mixed() -> None:
    seen = step("Multiply", picture=Picture("digit"))
    assert "nothing to mix" in seen.caption
    of = layer(seen.knobs)
    assert close(of.z[1], 2 * of.x[0])


def test_a_pixel_that_another_picture_does_not_have_is_the_nearest_one() -> None:
    assert "row 3, column 3" in step("One pixel", at=(90, 90)).caption
