"""A slider that shows which of its values can be had."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.holding import LetGo
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

MOST_TICKS = 12


class Slider(QAbstractSlider):
    """Positions 0..count. It asks for a position and shows the one it is given: `wanted` says what a hand asked for.

    Up and Down (and + and −) move it; Left and Right belong to the player. `released` ends a drag.
    """

    wanted = Signal(int)
    released = Signal()

    def __init__(self, appearance: Appearance, title: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._impossible: frozenset[int] = frozenset()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, count)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.actionTriggered.connect(self._ask)
        appearance.changed.connect(self.updateGeometry)
        LetGo(self, self._let_go)

    def show_position(self, position: int, impossible: Collection[int] = ()) -> None:
        """Stand at a position, with others marked as out of reach just now."""
        self._impossible = frozenset(impossible)
        self.setValue(position)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(80, self._appearance.px(18))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(40, self._appearance.px(18))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.wanted.emit(self._position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if self.isSliderDown():
            position = self._position_at(event.position().x())
            if position != self.value():
                self.wanted.emit(position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._let_go()

    def _let_go(self) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, radius = self.height() / 2, self._radius
        thickness = self._appearance.px(3)
        x = self._x_of(self.value())
        rail = QRectF(radius, middle - thickness / 2, self.width() - 2 * radius, thickness)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(rail, thickness / 2, thickness / 2)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(rail.left(), rail.top(), x - radius, thickness), thickness / 2, thickness / 2)
        if self.maximum() <= MOST_TICKS:
            self._paint_ticks(painter, middle)
        if self.hasFocus():
            painter.setBrush(QColor(mixed(theme.colour(Role.TEXT), theme.surface, 0.9)))
            painter.drawEllipse(QPointF(x, middle), radius, radius)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(QPointF(x, middle), radius - 2, radius - 2)

    def _paint_ticks(self, painter: QPainter, middle: float) -> None:
        theme = self._appearance.theme
        size = self._appearance.px(2.5)
        for position in range(self.maximum() + 1):
            reached = position <= self.value()
            colour = theme.accent if reached else theme.colour(Role.MUTED)
            # Out of reach: a hole in the rail where the others have a bead.
            painter.setBrush(QColor(theme.surface if position in self._impossible else colour))
            painter.drawEllipse(QPointF(self._x_of(position), middle), size, size)

    def _ask(self) -> None:
        """Turn what a key or a screen reader did into a wish."""
        position = self.sliderPosition()
        self.setSliderPosition(self.value())
        if position != self.value():
            self.wanted.emit(position)

    @property
    def _radius(self) -> float:
        return self._appearance.px(18) / 2

    def _x_of(self, position: int) -> float:
        share = position / self.maximum() if self.maximum() else 0.0
        return self._radius + share * (self.width() - 2 * self._radius)

    def _position_at(self, x: float) -> int:
        share = (x - self._radius) / max(self.width() - 2 * self._radius, 1)
        return round(max(0.0, min(share, 1.0)) * self.maximum())
