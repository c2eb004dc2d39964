"""The VGG scene: its worked example, its strip of shapes, the cone of stacked windows, and where the parameters are."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.marks import Arrow
from scenes.stage.data.networks import network
from scenes.vgg import vgg
from scenes.vgg.computed import Stack, build
from scenes.vgg.knobs import BLOCKS, DEPTHS, Knobs
from tests.scenes.seen import at_step, turned


def test_it_stands_in_the_catalogue():
    assert catalogue().find("vgg") is vgg
    assert (vgg.chapter, vgg.order) == ("First networks", 10)


def test_worked_example_of_the_numbers_in_all_maps():
    now = at_step(vgg, Knobs(), "Smaller")
    assert now.numbers.split("      ") == ["block 1: 64·224·224 = 3,211,264", "pool5: 512·7·7 = 25,088"]
    assert "128 times fewer" in now.caption
    assert now.value("C·H·W of block 1") == 3211264
    assert now.value("C·H·W of pool5") == 25088


def test_worked_example_of_the_parameters():
    now = at_step(vgg, Knobs(), "Work and weights")
    assert now.numbers.split("      ") == [
        "fc6: 102,764,544 / 138,357,544 = 74.3 %",
        "dense: 123,642,856 / 138,357,544 = 89.4 %",
    ]
    assert now.named["parameters convolution"].text == "convolution  10.6 %   14,714,688"
    assert now.named["macs dense"].text == "dense  0.8 %   123,633,664"
    assert "13 convolutions and 3 dense layers: 16 layers with weights" in now.caption


def test_worked_example_of_the_stacked_windows():
    now = at_step(vgg, Knobs(), "Three small windows")
    assert "81 % more weights" in now.caption
    assert now.numbers.split("      ") == ["r = 1 + 3·(3 − 1) = 7", "3·3·3·64·64 = 110,592", "49/27 = 1.81"]
    assert now.named["weights of one 7×7"].text == f"{49 * 64 * 64:,}"
    assert now.named["weights of 3 times 3×3"].text == f"{27 * 64 * 64:,}"


def test_the_strip_goes_from_224_to_7_while_the_channels_grow_from_3_to_512():
    now = at_step(vgg, Knobs(), "The shape strip")
    names = ("picture", "block 1", "block 2", "block 3", "block 4", "block 5", "pool5")
    shapes = [now.named[f"shape of {name}"].text for name in names]
    assert shapes == [
        "3×224×224", "64×224×224", "128×112×112", "256×56×56", "512×28×28", "512×14×14", "512×7×7",
    ]  # fmt: skip
    assert now.numbers == "224 / 2⁵ = 224 / 32 = 7"
    assert "halve the sides: 224, 112, 56, 28, 14, 7. The channels grow from 3 to 512" in now.caption
    sides = [now.named[f"maps of {name}"].width for name in names]
    assert np.allclose(np.array(sides) / sides[0], [1, 1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32])


def test_convolutions_keep_the_size_and_poolings_halve_it():
    for depth in DEPTHS:
        for *convolutions, pool in build(turned(Knobs(), depth=depth)).blocks:
            assert len({layer.shape[1:] for layer in convolutions}) == 1
            assert pool.shape[1] * 2 == convolutions[0].shape[1]
    assert at_step(vgg, Knobs(), "Inside").numbers == "conv1_2: 224 + 2·1 − 3 + 1 = 224      pool1: 224 / 2 = 112"


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_a_layer_does_stands_between_its_boxes(depth, block):
    now = at_step(vgg, turned(Knobs(), depth=depth, block=block), "Inside")
    arrows = [each.mark for each in now.placed if isinstance(each.mark, Arrow)]
    fronts = [mark for name, mark in now.named.items() if name.startswith("maps of ")]
    assert len(arrows) == len(fronts) - 1
    for arrow, (before, after) in zip(arrows, pairwise(fronts), strict=True):
        assert before.x + before.width < arrow.start[0] < arrow.end[0] < after.x
    assert {"3×3", "padding", "1 cell", "2×2", "max", "stride 2"} <= set(now.texts)


@pytest.mark.parametrize(("depth", "convolutions"), [("11", 8), ("13", 10), ("16", 13), ("19", 16)])
def test_the_number_in_the_name_counts_layers_with_weights(depth, convolutions):
    of = build(turned(Knobs(), depth=depth))
    assert (len(of.convolutions), len(of.dense)) == (convolutions, 3)
    assert of.network.parameters == network(f"vgg-{depth}").parameters
    assert f"{convolutions} convolutions" in plan(vgg, turned(Knobs(), depth=depth))[-1].caption


@settings(max_examples=12, deadline=None)
@given(count=st.integers(2, 4), channels=st.integers(1, 6))
def test_a_stack_sees_what_the_large_window_sees_at_its_weights(count, channels):
    stacked = Stack(count, channels)
    layers = [torch.nn.Conv2d(channels, channels, 3, bias=False) for _ in range(count)]
    large = torch.nn.Conv2d(channels, channels, stacked.large, bias=False)
    assert sum(layer.weight.numel() for layer in layers) == stacked.small_weights
    assert large.weight.numel() == stacked.large_weights
    x = torch.empty(1, channels, stacked.large, stacked.large)
    assert torch.nn.Sequential(*layers)(x).shape == large(x).shape == (1, channels, 1, 1)


def test_the_cone_stays_where_it_is_when_the_planes_come_in():
    before, after = at_step(vgg, Knobs(), "One large"), at_step(vgg, Knobs(), "Three small")
    for name in ("input plane", "unit plane"):
        assert before.grid(name) == after.grid(name)
    assert "layer 1 plane" not in before.named
    planes = [after.grid(f"{name} plane") for name in ("input", "layer 1", "layer 2", "unit")]
    assert [plane.values.shape[0] for plane in planes] == [7, 5, 3, 1]
    corners = np.array([plane.origin for plane in planes])
    steps = np.diff(corners, axis=0)
    assert np.allclose(steps, steps[0])


def test_the_fields_of_the_planes_come_from_the_recurrence():
    assert Stack(3, 64).fields == tuple(1 + 2 * layers for layers in range(4))
    assert Stack(4, 64).large == reference.receptive_field([reference.Layer(3)] * 4) == 9


def test_a_click_looks_into_another_block():
    now = at_step(vgg, Knobs(), "Inside")
    knobs = now.clicked("block = block 3")
    assert knobs.block == 2
    other = at_step(vgg, knobs, "Inside")
    assert other.named["shape of pool2"].text == "128×56×56"
    assert other.named["shape of conv3_3"].text == "256×56×56"
    assert "photograph" not in other.named


def test_a_click_chooses_the_channels_and_the_ratio_stays():
    now = at_step(vgg, Knobs(), "Three small")
    other = at_step(vgg, now.clicked("channels = 512"), "Three small")
    assert other.named["weights of 3 times 3×3"].text == f"{27 * 512 * 512:,}"
    assert now.numbers.split("      ")[-1] == other.numbers.split("      ")[-1]


def test_a_larger_picture_costs_four_times_the_work_of_convolution_and_fc6_new_weights():
    small, large = build(Knobs()), build(turned(Knobs(), side=448))
    for a, b in zip(small.convolutions, large.convolutions, strict=True):
        assert (b.parameters, b.macs) == (a.parameters, 4 * a.macs)
    changed = [a.label for a, b in zip(small.dense, large.dense, strict=True) if a.parameters != b.parameters]
    assert changed == ["fc6"]


def test_odd_sizes_are_rounded_down():
    now = at_step(vgg, turned(Knobs(), side=100), "The shape strip")
    assert now.numbers == "100 / 2⁵ = 100 / 32 = 3.125      rounded down at each pooling: 3"
