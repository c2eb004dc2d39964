"""What is painted over the picture: where the keyboard is, and what lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.canvas.focus import placed_named
from desktop.canvas.geometry import Geometry
from desktop.theme.appearance import Appearance
from desktop.theme.icons import paint_icon
from scenes.stage.core.gestures import Hit, describe, editable, windows_at
from scenes.stage.core.grips import Brush, PickCell, Scrub
from scenes.stage.core.marks import Role
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame

HANDLE = 22
"""Pixels of a handle, in letters of the usual size."""


def paint_ring(painter: QPainter, geometry: Geometry, appearance: Appearance, each: Placed, found: Hit) -> None:
    """Paint the focus ring around a mark, and around the cell of it that the cursor is on."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    whole, cell = geometry.outline(each, found, whole=True), geometry.outline(each, found)
    if whole is not None:
        painter.setPen(QPen(QColor(appearance.theme.accent), 2.5, Qt.PenStyle.DashLine))
        painter.drawRect(whole.boundingRect().adjusted(-3, -3, 3, 3))
    if cell is not None and found.cell is not None:
        painter.setPen(QPen(appearance.colour(Role.TEXT), 3))
        painter.drawPolygon(cell)


def paint_pointed(painter: QPainter, geometry: Geometry, appearance: Appearance, frame: Frame, found: Hit) -> None:
    """Paint the edge of the cell under the pointer."""
    each = placed_named(frame, found.name)
    cell = geometry.outline(each, found) if each is not None and found.cell is not None else None
    if cell is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(appearance.colour(Role.TEXT), 1.5))
        painter.drawPolygon(cell)


def paint_handle(painter: QPainter, geometry: Geometry, appearance: Appearance, frame: Frame, found: Hit) -> None:
    """Paint, at the corner of what is under the pointer, how it can be dragged."""
    each = placed_named(frame, found.name)
    box = geometry.outline(each, found) if each is not None else None
    grip = found.mark.grip
    icon = "move" if isinstance(grip, Scrub | PickCell) else "up-down" if editable(found) else ""
    if isinstance(grip, Brush):  # its cross says where it draws
        icon = ""
    if box is None or not icon:
        return
    side = float(appearance.px(HANDLE))
    room, corner = geometry.rect, box.boundingRect().topRight()
    left = min(max(corner.x() - side / 2, 0.0), room.width() - side)
    top = min(max(corner.y() - side / 2, 0.0), room.height() - side)
    plate = QRectF(left, top, side, side)
    painter.setPen(QPen(appearance.colour(Role.TEXT), 1.5))
    painter.setBrush(QColor(appearance.theme.raised))
    painter.drawEllipse(plate)
    inset = side * 0.16
    paint_icon(painter, icon, plate.adjusted(inset, inset, -inset, -inset), appearance.colour(Role.TEXT))


def paint_windows(painter: QPainter, geometry: Geometry, appearance: Appearance, frame: Frame, found: Hit) -> None:
    """Paint where windows would go if the cell under the pointer were picked."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(appearance.theme.accent), 2.5, Qt.PenStyle.DashLine))
    for box in windows_at(frame, found):
        corners = (box.x, box.y), (box.x + box.width, box.y + box.height)
        painter.drawRect(QRectF(*map(geometry.to_widget, corners)))


def paint_bubble(painter: QPainter, geometry: Geometry, appearance: Appearance, found: Hit, pointer: QPointF) -> None:
    """Paint what lies under the pointer in words, beside it."""
    words, room = describe(found), geometry.rect
    font = painter.font()
    font.setPixelSize(appearance.px(15))
    painter.setFont(font)
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(words) + 20.0, metrics.height() + 10.0
    x = min(pointer.x() + 16, room.width() - width - 4)
    y = pointer.y() + 22 if pointer.y() + 26 + height < room.height() else pointer.y() - height - 10
    chip = QRectF(max(4.0, x), y, width, height)
    painter.setPen(QPen(QColor(appearance.theme.border), 1))
    painter.setBrush(QColor(appearance.theme.raised))
    painter.drawRoundedRect(chip, 7, 7)
    painter.setPen(appearance.colour(Role.TEXT))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
