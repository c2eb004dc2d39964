"""The numbers of maps as pixels: in the colours of the stage's values, on one scale for all networks and steps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from scenes.stage.output.shading import flat_colours
from scenes.stage.output.theme import Theme

FULL_WEIGHT, FULL_ACTIVATION = 0.6, 6.0
"""The numbers that get the full colour."""
LEVELS = 127
"""So many shades of each sign: an image of indices takes a byte a number."""


@lru_cache(8)
def palette(theme: Theme) -> list[int]:
    """The colours from the full negative one over zero to the full positive one, as Qt has them."""
    roots = np.linspace(-1.0, 1.0, 2 * LEVELS + 1)
    shades = flat_colours(np.sign(roots) * roots**2, theme).astype(int)
    return [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in shades]


def levels(numbers: npt.NDArray[np.floating], limit: float) -> npt.NDArray[np.uint8]:
    """Numbers as places in the palette, which follow their roots; what is not finite is as zero."""
    shares = np.asarray(numbers, np.float32) / np.float32(limit)
    if not np.isfinite(shares).all():
        shares = np.nan_to_num(shares, posinf=0.0, neginf=0.0)
    roots = np.copysign(np.sqrt(np.minimum(np.abs(shares), 1.0)), shares)
    places: npt.NDArray[np.uint8] = np.rint(LEVELS * (roots + 1.0)).astype(np.uint8)
    return places


def image(numbers: npt.NDArray[np.floating], limit: float, theme: Theme) -> QImage:
    """Maps (maps, height, width) below each other as one image."""
    count, height, width = numbers.shape
    places = np.ascontiguousarray(levels(numbers, limit).reshape(count * height, width))
    indexed = QImage(places.data, width, count * height, width, QImage.Format.Format_Indexed8)
    indexed.setColorTable(palette(theme))
    return indexed.convertToFormat(QImage.Format.Format_RGB32)
