"""A small picture of a data set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.appearance import Appearance


def pixel_image(pixels: NDArray[np.uint8]) -> QImage:
    """A picture as a data set has it, uint8 (channels, height, width), in its own colours."""
    channels, height, width = pixels.shape
    if channels == 1:
        return QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    rows = pixels.transpose(1, 2, 0).tobytes()
    return QImage(rows, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class DataPicture(QWidget):
    """Shows a picture as a data set has it: uint8 (channels, height, width), grey or coloured."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(76), self._appearance.px(76))

    def show_picture(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show a picture, or none."""
        self._image = pixel_image(pixels) if pixels is not None else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self._image is not None:
                painter.drawImage(QRectF(self.rect()), self._image)
