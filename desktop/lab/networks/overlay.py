"""Paints what lies under the pointer over the picture of networks: links, kernels on them, windows, the cell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.lab.networks.colouring import FULL_WEIGHT, image, palette
from desktop.lab.networks.layout import Band
from desktop.lab.networks.links import Link, Place
from desktop.lab.networks.net import FILTERS
from desktop.lab.networks.painting import curve, rect
from desktop.lab.networks.pointing import Found, kernels_of
from desktop.lab.networks.state import Moment
from scenes.stage.core.marks import Role
from scenes.stage.output.theme import Theme

KERNELS = 20
"""Of more links none carries its kernel: they would be too small."""
KERNEL = 1.9
"""The side of a kernel in letters, where there is room."""


def paint(painter: QPainter, moment: Moment, band: Band, links: Found, theme: Theme, letter: float) -> None:
    """Paint the links of the map that is looked at."""
    boxes, pointed = band.boxes, links.pointed
    here = boxes.get(pointed.place)
    if here is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strongest = max((abs(link.strength or 0.0) for link in links.seen_by), default=0.0)
    for link in links.seen_by:
        _link(painter, rect(here), rect(boxes[link.target]), link, strongest, theme, letter, 0.55)
    kernels = _placed(moment, band, links, letter)
    for link in links.made_of:
        begin, end, through = rect(boxes[link.source]), rect(here), kernels.get(link)
        if through is None:
            _link(painter, begin, end, link, links.strongest, theme, letter, 1.0)
        else:
            _link(painter, begin, through[0], link, links.strongest, theme, letter, 1.0)
            _link(painter, through[0], end, link, links.strongest, theme, letter, 1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _kernels(painter, kernels, theme, letter)
    _windows(painter, moment, band, links, theme)
    _cell(painter, moment, band, links, theme)


def _link(
    painter: QPainter, start: QRectF, goal: QRectF, link: Link, strongest: float, theme: Theme, letter: float,
    strength: float,
) -> None:  # fmt: skip
    """One link, as thick as its weights are strong and in the colour of their sign."""
    share = abs(link.strength) / strongest if link.strength is not None and strongest else 0.4
    colour = QColor(theme.colour(Role.HIGHLIGHT)) if link.strength is None else sign_colour(link.strength, theme)
    colour.setAlphaF(strength * (0.25 + 0.75 * share))
    painter.setPen(QPen(colour, letter * (0.05 + 0.3 * share)))
    painter.drawPath(curve(_right(start), _left(goal)))


def sign_colour(strength: float, theme: Theme) -> QColor:
    """The full colour of positive or of negative numbers."""
    return QColor.fromRgb(palette(theme)[-1 if strength >= 0 else 0])


def _placed(
    moment: Moment, band: Band, links: Found, letter: float
) -> dict[Link, tuple[QRectF, npt.NDArray[np.float32]]]:
    """The kernels of links, one below the other before the column of the map, in the order of their maps."""
    found, stand = kernels_of(moment, links), band.stand_of(links.pointed.place.layer)
    if not found or len(found) > KERNELS or stand is None:
        return {}
    found.sort(key=lambda each: each[0].source.index)
    here = band.boxes[links.pointed.place]
    top, room = stand.maps.y, stand.maps.height
    side = min(KERNEL * letter * (1.8 if len(found) == 1 else 1.0), room / len(found) - 2)
    pitch = side + 2
    begin = min(max(here.y + here.height / 2 - pitch * len(found) / 2, top), top + room - pitch * len(found))
    left = min(tile.box.x for tile in stand.tiles) - side - 0.7 * letter
    return {
        link: (QRectF(left, begin + number * pitch, side * kernel.shape[1] / kernel.shape[0], side), kernel)
        for number, (link, kernel) in enumerate(found)
    }


def _kernels(
    painter: QPainter, kernels: dict[Link, tuple[QRectF, npt.NDArray[np.float32]]], theme: Theme, letter: float
) -> None:
    """The kernels on their links."""
    painter.setPen(QPen(QColor(theme.colour(Role.KERNEL)), max(1.0, 0.1 * letter)))
    for box, kernel in kernels.values():
        painter.drawImage(box, image(kernel[None], FULL_WEIGHT, theme))
        painter.drawRect(box)


def _windows(painter: QPainter, moment: Moment, band: Band, links: Found, theme: Theme) -> None:
    """What the cell sees of each map before it."""
    window, net = links.window, moment.nets[band.contestant]
    if window is None:
        return
    painter.setPen(QPen(QColor(theme.colour(Role.KERNEL)), 2))
    for place in {link.source for link in links.made_of}:
        shape, box = net.shape(place.layer), rect(band.boxes[place])
        if len(shape) != 3:
            continue
        height, width = box.height() / shape[1], box.width() / shape[2]
        seen = QRectF(
            box.x() + window.left * width, box.y() + window.top * height, window.side * width, window.side * height
        )
        painter.drawRect(seen.intersected(box))


def _cell(painter: QPainter, moment: Moment, band: Band, links: Found, theme: Theme) -> None:
    """Frame the map that is looked at, and its cell."""
    net, pointed, boxes = moment.nets[band.contestant], links.pointed, band.boxes
    box = rect(boxes[pointed.place])
    white = QColor(theme.colour(Role.HIGHLIGHT))
    painter.setPen(QPen(white, 2))
    painter.drawRect(box.adjusted(-1, -1, 1, 1))
    stand = band.stand_of(pointed.place.layer)
    filters = boxes.get(Place(FILTERS, pointed.place.index))
    if filters is not None and stand is not None and stand.column.head == net.contestant.first:
        painter.drawRect(rect(filters).adjusted(-1, -1, 1, 1))
    shape = net.shape(pointed.place.layer)
    if len(shape) == 3:
        height, width = box.height() / shape[1], box.width() / shape[2]
        cell = QRectF(box.x() + pointed.column * width, box.y() + pointed.row * height, width, height)
        painter.drawRect(cell.adjusted(-1, -1, 1, 1))


def _right(box: QRectF) -> QPointF:
    return QPointF(box.right(), box.center().y())


def _left(box: QRectF) -> QPointF:
    return QPointF(box.left(), box.center().y())
