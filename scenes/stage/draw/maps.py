"""Feature maps as scenes show them: one by one and in colours, scales, padding and cells never met.

Maps are (channels, height, width).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats, Margins, Sides
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import Image, Role, Shade
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.numbers.values import Values

COLOURS = ("red", "green", "blue")
COLOUR_ROLES = (Role.RED, Role.GREEN, Role.BLUE)
BYTES_FROM = 17
"""Pictures whose largest number is larger are bytes; smaller ones are examples, whose numbers are read."""


def sheets(maps: Floats) -> tuple[Values, ...]:
    """Maps one by one, as marks can hold them."""
    return tuple(Values(one) for one in maps)


def in_colours(picture: Floats) -> Values:
    """A picture of red, green and blue as pixels, (height, width, 3) bytes."""
    return Values(np.moveaxis(np.clip(picture, 0, 255), 0, -1).astype(np.uint8))


def photo(picture: Values, origin: Point, cell: float, opacity: float) -> Image:
    """A picture in its colours, each pixel a square with the side `cell`."""
    return Image(pixels=picture, origin=origin, u=(cell, 0.0), v=(0.0, cell), opacity=opacity, name="picture")


@lru_cache(maxsize=64)
def photograph(name: str, side: int) -> Values:
    """A bundled square photograph at so many pixels, (side, side, 3) bytes: each is the mean of what it covers.

    Where there are more than the original has, each is the nearest one of the original.
    """
    original = pixels(Picture(name))
    begins = np.arange(side) * original.shape[1] // side
    if side > original.shape[1]:
        return in_colours(original[:, begins][:, :, begins])
    sums = np.add.reduceat(np.add.reduceat(original, begins, axis=1), begins, axis=2)
    covered = np.diff(begins, append=original.shape[1])
    return in_colours(np.round(sums / np.outer(covered, covered)))


def is_photograph(picture: Floats) -> bool:
    """Whether the numbers of a picture, as it came, are bytes."""
    return bool(BYTES_FROM < picture.max() <= 255 and picture.min() >= 0)


def shade_of(picture: Floats) -> Shade:
    """How a picture's channels are coloured: it is asked as it came, so that an edit recolours no other cell."""
    if not is_photograph(picture):
        return "pixel" if picture.min() >= 0 else "value"
    return "glow" if len(picture) == 3 else "grey"


def pixel_grip(x: Floats, channel: int, offset: Cell = (0, 0), spacing: int = 1) -> EditCell:
    """Typing on a pixel of the input, or dragging it up and down, changes it in the knob `pixels`.

    `offset` and `spacing` say which pixels the cells of a grid are, as in `EditCell`.
    """
    _, height, width = x.shape
    step = 8.0 if x.max() > 99 else 1.0
    return EditCell("pixels", (channel,), offset, (height, width), -255.0, 255.0, step, spacing=spacing)


def weight_grip(
    knob: str, index: tuple[int, ...], weights: Floats, finer: float = 0.05, *, turned: bool = False
) -> EditCell:
    """Typing on a weight of a kernel, or dragging it up and down, changes it in a knob.

    The kernel is `weights[index]` of weights (..., k, k); where all of them are whole they are dragged by ones, else
    by a `finer` step. `turned` is as in `EditCell`.
    """
    rows, columns = weights.shape[-2:]
    step = 1.0 if bool((weights == weights.round()).all()) else finer
    return EditCell(knob, index, (0, 0), (rows, columns), -9.0, 9.0, step, turned=turned)


def padding_mask(x: Floats, padding: int | Margins) -> Values | None:
    """Which cells of padded maps are padding; None without padding."""
    mask = reference.pad(np.zeros_like(x[:1]), padding, 1.0)[0] > 0
    return Values(mask) if mask.any() else None


def never_met(x: Floats, kernel: int, stride: int, padding: int | Margins, dilation: int = 1) -> Values | None:
    """Which cells of padded maps no weight of any window meets; None where all are met."""
    axes = zip(x.shape[1:], reference.margins(padding), strict=True)
    rows, columns = (_met(side, kernel, stride, added, dilation) for side, added in axes)
    missed = ~np.outer(rows, columns)
    return Values(missed) if missed.any() else None


def _met(
    side: int, kernel: int, stride: int, padding: Sides, dilation: int
) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """Which cells along a padded side some weight meets."""
    met = np.zeros(side + sum(padding), dtype=np.bool)
    span = reference.window_span(kernel, dilation)
    for window in range(reference.output_size(side, kernel, stride, padding, dilation)):
        met[window * stride : window * stride + span : dilation] = True
    return met
