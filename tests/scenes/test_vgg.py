"""The VGG scene: its worked examples, its road of blocks, the cone of stacked windows, and where the parameters are."""

import re
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes import reference
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.marks import Image
from scenes.stage.data.networks import network
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.road import sides
from scenes.stage.output.theme import THEMES
from scenes.vgg import vgg
from scenes.vgg.computed import Stack, build
from scenes.vgg.knobs import BLOCKS, DEPTHS, Knobs
from tests.audit.aims import MEAN_USE
from tests.audit.figures import measured
from tests.desktop.metrics import overlaps, text_boxes
from tests.scenes.seen import at_step, moments, turned

STOPS = ("picture", "block 1", "block 2", "block 3", "block 4", "block 5", "pool5")
SETTINGS = [
    Knobs(),
    turned(Knobs(), depth="19", side=448, block=4, stacked=4, channels="512"),
    turned(Knobs(), depth="11", side=32, block=2, stacked=2, channels="3"),
    turned(Knobs(), side=100, block=3),
]


def test_it_stands_in_the_catalogue():
    assert catalogue().find("vgg") is vgg
    assert (vgg.chapter, vgg.order) == ("First networks", 10)


def test_worked_example_of_the_numbers_in_all_maps():
    now = at_step(vgg, Knobs(), "Fewer and")
    assert "block 1 has 64·224·224 = 3,211,264 numbers and pool5 has 512·7·7 = 25,088, 128 times fewer." in now.more
    assert now.named["times fewer"].text == "128×"
    assert now.value("C·H·W of block 1") == 3211264
    assert now.value("C·H·W of pool5") == 25088
    assert (now.named["numbers of block 1"].text, now.named["numbers of pool5"].text) == ("3.2 M", "25.1 k")


@pytest.mark.parametrize(("share", "name"), [(0.3, "H·W"), (1.0, "C·H·W")])
def test_bars_of_one_quantity_after_another_are_as_high_as_their_numbers(share, name):
    now, stops = at_step(vgg, Knobs(), "Fewer and", share), build(Knobs()).stops[1:]
    wanted = {"H·W": [stop.places for stop in stops], "C·H·W": [stop.numbers for stop in stops]}[name]
    bars = [now.named[f"{name} of {stop}"] for stop in STOPS[1:]]
    assert [bar.value for bar in bars] == wanted
    tallest = max(bars, key=lambda bar: bar.height)
    for bar in bars:
        assert bar.height / tallest.height == pytest.approx(bar.value / tallest.value, abs=0.01)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 1.0])
def test_bars_of_two_scales_are_never_seen_together(share):
    seen = {each.mark.name for each in at_step(vgg, Knobs(), "Fewer and", share).placed if each.opacity > 0.0}
    assert len({"H·W of pool5", "C·H·W of pool5"} & seen) <= 1
    assert "C of pool5" not in seen


def test_the_photo_stands_apart_from_the_maps():
    now = at_step(vgg, Knobs(), "Fewer and")
    photo, line, first = (now.named[name] for name in ("photo", "photo apart", "C·H·W of block 1"))
    assert photo.origin[0] + photo.u[0] * photo.pixels.shape[1] < line.points[0][0] < first.x
    assert f"C·H·W of {STOPS[0]}" not in now.named
    assert [now.named[f"channels of {stop}"].text for stop in STOPS] == [
        f"× {stop.shape[0]}" for stop in build(Knobs()).stops
    ]


def test_worked_example_of_the_parameters():
    now = at_step(vgg, Knobs(), "Three dense layers")
    assert "102,764,544 of 138,357,544 parameters, 74.3 %" in now.more
    assert "All dense layers have 123,642,856, 89.4 %." in now.more
    assert "fc6 alone holds 74 % of the parameters" in now.caption
    assert now.named["parameters so far in percent"].text == "74 %"
    now = at_step(vgg, Knobs(), "Work and parameters")
    assert now.named["parameters of convolutions"].text == "convolutions  10.6 %"
    assert now.named["parameters of dense layers"].text == "dense layers  89.4 %"
    assert now.named["macs of dense layers"].text == "dense layers  0.8 %"
    assert "13 convolutions and 3 dense layers: 16 layers with weights" in now.more
    assert "15,346,630,656 of 15,470,264,320 multiply-accumulates" in now.more


def test_worked_example_of_the_stacked_windows():
    now = at_step(vgg, Knobs(), "Three small windows")
    assert "81 % more weights, and only one ReLU instead of 3." in now.more
    for part in ("r = 1 + 3·(3 − 1) = 7", "3·3·3·64·64 = 110,592", "49/27 = 1.81"):
        assert part in now.more
    assert now.named["weights of one 7×7"].text == f"{49 * 64 * 64:,}"
    assert now.named["weights of 3 times 3×3"].text == f"{27 * 64 * 64:,}"
    assert now.named["account of 3 times 3×3"].text == "3·3·3·64·64, 3 ReLUs"
    assert now.named["percent"].text == "55 %"
    assert now.value("bar of 3 times 3×3") / now.value("bar of one 7×7") == pytest.approx(27 / 49)
    large = at_step(vgg, Knobs(), "One large window")
    assert "7·7·64·64 = 200,704" in large.more
    assert large.named["formula"].text == "k²·C² = 7²·64²"


def test_the_road_goes_from_224_to_7_while_the_channels_grow_from_3_to_512():
    of = build(Knobs())
    assert tuple(stop.name for stop in of.stops) == STOPS
    assert [stop.shape for stop in of.stops] == [
        (3, 224, 224), (64, 224, 224), (128, 112, 112), (256, 56, 56), (512, 28, 28), (512, 14, 14), (512, 7, 7),
    ]  # fmt: skip
    now = at_step(vgg, Knobs(), "Five blocks")
    assert "224, 112, 56, 28, 14, 7, for 224 / 2⁵ = 224 / 32 = 7." in now.more
    assert "grow from 3 to 512" in now.caption
    assert [now.named[f"name of {name}"].text for name in STOPS[1:]] == ["224", "112", "56", "28", "14", "7"]
    widths = [now.named[f"maps of {name}"].width for name in STOPS[1:]]
    assert np.allclose(np.array(widths) / widths[0], [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32])


@pytest.mark.parametrize("knobs", SETTINGS)
def test_all_blocks_have_one_scale_and_the_photo_is_as_coarse_as_the_maps(knobs):
    of = build(knobs)
    inside = of.block(knobs.block)
    assert len({round(block.cell, 9) for block in (*of.road, *inside)}) == 1
    for block in (*of.road, *inside):
        channels, rows, columns = sides(block.shape)
        assert block.width / block.height == pytest.approx(columns / rows)
        assert block.deeper[0] / block.width == pytest.approx(0.3 * channels / columns)
    rows_of, faces = {block.name: block.shape[1] for block in (*of.road, *inside) if len(block.shape) == 3}, set()
    for seen in moments(vgg, knobs, 0.2, 0.5, 1.0):
        for each in seen.placed:
            if isinstance(each.mark, Image) and each.mark.name.startswith("photo on "):
                name = each.mark.name.removeprefix("photo on ")
                columns = each.mark.pixels.shape[1]
                wanted = photograph("coffee", rows_of[name]).array[:, :columns]
                assert np.array_equal(each.mark.pixels.array, wanted)
                faces.add(name)
    assert set(STOPS[1:]) <= faces


def test_the_tanks_fill_block_by_block_and_hold_the_whole_network():
    of = build(Knobs())
    levels = []
    for title in ("Five blocks", "Three dense"):
        for share in (0.05, 0.3, 0.6, 1.0):
            now = at_step(vgg, Knobs(), title, share)
            levels.append(sum(m.height for n, m in now.named.items() if re.fullmatch(r"macs of \w+", n)))
    assert all(before <= after + 1e-9 for before, after in pairwise(levels))
    assert levels[0] == 0
    full = at_step(vgg, Knobs(), "Three dense")
    for kind in ("macs", "parameters"):
        pieces = [full.named[f"{kind} of {layer.label}"] for layer in of.network.weighted]
        assert sum(piece.value for piece in pieces) == getattr(of.network, kind)
        assert sum(piece.height for piece in pieces) == pytest.approx(full.named[f"tank of {kind}"].height)
    convolutions = at_step(vgg, Knobs(), "Five blocks")
    assert convolutions.named["macs so far in percent"].text == "99 %"
    assert convolutions.named["parameters so far in percent"].text == "11 %"


def test_convolutions_keep_the_size_and_poolings_halve_it():
    for depth in DEPTHS:
        for *convolutions, pool in build(turned(Knobs(), depth=depth)).blocks:
            assert len({layer.shape[1:] for layer in convolutions}) == 1
            assert pool.shape[1] * 2 == convolutions[0].shape[1]
    said = at_step(vgg, Knobs(), "Inside").more
    assert "conv1_2 has 224 + 2·1 − 3 + 1 = 224 rows" in said
    assert "224 / 2 = 112" in said


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_windows_of_a_layer_stand_under_its_block(depth, block):
    knobs = turned(Knobs(), depth=depth, block=block)
    now = at_step(vgg, knobs, "Inside")
    layers = build(knobs).blocks[block]
    names = [f"pool{block}" if block else "picture", *(layer.label for layer in layers)]
    fronts = [now.named[f"maps of {name}"] for name in names]
    for before, after in pairwise(fronts):
        assert before.x + before.width < after.x
    assert not overlaps([each for each in text_boxes(now.frame, THEMES["projector"]) if each[0] != now.caption])
    for layer, front in zip(layers, fronts[1:], strict=True):
        window = now.named[f"window of {layer.label}"]
        assert window.text == ("3×3" if layer.convolves else "max 2×2")
        assert window.x == pytest.approx(front.x + front.width / 2)
        assert now.named[f"shape of {layer.label}"].text == "×".join(map(str, layer.shape))


@pytest.mark.parametrize(("depth", "convolutions"), [("11", 8), ("13", 10), ("16", 13), ("19", 16)])
def test_the_number_in_the_name_counts_layers_with_weights(depth, convolutions):
    of = build(turned(Knobs(), depth=depth))
    assert (len(of.convolutions), len(of.dense)) == (convolutions, 3)
    assert of.network.parameters == network(f"vgg-{depth}").parameters
    assert f"{convolutions} convolutions" in at_step(vgg, turned(Knobs(), depth=depth), "Work and parameters").more


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
    assert "photo on picture" not in other.named


def test_a_click_chooses_the_channels_and_the_ratio_stays():
    now = at_step(vgg, Knobs(), "Three small")
    other = at_step(vgg, now.clicked("channels = 512"), "Three small")
    assert other.named["weights of 3 times 3×3"].text == f"{27 * 512 * 512:,}"
    assert now.named["percent"].text == other.named["percent"].text
    assert "49/27 = 1.81" in other.more


def test_a_larger_picture_costs_four_times_the_work_of_convolution_and_fc6_new_weights():
    small, large = build(Knobs()), build(turned(Knobs(), side=448))
    for a, b in zip(small.convolutions, large.convolutions, strict=True):
        assert (b.parameters, b.macs) == (a.parameters, 4 * a.macs)
    changed = [a.label for a, b in zip(small.dense, large.dense, strict=True) if a.parameters != b.parameters]
    assert changed == ["fc6"]


def test_odd_sizes_are_rounded_down():
    said = at_step(vgg, turned(Knobs(), side=100), "Five blocks").more
    assert "100 / 2⁵ = 100 / 32 = 3.125, and 3 since it is rounded down at each pooling." in said


@pytest.mark.parametrize("knobs", SETTINGS)
def test_captions_are_one_short_sentence(knobs):
    for step in plan(vgg, knobs):
        assert len(step.caption.split()) <= 14, step.caption
        assert len(step.caption) <= 80, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;.]*\.", step.caption), step.caption
        assert not re.search(r"\d{4}|\d,\d", step.caption), step.caption
        assert step.more.endswith("."), step.title


@pytest.mark.usefixtures("qapp")
def test_the_steps_fill_the_stage_on_average():
    used = [step.use for step in measured(vgg).steps]
    assert sum(used) / len(used) >= MEAN_USE
