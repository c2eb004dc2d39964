"""How far real networks see: fields as the networks are described, squares on the photo, cut-outs, bars."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenes.sight import sight
from scenes.sight.computed import field_on_picture, growing, path
from scenes.sight.knobs import NETWORKS, Knobs
from scenes.sight.layout import ROOM, SPOTS, slots
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Image, Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.data.pictures import Picture, from_array, pixels
from scenes.stage.draw.fields import FIELD
from tests.scenes.seen import Seen, at_step, turned


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(sight, turned(Knobs(), **turns), title, share)


def text(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


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
    vgg, resnet = step("VGG-16, layer"), step("ResNet-18, layer")
    assert vgg.value("r of block5.pool5") == 212
    assert (text(vgg, "formula numbers"), text(vgg, "field")) == ("196 + (2 − 1) · 1 · 16 = ", "212")
    assert resnet.value("r of layer4.2.conv2") == 435
    assert step("VGG-16").caption == "In VGG-16 one unit of pool5 sees 212 × 212 pixels."
    assert step("ResNet-18").caption == "In ResNet-18 one unit sees 435 × 435 pixels, more than the photo."


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
    box = seen.named[FIELD]
    assert isinstance(box, Rect)
    assert ROOM[0] <= box.x <= box.x + box.width <= ROOM[2]
    assert ROOM[1] <= box.y <= box.y + box.height <= ROOM[3]


def test_the_sum_follows_the_layer_that_the_bars_have_come_to() -> None:
    fields = []
    for share in (0.05, 0.3, 0.6, 1.0):
        seen = step("VGG-16, layer", share)
        before, rest = text(seen, "formula numbers").removesuffix(" = ").split(" + ")
        kernel, dilation, jump = rest.split(" · ")
        made = int(before) + (int(kernel.strip("()").split(" − ")[0]) - 1) * int(dilation) * int(jump)
        assert text(seen, "field") == str(made)
        fields.append(made)
    assert fields == sorted(set(fields))
    assert fields[-1] == 212


def test_the_last_maps_are_told() -> None:
    """Three layers follow block5.pool5: it gives the last feature maps, and is not the last layer."""
    assert "A unit of the last feature maps, block5.pool5, sees 212 × 212 pixels of 224 × 224, nearly the whole" in (
        step("VGG-16").more
    )
    assert "the last feature maps, block5.pool5, sees 212 × 212" in step("VGG-16", depth=3).more
    assert "more than the whole picture" in step("ResNet-18").more


def test_bars_cut_outs_and_the_photo_are_clicked() -> None:
    assert step("VGG-16, layer").clicked("r of block1.pool1").depth == 3
    assert step("VGG-16").clicked("seen by block5.conv5_1", (60, 60)).depth == 15
    assert step("VGG-16").clicked("photo", (100, 200)).spot == (100 * SPOTS // 224, 200 * SPOTS // 224)
    assert step("VGG-16", depth=3).caption == "In VGG-16 one unit of pool1 sees 6 × 6 pixels."
    early = step("VGG-16, layer", depth=3)
    assert (text(early, "layer"), text(early, "formula numbers")) == ("VGG-16, block1.pool1", "5 + (2 − 1) · 1 · 1 = ")


@pytest.mark.parametrize("spot", [(7, 7), (0, 0), (3, 12)])
def test_what_is_cut_out_is_what_the_unit_sees(spot: tuple[int, int]) -> None:
    seen, route = step("VGG-16", spot=spot), path("vgg-16", 25)
    photo = np.moveaxis(pixels(Picture("cat")), 0, -1)
    assert len(route.stops) == 6
    for index in route.stops:
        layer = route.layers[index]
        left, top, side = field_on_picture(layer, spot, SPOTS)
        image = seen.named[f"seen by {layer.name}"]
        assert isinstance(image, Image)
        found = image.pixels.array
        assert found.shape == (side, side, 3)
        assert text(seen, f"field of {layer.name}") == str(side)
        rows, columns = range(max(0, -top), min(side, 224 - top)), range(max(0, -left), min(side, 224 - left))
        inner = found[rows.start : rows.stop, columns.start : columns.stop]
        assert (inner == photo[top + rows.start : top + rows.stop, left + columns.start : left + columns.stop]).all()
        assert found.sum(dtype=int) == inner.sum(dtype=int), "beyond the photo it is dark"


def test_cut_outs_come_one_after_the_other_and_grow_out_of_the_photo() -> None:
    counts = [sum(name.startswith("seen by") for name in step("VGG-16", share).named) for share in (0.0, 0.3, 0.5, 1.0)]
    assert counts[0] == 0
    assert counts == sorted(set(counts))
    assert counts[-1] == 6
    sides = [step("VGG-16", share).named["seen by block1.conv1_1"] for share in (0.06, 0.08, 0.3)]
    widths = [each.u[0] for each in sides if isinstance(each, Image)]
    assert widths == sorted(set(widths))


@pytest.mark.parametrize("depth", [1, 2, 3, 8, 25])
@pytest.mark.parametrize("name", ["vgg-19", "alexnet"])
def test_in_the_end_every_cut_out_fills_its_place(name: str, depth: int) -> None:
    seen, route = (
        at_step(sight, turned(Knobs(), first=name, depth=depth), path(name, 1).network.title),
        path(name, depth),
    )
    for index, area in zip(route.stops, slots(len(route.stops)), strict=True):
        image = seen.named[f"seen by {route.layers[index].name}"]
        assert isinstance(image, Image)
        assert image.origin == pytest.approx((area.x, area.y))
        assert image.u[0] * image.pixels.shape[0] == pytest.approx(area.width)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("depth", [1, 2, 5, 25])
def test_stops_begin_with_the_first_layer_and_end_with_the_one_looked_at(name: str, depth: int) -> None:
    route = path(name, depth)
    assert route.stops[-1] == route.chosen
    assert list(route.stops) == sorted(set(route.stops))
    assert route.stops[0] == 0 or route.chosen == 0
    areas = slots(len(route.stops))
    assert all(area.x >= 745 and area.x + area.width <= 1545 and area.y + area.height <= 740 for area in areas)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("depth", [1, 4, 25])
def test_captions_are_one_short_sentence(name: str, depth: int) -> None:
    for each in plan(sight, turned(Knobs(), first=name, depth=depth)):
        assert len(each.caption.split()) <= 14
        assert len(each.caption) <= CAPTION_LETTERS
        assert not {":", ";"} & set(each.caption)
        assert each.more.endswith(".")


def test_a_photo_of_ones_own_is_refused() -> None:
    with pytest.raises(KnobError, match="take a bundled one"):
        change(Knobs(), "photo", from_array("mine", np.zeros((3, 8, 8), np.uint8)))
