"""What is dropped or on the clipboard: files, and pictures that are in none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QPainter


def paths_of(data: QMimeData) -> list[Path]:
    """The files and folders that are dropped or on the clipboard."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def dropped(data: QMimeData) -> Path | None:
    """The file that is dropped, the first one where there are several; None where there is none."""
    return next(iter(paths_of(data)), None)


def on_clipboard() -> QMimeData:
    """What is on the clipboard, which may be nothing."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def shades_of(data: QMimeData) -> NDArray[np.uint8] | None:
    """The picture, uint8 (3, height, width), that is dropped or on the clipboard; None where there is none.

    What is transparent stands on white. Cells of a spreadsheet come as a picture too: those are numbers.
    """
    found = data.imageData() if data.hasImage() and not data.text().strip() else None
    if not isinstance(found, QImage) or found.isNull():
        return None
    image = QImage(found.size(), QImage.Format.Format_RGB888)
    image.fill("white")
    with QPainter(image) as painter:
        painter.drawImage(0, 0, found)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    colours = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    return np.ascontiguousarray(np.moveaxis(colours, 2, 0))
