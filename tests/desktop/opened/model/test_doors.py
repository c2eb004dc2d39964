from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from desktop.opened.model.doors import (
    LARGEST,
    MOST_DILATION,
    MOST_PADDING,
    MOST_STRIDE,
    OTHER_EDGE,
    Floats,
    door,
    door_over_maps,
    refusal,
)
from scenes.convolution import computed, convolution
from scenes.convolution.knobs import Knobs
from scenes.real_network.operations import convolution_of
from scenes.stage.core.catalogue import plan
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import knobs_of
from scenes.stage.data import published
from scenes.stage.data.networks import INPUT, Layer, network
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import read_as
from scenes.stage.data.reading import Inquiry, Kit, Maps
from scenes.stage.numbers.values import Values
from tests.desktop.opened.fakes import LAYERS
from tests.scenes.real_network.kits import answer, kit

FIRST = LAYERS[0]


def kernel(channels: int, rows: int, columns: int | None = None) -> np.ndarray:
    return np.random.default_rng(rows).normal(size=(channels, rows, columns or rows)).astype(np.float32)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("seen", [None, (3, 260, 260), (1, 28, 28), (3, 8, 9)])
def test_the_scene_takes_what_a_door_leads_to(size: int, channels: int, seen: tuple[int, ...] | None) -> None:
    picture = None if seen is None else np.full(seen, 9, np.uint8)
    numbers = kernel(channels, size)
    assert refusal(FIRST, numbers) == ""
    found = door(FIRST, numbers, "Filter 1", picture)
    knobs = Knobs(**dict(found.values))
    assert knobs.problem() is None
    assert len(knobs.learned) == channels * size * size
    assert knobs.learned[-1] == ((0, channels - 1, size - 1, size - 1), float(numbers[-1, -1, -1]))
    assert "Filter 1 of conv1" in found.note


def test_the_bounds_are_those_of_the_scene() -> None:
    forms = {form.name: form for form in knobs_of(Knobs)}
    assert (forms["size"].high, forms["stride"].high, forms["dilation"].high) == (LARGEST, MOST_STRIDE, MOST_DILATION)
    assert str(MOST_PADDING) in forms["padding"].choices
    assert str(MOST_PADDING + 1) not in forms["padding"].choices


def in_torch(layer: Layer, numbers: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """What a layer's filter makes of a picture, with the layer's own padding, stride and dilation."""
    (above, below), (left, right) = layer.sides(0), layer.sides(1)
    padded = functional.pad(torch.from_numpy(picture).double()[None], (left, right, above, below))
    weight = torch.from_numpy(numbers).double()[None]
    return functional.conv2d(padded, weight, stride=layer.stride, dilation=layer.dilation)[0, 0].numpy()


@pytest.mark.parametrize(
    ("name", "layer", "channels"),
    [
        ("squeezenet-1.1", "stem.conv1", 3),
        ("resnet-18", "stem.conv1", 3),
        ("efficientnet-lite0", "stem.conv1", 3),
        ("efficientnet-lite0", "stage3.1.depthwise", 1),
        ("vgg-11", "conv3_2", 1),
    ],
)
def test_the_scene_lays_the_windows_where_the_network_has_them(name: str, layer: str, channels: int) -> None:
    found, chance = network(name).layer(layer), np.random.default_rng(3)
    picture = chance.integers(0, 256, (channels, 224, 224), np.uint8)
    assert found.kernel is not None
    numbers = kernel(channels, *found.kernel)
    grip = door(found, numbers, "Filter 1", picture)
    maps = computed.layer(Knobs(**dict(grip.values))).maps
    assert OTHER_EDGE not in grip.note
    np.testing.assert_allclose(maps[0], in_torch(found, numbers, picture), atol=1e-6)


@pytest.mark.parametrize(
    ("layer", "side"),
    [
        (replace(FIRST, padding=(4, 4)), 60),
        (replace(FIRST, padding=(0, 1)), 60),
        (replace(FIRST, padding=(0, 0), behind=(1, 1), stride=(2, 2)), 61),
        (replace(FIRST, padding=(0, 0), dilation=(2, 2)), 4),
    ],
)
def test_where_the_scene_has_no_such_padding_the_note_says_so(layer: Layer, side: int) -> None:
    grip = door(layer, kernel(3, 3), "Filter 1", np.full((3, side, side), 9, np.uint8))
    assert Knobs(**dict(grip.values)).problem() is None
    assert OTHER_EDGE in grip.note


def test_padding_that_the_scene_has_by_another_name_is_the_same() -> None:
    wide = replace(FIRST, kernel=(7, 7), padding=(6, 6), dilation=(2, 2))
    picture = np.random.default_rng(1).integers(0, 256, (3, 40, 40), np.uint8)
    grip = door(wide, kernel(3, 7), "Filter 1", picture)
    maps = computed.layer(Knobs(**dict(grip.values))).maps
    assert OTHER_EDGE not in grip.note
    np.testing.assert_allclose(maps[0], in_torch(wide, kernel(3, 7), picture), atol=1e-6)


def test_the_note_says_only_what_is_true() -> None:
    first = replace(FIRST, bias=False)
    assert "bias" not in door(first, kernel(3, 3), "Filter 1", None).note
    assert "without its bias" in door(replace(first, bias=True), kernel(3, 3), "Filter 1", None).note
    assert "Here it reads a colour picture, as bytes from 0 to 255." in door(first, kernel(3, 3), "Filter 1", None).note
    grey = door(first, kernel(1, 3), "Filter 1, channel 2", None).note
    assert "Here it reads a grey picture, as bytes from 0 to 255." in grey
    inner = door(replace(first, inputs=("relu1",)), kernel(1, 3), "Filter 1, channel 2", None).note
    assert "In the network it reads maps of another layer; here it reads a grey picture" in inner
    unknown = door(replace(first, inputs=(), shape=()), kernel(1, 3), "Filter 1, channel 2", None).note
    assert "The file does not say its stride and its padding" in unknown
    assert "In the network" not in unknown
    assert OTHER_EDGE not in unknown


@pytest.mark.parametrize(
    ("layer", "numbers", "says"),
    [
        (FIRST, kernel(1, 11), "up to 7×7; this one is 11×11"),
        (FIRST, kernel(1, 3, 5), "square kernels only"),
        (replace(FIRST, stride=(4, 4)), kernel(1, 3), "by 1 to 3 cells"),
        (replace(FIRST, stride=(1, 2)), kernel(1, 3), "by 1 to 3 cells"),
        (replace(FIRST, dilation=(4, 4)), kernel(1, 3), "so far spread"),
        (FIRST, np.full((1, 3, 3), np.nan, np.float32), "not finite"),
    ],
)
def test_what_the_scene_has_no_room_for_is_told(layer: object, numbers: np.ndarray, says: str) -> None:
    assert says in refusal(layer, numbers)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the kits of these tests lie."""
    return tmp_path_factory.mktemp("kits")


def over_maps(whose: Kit, layer: str, place: int, channel: int | None) -> tuple[OpenScene | None, Floats, Floats]:
    """The door of a filter, and what the engine has of that map: behind the convolution, and behind its norm."""
    operation = convolution_of(published.described(whose), layer)
    assert operation is not None
    picture = read_as(Picture("cat"), published.reads(whose).side, published.described(whose).shape[0])
    names = tuple(dict.fromkeys((layer, operation.norm or layer, *operation.reads)))
    read = answer(Inquiry(whose, Maps(picture, tuple(name for name in names if name != INPUT)))).maps
    reads = published.standardised(picture, whose) if operation.reads == (INPUT,) else read[operation.reads[0]]
    kernel = published.unit_weights(whose, layer, place).astype(np.float32)
    kernel = kernel if channel is None else kernel[channel : channel + 1]
    grip = door_over_maps(whose, operation, reads, kernel, place, channel)
    return grip, read[layer].array[place], read[operation.norm or layer].array[place]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "layer", "place", "channel", "said"),
    [
        ("resnet-18", "stem.conv1", 3, None, "Filter 4 of stem.conv1, over the photo, as it is read. This is the sum"),
        ("resnet-18", "stem.conv1", 3, 1, "over channel 2 of the photo, as it is read. The other 2 maps add one"),
        ("resnet-18", "layer1.2.conv2", 9, 5, "over map 6 of layer1.2.relu1. The other 63 maps add one number"),
        ("resnet-18", "layer2.1.shortcut.conv", 2, 0, "over map 1 of layer1.2.relu2. The other 63 maps add one number"),
        (
            "mobilenet-v2",
            "stage3.2.depthwise",
            7,
            0,
            "over map 8 of stage3.2.relu1. This is the sum",
        ),
        ("squeezenet-1.1", "fire3.expand.expand3x3.conv", 4, 2, "The other 15 maps add one number to each cell. The b"),
    ],
)
def test_over_its_maps_a_filter_makes_what_the_network_makes(
    folder: Path, name: str, layer: str, place: int, channel: int | None, said: str
) -> None:
    whose = kit(folder, name)
    grip, wanted, normed = over_maps(whose, layer, place, channel)
    assert grip is not None
    assert said in grip.note
    knobs: Any = Knobs(**dict(grip.values))
    assert knobs.problem() is None
    found = computed.layer(knobs).maps[0]
    np.testing.assert_allclose(found, wanted, atol=2e-3)
    assert grip.step in {step.title for step in plan(convolution, knobs)}
    if channel is None:
        assert normed[knobs.at] == pytest.approx(normed.max(), abs=1e-3)
    own = computed.layer(replace(knobs, others=(), bias=0.0, biases=())).maps[0]
    assert own[knobs.at] == pytest.approx(own.max() if own.max() > 0 else own.min(), abs=1e-6)


@pytest.mark.slow
def test_over_maps_there_is_no_door_where_the_scene_would_show_something_else(folder: Path) -> None:
    whose = kit(folder, "resnet-18")
    operation = convolution_of(published.described(whose), "layer1.2.conv2")
    assert operation is not None
    maps = Values(np.ones((64, 56, 56), np.float32))
    own = published.unit_weights(whose, "layer1.2.conv2", 1)[2:3].astype(np.float32)
    assert door_over_maps(whose, operation, maps, own, 1, 2) is not None
    assert door_over_maps(whose, operation, maps, own + 1, 1, 2) is None, "the file's array is another one"
    assert door_over_maps(whose, operation, Values(np.full((64, 56, 56), np.nan)), own, 1, 2) is None
    assert door_over_maps(whose, operation, Values(np.ones((64, 400, 400), np.float32)), own, 1, 2) is None
    assert door_over_maps(Kit("resnet-18", str(folder / "gone")), operation, maps, own, 1, 2) is None
