"""What a widget shows as a file: a picture of it, or the numbers behind it as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.export.still import ExportError, encoded, write

SHARP = 2
"""A picture of widgets has so many pixels for each one on the screen."""
KINDS = "PNG, picture (*.png);;SVG, picture (*.svg);;CSV, all numbers (*.csv)"


def save(path: Path, widget: QWidget, title: str, rows: Iterable[Sequence[object]]) -> None:
    """Save a widget as a picture, or `rows` as a table, as the file's ending says. Raises ExportError."""
    match path.suffix.lower():
        case ".png":
            data = encoded(photographed(widget), title)
        case ".svg":
            data = vectors(widget, title)
        case ".csv":
            data = table(rows)
        case _:
            raise ExportError(f"Nothing is saved as {path.name!r}: give it a name that ends in .png, .svg or .csv.")
    write(path, data)


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV (RFC 4180), in UTF-8; a cell is empty for None."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def photographed(widget: QWidget) -> QImage:
    """A widget as an image."""
    image = QImage(widget.size() * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    image.fill(widget.palette().window().color())
    widget.render(image)
    return image


def vectors(widget: QWidget, title: str) -> bytes:
    """A widget as SVG."""
    from PySide6.QtSvg import QSvgGenerator  # only where it is needed: loading it takes a while

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(QSize(widget.size()))
    made.setViewBox(widget.rect())
    made.setTitle(title)
    with QPainter(made) as painter:
        painter.fillRect(widget.rect(), widget.palette().window())
        widget.render(painter, QPoint())
    return bytes(buffer.data().data())
