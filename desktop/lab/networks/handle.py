"""The way from a map to its card: a small handle in its corner, and what else there is to do with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.lab.networks.layout import Band
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import FILTERS, Net
from desktop.lab.networks.pointing import Pointed, made_by
from desktop.theme import fonts
from desktop.widgets.box import Box
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.output.theme import Theme

SIDE, SHARE, LEAST = 1.35, 0.45, 1.6
"""The side of the handle in letters, and at most as a share of its map, which has so many letters at least."""
CARD = "U or right click: its card"


def card_of(net: Net, band: Band, pointed: Pointed) -> Place | None:
    """The map whose card can be opened at a place: of a filter that of what it makes; None for the picture."""
    if pointed.place.layer == PICTURE:
        return None
    if pointed.place.layer != FILTERS:
        return pointed.place
    place = made_by(net, pointed.place)
    stand = band.stand_of(place.layer)
    return place if stand is None else Place(stand.column.shown, place.index)


def handle_of(box: Box, letter: float) -> QRectF | None:
    """The room of the handle in the upper right corner of a map; None where the map is too small for it."""
    if min(box.width, box.height) < LEAST * letter:
        return None
    side = min(SIDE * letter, SHARE * min(box.width, box.height))
    return QRectF(box.right - side, box.y, side, side)


def paint(painter: QPainter, box: Box, theme: Theme, letter: float) -> None:
    """Paint the handle of a map."""
    room = handle_of(box, letter)
    if room is None:
        return
    painter.fillRect(room, QColor(theme.accent))
    painter.setPen(QColor(theme.surface))
    painter.setFont(fonts.font(0.85 * room.height(), True))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "i")


def holds(box: Box, letter: float, x: float, y: float) -> bool:
    """Whether a point lies in the handle of a map."""
    room = handle_of(box, letter)
    return room is not None and room.contains(x, y)
