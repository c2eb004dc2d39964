"""Is anything yellow? What a recording of that task holds: a picture, its counterpart, and what nets make of it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Contestant, Recording, Snapshot, View
from scenes.stage.draw.maps import sheets
from scenes.stage.numbers.values import Values

YELLOW = 1
"""The class of pictures with yellow in them."""
ROLES = (Role.FIRST, Role.THIRD, Role.FOURTH)
"""Of the nets with a 1×1 convolution, with a depthwise one, and with both."""


@lru_cache(maxsize=8)
def counterpart(picture: Values, label: int) -> Values:
    """A picture of the other class made of the same numbers, (3, height, width): the green ones change places.

    The brightest green lands on the brightest red, which makes yellow; of a yellow picture, on the darkest.
    """
    red, green, blue = picture.array
    order = np.argsort(red, axis=None, kind="stable")
    moved = np.empty_like(green)
    moved.flat[order if label != YELLOW else order[::-1]] = np.sort(green, axis=None)
    return Values(np.stack([red, moved, blue]))


@lru_cache(maxsize=8)
def pixels(picture: Values) -> Values:
    """The same picture as an image wants it, (height, width, 3)."""
    return Values(np.moveaxis(picture.array, 0, -1))


@lru_cache(maxsize=64)
def channels(picture: Values) -> tuple[Values, ...]:
    """The channels of a picture, or the maps of a layer, one by one, (height, width) each."""
    return sheets(picture.array)


def latest(run: Recording) -> Snapshot | None:
    """The last look inside; None before the first one."""
    return run.snapshots[-1] if len(run.snapshots) else None


def last_maps(contestant: Contestant, view: View) -> tuple[Values, ...]:
    """The maps (height, width) that the last layer reads the means of: those behind the last ReLU."""
    at = max(index for index, layer in enumerate(contestant.layers) if layer.kind == "relu")
    return channels(view.maps[at])


def chance_of_yellow(view: View) -> float:
    """The probability, 0..1, that a net gives to yellow."""
    return float(view.probabilities.array[YELLOW])


def account(contestant: Contestant) -> str:
    """How the number of parameters adds up: "16 + 10 = 26"."""
    parts = " + ".join(str(layer.parameters) for layer in contestant.trained_layers)
    return f"{parts} = {contestant.parameters}"
