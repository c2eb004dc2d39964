"""Painting rows of blocks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.lab.builder.draft import Row
from desktop.lab.builder.faults import Fault, Grade
from desktop.lab.builder.layout import COSTS, RISE, WIDTH, Box, Card, Frame, Picture, Slot, counted, shape_words, volume
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    Lanes,
    Mean,
    Part,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    SqueezeExcite,
)
from engine.contract.spec.built.survey import Place
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

_ROLES: dict[type[Part], Role] = {
    Conv: Role.KERNEL,
    Depthwise: Role.KERNEL,
    Pointwise: Role.KERNEL,
    Dense: Role.KERNEL,
    SideClassifier: Role.KERNEL,
    Pool: Role.OUTPUT,
    Mean: Role.OUTPUT,
    Flatten: Role.MUTED,
    Dropout: Role.MUTED,
    BatchNorm: Role.INPUT,
    Activate: Role.PRODUCT,
    SqueezeExcite: Role.BIAS,
    Residual: Role.INPUT,
    Lanes: Role.INPUT,
}
"""What has weights is in the kernel's colour, as in every scene."""


@dataclass(frozen=True)
class Looks:
    """What a row is painted with: looks, what of it can be seen, what is chosen, and where something would drop."""

    appearance: Appearance
    seen: QRectF
    chosen: Collection[Place]
    focused: bool
    dropping: Place | None


class RowPainter:
    """Paints one row."""

    def __init__(self, painter: QPainter, looks: Looks, faults: tuple[Fault, ...]) -> None:
        self._painter, self._looks = painter, looks
        self._theme, self._px = looks.appearance.theme, looks.appearance.px
        self._grades: dict[Place, Grade] = {}
        for fault in reversed(faults):  # the gravest comes first
            self._grades[fault.place] = fault.grade

    def paint(self, picture: Picture) -> None:
        """Paint the blocks of a row."""
        for frame in sorted(picture.frames, key=lambda each: len(each.block.place)):
            self._frame(frame)
        self._pen(Role.MUTED, 1.5)
        for wire in picture.wires:
            self._painter.drawLine(QPointF(wire.x1, wire.y1), QPointF(wire.x2, wire.y2))
        for card in picture.cards:
            if self._looks.seen.intersects(_rect(card.box)):
                self._card(card)
        for slot in picture.slots:
            self._slot(slot)
        if self._looks.dropping is not None:
            self._drop_mark(picture.box_of(self._looks.dropping))

    def header(self, row: Row, colour: str, words: str, box: Box) -> None:
        """Write a contestant's name at the left, and its totals at the right of what can be seen."""
        painter = self._painter
        painter.setFont(fonts.font(self._px(17), bold=True))
        painter.setPen(QColor(colour))
        name = painter.fontMetrics().horizontalAdvance(row.name)
        area = QRectF(box.x, box.y, box.width, box.height)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.name)
        painter.setFont(fonts.font(self._px(14)))
        painter.setPen(QColor(self._theme.colour(Role.TEXT)))
        room = area.adjusted(name + self._px(16), 0, 0, 0)
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, fitting)

    # Pieces

    def _card(self, card: Card) -> None:
        painter, px, theme = self._painter, self._px, self._theme
        known = card.block.before is not None
        role = QColor(theme.colour(_ROLES[type(card.block.part)]))
        painter.setOpacity(1.0 if known else 0.45)
        if card.block.after is not None:
            self._costs(card)
            self._volume(card)
        painter.setBrush(QColor(mixed(role.name(), theme.surface, 0.16 if theme.dark else 0.10)))
        painter.setPen(QPen(role, 1.5))
        painter.drawRoundedRect(_rect(card.card), px(8), px(8))
        self._edge(card.block.place, card.card)
        self._say(card.title, Box(card.card.x, card.card.y + px(3), card.card.width, px(20)), 12, True)
        for line in card.lines:
            self._say(line.words, line.box, 13, False)
        painter.setOpacity(1.0)

    def _costs(self, card: Card) -> None:
        """Parameters in the colour of weights, work in that of outputs, as in every scene."""
        block, half = card.block, (COSTS - 6) / 2 * (card.box.width / WIDTH)
        for number, (count, role, unit) in enumerate(
            ((block.parameters, Role.KERNEL, "par"), (block.macs, Role.OUTPUT, "MAC"))
        ):
            if count:
                box = Box(card.box.x - 4, card.box.y + number * half, card.box.width + 8, half)
                self._say(f"{counted(count)} {unit}", box, 12, False, role)

    def _volume(self, card: Card) -> None:
        """Draw what a block gives as a cuboid, and write its shape below."""
        shape = card.block.after
        assert shape is not None
        theme, box = self._theme, card.box
        scale = box.width / WIDTH
        width, _, depth = volume(shape, scale)
        x, bottom = box.x + (box.width - width - depth) / 2, card.card.y + card.card.height + 42 * scale
        draw_cuboid(self._painter, x, bottom, shape, scale, QColor(theme.colour(Role.OUTPUT)), theme.surface)
        words = Box(box.x - 6 * scale, box.y + box.height - 18 * scale, box.width + 12 * scale, 18 * scale)
        self._say(shape_words(shape), words, 13, True)

    def _frame(self, frame: Frame) -> None:
        painter, px = self._painter, self._px
        colour = QColor(self._theme.colour(_ROLES[type(frame.block.part)]))
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box, wire = _rect(frame.box), frame.box.y + frame.box.height / 2 - RISE * px(100) / 100
        if isinstance(frame.block.part, Residual):
            painter.setPen(QPen(colour, 2.5))
            path, middle = QPainterPath(QPointF(box.left(), wire)), box.top() + px(12)
            path.lineTo(box.left(), middle + px(8))
            path.quadTo(box.left(), middle, box.left() + px(8), middle)
            path.lineTo(box.right() - px(8), middle)
            path.quadTo(box.right(), middle, box.right(), middle + px(8))
            path.lineTo(box.right(), wire - px(8))
            painter.drawPath(path)
            self._plus(QPointF(box.right(), wire), colour)
        else:
            painter.drawRoundedRect(box, px(10), px(10))
        self._edge(frame.block.place, frame.box)
        painter.setFont(fonts.font(px(12), bold=True))
        ground = QRectF(
            box.left() + px(12),
            box.top() + px(2),
            painter.fontMetrics().horizontalAdvance(frame.title) + px(10),
            px(20),
        )
        painter.fillRect(ground, QColor(self._theme.background))
        self._say(frame.title, Box(ground.x(), ground.y(), ground.width(), ground.height()), 12, True)
        if frame.block.after is not None:
            words = shape_words(frame.block.after)
            words += f" · {counted(frame.block.parameters)} par" if frame.block.parameters else ""
            self._say(words, Box(frame.box.x, box.bottom() - px(22), frame.box.width - px(6), px(20)), 12, True)

    def _plus(self, at: QPointF, colour: QColor) -> None:
        radius = self._px(8)
        self._painter.setBrush(QColor(self._theme.background))
        self._painter.drawEllipse(at, radius, radius)
        for dx, dy in ((radius * 0.55, 0), (0, radius * 0.55)):
            self._painter.drawLine(QPointF(at.x() - dx, at.y() - dy), QPointF(at.x() + dx, at.y() + dy))

    def _slot(self, slot: Slot) -> None:
        painter = self._painter
        painter.setPen(QPen(QColor(self._theme.colour(Role.MUTED)), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_rect(slot.box), self._px(8), self._px(8))
        self._say("+", slot.box, 20, False, Role.MUTED)
        self._edge(slot.place, slot.box)

    def _edge(self, place: Place, box: Box) -> None:
        """Frame what is chosen in white or ink, and what is faulty in red or amber."""
        painter, grade = self._painter, self._grades.get(place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = self._px(9)
        if grade in ("impossible", "odd"):
            painter.setPen(QPen(QColor(self._theme.colour(fault_role(grade))), 3.5))
            painter.drawRoundedRect(_rect(box), radius, radius)
        if place in self._looks.chosen:
            painter.setPen(QPen(QColor(self._theme.colour(Role.HIGHLIGHT)), 3 if self._looks.focused else 1.5))
            painter.drawRoundedRect(_rect(box).adjusted(-4, -4, 4, 4), radius, radius)

    def _drop_mark(self, box: Box) -> None:
        self._pen(Role.HIGHLIGHT, 4)
        x = box.x - self._px(6)
        self._painter.drawLine(QPointF(x, box.y), QPointF(x, box.y + box.height))

    def _pen(self, role: Role, width: float) -> None:
        self._painter.setPen(QPen(QColor(self._theme.colour(role)), width))

    def _say(self, words: str, box: Box, size: float, bold: bool, role: Role = Role.TEXT) -> None:
        self._painter.setFont(fonts.font(self._px(size), bold=bold))
        self._painter.setPen(QColor(self._theme.colour(role)))
        self._painter.drawText(_rect(box), Qt.AlignmentFlag.AlignCenter, words)


def draw_cuboid(
    painter: QPainter, x: float, bottom: float, shape: tuple[int, ...], scale: float, edge: QColor, ground: str
) -> float:
    """Draw a shape as a cuboid with its lower left corner at a point; returns how wide it is."""
    width, height, depth = volume(shape, scale)
    slant, y = depth * 0.5, bottom - height
    painter.setPen(QPen(edge, 1.2))
    painter.setBrush(QColor(mixed(edge.name(), ground, 0.35)))
    painter.drawRect(QRectF(x, y, width, height))
    if depth:
        painter.setBrush(QColor(mixed(edge.name(), ground, 0.2)))
        top = [(x, y), (x + depth, y - slant), (x + width + depth, y - slant), (x + width, y)]
        side = [
            (x + width, y),
            (x + width + depth, y - slant),
            (x + width + depth, bottom - slant),
            (x + width, bottom),
        ]
        for face in (top, side):
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in face]))
    return width + depth


class TwoSides(QWidget):
    """The two shapes at a plus that can't be added: two cuboids, and the sign between them crossed out."""

    def __init__(self, appearance: Appearance, sides: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
        super().__init__()
        self._appearance, self._sides = appearance, sides
        self.setFixedHeight(appearance.px(78))
        self.setAccessibleName(f"{shape_words(sides[0])} and {shape_words(sides[1])} can't be added")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, px, half = self._appearance.theme, self._appearance.px, self.width() / 2
        painter.setFont(fonts.font(px(13), bold=True))
        for number, (shape, role) in enumerate(zip(self._sides, (Role.INPUT, Role.OUTPUT), strict=True)):
            colour, (width, _, depth) = QColor(theme.colour(role)), volume(shape, px(120) / 100)
            x = number * half + (half - width - depth) / 2
            draw_cuboid(painter, x, px(52), shape, px(120) / 100, colour, theme.raised)
            painter.setPen(QColor(theme.colour(Role.TEXT)))
            words = QRectF(number * half, px(56), half, px(20))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shape_words(shape))
        painter.setPen(QPen(QColor(theme.colour(Role.GRADIENT)), 3))
        at, radius = QPointF(half, px(34)), px(11)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius, radius)
        for dx, dy in ((0.6, 0.0), (0.0, 0.6), (1.2, -1.2)):
            step = QPointF(dx * radius, dy * radius)
            painter.drawLine(at - step, at + step)


def fault_role(grade: Grade) -> Role:
    """The colour of a fault's grade."""
    return {"impossible": Role.GRADIENT, "odd": Role.WARNING, "note": Role.MUTED}[grade]


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
