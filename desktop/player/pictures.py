"""The user's own pictures: a file becomes numbers that a scene can look at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from scenes.stage.data.pictures import LARGEST_SIDE, Picture, from_array

LARGEST_FILE = 40_000
"""The longest side, in pixels, of a picture file that is read at all."""


class PictureError(ValueError):
    """A file that can't be read as a picture; the message says why in one sentence."""


def open_picture(path: Path) -> Picture:
    """Read a picture file, scaled down to at most 224 pixels a side; grey pictures get one channel, others three.

    The picture is named after the file. Raises PictureError.
    """
    if not path.is_file():
        raise PictureError(f"There is no file {path}.")
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    too_large = PictureError(f"{path.name} is {size.width()}×{size.height()} pixels; that is too large to open.")
    if size.isValid() and max(size.width(), size.height()) > LARGEST_FILE:
        raise too_large
    if size.isValid() and max(size.width(), size.height()) > LARGEST_SIDE:
        # Photos come as large as a wall: decoders that can read them smaller do, four times as large as needed.
        bound = QSize(4 * LARGEST_SIDE, 4 * LARGEST_SIDE)
        if size.width() > bound.width() or size.height() > bound.height():
            reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull() and 4 * size.width() * size.height() > QImageReader.allocationLimit() * 2**20:
        raise too_large  # only some decoders can scale while they read
    if image.isNull():
        raise PictureError(f"{path.name} can't be read as a picture ({reader.errorString().rstrip('.')}).")
    return from_array(path.stem, _pixels(_scaled(image)))


def _scaled(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= LARGEST_SIDE:
        return image
    bound = QSize(LARGEST_SIDE, LARGEST_SIDE)
    size = image.size().scaled(bound, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The numbers of an image, (channels, height, width); what is transparent stands on white."""
    grey = image.isGrayscale()
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB888)
        ground.fill(Qt.GlobalColor.white)
        _paint_over(ground, image)
        image = ground
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    image = image.convertToFormat(kind)
    channels = 1 if grey else 3
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return np.moveaxis(rows[:, : image.width() * channels].reshape(image.height(), -1, channels), -1, 0).copy()


def _paint_over(ground: QImage, image: QImage) -> None:
    from PySide6.QtGui import QPainter

    with QPainter(ground) as painter:
        painter.drawImage(0, 0, image)
