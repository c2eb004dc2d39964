"""Pages on a printer: their images, one after the other, each as large as the paper."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPainter

from desktop.export.still import ExportError

SHARPEST = 300
"""Pixels an inch beyond which nobody sees a printed page become sharper."""


def sharpness(device: QPagedPaintDevice) -> float:
    """How many pixels an inch images for a device should have."""
    return float(min(device.logicalDpiX(), SHARPEST))


def paint_pages(images: Iterable[bytes], device: QPagedPaintDevice) -> None:
    """Print pages that are given as PNGs; the first one says whether they are upright or lie.

    One is in memory at a time, so they may be made as they are asked for. Raises ExportError.
    """
    rest = iter(images)
    first = next(rest, None)
    if first is None:
        return
    page = _read(first)
    _lay(page, device)
    with QPainter(device) as painter:
        if not painter.isActive():
            raise ExportError("The printer can't be reached. Look whether it is on, or choose another one.")
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint(painter, page, device)
        for data in rest:
            page = _read(data)
            if not device.newPage():
                raise ExportError("The printer takes no further page. Look at the printer, and print again.")
            _paint(painter, page, device)


def _read(data: bytes) -> QImage:
    page = QImage.fromData(data)
    if page.isNull():
        raise ExportError("A page could not be printed: its image can't be read.")
    return page


def _lay(page: QImage, device: QPagedPaintDevice) -> None:
    """Have the paper as the first page is, upright or lying, and all of it used."""
    layout = device.pageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    lies = page.width() > page.height()
    layout.setOrientation(QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait)
    device.setPageLayout(layout)


def _paint(painter: QPainter, page: QImage, device: QPagedPaintDevice) -> None:
    """Paint a page in the middle of the paper, as large as it fits: the paper may have other proportions."""
    paper = QRect(0, 0, device.width(), device.height())
    size = page.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(paper.topLeft(), size)
    place.moveCenter(paper.center())
    painter.drawImage(place, page)
