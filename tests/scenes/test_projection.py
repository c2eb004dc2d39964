"""Projection shortcut: the counts of the course, all numbers against torch, what hands change, refusals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.projection import projection
from scenes.projection.knobs import OPTIONS, STAGES, Knobs
from scenes.projection.places import NETWORKS, Bottleneck, Option, learned, place, places, projections
from scenes.projection.small import PADDING, small
from scenes.stage.core.knobs import KnobError, change, refusal
from scenes.stage.core.marks import Role, Text
from scenes.stage.data.networks import network
from tests.scenes.seen import Seen, at_step, close, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
IDENTITY, A, B, C = OPTIONS
LETTERS: tuple[Option, ...] = ("A", "B", "C")


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(projection, turned(Knobs(), **turns), title, share)


def line(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


# Shapes that meet -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "before", "after", "parameters"),
    [
        ("2", (64, 56, 56), (128, 28, 28), 8_448),
        ("3", (128, 28, 28), (256, 14, 14), 33_280),
        ("4", (256, 14, 14), (512, 7, 7), 132_096),
    ],
)
def test_projections_of_resnet_18(stage: str, before: Any, after: Any, parameters: int) -> None:
    meeting = place("ResNet-18", stage)
    assert (meeting.before, meeting.after, meeting.parameters("B")) == (before, after, parameters)
    module = torch.nn.Sequential(
        torch.nn.Conv2d(before[0], after[0], 1, stride=meeting.stride, bias=False), torch.nn.BatchNorm2d(after[0])
    ).eval()
    assert sum(each.numel() for each in module.parameters()) == parameters
    assert tuple(module(torch.zeros(1, *before)).shape[1:]) == after
    seen = step("The shortcut", stage=stage)
    assert line(seen, "parameters") == f"{parameters:,}"
    assert "All shortcuts of ResNet-18 together learn 173,824 parameters." in seen.more
    assert f"= {parameters:,}. " in seen.more


def test_the_counter_moves_with_the_option() -> None:
    for option, here, whole in ((A, "0", "0"), (B, "8,448", "173,824"), (C, "8,448", "528,128")):
        seen = step("The shortcut", option=option)
        assert line(seen, "parameters").split()[0] == here
        assert f"together learn {whole} parameters" in seen.more
    assert line(step("The shortcut", 0.19), "parameters") == "0"


def test_shapes_that_differ_are_refused_on_the_stage_and_in_the_panel() -> None:
    seen = step("Shapes must match")
    assert "refused differ" in seen.named
    assert "64×56×56 ≠ 128×28×28" in seen.more
    with pytest.raises(KnobError, match="64×56×56 and 128×28×28 can't be added number by number"):
        change(Knobs(), "option", IDENTITY)
    assert "refused differ" not in step("The shortcut").named


def test_where_shapes_are_equal_the_identity_is_added() -> None:
    seen = step("Shapes must match", stage="1")
    assert "refused differ" not in seen.named
    assert "64×56×56 = " not in seen.more
    assert "the shape that it keeps, 64×56×56." in seen.more
    assert refusal(turned(Knobs(), stage="1"), "option", IDENTITY) is None
    for option, count in ((IDENTITY, "0"), (A, "0"), (B, "0"), (C, "4,224")):
        assert line(step("The shortcut", stage="1", option=option), "parameters").split()[0] == count
    assert turned(Knobs(), stage="1", option=IDENTITY, network="ResNet-50").option == B


@pytest.mark.parametrize("title", NETWORKS)
def test_the_lane_of_f_has_the_kernels_of_the_networks_blocks(title: str) -> None:
    basic = title in ("ResNet-18", "ResNet-34")
    assert {each.kernels for each in places(title)} == {(3, 3) if basic else (1, 3, 1)}
    assert ("3×3, 3×3" if basic else "1×1, 3×3, 1×1") in step("The shortcut", network=title).texts


def test_stage_1_of_a_bottleneck_net_changes_channels_only() -> None:
    seen = step("The shortcut", network="ResNet-50", stage="1")
    assert "1×1, stride 1" in seen.texts
    assert "only the channels differ" in seen.more
    assert "The stride makes" in step("The shortcut").more
    assert line(seen, "parameters").split()[0] == f"{64 * 256 + 2 * 256:,}"


# Counting in the networks ---------------------------------------------------------------------------------------------


def test_how_many_shortcuts_are_projections() -> None:
    assert [projections(title, "B") for title in NETWORKS] == [3, 3, 4, 4, 4]
    assert [projections(title, "C") for title in NETWORKS] == [8, 16, 16, 33, 50]
    assert [projections(title, "A") for title in NETWORKS] == [0] * 5
    seen = step("Where")
    found = [line(seen, f"projections of {title}") for title in NETWORKS]
    assert found == ["3 of 8", "3 of 16", "4 of 16", "4 of 33", "4 of 50"]
    for title in NETWORKS:
        lit = [each.block for each in places(title) if seen.named[f"{title} {each.block}"].role is Role.HIGHLIGHT]
        assert lit == [each.block for each in places(title) if not each.fits]


@pytest.mark.parametrize("title", NETWORKS)
def test_projections_are_those_of_the_description(title: str) -> None:
    shortcuts = [layer for layer in network(title.lower()).layers if layer.branch == "shortcut"]
    assert sum(layer.parameters for layer in shortcuts) == learned(title, "B")
    assert sum(layer.convolves for layer in shortcuts) == projections(title, "B")
    assert all(layer.kernel == (1, 1) for layer in shortcuts if layer.convolves)


def test_options_differ_by_what_their_shortcuts_learn() -> None:
    for title in ("ResNet-18", "ResNet-34"):
        name = title.lower()
        plain = network(f"{name}-plain").parameters
        found = [network(each).parameters - plain for each in (f"{name}-a", name, f"{name}-c")]
        assert found == [learned(title, letter) for letter in LETTERS]
    assert [learned("ResNet-18", letter) for letter in LETTERS] == [0, 173_824, 528_128]


def test_the_formula_adds_up_the_bill() -> None:
    assert "ResNet-18, option B: 8,448 + 33,280 + 132,096 = 173,824 parameters" in step("Where").more
    assert "no projection, 0 parameters" in step("Where", option=A).more
    assert "16 projections, 17,348,096 parameters" in step("Where", option=C, network="ResNet-50").more


def test_quoted_errors_carry_their_source_and_counts_are_counted() -> None:
    seen = step("Is it worth")
    assert [seen.value(f"error of {name}") for name in ("plain", "A", "B", "C")] == [28.54, 25.03, 24.52, 24.19]
    assert "21,623,848 (plain), 21,623,848 (A), 21,797,672 (B), 22,716,840 (C)" in seen.more
    words = " ".join(seen.texts)
    for said in ("top-1 error", "ImageNet validation", "10-crop", "single models", "tables 2 and 3"):
        assert said in words
    gains = ["A: 28.54 − 25.03 = 3.51", "B: 25.03 − 24.52 = 0.51", "C: 24.52 − 24.19 = 0.33"]
    assert all(gain in seen.more for gain in gains)
    assert "not essential" in seen.more


# The bottleneck -------------------------------------------------------------------------------------------------------


def test_the_worked_bottleneck() -> None:
    of = Bottleneck(64)
    assert (of.parts, sum(of.parts)) == ((16_384, 36_864, 16_384), 69_632)
    assert (of.basic, of.direct, of.shortcut) == (73_728, 1_179_648, 65_536)
    seen = step("The bottleneck")
    assert "for w = 64: 16,384 + 36,864 + 16,384 = 69,632 weights, without biases" in seen.more
    assert line(seen, "counted") == "69,632"
    assert [line(seen, f"weights {index}") for index in (1, 2, 3)] == ["16,384", "36,864", "16,384"]
    saved = step("What the bottleneck")
    assert saved.value("two 3×3 on 256 channels") == 1_179_648
    assert line(saved, "times") == "17 ×"


@pytest.mark.parametrize("width", [16, 64, 512])
def test_a_bottleneck_weighs_17_w_squared(width: int) -> None:
    of = Bottleneck(width)
    assert sum(of.parts) == 17 * width**2
    assert (of.basic, of.direct, of.shortcut) == (18 * width**2, 288 * width**2, 16 * width**2)


def test_it_is_the_block_of_resnet_50() -> None:
    block = network("resnet-50").stage("layer1.2")
    assert tuple(layer.parameters for layer in block.layers if layer.convolves) == Bottleneck(64).parts


# Small numbers --------------------------------------------------------------------------------------------------------


@st.composite
def blocks(draw: st.DrawFn) -> Knobs:
    pixel = (draw(st.integers(0, 1)), draw(st.integers(0, 3)), draw(st.integers(0, 3)))
    weight = (draw(st.integers(0, 3)), draw(st.integers(0, 1)))
    return turned(  # type: ignore[no-any-return]
        Knobs(), option=draw(st.sampled_from([A, B, C])), pixels=((pixel, float(draw(st.integers(0, 9)))),),
        weights=((weight, float(draw(st.integers(-9, 9)))),),
    )  # fmt: skip


@steadily
@given(blocks())
def test_both_lanes_are_those_of_torch(knobs: Knobs) -> None:
    of = small(knobs)
    x = torch.tensor(of.x)[None]
    if knobs.kind == "A":
        shortcut = functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, 2))
        assert (of.matrix == PADDING).all()
    else:
        shortcut = functional.conv2d(x, torch.tensor(of.matrix)[:, :, None, None], stride=2)
    y = functional.relu(torch.tensor(of.f)[None] + shortcut)[0].numpy()
    made, seen = (at_step(projection, knobs, title) for title in ("The same", "Both are added"))
    for index in range(4):
        assert close(made.written(f"shortcut {index + 1}"), shortcut[0, index].numpy())
        sums = line(made, f"sum of row {index + 1}").rpartition("= ")[2].replace("−", "-")
        assert float(sums) == pytest.approx(float(shortcut[0, index, 0, 0]), abs=0.006)
        assert close(seen.written(f"shortcut {index + 1}"), shortcut[0, index].numpy())
        assert close(seen.written(f"sum {index + 1}"), of.f[index] + shortcut[0, index].numpy())
        assert close(seen.written(f"y {index + 1}"), y[index])


def test_f_changes_with_the_input_too() -> None:
    assert small(Knobs()).f.shape == (4, 2, 2)
    assert not close(small(turned(Knobs(), pixels=(((0, 0, 1), 9.0),))).f, small(Knobs()).f)


def test_pixels_that_the_stride_drops_don_t_reach_the_shortcut() -> None:
    dropped = small(Knobs()).dropped.array
    assert dropped.sum() == 12
    for row, column in ((0, 1), (3, 3)):
        assert dropped[row, column]
        changed = small(step("The same").typed("x 1", 9.0, (row, column)))
        assert close(changed.shortcut, small(Knobs()).shortcut)


def test_the_numbers_below_are_those_of_the_spot() -> None:
    of = small(Knobs())
    knobs = step("Both are added").clicked("y 2", (1, 0))
    assert knobs.at == (1, 0)
    more = at_step(projection, knobs, "Both are added").more
    assert "At [1, 0]: max(0, " in more
    assert f" = ({', '.join(f'{value:.0f}' for value in of.y[:, 1, 0])}). " in more
    assert at_step(projection, knobs, "The same").grid("x 1").highlighted == ((2, 0),)


def test_maps_slide_into_one_another_and_pixels_into_maps() -> None:
    places = []
    for share in (0.02, 0.05, 0.08):
        seen = step("Both are added", share)
        places.append([seen.grid(f"{name} 1 on its way").origin[0] for name in ("shortcut", "F(x)")])
        assert seen.written("sum 1") == []
    assert all(earlier < later for one, other in pairwise(places) for earlier, later in zip(one, other, strict=True))
    assert step("Both are added").written("sum 1")
    early, late = (step("The same", share).grid("pixel 1 0 0 on its way").origin for share in (0.03, 0.15))
    assert early[0] < late[0]


# Hands ----------------------------------------------------------------------------------------------------------------


def test_a_learned_matrix_can_be_typed_over_a_fixed_one_not() -> None:
    knobs = step("The same").typed("row 3 of W", 5.0, (0, 1))
    assert knobs.weights == (((2, 1), 5.0),)
    assert small(knobs).shortcut[2, 0, 0] == 5.0 * small(knobs).x[1, 0, 0]
    assert step("The same", option=A).named["row 3 of W"].grip is None


@pytest.mark.parametrize(
    ("title", "plate", "knob", "value"),
    [
        ("Shapes", "stage = 4", "stage", "4"),
        ("Shapes", "network = 101", "network", "ResNet-101"),
        ("The shortcut", f"option = {A}", "option", A),
        ("Where", f"option = {C}", "option", C),
        ("Where", "row of ResNet-152", "network", "ResNet-152"),
        ("The bottleneck", "width = 256", "width", "256"),
    ],
)
def test_plates_turn_knobs(title: str, plate: str, knob: str, value: object) -> None:
    assert getattr(step(title).clicked(plate), knob) == value


def test_every_place_of_every_network_can_be_shown() -> None:
    for title in NETWORKS:
        for stage in STAGES:
            seen = step("Shapes must match", network=title, stage=stage)
            assert ("refused differ" in seen.named) == (not place(title, stage).fits)
