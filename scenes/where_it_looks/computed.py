"""What the lenses show, as numbers over the picture: the class activation map, and what is made of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes.reference import Floats
from scenes.stage.data import networks, published
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import COVERED, GREY, SIDE, Reading
from scenes.stage.numbers.ranks import rank_correlation
from scenes.stage.numbers.values import Values
from scenes.where_it_looks.knobs import SQUARES

DENSE, LAST = "head.fc", "head.relu2"
"""The layer of the logits, and the one with the last maps."""
NOISE = 1e-5
"""Numbers of logits that are nowhere larger are no more than what rounding leaves of nothing."""
DARK = 0.18
"""How bright the photo stays where a map is 0."""


@dataclass(frozen=True, eq=False)
class Place:
    """A stop of the network whose maps can be weighed: what it is called, its layer, and the shape of its maps."""

    name: str
    layer: str
    channels: int
    side: int


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """The stem (0), the sixteen blocks and the head (17), each by the last of its maps."""
    found: list[Place] = []
    for number, part in enumerate(networks.network(LITE).blocks):
        layer = [each for each in part.layers if each.spatial and each.shape[1] > 1][-1]
        name = f"block {number}" if 0 < number < len(networks.network(LITE).blocks) - 1 else part.name
        found.append(Place(name, layer.name, layer.shape[0], layer.shape[1]))
    return tuple(found)


@lru_cache(maxsize=32)
def class_map(maps: Values, label: int) -> Values:
    """How much each cell of the last maps (1280, 7, 7) adds to the logit of a class, (7, 7).

    The logit is the bias and, over all maps, the weight times the mean: so it is the bias and the sum of these cells.
    """
    weights, found = published.weights(LITE, DENSE)[label], maps.array.astype(float)
    return Values(np.tensordot(weights, found, axes=1) / (found.shape[1] * found.shape[2]))


def bias(label: int) -> float:
    """The bias of the logit of a class."""
    return float(published.biases(LITE, DENSE)[label])


@lru_cache(maxsize=32)
def difference(one: Values, other: Values) -> Values:
    """One map less another."""
    return Values(one.array - other.array)


@lru_cache(maxsize=32)
def steepest(slopes: Values) -> Values:
    """Of slopes (channels, height, width) the size of the largest at each place, (height, width)."""
    return Values(np.abs(slopes.array.astype(float)).max(0))


@lru_cache(maxsize=32)
def lost(reading: Reading, of: int) -> Values | None:
    """How many logits a class loses at each place of the grey square, (rows, columns); NaN where it has not come."""
    rows = reading.maps.get(COVERED)
    if rows is None:
        return None
    found = float(reading.logits.array[of]) - rows.array[:, :, of].astype(float)
    return Values(found) if np.isfinite(found).any() else None


@lru_cache(maxsize=64)
def covered(picture: Values, square: tuple[int, int], side: int) -> Values:
    """The picture (3, 224, 224) with a grey square whose middle lies at a place."""
    top, left = corner_of(square, side)
    found = picture.array.copy()
    found[:, top : top + side, left : left + side] = GREY
    return Values(found)


def corner_of(square: tuple[int, int], side: int) -> tuple[int, int]:
    """The top and the left, in pixels, of a covered square whose middle lies at a place."""
    top, left = (round((place + 0.5) * SIDE / SQUARES - side / 2) for place in square)
    return min(max(top, 0), SIDE - side), min(max(left, 0), SIDE - side)


@lru_cache(maxsize=32)
def lit(picture: Values, shown: Values, begin: float = 0.0, pitch: float = 0.0) -> Values:
    """The picture as pixels, (224, 224, 3) bytes, bright where a map is large and dark where it is 0 or less.

    The map lies over all of it, or its first cell begins at a pixel and each is `pitch` pixels wide.
    """
    rows = len(shown.array)
    values = np.where(np.isfinite(shown.array), shown.array, 0.0)
    shares = np.clip(values / max(float(values.max()), 1e-12), 0.0, 1.0)
    index = np.floor((np.arange(SIDE) + 0.5 - begin) / (pitch or SIDE / rows)).astype(int)
    inside = (index >= 0) & (index < rows)
    spread = np.where(
        inside[:, None] & inside[None], shares[np.ix_(index.clip(0, rows - 1), index.clip(0, rows - 1))], 0
    )
    bright = DARK + (1.0 - DARK) * spread
    return Values(np.rint(np.moveaxis(picture.array, 0, -1) * bright[:, :, None]).astype(np.uint8))


@lru_cache(maxsize=32)
def alike(one: Values, other: Values) -> float | None:
    """The rank correlation of the sizes of two maps; None where one of them is no more than the noise of rounding."""
    sizes: list[Floats] = [np.abs(each.array.astype(float)) for each in (one, other)]
    if any(float(each.max()) < NOISE for each in sizes):
        return None
    return rank_correlation(*sizes)
