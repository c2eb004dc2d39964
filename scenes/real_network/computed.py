"""The picture as the network reads it, as it came and changed, and what the answers say."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenes import reference
from scenes.real_network.knobs import SQUARES, Knobs
from scenes.stage.data import pictures, published
from scenes.stage.data.pictures import LUMA, Picture
from scenes.stage.data.reading import GREY, SIDE, Reading
from scenes.stage.numbers.values import Values

FIVE = 5
UNSURE = 0.3
"""Below this probability none of the classes fits well."""
Array = npt.NDArray[np.float64]


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
        square = _sampled(square, *np.meshgrid(places, places, indexing="ij"))
    return Values(np.clip(np.rint(square), 0, 255).astype(np.uint8))


@lru_cache(maxsize=64)
def shown(picture: Values) -> Values:
    """A picture as pixels, (224, 224, 3) bytes."""
    return Values(np.moveaxis(picture.array, 0, -1))


def changed(knobs: Knobs) -> Values:
    """The picture with all that is done to it, uint8 (3, 224, 224)."""
    return _changed(
        knobs.picture, knobs.turn, knobs.shift, knobs.blur, knobs.noise, knobs.grey, knobs.cover, knobs.square
    )


@lru_cache(maxsize=32)
def _changed(
    picture: Picture, turn: int, shift: int, blur: int, noise: int, grey: bool, cover: int, square: tuple[int, int]
) -> Values:
    found = read_as(picture).array.astype(float)
    if turn or shift:
        found = _moved(found, turn, shift)
    if blur:
        found = _blurred(found, blur)
    if noise:
        found = found + np.random.default_rng(1).normal(0.0, noise, found.shape)
    if grey:
        found = np.repeat(np.tensordot(LUMA, found, axes=1)[None], 3, axis=0)
    if cover:
        top, left = corner_of(square, cover)
        found = found.copy()
        found[:, top : top + cover, left : left + cover] = GREY
    return Values(np.clip(np.rint(found), 0, 255).astype(np.uint8))


def corner_of(square: tuple[int, int], cover: int) -> tuple[int, int]:
    """The top and the left, in pixels, of a covered square whose middle lies at a place."""
    top, left = (round((place + 0.5) * SIDE / SQUARES - cover / 2) for place in square)
    return min(max(top, 0), SIDE - cover), min(max(left, 0), SIDE - cover)


def _moved(picture: Array, turn: int, shift: int) -> Array:
    """The picture turned round its middle and shifted to the right; what comes in from outside is grey."""
    angle, middle = np.deg2rad(turn), (SIDE - 1) / 2
    rows, columns = np.meshgrid(np.arange(SIDE) - middle, np.arange(SIDE) - middle - shift, indexing="ij")
    y = np.cos(angle) * rows - np.sin(angle) * columns + middle
    x = np.sin(angle) * rows + np.cos(angle) * columns + middle
    inside = (y > -0.5) & (y < SIDE - 0.5) & (x > -0.5) & (x < SIDE - 0.5)
    found = _sampled(picture, np.clip(y, 0, SIDE - 1), np.clip(x, 0, SIDE - 1))
    return np.where(inside, found, float(GREY))


def _sampled(picture: Array, y: Array, x: Array) -> Array:
    """The picture (channels, height, width) at fractional places, each mixed from the four pixels round it."""
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    bottom, right = np.minimum(top + 1, picture.shape[1] - 1), np.minimum(left + 1, picture.shape[2] - 1)
    down, across = y - top, x - left
    upper = picture[:, top, left] * (1 - across) + picture[:, top, right] * across
    lower = picture[:, bottom, left] * (1 - across) + picture[:, bottom, right] * across
    return np.asarray(upper * (1 - down) + lower * down)


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
def guesses(reading: Reading) -> tuple[Guess, ...]:
    """All classes, the most probable first."""
    logits = reading.logits.array.astype(float)
    shares, names = reference.softmax(logits), published.labels(published.LITE)
    order = np.argsort(-logits, kind="stable")
    return tuple(Guess(int(index), names[index], float(logits[index]), float(shares[index])) for index in order)


@lru_cache(maxsize=64)
def means(maps: Values) -> Values:
    """The mean of each map, (maps,)."""
    return Values(reference.global_average_pool(maps.array.astype(float)))


def speaks_most(maps: Values, label: int) -> tuple[int, float]:
    """The map that adds most to the logit of a class, and how much."""
    added = means(maps).array * published.weights(published.LITE, "head.fc")[label]
    return int(np.argmax(added)), float(added.max())
