from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from desktop.opened.model.doors import LARGEST, MOST_DILATION, MOST_PADDING, MOST_STRIDE, OTHER_EDGE, door, refusal
from scenes.convolution import computed
from scenes.convolution.knobs import Knobs
from scenes.stage.core.knobs import knobs_of
from scenes.stage.data.networks import Layer, network
from tests.desktop.opened.fakes import LAYERS

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
