"""A small picture of a data set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.appearance import Appearance


def pixel_image(pixels: NDArray[np.uint8]) -> QImage:
    """An image of a picture, uint8 (channels, height, width), grey or coloured."""
    channels, height, width = pixels.shape
    rows = pixels.transpose(1, 2, 0).tobytes()
    form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(rows, width, height, channels * width, form).copy()


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
        self._image = None if pixels is None else pixel_image(pixels)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self._image is not None:
                painter.drawImage(QRectF(self.rect()), self._image)
