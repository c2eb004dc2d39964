"""Networks with what they have learned: weights that ship, or those of a folder, put onto our own modules.

They are read when somebody asks for them, and kept from then on.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from torch.nn import functional

import assets
from engine.models import networks
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.architectures.parts import Auxiliary
from engine.models.layers import initialise
from engine.models.networks import Trained, UnfitWeightsError

FOLDER = "published"
READY = 3
"""So many networks are kept: one with its weights, and some with weights by chance."""
Weighted = nn.Conv2d | nn.Linear
PHOTOS = ("chelsea", "coffee", "camera", "astronaut")
DAMAGED = "The weights of {} are missing or damaged; install Convoscope again."
GONE = "The weights of this network can't be read any more; open its file again."


class Reads(NamedTuple):
    """What a network makes of pictures before its first layer."""

    mean: float | tuple[float, ...]
    deviation: float | tuple[float, ...]


@lru_cache(READY)
def published(name: str, drawn: int | None = None, folder: str = "") -> Trained:
    """Return a published network in use, with its own weights or (`drawn`, a seed) with some drawn by chance.

    Its own are those that ship, or those in a `folder`, whose network may tell another number of classes apart. What
    helps in training only is left out.

    Raises:
        UnfitWeightsError: no weights of that network ship, or they can't be read; the text is one sentence.
    """
    if name not in ARCHITECTURES or not (folder or _file(name, "names.json", folder).is_file()):
        raise UnfitWeightsError(f"No weights ship of a network named {name!r}; choose another one.")
    try:
        reads, parts = _reads(name, folder), _parts(name, folder)
        with safe_open(_file(name, "safetensors", folder), "pt") as stored:
            if drawn is None:
                with torch.device("meta"):  # no numbers are drawn which the next lines replace
                    module = _built(name, stored, parts)
                _load(module.to_empty(device="cpu"), stored, parts)
            else:
                with torch.random.fork_rng(devices=[]):
                    torch.manual_seed(drawn)
                    module = _built(name, stored, parts)
                    initialise(module, "he")
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise UnfitWeightsError(GONE if folder else DAMAGED.format(name)) from error
    net = Trained(module.eval().requires_grad_(False), ARCHITECTURES[name].shape, reads.mean, reads.deviation)
    if drawn is not None:
        _settle(net)
    networks.channels_last(module)
    return net


def _file(name: str, kind: str, folder: str) -> Path:
    return Path(folder, f"{name}.{kind}") if folder else assets.path(FOLDER, f"{name}.{kind}")


def _reads(name: str, folder: str) -> Reads:
    """What the network makes of pictures; raises ValueError where that can't be."""
    said = json.loads(_file(name, "reads.json", folder).read_text(encoding="utf-8"))
    levels = tuple(tuple(float(number) for number in said[key]) for key in ("mean", "deviation"))
    channels = ARCHITECTURES[name].shape[0]
    if any(len(each) != channels or not all(map(isfinite, each)) for each in levels) or not all(levels[1]):
        raise ValueError("there is a mean and a deviation for each channel")
    mean, deviation = (each[0] if len(set(each)) == 1 else each for each in levels)
    return Reads(mean, deviation)


def _parts(name: str, folder: str) -> dict[str, str]:
    """What the file of weights calls a layer, where it calls it otherwise than we do."""
    path = _file(name, "names.json", folder)
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def _built(name: str, stored: safe_open, parts: dict[str, str]) -> nn.Module:
    """Build the network as it is in use, with as many classes as are stored."""
    module = ARCHITECTURES[name].build()
    for side in [name for name, part in module.named_children() if isinstance(part, Auxiliary)]:
        delattr(module, side)
    weighted = [(layer, part) for layer, part in networks.leaves(module).items() if isinstance(part, Weighted)]
    layer, last = weighted[-1]
    classes = stored.get_slice(f"{parts.get(layer, layer)}.weight").get_shape()[0]  # type: ignore[no-untyped-call]
    if classes != len(last.weight):
        place, _, label = layer.rpartition(".")
        setattr(module.get_submodule(place), label, _with_units(last, classes))
    return module


def _with_units(layer: Weighted, units: int) -> nn.Module:
    """A new layer that reads the same and has another number of units."""
    biased = layer.bias is not None
    if isinstance(layer, nn.Linear):
        return nn.Linear(layer.in_features, units, biased)
    return nn.Conv2d(layer.in_channels, units, layer.kernel_size, layer.stride, layer.padding, bias=biased)  # type: ignore[arg-type]


def _load(module: nn.Module, stored: safe_open, parts: dict[str, str]) -> None:
    """Put each tensor of the file into the one place where it belongs; raises ValueError where it has none."""
    own = networks.numbers(module)
    places = {f"{parts.get(layer, layer)}.{kind}": own[f"{layer}.{kind}"] for layer, _, kind in _divided(own)}
    keys: list[str] = stored.keys()  # type: ignore[no-untyped-call]
    there = {key: tuple(stored.get_slice(key).get_shape()) for key in keys}  # type: ignore[no-untyped-call]
    in_use = {key: shape for key, shape in there.items() if not key.startswith("aux")}
    if {key: tuple(values.shape) for key, values in places.items()} != in_use:
        raise ValueError("these are the weights of another network")
    with torch.no_grad():
        for key, values in places.items():
            values.copy_(stored.get_tensor(key))  # type: ignore[no-untyped-call]


def _divided(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Names of tensors as the layer that each is of, a dot, and what it is there."""
    return (name.rpartition(".") for name in names)


def _settle(net: Trained) -> None:
    """Let all norms have in use what they find on the photos that ship.

    Behind weights by chance the signal would fade otherwise, or run into the bounds of ReLU6, long before the last
    block, and there would be no slopes to compare with.
    """
    for part in net.module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 1.0
            part.train()
    with torch.no_grad():
        net.module(net.seen(_photos(net.shape)))
    net.module.eval()


def _photos(shape: tuple[int, ...]) -> Tensor:
    """The photos that ship, (photos, channels, height, width) in 0..255, brought to a shape."""
    with np.load(assets.path("data", "photos.npz"), allow_pickle=False) as arrays:
        found = [arrays[name] for name in PHOTOS]
    colours = [each if each.ndim == 3 else np.repeat(each[:, :, None], 3, axis=2) for each in found]
    x = torch.from_numpy(np.moveaxis(np.stack(colours), -1, 1)).float()
    x = x if shape[0] == len(x[0]) else x.mean(1, keepdim=True)
    return x if x.shape[1:] == shape else functional.interpolate(x, shape[1:], mode="bilinear", antialias=True)
