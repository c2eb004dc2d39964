"""The picture that is tried, with the cells that speak for a class over it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.sets.collection import Picture
from desktop.teaching.model.head import Floats
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import pixel_image
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import flat_colours
from scenes.stage.output.theme import Theme

STRONGEST = 190
"""How opaque the strongest cell is, of 255."""
DIM = 0.55


class SightView(QWidget):
    """A square; what speaks for the class is warm, what speaks against it is cold."""

    def __init__(self, appearance: Appearance, side: int) -> None:
        super().__init__()
        self._appearance, self._side = appearance, side
        self._picture: QImage | None = None
        self._sight: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Where it looks")
        appearance.changed.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return self.sizeHint()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(self._side), self._appearance.px(self._side))

    def show_sight(self, picture: Picture | None, sight: Floats | None) -> None:
        """Show a picture and, where there is one, the cells over it, in logits."""
        self._picture = pixel_image(picture) if picture is not None else None
        self._sight = sight
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, box = self._appearance.theme, QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._picture is not None:
                painter.setOpacity(DIM if self._sight is not None else 1.0)
                painter.drawImage(box, self._picture)
                painter.setOpacity(1.0)
            if self._sight is not None:
                painter.drawImage(box, overlay(self._sight, theme))
            painter.setPen(QPen(QColor(theme.colour(Role.MUTED)), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def overlay(sight: Floats, theme: Theme) -> QImage:
    """Cells as an image with opacity, a pixel a cell: the strongest cell is the most opaque, zero is clear."""
    shares = sight / max(float(np.abs(sight).max()), 1e-9)
    alpha: NDArray[np.uint8] = np.rint(STRONGEST * np.sqrt(np.abs(shares))).astype(np.uint8)
    pixels = np.dstack([flat_colours(np.sign(shares), theme), alpha])
    height, width, _ = pixels.shape
    data = np.ascontiguousarray(pixels)
    return QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
