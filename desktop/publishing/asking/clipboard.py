"""The picture on the stage on the clipboard, as other programs take it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.export.still import Style, encoded, to_image
from scenes.stage.core.stage import Frame
from scenes.stage.output.theme import Theme

SIZE = (1920, 1080)


def copy_picture(frame: Frame, title: str, theme: Theme) -> str:
    """Copy a picture; returns the words for it. Raises ExportError where there is no memory for it."""
    image = to_image(frame, Style(theme, SIZE))
    data = QMimeData()
    data.setImageData(image)
    data.setData("image/png", encoded(image, title))
    QGuiApplication.clipboard().setMimeData(data)
    return f"The picture is copied: {SIZE[0]} × {SIZE[1]} pixels."
