"""The colours of what a lens shows: signed numbers go two ways from zero, others one way."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QImage

from desktop.lab.looking.sights import Sight
from scenes.stage.output.shading import flat_colours, rgb
from scenes.stage.output.theme import Theme

FINEST = 64
"""Of larger pictures no outline is drawn: it would hide what the lens shows."""


def image(sight: Sight, limit: float, theme: Theme) -> QImage:
    """What a lens shows, a pixel a number; what is missing has the ground's colour."""
    shares = sight.values / limit
    missing = ~np.isfinite(shares)
    colours = flat_colours(np.where(missing, 0.0, shares), theme).copy()
    colours[missing] = rgb(theme.surface)
    return _as_image(colours)


@lru_cache(16)
def ramp(theme: Theme, signed: bool) -> QImage:
    """All colours from the least to the largest number in a row."""
    return _as_image(flat_colours(np.linspace(-1.0 if signed else 0.0, 1.0, 256)[None], theme))


def _as_image(colours: npt.NDArray[np.uint8]) -> QImage:
    height, width, _ = colours.shape
    data = np.ascontiguousarray(colours)
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def outline(picture: npt.NDArray[np.uint8], box: QRectF) -> list[QLineF]:
    """The border between bright and dark pixels of a picture (channels, height, width) that is painted in a box."""
    light = picture.mean(0)
    height, width = light.shape
    if max(height, width) > FINEST:
        return []
    bright = light > (light.min() + light.max()) / 2
    across, down = box.width() / width, box.height() / height
    lines = []
    for row, column in zip(*np.nonzero(bright[1:] != bright[:-1]), strict=True):
        y, x = box.y() + (row + 1) * down, box.x() + column * across
        lines.append(QLineF(x, y, x + across, y))
    for row, column in zip(*np.nonzero(bright[:, 1:] != bright[:, :-1]), strict=True):
        y, x = box.y() + row * down, box.x() + (column + 1) * across
        lines.append(QLineF(x, y, x, y + down))
    return lines
