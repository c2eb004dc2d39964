"""Pictures to judge networks for photographs by: cut-outs of the photographs that ship, as a network takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenes.stage.data import pictures
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import sampled

PHOTOS = ("cat", "coffee", "astronaut", "photographer")
OF_EACH = 15
SMALLEST = 150
"""The side of the smallest cut-out, in pixels."""
CALIBRATING = 15
"""So many of them tell the ranges for int8."""
_SEED = 9


class Cutouts(NamedTuple):
    """Pictures uint8 (count, channels, height, width), what each of them is, and those that tell ranges."""

    pixels: npt.NDArray[np.uint8]
    names: tuple[str, ...]
    calibrating: npt.NDArray[np.uint8]


def cutouts(shape: tuple[int, int, int]) -> Cutouts:
    """Cut-outs of all photos for a network that takes pictures of a shape, the same ones each time.

    Each is a square of the photo at a place by chance, about half of them are mirrored, and all are brought to the
    shape. They are no test set: nobody has said what is on them, and they are alike. They tell whether two forms of a
    network agree.
    """
    drawn = [each for photo in PHOTOS for each in _of(photo, shape)]
    pixels = np.stack([picture for picture, _ in drawn])
    return Cutouts(pixels, tuple(name for _, name in drawn), pixels[:: len(drawn) // CALIBRATING])


def _of(photo: str, shape: tuple[int, int, int]) -> Iterator[tuple[npt.NDArray[np.uint8], str]]:
    """The cut-outs of a photo, each with its name."""
    channels, height, width = shape
    by = np.random.default_rng((_SEED, PHOTOS.index(photo)))
    whole = pictures.with_channels(Picture(photo), channels)
    whole = np.broadcast_to(whole, (channels, *whole.shape[1:]))
    mirrored = by.permutation(OF_EACH) < OF_EACH // 2
    sides = np.linspace(SMALLEST, min(whole.shape[1:]), OF_EACH).astype(int)
    for number, (side, turned) in enumerate(zip(sides, mirrored, strict=True), start=1):
        top, left = (by.integers(0, length - side + 1) for length in whole.shape[1:])
        square = whole[:, top : top + side, left : left + side]
        across = [np.clip((np.arange(n) + 0.5) * side / n - 0.5, 0, side - 1) for n in (height, width)]
        seen = np.clip(np.rint(sampled(square, *np.meshgrid(*across, indexing="ij"))), 0, 255).astype(np.uint8)
        yield (
            seen[:, :, ::-1] if turned else seen,
            f"{photo}, cut-out {number}{', mirrored' if turned else ''}",
        )
