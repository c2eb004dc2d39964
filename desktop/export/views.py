"""What a widget shows as a file: a picture of it, or the numbers behind it as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.export.still import ExportError, encoded, write

SHARP = 2
"""A picture of widgets has so many pixels for each one on the screen."""
LARGEST = 8192
"""No picture of them has more pixels a side than this, unless the view itself has."""
KINDS = "PNG, picture (*.png);;SVG, picture (*.svg);;CSV, all numbers (*.csv)"


class View(NamedTuple):
    """What is shown, as it is painted: its size, the ground, and what paints the rest."""

    size: QSize
    ground: QColor
    paint: Callable[[QPainter], None]


def save(path: Path, shown: QWidget | View, title: str, rows: Iterable[Sequence[object]]) -> None:
    """Save a widget or a view as a picture, or `rows` as a table, as the file's ending says. Raises ExportError."""
    match path.suffix.lower():
        case ".png":
            data = encoded(photographed(_view_of(shown)), title)
        case ".svg":
            data = vectors(_view_of(shown), title)
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


def as_shown(widget: QWidget) -> View:
    """A widget as it is on the screen."""
    return View(widget.size(), widget.palette().window().color(), lambda painter: widget.render(painter, QPoint()))


def _view_of(shown: QWidget | View) -> View:
    return as_shown(shown) if isinstance(shown, QWidget) else shown


def photographed(view: View, sharp: float = SHARP) -> QImage:
    """A view as an image with `sharp` pixels for each on the screen; one that is too large for that has as many."""
    if max(view.size.width(), view.size.height()) * sharp > LARGEST:
        sharp = 1.0
    image = QImage(view.size * sharp, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharp)
    image.fill(view.ground)
    with QPainter(image) as painter:
        view.paint(painter)
    return image


def vectors(view: View, title: str) -> bytes:
    """A view as SVG, with letters as outlines."""
    from PySide6.QtSvg import QSvgGenerator

    from desktop.export.svg_outlines import outlined

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(view.size)
    made.setViewBox(QRect(QPoint(), view.size))
    made.setTitle(title)
    with QPainter(made) as painter:
        painter.fillRect(QRect(QPoint(), view.size), view.ground)
        view.paint(painter)
    return outlined(bytes(buffer.data().data()))
