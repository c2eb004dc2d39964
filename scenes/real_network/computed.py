"""The picture as the network reads it, as it came and changed, and what the answers say."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scenes import reference
from scenes.real_network.knobs import SQUARES, Knobs
from scenes.real_network.stops import end
from scenes.stage.data import published
from scenes.stage.data.pictures import LUMA, Picture
from scenes.stage.data.published import LITE, read_as, sampled
from scenes.stage.data.reading import SIDE, Whose
from scenes.stage.numbers.values import Values

Array = npt.NDArray[np.float64]


def changed(knobs: Knobs) -> Values:
    """The picture with all that is done to it, uint8 (channels, side, side)."""
    return _changed(
        knobs.of, knobs.picture, knobs.turn, knobs.shift, knobs.blur, knobs.noise, knobs.grey, knobs.cover,
        knobs.square,
    )  # fmt: skip


@lru_cache(maxsize=32)
def _changed(
    of: Whose, picture: Picture, turn: int, shift: int, blur: int, noise: int, grey: bool, cover: int,
    square: tuple[int, int],
) -> Values:  # fmt: skip
    found, nothing = picture_of(of, picture).array.astype(float), grey_of(of)
    if turn or shift:
        found = _moved(found, turn, shift, nothing)
    if blur:
        found = _blurred(found, blur)
    if noise:
        found = found + np.random.default_rng(1).normal(0.0, noise, found.shape)
    if grey and len(found) == 3:
        found = np.repeat(np.tensordot(LUMA, found, axes=1)[None], 3, axis=0)
    if cover:
        top, left = corner_of(square, cover, found.shape[1])
        found = found.copy()
        found[:, top : top + cover, left : left + cover] = nothing
    return Values(np.clip(np.rint(found), 0, 255).astype(np.uint8))


def corner_of(square: tuple[int, int], cover: int, side: int = SIDE) -> tuple[int, int]:
    """The top and the left, in pixels, of a covered square whose middle lies at a place of a picture of a side."""
    top, left = (round((place + 0.5) * side / SQUARES - cover / 2) for place in square)
    return min(max(top, 0), side - cover), min(max(left, 0), side - cover)


def picture_of(of: Whose, picture: Picture) -> Values:
    """A picture as a network takes it, uint8 (channels, side, side)."""
    channels, side, _ = published.described(of).shape
    return read_as(picture, side, channels)


def grey_of(of: Whose) -> int:
    """The grey of bytes that is nearest to 0 for a network."""
    return round(published.reads(of).grey)


def _moved(picture: Array, turn: int, shift: int, outside: int) -> Array:
    """The picture turned round its middle and shifted to the right; what comes in from outside is grey."""
    side = picture.shape[1]
    angle, middle = np.deg2rad(turn), (side - 1) / 2
    rows, columns = np.meshgrid(np.arange(side) - middle, np.arange(side) - middle - shift, indexing="ij")
    y = np.cos(angle) * rows - np.sin(angle) * columns + middle
    x = np.sin(angle) * rows + np.cos(angle) * columns + middle
    inside = (y > -0.5) & (y < side - 0.5) & (x > -0.5) & (x < side - 0.5)
    found = sampled(picture, np.clip(y, 0, side - 1), np.clip(x, 0, side - 1))
    return np.where(inside, found, float(outside))


def _blurred(picture: Array, deviation: int) -> Array:
    """The picture under a bell curve of a deviation in pixels, with its edges repeated."""
    reach = 3 * deviation
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    bell /= bell.sum()
    for axis in (1, 2):
        margins = [(0, 0), (0, 0), (0, 0)]
        margins[axis] = (reach, reach)
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(picture, margins, "edge"), len(bell), axis=axis)
        picture = np.asarray(windows @ bell)
    return picture


@lru_cache(maxsize=64)
def means(maps: Values) -> Values:
    """The mean of each map, (maps,)."""
    return Values(reference.global_average_pool(maps.array.astype(float)))


def speaks_most(maps: Values, label: int, of: Whose = LITE) -> tuple[int, float]:
    """The map that adds most to the logit of a class, and how much; its own one where the means are the logits."""
    after = end(of).dense
    if not after:
        return label, float(means(maps).array[label])
    added = means(maps).array * published.unit_weights(of, after[-1].name, label)
    return int(np.argmax(added)), float(added.max())
