"""The weights of published networks that ship, for the arithmetic of one cell, and what their classes are called.

They are read when they are asked for, layer by layer: the whole of them is never in memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import assets
from scenes import reference
from scenes.reference import Floats
from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture
from scenes.stage.data.reading import SIDE, Inquiry, Maps, Reading
from scenes.stage.numbers.values import Values

LITE = "efficientnet-lite0"
EPSILON: Mapping[str, float] = {LITE: 1e-3}
"""What is added to variances before their root is taken, by network."""
LOGITS = "logits"
MEAN, DEVIATION = 127.0, 128.0
"""The network reads (picture - MEAN) / DEVIATION of the bytes of a picture."""


@dataclass(frozen=True, eq=False)
class Norm:
    """A batch normalisation in use: for each channel its mean, its variance, and what it has learned, (channels,)."""

    mean: Floats
    variance: Floats
    gamma: Floats
    beta: Floats
    epsilon: float

    @property
    def deviation(self) -> Floats:
        """What is divided by: the root of the variance, (channels,)."""
        return np.asarray(np.sqrt(self.variance + self.epsilon))

    @property
    def factor(self) -> Floats:
        """What the normalisation multiplies by, (channels,): with it, the weights before it are folded."""
        return np.asarray(self.gamma / self.deviation)

    @property
    def shift(self) -> Floats:
        """What it adds then, (channels,): the bias of the folded convolution."""
        return np.asarray(self.beta - self.mean * self.factor)


@lru_cache(maxsize=64)
def weights(network: str, layer: str) -> Floats:
    """The weights of a convolution (filters, channels / groups, k, k) or a dense layer (units, inputs), read-only.

    Raises KeyError where the layer has none.
    """
    return _tensor(network, layer, "weight")


@lru_cache(maxsize=64)
def norm(network: str, layer: str) -> Norm:
    """The batch normalisation of a layer; raises KeyError where it is none."""
    mean, variance, gamma, beta = (
        _tensor(network, layer, part) for part in ("running_mean", "running_var", "weight", "bias")
    )
    return Norm(mean, variance, gamma, beta, EPSILON[network])


@cache
def biases(network: str, layer: str) -> Floats:
    """The biases of a dense layer, (units,), read-only; raises KeyError where it has none."""
    return _tensor(network, layer, "bias")


@cache
def labels(network: str) -> tuple[str, ...]:
    """What the classes are called, in the order of the logits."""
    return tuple(_path(network, "labels.txt").read_text(encoding="utf-8").splitlines())


@cache
def _names(network: str) -> Mapping[str, str]:
    """What the file of weights calls a layer."""
    found: dict[str, str] = json.loads(_path(network, "names.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, eq=False)
class _Stored:
    """A file of weights in the form of safetensors: what it says of its parts, and where their numbers begin."""

    path: Path
    begin: int
    parts: Mapping[str, Any]

    def read(self, name: str) -> Floats:
        """One part of it, read-only; raises KeyError where there is none of that name."""
        first, end = self.parts[name]["data_offsets"]
        numbers = np.fromfile(self.path, "<f4", (end - first) // 4, offset=self.begin + first)
        found = numbers.reshape(self.parts[name]["shape"]).astype(float)
        found.setflags(write=False)
        return found


@cache
def _stored(network: str) -> _Stored:
    path = _path(network, "safetensors")
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        return _Stored(path, 8 + length, json.loads(file.read(length)))


def _tensor(network: str, layer: str, part: str) -> Floats:
    name = f"{_names(network).get(layer, layer)}.{part}"
    try:
        return _stored(network).read(name)
    except KeyError:
        raise KeyError(f"Layer {layer} of {network} has no {part}.") from None


def _path(network: str, ending: str) -> Path:
    return assets.path("published", f"{network}.{ending}")


# What a picture is to a network, and what an answer says ------------------------------------------------------------


class Guess(NamedTuple):
    """A class with its name, its logit and its probability."""

    label: int
    name: str
    logit: float
    share: float


@lru_cache(maxsize=16)
def read_as(picture: Picture) -> Values:
    """A picture as the network reads it, uint8 (3, 224, 224): its centred square, enlarged where it is smaller."""
    found = pictures.pixels(picture)
    if len(found) == 1:
        found = np.repeat(found, 3, axis=0)
    side = min(found.shape[1:])
    top, left = ((length - side) // 2 for length in found.shape[1:])
    square = found[:, top : top + side, left : left + side]
    if side != SIDE:
        places = np.clip((np.arange(SIDE) + 0.5) * side / SIDE - 0.5, 0, side - 1)
        square = sampled(square, *np.meshgrid(places, places, indexing="ij"))
    return Values(np.clip(np.rint(square), 0, 255).astype(np.uint8))


@lru_cache(maxsize=64)
def shown(picture: Values) -> Values:
    """A picture as pixels, (224, 224, 3) bytes."""
    return Values(np.moveaxis(picture.array, 0, -1))


@lru_cache(maxsize=64)
def guesses(reading: Reading) -> tuple[Guess, ...]:
    """All classes, the most probable first."""
    logits = reading.logits.array.astype(float)
    shares, names = reference.softmax(logits), labels(LITE)
    order = np.argsort(-logits, kind="stable")
    return tuple(Guess(int(index), names[index], float(logits[index]), float(shares[index])) for index in order)


def sampled(picture: Floats, y: Floats, x: Floats) -> Floats:
    """The picture (channels, height, width) at fractional places, each mixed from the four pixels round it."""
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    bottom, right = np.minimum(top + 1, picture.shape[1] - 1), np.minimum(left + 1, picture.shape[2] - 1)
    down, across = y - top, x - left
    upper = picture[:, top, left] * (1 - across) + picture[:, top, right] * across
    lower = picture[:, bottom, left] * (1 - across) + picture[:, bottom, right] * across
    return np.asarray(upper * (1 - down) + lower * down)


# What is at hand without an engine -----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def kept(inquiry: Inquiry) -> Reading | None:
    """The answer that ships, for a picture that ships; None where none does.

    It is a stand-in, for a moment or a picture on paper: not all maps are in it, and those are kept to three digits.
    A map that is not, and a class whose logit is not, has NaN in all its cells.
    """
    stored = _kept(inquiry.network, inquiry.subject)
    if LOGITS not in stored:
        return None
    asked = inquiry.question.layers if isinstance(inquiry.question, Maps) else stored.keys() - {LOGITS}
    return Reading(stored[LOGITS], {name: stored[name] for name in asked if name in stored})


@lru_cache(maxsize=32)
def _kept(network: str, subject: str) -> Mapping[str, Values]:
    """What ships of the answer to the inquiries about a subject: logits, and maps by their name; else nothing."""
    found: dict[str, Values] = {}
    names = _contents(network).get(subject, ())
    if not names:
        return found
    with np.load(_path(network, "readings.npz"), allow_pickle=False) as arrays:
        for name in names:
            _, _, layer, *held = name.split("|")
            array = arrays[name] if arrays[name].dtype == np.uint8 else arrays[name].astype(np.float32)
            found[layer] = Values(_spread(array, *held) if held else array)
    return found


@cache
def _contents(network: str) -> Mapping[str, tuple[str, ...]]:
    """The names of the arrays that ship, by the subject of their inquiry."""
    found: dict[str, tuple[str, ...]] = {}
    with np.load(_path(network, "readings.npz"), allow_pickle=False) as arrays:
        for name in arrays.files:
            picture, asked, *_ = name.split("|")
            subject = f"{picture}|{asked}"
            found[subject] = (*found.get(subject, ()), name)
    return found


def _spread(maps: npt.NDArray[np.float32], which: str, count: str) -> npt.NDArray[np.float32]:
    """Some maps, "3,17", at their places among so many."""
    spread = np.full((int(count), *maps.shape[1:]), np.nan, np.float32)
    spread[[int(place) for place in which.split(",")]] = maps
    return spread
