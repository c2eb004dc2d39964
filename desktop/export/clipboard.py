"""Images on the clipboard, as other programs take them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from desktop.export.still import encoded


def copy_image(image: QImage, title: str) -> str:
    """Copy an image; returns the words for it. Raises ExportError where there is no memory for it."""
    data = QMimeData()
    data.setImageData(image)
    data.setData("image/png", encoded(image, title))
    QGuiApplication.clipboard().setMimeData(data)
    return f"The picture is copied: {image.width()} × {image.height()} pixels."
