"""The weights of networks that ship or have been opened, for the arithmetic of one cell, and their classes' names.

They are read when they are asked for, layer by layer: the whole of them is never in memory. What is read is kept, for
nothing of a network that ships and nothing of a kit ever changes.
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
from scenes.stage.data import networks, pictures
from scenes.stage.data.networks import Network
from scenes.stage.data.pictures import Picture
from scenes.stage.data.reading import SIDE, Inquiry, Kit, Maps, Reading, Whose
from scenes.stage.numbers.values import Values

LITE = "efficientnet-lite0"
LOGITS = "logits"


class GoneError(LookupError):
    """A file of a network can't be read any more."""


@dataclass(frozen=True)
class Reads:
    """What a network makes of the bytes of a picture before its first layer: (picture - `mean`) / `deviation`.

    Both have a number for each channel. The picture's height and width are `side`, in pixels.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    side: int

    @property
    def grey(self) -> float:
        """The grey that is as near as can be to 0 for the network."""
        return sum(self.mean) / len(self.mean)


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
def weights(whose: Whose, layer: str) -> Floats:
    """The weights of a convolution (filters, channels / groups, k, k) or a dense layer (units, inputs), read-only.

    Raises KeyError where the layer has none, and, as all that reads files here, `GoneError` where its file is gone.
    Of a layer that may have a hundred million, `unit_weights` reads what is needed.
    """
    return _stored(whose).read(*_named(whose, layer, "weight"))


@lru_cache(maxsize=256)
def unit_weights(whose: Whose, layer: str, unit: int) -> Floats:
    """The weights of one filter (channels / groups, k, k), or of one dense unit (inputs,); see `weights`."""
    return _stored(whose).read(*_named(whose, layer, "weight"), unit)


@lru_cache(maxsize=64)
def norm(whose: Whose, layer: str) -> Norm:
    """The batch normalisation of a layer; raises KeyError where it is none."""
    mean, variance, gamma, beta = (
        _stored(whose).read(*_named(whose, layer, part)) for part in ("running_mean", "running_var", "weight", "bias")
    )
    return Norm(mean, variance, gamma, beta, networks.network(_network(whose)).layer(layer).epsilon)


def numbers(whose: Whose, name: str) -> npt.NDArray[np.float32]:
    """Whatever the network has of a name, "layer.weight" and so on, as torch lays it out; it is read anew each time.

    Raises KeyError where the layer has none.
    """
    layer, _, part = name.rpartition(".")
    return _stored(whose).as_stored(*_named(whose, layer, part))


@lru_cache(maxsize=64)
def biases(whose: Whose, layer: str) -> Floats:
    """The biases of a dense layer or a convolution, (units,), read-only; raises KeyError where it has none."""
    return _stored(whose).read(*_named(whose, layer, "bias"))


@cache
def labels(whose: Whose) -> tuple[str, ...]:
    """What the classes are called, in the order of the logits; those without a name are numbered from 1 on."""
    path, classes = _path(whose, "labels.txt"), described(whose).classes
    said = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    said += [""] * (classes - len(said))
    return tuple(name or f"class {number}" for number, name in enumerate(said[:classes], start=1))


@cache
def reads(whose: Whose) -> Reads:
    """What a network makes of pictures; raises `GoneError` where that can't be read."""
    said = _page(_path(whose, "reads.json"))
    side = networks.network(_network(whose)).shape[1]
    return Reads(tuple(said["mean"]), tuple(said["deviation"]), side)


@cache
def file_of(whose: Whose) -> str:
    """The name of the file that a kit's weights are from; "" where that isn't known, and of a network that ships.

    Raises `GoneError` where that can't be read.
    """
    return str(_page(_path(whose, "reads.json")).get("file", "")) if isinstance(whose, Kit) else ""


@cache
def described(whose: Whose) -> Network:
    """The layers of a network; of a kit with as many classes as it has, and without what helped training and is gone.

    Raises `GoneError` where its weights can't be read.
    """
    found = networks.network(_network(whose))
    if isinstance(whose, str):
        return found
    stored, classes = _stored(whose).parts, found.classes
    if found.classifier is not None:
        weights_of_it = stored.get(_named(whose, found.classifier.name, "weight")[0])
        if weights_of_it is None:
            raise GoneError(f"The weights of {found.title} are not all there.")
        classes = weights_of_it["shape"][0]
    return networks.adapted(found, classes, {name.partition(".")[0] for name in stored})


def _network(whose: Whose) -> str:
    """The name of its description."""
    return whose.network if isinstance(whose, Kit) else whose


@cache
def _names(whose: Whose) -> Mapping[str, str]:
    """What the file of weights calls a layer, where it calls it otherwise than we do."""
    path = _path(whose, "names.json")
    return _page(path) if path.is_file() else {}


def _page(path: Path) -> dict[str, Any]:
    """What a file of JSON says."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoneError(f"{path.name} can't be read.") from error
    return found


@dataclass(frozen=True, eq=False)
class _Stored:
    """A file of weights in the form of safetensors: what it says of its parts, and where their numbers begin."""

    path: Path
    begin: int
    parts: Mapping[str, Any]

    def read(self, name: str, otherwise: str, unit: int | None = None) -> Floats:
        """One part of it, or one unit of that, read-only; raises KeyError, which says `otherwise`, where it is not."""
        found = self.as_stored(name, otherwise, unit).astype(float)
        found.setflags(write=False)
        return found

    def as_stored(self, name: str, otherwise: str, unit: int | None = None) -> npt.NDArray[np.float32]:
        """The same as float32, which is half as much."""
        if name not in self.parts:
            raise KeyError(otherwise)
        shape, (first, end) = self.parts[name]["shape"], self.parts[name]["data_offsets"]
        if unit is not None:
            units, *shape = shape
            length = (end - first) // units
            first, end = first + unit * length, first + (unit + 1) * length
        try:
            return np.fromfile(self.path, "<f4", (end - first) // 4, offset=self.begin + first).reshape(shape)
        except (OSError, ValueError) as error:
            raise GoneError(f"{self.path.name} can't be read any more.") from error


@cache
def _stored(whose: Whose) -> _Stored:
    path = _path(whose, "safetensors")
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            return _Stored(path, 8 + length, json.loads(file.read(length)))
    except (OSError, ValueError) as error:
        raise GoneError(f"{path.name} can't be read any more.") from error


def _named(whose: Whose, layer: str, part: str) -> tuple[str, str]:
    """What the file calls a part of a layer, and what is said if it isn't there."""
    return f"{_names(whose).get(layer, layer)}.{part}", f"Layer {layer} of {_network(whose)} has no {part}."


def _path(whose: Whose, ending: str) -> Path:
    if isinstance(whose, Kit):
        return Path(whose.folder, f"{whose.network}.{ending}")
    return assets.path("published", f"{whose}.{ending}")


# What a picture is to a network, and what an answer says ------------------------------------------------------------


class Guess(NamedTuple):
    """A class with its name, its logit and its probability."""

    label: int
    name: str
    logit: float
    share: float


@lru_cache(maxsize=16)
def read_as(picture: Picture, side: int = SIDE, channels: int = 3) -> Values:
    """A picture as a network reads it, uint8 (channels, side, side): its centred square, brought to that size."""
    found = pictures.with_channels(picture, channels)
    if len(found) < channels:
        found = np.repeat(found, channels, axis=0)
    has = min(found.shape[1:])
    top, left = ((length - has) // 2 for length in found.shape[1:])
    square = found[:, top : top + has, left : left + has]
    if has != side:
        places = np.clip((np.arange(side) + 0.5) * has / side - 0.5, 0, has - 1)
        square = sampled(square, *np.meshgrid(places, places, indexing="ij"))
    return Values(np.clip(np.rint(square), 0, 255).astype(np.uint8))


@lru_cache(maxsize=64)
def shown(picture: Values) -> Values:
    """A picture as pixels, (height, width, 3) bytes."""
    return Values(np.moveaxis(np.broadcast_to(picture.array, (3, *picture.shape[1:])), 0, -1))


@lru_cache(maxsize=8)
def standardised(picture: Values, whose: Whose = LITE) -> Values:
    """What the first layer reads of a picture, float64 (channels, height, width)."""
    mean, deviation = (np.reshape(each, (-1, 1, 1)) for each in (reads(whose).mean, reads(whose).deviation))
    return Values((picture.array.astype(float) - mean) / deviation)


@lru_cache(maxsize=64)
def guesses(reading: Reading, whose: Whose = LITE) -> tuple[Guess, ...]:
    """All classes, the most probable first."""
    logits = reading.logits.array.astype(float)
    shares, names = reference.softmax(logits), labels(whose)
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
def _kept(whose: Whose, subject: str) -> Mapping[str, Values]:
    """What ships of the answer to the inquiries about a subject: logits, and maps by their name; else nothing."""
    found: dict[str, Values] = {}
    names = () if isinstance(whose, Kit) else _contents(whose).get(subject, ())
    if not names:
        return found
    with np.load(_path(whose, "readings.npz"), allow_pickle=False) as arrays:
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
