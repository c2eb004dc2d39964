"""Receptive fields: the worked example of the course, the networks as they are described, a CNN against torch."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.receptive import receptive
from scenes.receptive.computed import chain, favourites, field_on_picture, fields, growing, look, path, unit
from scenes.receptive.knobs import CHAINS, NETWORKS, Knobs
from scenes.receptive.layout import ROOM, SPOTS
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Grid, Rect, Text
from scenes.stage.data import trained
from scenes.stage.data.pictures import from_array
from tests.scenes.seen import Seen, at_step, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(receptive, turned(Knobs(), **turns), title, share)


def column(seen: Seen, letter: str) -> list[int]:
    """The numbers of a column of the table, from the input up."""
    found = [seen.named.get(f"{letter} of map {row}") for row in range(9)]
    return [int(mark.text) for mark in found if isinstance(mark, Text)]


# The worked results of the course -------------------------------------------------------------------------------------


def test_the_default_is_the_worked_example() -> None:
    """3×3, 3×3, pool 2/2, 3×3: r = 3, 5, 6, 10 and j = 1, 1, 2, 2."""
    seen = step("Layer by layer")
    assert column(seen, "r") == [1, 3, 5, 6, 10]
    assert column(seen, "j") == [1, 1, 1, 2, 2]
    assert seen.numbers == "layer 4:   r = 6 + (3 − 1) · 1 · 2 = 10          j = 2 · 1 = 2"


@pytest.mark.parametrize(
    ("name", "r", "j"),
    [("three 3×3", [3, 5, 7], [1, 1, 1]), ("one 7×7", [7], [1]), ("strides of 2", [3, 7, 15], [2, 4, 8]),
     ("dilations 1, 2, 4", [3, 7, 15], [1, 1, 1]), ("3×3, then 1×1 twice", [3, 3, 3], [1, 1, 1])],
)  # fmt: skip
def test_other_chains(name: str, r: list[int], j: list[int]) -> None:
    seen = step("Layer by layer", chain=name)
    assert (column(seen, "r"), column(seen, "j")) == ([1, *r], [1, *j])


@pytest.mark.parametrize(
    ("name", "fields", "jump"),
    [("vgg-16", {"conv1_1": 3, "conv1_2": 5, "pool1": 6, "pool5": 212}, 32),
     ("resnet-18", {"stem.conv1": 7, "stem.maxpool": 11, "layer4.2.conv2": 435}, 32), ("alexnet", {"pool5": 195}, 32)],
)  # fmt: skip
def test_real_networks_see_what_the_course_says(name: str, fields: dict[str, int], jump: int) -> None:
    layers = growing(name)
    for layer, field in fields.items():
        assert next(each.r for each in layers if each.name.endswith(layer)) == field
    assert layers[-1].j == jump
    assert all(a.r <= b.r for a, b in pairwise(layers))  # type: ignore[operator]


def test_both_networks_are_told_with_their_last_layer() -> None:
    assert step("VGG-16").value("r of block5.pool5") == 212
    assert step("VGG-16").numbers.endswith("r = 196 + (2 − 1) · 1 · 16 = 212          j = 16 · 2 = 32")
    assert step("ResNet-18").value("r of layer4.2.conv2") == 435
    assert "more than the whole picture" in step("ResNet-18").caption


# The cone -------------------------------------------------------------------------------------------------------------


@steadily
@given(st.sampled_from(list(CHAINS)), st.integers(0, 5), st.integers(0, 20), st.integers(16, 20))
def test_the_cone_holds_the_cells_that_have_a_gradient(name: str, row: int, index: int, size: int) -> None:
    line = chain(turned(Knobs(), chain=name, size=size, unit=(row, index)))
    x = y = torch.zeros(1, 1, size, requires_grad=True)
    for layer in line.layers[: line.unit[0]]:
        y = torch.nn.functional.conv1d(y, torch.ones(1, 1, layer.kernel), stride=layer.stride, dilation=layer.dilation)
    (slope,) = torch.autograd.grad(y[0, 0, line.unit[1]], x)
    reached = set(torch.nonzero(slope[0, 0]).flatten().tolist())
    assert set(line.cone[0]) == reached
    assert max(reached) - min(reached) + 1 == line.fields[line.unit[0]].size
    assert (max(reached) + min(reached) + 1) / 2 == line.middle(*line.unit)


def test_the_cone_opens_from_the_unit_down_to_the_input() -> None:
    filled = [[int(step("The cone", share).grid(name).values.array.sum()) for name in ("layer 3", "layer 1", "input")]
              for share in (0.05, 0.35, 1.0)]  # fmt: skip
    assert filled == [[0, 0, 0], [3, 0, 0], [3, 8, 10]]


def test_a_click_on_any_cell_makes_it_the_unit() -> None:
    knobs = step("One unit").clicked("layer 2", (0, 5))
    assert knobs.unit == (2, 5)
    seen = at_step(receptive, knobs, "The cone")
    assert sorted(np.flatnonzero(seen.grid("input").values.array)) == [5, 6, 7, 8, 9]
    assert "5 cells wide" in seen.caption
    assert change(knobs, "chain", "one 7×7").unit == (1, 5)


def test_the_neighbour_sees_the_same_a_jump_further_on() -> None:
    assert "2 cells further on" in step("The unit next").caption
    assert "share 8 cells" in step("The unit next").caption
    assert "one unit only" in step("The unit next", chain="strides of 2", size=15).caption
    line = chain(Knobs())
    other = line.reached(line.neighbour or (0, 0))[0]
    assert {cell + 2 for cell in line.cone[0]} == set(other)


def test_kernel_stride_and_dilation_are_typed_over() -> None:
    knobs = step("Layer by layer", size=20).typed("stride of layer 1", 2, None)
    assert [field.jump for field in chain(knobs).fields] == [1, 2, 2, 4, 4]
    assert chain(knobs).sizes == (20, 9, 7, 3, 1)
    with pytest.raises(KnobError, match="A kernel here is a whole number from 1 to 7"):
        step("One unit").typed("kernel of layer 1", 2.5, None)


def test_a_chain_that_does_not_fit_is_refused() -> None:
    with pytest.raises(KnobError, match="The window of layer 2 spans 3 cells, but its input has only 2"):
        step("One unit", chain="three 3×3", size=8).typed("kernel of layer 1", 7, None)
    with pytest.raises(KnobError, match="layer 3 spans 9 cells"):
        turned(Knobs(), chain="dilations 1, 2, 4", size=8)


# Networks over a photo ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NETWORKS)
def test_a_field_is_drawn_where_the_unit_sees(name: str) -> None:
    for depth in range(1, len(growing(name)) + 1):
        layer = path(name, depth).layer
        x, y, side = field_on_picture(layer, (0, SPOTS - 1), SPOTS)
        assert side == layer.r
        assert layer.start is not None
        assert layer.jump is not None
        row, column = (y - layer.start[0]) // layer.jump[0], (x - layer.start[1]) // layer.jump[1]
        _, height, width = layer.shape
        assert (row, column) == (int(height / SPOTS / 2), int(width - width / SPOTS / 2))


@pytest.mark.parametrize("spot", [(0, 0), (7, 7), (13, 13), (0, 13)])
def test_a_field_stays_in_its_room(spot: tuple[int, int]) -> None:
    seen = step("ResNet-18", spot=spot)
    box = seen.named["receptive field"]
    assert isinstance(box, Rect)
    assert ROOM[0] <= box.x <= box.x + box.width <= ROOM[2]
    assert ROOM[1] <= box.y <= box.y + box.height <= ROOM[3]


def test_the_sum_follows_the_layer_that_the_bars_have_come_to() -> None:
    fields = []
    for share in (0.05, 0.3, 0.6, 1.0):
        seen = step("VGG-16", share)
        told = seen.named["layer numbers"]
        assert isinstance(told, Text)
        r, j = told.text.split("     ")[:2]
        assert f"{r.removeprefix('r')}  " in seen.numbers
        assert seen.numbers.endswith(j.removeprefix("j"))
        fields.append(int(r.removeprefix("r = ")))
    assert fields == sorted(set(fields))
    assert fields[-1] == 212


def test_the_last_maps_are_told_once() -> None:
    """Three layers follow block5.pool5: it gives the last feature maps, and is not the last layer."""
    assert step("VGG-16").caption.startswith(
        "A unit of the last feature maps, block5.pool5, sees 212×212 pixels: nearly the whole"
    )
    assert "one of the last maps 212×212" in step("VGG-16", depth=3).caption


def test_bars_and_the_photo_are_clicked() -> None:
    seen = step("VGG-16")
    assert seen.clicked("r of block1.pool1").depth == 3
    assert seen.clicked("photo", (100, 200)).spot == (100 * SPOTS // 224, 200 * SPOTS // 224)
    early = step("VGG-16", depth=3)
    assert "sees 6×6 pixels" in early.caption
    assert early.numbers.startswith("block1.pool1 [60, 60]:   r = 5 + (2 − 1) · 1 · 1 = 6")


# The trained network --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", range(3))
def test_a_unit_sees_its_field_and_nothing_else(layer: int) -> None:
    """Found by changing pixels: only those in the square move the unit's logit, and its corners' pixels can."""
    net, (field, start) = trained.network(), fields()[layer]
    count = 28 // field.jump
    row, side = count // 2, field.size
    x = torch.full((1, 1, 28, 28), 0.3, dtype=torch.float64, requires_grad=True)
    y = x
    for filters, _ in net.convolutions[: layer + 1]:
        weights = torch.ones(filters.shape, dtype=torch.float64)
        if y is not x:
            y = torch.nn.functional.avg_pool2d(y, 2)  # every pixel of a window counts, not the largest alone
        y = torch.conv2d(y, weights, padding=1)
    (slope,) = torch.autograd.grad(y[0, 0, row, row], x)
    reached = torch.nonzero(slope[0, 0])
    low, high = start + row * field.jump, start + row * field.jump + side - 1
    assert reached.min() == max(low, 0)
    assert reached.max() == min(high, 27)


def test_the_maps_of_every_layer_are_drawn_as_computed() -> None:
    for layer, title in enumerate(("A trained", "Layer 2", "Layer 3")):
        seen = step(title)
        for index, values in enumerate(look("cat", 6).maps[layer]):
            assert np.array_equal(seen.grid(f"map {index + 1}").values.array, values)
    filters, _ = trained.network().convolutions[2]
    assert np.array_equal(step("Layer 3").grid("slice 16").values.array, filters[10, 15])


def test_a_click_on_a_map_chooses_the_unit_and_its_field() -> None:
    knobs = step("Layer 2").clicked("map 3", (4, 5))
    assert knobs.at2 == (4, 2 * 14 + 5)
    found = unit(look("cat", 6), 1, knobs.at2)
    assert (found.map, found.row, found.column, found.field.size) == (2, 4, 5, 8)
    assert (found.top, found.left) == (-3 + 4 * 2, -3 + 5 * 2)
    seen = at_step(receptive, knobs, "Layer 2")
    assert np.array_equal(seen.grid("what it sees").values.array, look("cat", 6).picture[0, 5:13, 7:15])
    assert f"map 3 [4, 5] = {found.value:.2f}" in seen.numbers


def test_fields_grow_as_the_scene_says() -> None:
    assert [(field.size, field.jump) for field, _ in fields()] == [(3, 1), (8, 2), (18, 4)]


def test_what_excites_a_map_is_in_order_and_as_captions_say() -> None:
    for layer, index in ((0, 4), (1, 8), (2, 10)):
        values = [each.value for each in favourites(layer, index)]
        assert values == pytest.approx(sorted(values, reverse=True), abs=1e-4)
        assert values[0] >= look("cat", 6).maps[layer][index].max() - 1e-4


def test_no_map_is_named_after_its_strongest_parts_alone() -> None:
    """Eight of the ten strongest parts of map 11 are of cats and dogs; a giraffe excites it as much on the mean."""
    shown = [each.animal for each in favourites(2, 10)]
    assert shown.count("cat") + shown.count("dog") >= 8
    seen = step("What excites")
    assert "map 11 of layer 3 peaks at 7.9 (cat), 7.9 (dog) and 7.8 (giraffe)" in seen.caption
    assert seen.value("layer 3, mean peak, giraffe") == pytest.approx(7.8, abs=0.05)
    assert sum(name.startswith("layer 3, mean peak") for name in seen.named) == 10
    assert sum(name.startswith("layer 3, part") for name in seen.named) == 6
    dead = at_step(receptive, step("Layer 3").clicked("map 12", (3, 3)), "What excites")
    assert "map 12 of layer 3 peaks at 0.1" in dead.caption
    captions = [each.caption for each in plan(receptive, Knobs())]
    assert not any(word in caption for caption in captions for word in ("ears", "finds legs", "corners"))


def test_the_network_says_what_its_facts_say() -> None:
    seen = step("What it says")
    assert seen.value("share of cat") == pytest.approx(float(look("cat", 6).shares[2]))
    assert "it says cat" in seen.caption
    assert seen.caption.endswith("It has not learned from this drawing; of 1,500 that it has not it gets 93.8 % right.")
    assert "It has learned from this drawing" in step("What it says", drawing=1).caption
    assert seen.clicked("animal = zebra").animal == "zebra"


def test_a_photo_of_ones_own_is_refused() -> None:
    with pytest.raises(KnobError, match="take a bundled one"):
        change(Knobs(), "photo", from_array("mine", np.zeros((3, 8, 8), np.uint8)))


def test_rows_stand_over_what_they_see() -> None:
    seen = step("One unit")
    low, top = seen.grid("input"), seen.grid("layer 4")
    assert isinstance(low, Grid)
    line = chain(Knobs())
    middle = top.lattice.center(0, 1)[0]
    width = low.u[0]
    assert middle == pytest.approx(low.origin[0] + line.middle(4, 1) * width)
