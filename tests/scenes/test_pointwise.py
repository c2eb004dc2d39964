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
from scenes.pointwise.computed import bottleneck, collision, layer, real
from scenes.pointwise.draw_matrix import chosen_columns
from scenes.pointwise.knobs import MATRICES, Knobs
from scenes.stage.core.catalogue import render
from scenes.stage.core.gestures import gesture
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
    assert column(step("A needle"), "column,", 3) == [2, 1, 3]
    one = step("Multiply and add")
    assert column(one, "weight,", 3) == [1, 0, -1]
    assert column(one, "product,", 3) == [2, 0, -3]
    assert one.written("sum") == [[-1]]
    assert "2 + 0 + (−3) = −1" in one.texts
    every = step("A row")
    assert every.written("weights") == [[1, 0, -1], [2, 1, 0]]
    assert every.written("biases") == [[0], [1]]
    assert every.written("z") == [[-1], [6]]
    assert every.written("ReLU") == [[0], [6]]
    end = step("A matrix times")
    assert [end.grid("columns of the output").values.array[row, 5] for row in (0, 1)] == [0, 6]
    assert step("The same weights").grid("output channel 1").values.array[1, 1] == 0


def test_what_is_said_beside_the_captions_is_the_worked_example() -> None:
    assert "has 3 numbers, one for each channel: x = X[:, 1, 1] = (2, 1, 3)." in step("A needle").more
    assert "1·2 + 0·1 + (−1)·3 = −1" in step("Multiply and add").more
    assert "2 × 3 = 6 weights" in step("A row").more
    assert "(−1, 5) + (0, 1) = (−1, 6)" in step("A row").more
    assert "y = max(0, z) = (0, 6)" in step("A row").more
    assert "max" not in step("A row", relu=False).more
    assert "2·(3 + 1) = 8 parameters, 4·4·2·3 = 96 multiply-accumulates" in step("The same weights").more
    assert "8 parameters" in step("A matrix times").texts


def test_it_is_said_what_becomes_of_the_channels() -> None:
    assert "The 3 numbers of a pixel became 2" in step("The same weights").more
    assert "only the number of channels changes" in step("The same weights").more
    assert "here the channels do, too" in step("The same weights", outputs=3).more


def test_what_a_direction_carries_that_no_row_sees_is_lost() -> None:
    """The first thing to try: (2, 1, 3) + (1, −2, 1) has the same output."""
    knobs = Knobs()
    for channel, value in enumerate((3.0, -1.0, 4.0)):
        knobs = at_step(pointwise, knobs, "A needle").typed(f"column, channel {channel + 1}", value)
    assert column(at_step(pointwise, knobs, "Multiply"), "column,", 3) == [3, -1, 4]
    assert at_step(pointwise, knobs, "A row").written("z") == [[-1], [6]]


def test_two_columns_collide() -> None:
    seen = step("Two columns")
    assert seen.written("column A") == [[1], [2]]
    assert seen.written("column B") == [[2], [1]]
    assert seen.written("weights") == [[1, 1]]
    assert (seen.written("output of A"), seen.written("output of B")) == ([[3]], [[3]])
    assert "Of 25 different columns come 9 different outputs." in seen.more
    assert {"1·1 + 1·2 = 3", "1·2 + 1·1 = 3", "a 3 comes from 4 columns", "A or B?"} <= set(seen.texts)
    assert collision(Knobs()).collide


def test_the_bottleneck_of_googlenet_saves_what_the_course_says() -> None:
    counts = bottleneck(Knobs())
    assert counts.macs == (120_422_400, 2_408_448, 10_035_200)
    assert counts.weights == (153_600, 3_072, 12_800)
    assert f"{counts.saving:.1f}" == "9.7"
    assert counts.macs[0] / sum(counts.macs[1:]) == pytest.approx(counts.saving)
    seen = step("The bottleneck")
    assert [seen.value(f"weights {name}") for name in ("1.1", "2.1", "2.2")] == [153_600, 3_072, 12_800]
    assert {"9.7 ×", "fewer weights"} <= set(seen.texts)
    assert "25·192·32 = 153,600" in seen.more
    assert "192·16 + 25·16·32 = 3,072 + 12,800 = 15,872" in seen.more
    assert "120,422,400 MACs without it, and 2,408,448 + 10,035,200 = 12,443,648 with it" in seen.more


def test_the_default_bottleneck_is_the_5x5_branch_of_module_3a() -> None:
    googlenet = network("googlenet")
    convolutions = [layer for layer in googlenet.stage("inception3a").layers if layer.convolves]
    reduce, after = next((a, b) for a, b in pairwise(convolutions) if b.kernel == (5, 5))
    channels, side, _ = googlenet.read_by(reduce)[0]
    assert Knobs().sizes == (side, channels, reduce.shape[0], after.shape[0], 5)
    assert step("The bottleneck").more.endswith("These are the sizes in module 3a of GoogLeNet.")
    assert "GoogLeNet" not in step("The bottleneck", reduced=32).more


def test_the_bars_are_as_long_as_their_counts_say() -> None:
    both = step("The bottleneck")
    bars = [both.named[f"weights {name}"] for name in ("1.1", "2.1", "2.2")]
    lengths = [bar.width for bar in bars if isinstance(bar, Rect)]
    assert lengths[1] / lengths[0] == pytest.approx(3_072 / 153_600)
    assert lengths[2] / lengths[0] == pytest.approx(12_800 / 153_600)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.25])
def test_the_counters_run_up_to_the_counts(share: float) -> None:
    weights, macs = step("The bottleneck", share).named["counts 1"].text.split("     ")
    assert 0 < float(weights.split()[0]) < 154
    assert 0 < float(macs.split()[0]) < 120


def test_a_bottleneck_that_is_too_wide_says_that_it_costs_more() -> None:
    seen = step("The bottleneck", channels_in=20, reduced=19, channels_out=4, kernel="3×3")
    assert {"1.5 ×", "more weights"} <= set(seen.texts)
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
    first, count = chosen_columns(of, row * of.size[1] + col)
    assert first <= row * of.size[1] + col < first + count
    columns = slice(first, first + count)
    wanted: dict[str, Any] = {
        "weights": of.weights,
        "biases": of.biases[:, None],
        "sum": of.weights[0] @ x,
        "z" if knobs.relu else "y": z[:, None],
        "ReLU": of.y[:, row, col][:, None],
        "columns of the input": of.x.reshape(of.channels, -1)[:, columns],
        "columns of the output": of.y.reshape(of.outputs, -1)[:, columns],
    }
    single = {"column,": x, "weight,": of.weights[0], "product,": of.weights[0] * x, "input": of.x, "output": of.y}
    met = set()
    for seen in moments(pointwise, knobs, 1.0):
        if seen.title == "Real maps mixed":
            break
        for name, mark in seen.named.items():
            if not isinstance(mark, Grid) or name == "all outputs":
                continue
            found, words = mark.values.array, name.split()
            if name in wanted:
                assert close(found, wanted[name]), (seen.title, name)
                assert mark.shown is None or mark.shown == found.size
                met.add(name)
            elif words[0] == "weights":
                assert close(found[0], of.weights[int(words[-1]) - 1])
            else:
                assert close(found, single[words[0]][int(words[-1]) - 1]), name
                met.add(words[0])
    assert met == (set(wanted) | set(single)) - ({"ReLU"} if not knobs.relu else set())


@pytest.mark.parametrize(
    "turns", [{}, {"outputs": 3}, {"picture": Picture("astronaut")}, {"picture": Picture("digit")}]
)
def test_real_maps_are_mixed_by_the_weights_over_them(turns: dict[str, Any]) -> None:
    seen = step("Real maps", **turns)
    rows = [int(name.split()[-1]) - 1 for name in seen.named if name.startswith("mixed")]
    assert len(rows) == min(seen.knobs.outputs, 2)
    of = real(seen.knobs)
    texts = [text for text in seen.texts if " · " in text]
    for place, row in enumerate(rows):
        maps = np.array([seen.grid(f"{colour} channel {row + 1}").values.array for colour in ("red", "green", "blue")])
        assert close(seen.grid(f"mixed {row + 1}").values.array, np.tensordot(of.weights[row], maps, 1))
        said = [float(text.split()[0].replace("−", "-")) for text in texts[3 * place : 3 * place + 3]]
        assert said == pytest.approx(of.weights[row].tolist(), abs=0.005)


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
    different = len(np.unique(outputs.round(9)))
    assert different == 25 or f"come {different} different output" in seen.more
    assert ("nobody can tell" in seen.more) == ("Two different columns" in seen.caption) == same


# What hands do --------------------------------------------------------------------------------------------------------


def test_a_click_on_any_channel_looks_at_another_pixel() -> None:
    for name in ("input channel 1", "input channel 3"):
        knobs = step("A needle").clicked(name, (2, 3))
        assert knobs.at == (2, 3)
        x = layer(knobs).x[:, 2, 3].tolist()
        assert column(at_step(pointwise, knobs, "A needle"), "column,", 3) == x


def test_the_pixel_can_be_dragged_to_another_one() -> None:
    seen = step("A needle")
    (dx, dy), down = seen.grid("input channel 1").u, seen.grid("input channel 1").v[1]
    assert seen.dragged("input channel 1", 2 * dx, 2 * dy - down, (1, 1)).at == (0, 3)


@pytest.mark.parametrize("name", ["input channel 2", "output channel 1"])
def test_while_the_needle_goes_on_a_click_takes_it_to_another_moment(name: str) -> None:
    seen = step("The same weights", 0.6)
    found = seen.hit(name, (2, 3))
    _, t = gesture(seen.frame, seen.knobs, seen.frame.t, found, found.point)
    assert Seen(pointwise, seen.knobs, render(pointwise, seen.knobs, t)).grid(name).highlighted == ((2, 3),)


def test_on_a_photograph_a_click_looks_at_the_pixel_under_it() -> None:
    seen = step("A needle", picture=Picture("astronaut"))
    knobs = seen.clicked("input channel 1", (40, 90))
    assert knobs.at == (40, 90)
    shown = column(at_step(pointwise, knobs, "Multiply"), "column,", 3)
    assert shown == pixels(Picture("astronaut"))[:, 40, 90].tolist()


@pytest.mark.parametrize("title", ["A needle", "Multiply", "A row"])
def test_a_changed_number_of_the_column_changes_the_volume_and_what_depends_on_it(title: str) -> None:
    knobs = step(title).typed("column, channel 3", 5.0)
    assert knobs.pixels == (((2, 1, 1), 5.0),)
    before, after = layer(Knobs()), layer(knobs)
    assert after.x[2, 1, 1] == 5
    changed = after.z != before.z
    assert changed.sum() == 1
    assert changed[0, 1, 1]
    assert column(at_step(pointwise, knobs, "Multiply"), "product,", 3) == [2, 0, -5]


@pytest.mark.parametrize("title", ["A row", "A matrix times"])
def test_a_changed_weight_changes_its_output_channel_everywhere_else_nothing(title: str) -> None:
    knobs = step(title).typed("weights", 2.0, (1, 2))
    before, after = layer(Knobs()), layer(knobs)
    assert np.array_equal(after.z[0], before.z[0])
    assert close(after.z[1] - before.z[1], 2 * before.x[2])


def test_a_weight_of_the_first_output_can_be_typed_over_in_its_needle() -> None:
    assert layer(step("Multiply").typed("weight, channel 2", 4.0)).weights[0].tolist() == [1, 4, -1]


def test_a_dragged_bias_shifts_its_output_channel_alone() -> None:
    knobs = step("A row").dragged("biases", 0, -28, (0, 0))
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
    assert "keep all 25" in at_step(pointwise, apart, "Two columns").more


def test_plates_change_the_bottleneck() -> None:
    seen = step("The bottleneck")
    assert seen.clicked("kernel = 3×3").kernel == "3×3"
    knobs = seen.clicked("reduced = 64")
    assert bottleneck(knobs).macs[1] == 28 * 28 * 192 * 64


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
    assert "only scales" in seen.caption
    assert "nothing to mix" in seen.more
    of = layer(seen.knobs)
    assert close(of.z[1], 2 * of.x[0])


def test_a_pixel_that_another_picture_does_not_have_is_the_nearest_one() -> None:
    assert "row 3, column 3" in step("A needle", at=(90, 90)).more
