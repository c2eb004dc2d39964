"""From a drawing to a picture of a data set: prepared as those were, without which no network would know it.

A network that was trained on digits in the middle fails on one that is a pixel off, so a drawing is cropped to its ink,
scaled, and put where the set's pictures have theirs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
"""A drawing, (side, side): 0 where nothing is drawn, 255 where there is ink."""
Picture = NDArray[np.uint8]
"""A picture as a data set has it, (channels, height, width)."""

DIGIT, DOTS = 8, 4
"""The digits are so many cells wide and high, and a cell counts the black dots of so many by so many."""
ANIMAL_SHARE = 27 / 28
"""How much of its picture an animal takes along its longer side."""
USUAL_SHARE = 20 / 28
"""How much of it a thing takes in pictures of which nothing else is known: as in MNIST."""
_FAINT = 32
"""Below it ink is the soft edge of a stroke."""


def prepared(ink: Ink, data: str, shape: tuple[int, ...], light: bool = False) -> Picture | None:
    """The picture of a data set that a drawing becomes; None for an empty drawing.

    `shape` is (channels, height, width) of the set's pictures; `refusal` says which can't be drawn. With `light` they
    have dark things on light ground.
    """
    box = _ink_box(ink)
    if box is None:
        return None
    way = _WAYS.get(data, _centred(USUAL_SHARE))
    picture: Picture = np.stack([way(ink, box, shape)])
    return 255 - picture if light else picture


def refusal(shape: tuple[int, ...]) -> str | None:
    """Why pictures of a shape can't be drawn, in one sentence; None if they can."""
    if shape[0] == 1:
        return None
    return "The pen has one colour: only grey pictures can be drawn."


_Box = tuple[int, int, int, int]
_Way = Callable[[Ink, _Box, tuple[int, ...]], Ink]


def _ink_box(ink: Ink) -> _Box | None:
    """Top, bottom, left and right of the ink; None if there is none."""
    rows, columns = (np.flatnonzero(ink.max(axis) > _FAINT) for axis in (1, 0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _digit(ink: Ink, box: _Box, shape: tuple[int, ...]) -> Ink:
    """Count the dots of a bitmap that the digit fills from top to bottom, as the authors of the set did."""
    side = DIGIT * DOTS
    dots = _fitted(ink, box, side, (side, side)) > 127
    counts = dots.reshape(DIGIT, DOTS, DIGIT, DOTS).sum((1, 3))
    ink_of_cells: Ink = np.rint(counts * (255 / DOTS**2)).astype(np.uint8)
    return ink_of_cells


def _digit_anywhere(ink: Ink, box: _Box, shape: tuple[int, ...]) -> Ink:
    """A digit as above, in the place where it is drawn."""
    _, height, width = shape
    top, bottom, left, right = box
    canvas = np.zeros((height, width), np.uint8)
    row = _place((top + bottom) / 2 / len(ink), height)
    column = _place((left + right) / 2 / len(ink), width)
    canvas[row : row + DIGIT, column : column + DIGIT] = _digit(ink, box, shape)
    return canvas


def _place(share: float, side: int) -> int:
    """Where a digit begins whose middle lies at a share of the side."""
    return min(max(round(share * side - DIGIT / 2), 0), side - DIGIT)


def _centred(share: float) -> _Way:
    """What is drawn takes a share of the shorter side, in the middle."""

    def way(ink: Ink, box: _Box, shape: tuple[int, ...]) -> Ink:
        _, height, width = shape
        return np.rint(_fitted(ink, box, share * min(height, width), (height, width))).astype(np.uint8)

    return way


_WAYS: dict[str, _Way] = {
    "digits": _digit,
    "translated24": _digit_anywhere,
    "animals": _centred(ANIMAL_SHARE),
    "fashion": _centred(1.0),
}


def _fitted(ink: Ink, box: _Box, side: float, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Scale what is in a box until its longer side is `side`, in the middle of a picture (height, width)."""
    top, bottom, left, right = box
    scale = max(bottom - top, right - left) / side

    def edges(first: int, last: int, length: int) -> NDArray[np.float64]:
        return (first + last) / 2 + (np.arange(length + 1, dtype=np.float64) - length / 2) * scale

    return _means(ink, edges(top, bottom, shape[0]), edges(left, right, shape[1]))


def _means(ink: Ink, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean ink between each two edges of rows and of columns, which may lie between pixels and outside."""
    sums = ink.astype(np.float64)
    for edges in (rows, columns):
        running = np.vstack([np.zeros(sums.shape[1]), sums.cumsum(0)])
        places = np.clip(edges, 0, len(sums))
        whole = np.minimum(places.astype(int), len(sums) - 1)
        at = running[whole] + (running[whole + 1] - running[whole]) * (places - whole)[:, None]
        sums = (np.diff(at, axis=0) / np.diff(edges)[:, None]).T
    return sums
