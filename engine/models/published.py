"""Published networks with what they have learned: weights that ship, put onto our own modules.

They are read when somebody asks for them, and kept from then on.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

import assets
from engine.models import networks
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.layers import initialise
from engine.models.networks import Trained, UnfitWeightsError

FOLDER = "published"
MEAN, DEVIATION = 127.0, 128.0
"""What is taken from all pixels, and what they are divided by."""
READY = 3
"""So many networks are kept: one with its weights, and some with weights by chance."""
PHOTOS = ("chelsea", "coffee", "camera", "astronaut")
DAMAGED = "The weights of {} are missing or damaged; install Convoscope again."


@lru_cache(READY)
def published(name: str, drawn: int | None = None) -> Trained:
    """Return a published network in use, with its own weights or (`drawn`, a seed) with some drawn by chance.

    Raises:
        UnfitWeightsError: no weights of that network ship, or they can't be read; the text is one sentence.
    """
    if name not in ARCHITECTURES or not _file(name, "names.json").is_file():
        raise UnfitWeightsError(f"No weights ship of a network named {name!r}; choose another one.")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(drawn or 0)
        module = ARCHITECTURES[name].build()
        if drawn is not None:
            initialise(module, "he")
    if drawn is None:
        _load(module, name)
    else:
        _settle(module)
    networks.channels_last(module)
    return Trained(module.eval().requires_grad_(False), ARCHITECTURES[name].shape, MEAN, DEVIATION)


def _file(name: str, kind: str) -> Path:
    return assets.path(FOLDER, f"{name}.{kind}")


def _load(module: nn.Module, name: str) -> None:
    """Put each tensor of the file into the one place where it belongs."""
    try:
        stored = load_file(_file(name, "safetensors"))
        parts = json.loads(_file(name, "names.json").read_text(encoding="utf-8"))
    except (OSError, SafetensorError, ValueError) as error:
        raise UnfitWeightsError(DAMAGED.format(name)) from error
    own = networks.numbers(module)
    places = {f"{parts.get(layer)}.{kind}": own[f"{layer}.{kind}"] for layer, _, kind in _divided(own)}
    if {key: values.shape for key, values in places.items()} != {key: values.shape for key, values in stored.items()}:
        raise UnfitWeightsError(DAMAGED.format(name))
    with torch.no_grad():
        for key, values in places.items():
            values.copy_(stored[key])


def _divided(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Names of tensors as the layer that each is of, a dot, and what it is there."""
    return (name.rpartition(".") for name in names)


def _settle(module: nn.Module) -> None:
    """Let all norms have in use what they find on the photos that ship.

    Behind weights by chance the signal would fade otherwise, or run into the bounds of ReLU6, long before the last
    block, and there would be no slopes to compare with.
    """
    for part in module.eval().modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 1.0
            part.train()
    with torch.no_grad():
        module((_photos() - MEAN) / DEVIATION)


def _photos() -> Tensor:
    """The photos that ship, (photos, 3, height, width) in 0..255."""
    with np.load(assets.path("data", "photos.npz"), allow_pickle=False) as arrays:
        found = [arrays[name] for name in PHOTOS]
    colours = [each if each.ndim == 3 else np.repeat(each[:, :, None], 3, axis=2) for each in found]
    return torch.from_numpy(np.moveaxis(np.stack(colours), -1, 1)).float()
