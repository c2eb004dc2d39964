"""Channels and filters: the worked example of the course, every number against torch, what hands change, refusals."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.channels import channels
from scenes.channels.computed import layer, real
from scenes.channels.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.gestures import gesture
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.core.timeline import within
from scenes.stage.data.pictures import Picture, from_array, pixels
from tests.audit.aims import OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.scenes.seen import Seen, at_step, close, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
COLOURS = ("red", "green", "blue")
OWN = from_array("own", np.random.default_rng(5).integers(0, 256, (3, 9, 7), np.uint8))
SMALL = [Picture("channels"), Picture("columns"), Picture("sheets"), OWN]


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(channels, turned(Knobs(), **turns), title, share)


def line(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    apart = step("The channels")
    assert apart.written("channel red") == [[1, 0, 2], [0, 1, 0], [2, 1, 0]]
    kernels = step("A kernel")
    assert [kernels.written(f"kernel {colour}") for colour in COLOURS] == [
        [[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [-1, 1]],
    ]  # fmt: skip
    partial = step("Three kernels")
    assert [partial.written(f"partial map {colour}") for colour in COLOURS] == [
        [[2, 0], [1, 1]], [[2, 1], [0, 3]], [[2, 0], [-3, 2]],
    ]  # fmt: skip
    assert step("Add the maps").written("sum") == [[6, 1], [-2, 6]]
    assert step("Add the bias").value("bias") == -2
    assert step("Add the bias").written("map 1") == [[4, -1], [-4, 4]]
    assert step("A stack of maps").written("map 1") == [[4, -1], [-4, 4]]


def test_every_filter_of_the_example_has_a_kernel_of_its_own_for_each_channel() -> None:
    of = layer(turned(Knobs(), filters=4))
    assert of.weights.shape == (4, 3, 2, 2)
    for one in of.weights:
        assert len({kernel.tobytes() for kernel in one}) == 3


def test_the_channels_stand_side_by_side_and_each_over_its_kernel() -> None:
    apart, over = step("The channels"), step("A kernel")
    sides = [apart.grid(f"channel {colour}").lattice.corners for colour in COLOURS]
    for left, right in pairwise(sides):
        assert max(x for x, _ in left) < min(x for x, _ in right)
    assert set(COLOURS) <= set(apart.texts)
    for colour in COLOURS:
        channel, kernel = (over.grid(f"{what} {colour}").lattice.corners for what in ("channel", "kernel"))
        assert max(y for _, y in channel) < min(y for _, y in kernel)
        assert middle(channel) == pytest.approx(middle(kernel))
    assert layer(apart.typed("channel blue", 7.0, (0, 0))).x[2, 0, 0] == 7


def middle(corners: Iterable[tuple[float, float]]) -> float:
    """The middle between the left and the right end."""
    xs = [x for x, _ in corners]
    return (min(xs) + max(xs)) / 2


def test_a_sum_of_pictures_has_the_colours_of_its_map() -> None:
    end = at_step(channels, change(Knobs(), "picture", Picture("cat")), "Add the bias")
    assert end.value("bias") == 0
    assert end.grid("sum").scale_name == end.grid("map 1").scale_name


def test_the_worked_example_is_said() -> None:
    assert "At row 1 and column 1 the kernels make 1, 3, 2." in step("Three kernels").more
    assert line(step("Add the maps"), "account") == "1 + 3 + 2 = 6"
    assert "S[1, 1] = 1 + 3 + 2 = 6." in step("Add the maps").more
    assert step("Add the maps").grid("sum").highlighted == ((1, 1),)
    assert "y[1, 1] = 6 + (−2) = 4." in step("Add the bias").more
    counts = "3·(4·3 + 1) = 39 parameters, 2·2·3·4·3 = 144 MACs and 3·2·2 = 12 activations."
    assert step("A stack of filters").more.endswith(counts)


def test_ninety_six_filters_as_in_alexnet() -> None:
    of = real(Knobs())
    assert (of.out, of.parameters, of.macs, of.activations) == (55, 34_944, 105_415_200, 290_400)
    costs = step("What it costs")
    assert [line(costs, name) for name in ("parameters", "MACs", "activations")] == ["34,944", "105,415,200", "290,400"]
    assert {"96 · (11·11·3 + 1)", "55·55·96 · 11·11·3", "96 · 55·55"} <= set(costs.texts)
    seen = step("A layer of real size")
    assert {"3×227×227", "96 of 3×11×11", "96×55×55"} <= set(seen.texts)
    assert "AlexNet" in seen.caption
    assert "AlexNet" not in step("A layer of real size", real_side="224").caption


# Every number ---------------------------------------------------------------------------------------------------------


@st.composite
def layers(draw: st.DrawFn) -> Knobs:
    knobs = change(Knobs(), "picture", draw(st.sampled_from(SMALL)))
    for name, value in (
        ("size", draw(st.integers(1, 3))),
        ("kernels", draw(st.sampled_from(["colours", "edges", "random"]))),
        ("filters", draw(st.integers(1, 4))),
        ("shown", draw(st.integers(1, 4))),
        ("weights", (((draw(st.integers(0, 3)), 1, 0, 0), draw(st.sampled_from([-3.0, 0.5]))),)),
        ("biases", (((draw(st.integers(0, 3)),), 2.5),)),
    ):
        if refusal(knobs, name, value) is None:
            knobs = change(knobs, name, value)
    return knobs


@steadily
@given(layers())
def test_partial_maps_sum_and_maps_are_those_of_torch(knobs: Knobs) -> None:
    of = layer(knobs)
    x, w = torch.tensor(pixels(knobs.picture).copy())[None], torch.tensor(of.weights)
    names = COLOURS if of.channels == 3 else ("1", "2")
    seen = at_step(channels, knobs, "Three kernels" if of.channels == 3 else "Two kernels")
    own = w[of.shown : of.shown + 1]
    for channel, name in enumerate(names):
        alone = torch.nn.functional.conv2d(x[:, channel : channel + 1], own[:, channel : channel + 1])
        assert close(seen.written(f"partial map {name}"), alone[0, 0].numpy())
    total = torch.nn.functional.conv2d(x, own)
    assert close(at_step(channels, knobs, "Add the maps").written("sum"), total[0, 0].numpy())
    maps = torch.nn.functional.conv2d(x, w, torch.tensor(of.biases))[0].numpy()
    rows, end = at_step(channels, knobs, "A stack of filters"), at_step(channels, knobs, "A stack of maps")
    for index in range(of.filters):
        assert close(rows.written(f"map {index + 1}"), maps[index])
        assert close(end.written(f"map {index + 1}"), maps[index])


@steadily
@given(layers())
def test_the_counts_run_up_to_what_torch_counts(knobs: Knobs) -> None:
    of = layer(knobs)
    module = torch.nn.Conv2d(of.channels, of.filters, of.size)
    parameters = sum(each.numel() for each in module.parameters())
    end = at_step(channels, knobs, "A stack of filters")
    macs = of.maps.size * of.size**2 * of.channels
    assert line(end, "parameters") == f"{parameters:,} parameters"
    assert line(end, "MACs") == f"{macs:,} MACs"
    assert (of.parameters, of.macs) == (parameters, macs)


def test_the_counts_never_run_back() -> None:
    found = []
    for seen in moments(channels, turned(Knobs(), shown=2), 0.2, 0.5, 0.8, 1.0):
        if "MACs" in seen.named and " " in line(seen, "MACs"):
            found.append(tuple(int(line(seen, name).split()[0].replace(",", "")) for name in ("parameters", "MACs")))
    assert found == sorted(found)
    assert found[-1] == (39, 144)


def test_the_output_has_a_channel_for_each_filter_whatever_comes_in() -> None:
    for filters in (1, 4):
        end = step("A stack of maps", filters=filters)
        assert sum(name.startswith("map ") for name in end.named) == filters
        assert f"{filters}×2×2" in end.texts


# Hands ----------------------------------------------------------------------------------------------------------------


def test_a_number_of_a_plane_changes_its_own_partial_map_only() -> None:
    before, after = layer(Knobs()), layer(step("A kernel").typed("channel green", 9.0, (0, 1)))
    changed = [bool((a != b).any()) for a, b in zip(before.partial, after.partial, strict=True)]
    assert changed == [False, True, False]


def test_weights_and_biases_can_be_changed_closely_and_among_all() -> None:
    closely = layer(step("A kernel", shown=2).typed("kernel blue", 5.0, (1, 0)))
    assert closely.weights[1, 2, 1, 0] == 5
    among = layer(step("A stack of filters").typed("filter 3 kernel red", 5.0, (0, 1)))
    assert among.weights[2, 0, 0, 1] == 5
    assert layer(step("Add the bias").typed("bias", 4.0, None)).biases.tolist() == [4, 0, 1]
    assert layer(step("A stack of filters").typed("bias 2", 4.0, None)).biases.tolist() == [-2, 4, 1]


def test_clicking_a_map_looks_at_its_filter_closely() -> None:
    assert step("A stack of filters").clicked("map 3").shown == 3
    assert any(text.startswith("filter 3") for text in step("A kernel", shown=3).texts)


def test_clicking_a_cell_goes_to_its_window() -> None:
    seen = step("Three kernels")
    found = seen.hit("partial map green", (0, 1))
    t = gesture(seen.frame, seen.knobs, seen.frame.t, found, found.point)[1]
    assert Seen(channels, seen.knobs, render(channels, seen.knobs, t)).grid("partial map red").highlighted == ((0, 1),)
    assert step("A kernel").dragged("window red", 60.0, 60.0).at == (1, 1)


@pytest.mark.parametrize("turns", [{}, {"real_filters": "512"}, {"real_filters": "1"}, {"real_inputs": "512"}])
def test_it_is_said_how_many_filters_are_drawn_and_what_the_square_on_the_input_is(turns: dict[str, str]) -> None:
    seen = step("A layer of real size", **turns)
    of = real(seen.knobs)
    drawn = {name for name in seen.named if re.fullmatch(r"filter \d+", name)}
    if len(drawn) < of.filters:
        assert seen.named["filters drawn"].text == f"{len(drawn)} of {of.filters} drawn"  # type: ignore[union-attr]
    else:
        assert "filters drawn" not in seen.named
    assert seen.named["window on the input"].text == f"window {of.size}×{of.size}"  # type: ignore[union-attr]


def test_plates_choose_a_layer_of_real_size() -> None:
    seen = step("A layer of real size")
    assert seen.clicked("real_filters = 64").real_filters == "64"
    assert seen.clicked("real_size = 3").real_size == "3"
    assert step("What it costs").clicked("real_side = 224").real_side == "224"


def test_a_larger_picture_takes_more_work_but_no_more_parameters() -> None:
    small, large = (step("What it costs", real_side=side) for side in ("112", "224"))
    assert line(small, "parameters") == line(large, "parameters")
    assert int(line(small, "MACs").replace(",", "")) < int(line(large, "MACs").replace(",", ""))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("picture", Picture("cat"), None),
        ("shown", 4, "There is no filter 4"),
        ("size", 4, "4 cells wide"),
        ("size", 1, None),
    ],
)
def test_what_is_refused_says_why(name: str, value: Any, why: str | None) -> None:
    if why is None:
        assert refusal(Knobs(), name, value) is None
    else:
        with pytest.raises(KnobError, match=why):
            change(Knobs(), name, value)


def test_a_picture_of_one_channel_is_refused() -> None:
    grey = from_array("grey", np.zeros((1, 4, 4), np.uint8))
    with pytest.raises(KnobError, match="one channel only"):
        change(Knobs(), "picture", grey)


def test_the_example_belongs_to_its_picture() -> None:
    with pytest.raises(KnobError, match="worked example"):
        change(turned(Knobs(), picture=Picture("cat")), "kernels", "example")
    back = turned(Knobs(), size=3, picture=Picture("channels"))
    assert (back.size, back.kernels) == (2, "example")
    assert turned(turned(Knobs(), filters=4, shown=4), filters=2).shown == 2


def test_edges_of_one_cell_become_colours() -> None:
    assert turned(Knobs(), kernels="edges", size=1).kernels == "colours"


# Words and motion -----------------------------------------------------------------------------------------------------


@steadily
@given(layers())
def test_captions_are_one_short_sentence_with_more_beside_it(knobs: Knobs) -> None:
    for each in plan(channels, knobs):
        assert len(each.caption.split()) <= 14, each.caption
        assert len(each.caption) <= CAPTION_LETTERS, each.caption
        assert re.fullmatch(r"[A-Z][^:;.]*\.", each.caption), each.caption
        assert not re.search(r"\d{4}|\d,\d", each.caption), each.caption
        assert re.fullmatch(r"[A-Z][^\n]*\.", each.more), each.more
        assert not re.search(r"  |\.[A-Z]", each.more), each.more


def test_steps_are_found_by_their_old_titles() -> None:
    old = {title for each in plan(channels, Knobs()) for title in each.was}
    assert old == {"The planes slide apart", "A kernel for each plane"}


@pytest.mark.parametrize(
    ("title", "shares", "goal"),
    [("Three kernels", (0.12, 0.15, 0.18), "partial map blue"), ("Add the bias", (0.05, 0.08, 0.11), "map 1")],
)
def test_numbers_travel_to_their_cells(title: str, shares: tuple[float, ...], goal: str) -> None:
    """From the windows to the partial maps, and from the sum and the bias to where they meet."""
    ways = []
    for share in shares:
        seen = step(title, share)
        ways.append(math.dist(seen.grid("number on its way").origin, seen.grid(goal).origin))
    assert ways == sorted(ways, reverse=True)
    assert len(set(ways)) == 3


def test_numbers_of_a_photograph_do_not_travel() -> None:
    photograph = change(Knobs(), "picture", Picture("cat"))
    assert "number on its way" not in at_step(channels, photograph, "Add the bias", 0.3).named


@pytest.mark.parametrize(
    "knobs",
    [
        Knobs(),
        turned(Knobs(), filters=4, shown=2),
        turned(Knobs(), picture=Picture("sheets"), filters=1),
        turned(Knobs(), picture=Picture("columns"), size=3, real_inputs="512", real_size="3"),
    ],
)
def test_every_step_moves_and_turns_gently_into_the_next(knobs: Knobs) -> None:
    steps, begin = plan(channels, knobs), 0.0
    for index, each in enumerate(steps):
        lead = [render(channels, knobs, begin + number * FRAME) for number in range(math.ceil(each.lead / FRAME) + 1)]
        if index:
            found = largest_jump(lead)
            assert found.opacity <= OPACITY, each.title
            assert found.place <= PLACE, each.title
        frames = {tuple(render(channels, knobs, within(steps, index, share / 8)).placed()) for share in range(9)}
        assert len(frames) >= 4, each.title
        begin += each.seconds
