"""The buttons of the start page: wide, round at their ends, and in the colours of the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.theme.icons import paint_icon
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed


class Pill(QAbstractButton):
    """A filled button is what the eye should find first; one with a role has an outline; else it is words alone."""

    def __init__(
        self,
        appearance: Appearance,
        words: str,
        act: Callable[[], object],
        keys: Callable[[QKeyEvent], bool],
        *,
        icon: str = "",
        filled: bool = False,
        outline: Role | None = None,
    ) -> None:
        super().__init__()
        self._appearance, self._icon, self._filled, self._outline = appearance, icon, filled, outline
        self.take_key = keys
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _=False: act())
        appearance.changed.connect(self.updateGeometry)

    def say(self, words: str, hint: str = "") -> None:
        """Have other words on it, and a hint that says more."""
        self.setText(words)
        self.setToolTip(hint)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    @property
    def _loud(self) -> bool:
        return self._filled or self._outline is not None

    @property
    def _size(self) -> int:
        return self._appearance.px(21 if self._loud else 16)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        self.setFont(font(self._size, bold=self._loud))
        width = self.fontMetrics().horizontalAdvance(self.text())
        sides = self._size * (2.0 if self._loud else 0.8)
        icon = self._size * 1.4 if self._icon else 0
        return QSize(round(width + sides + icon), round(self._size * (2.3 if self._loud else 1.8)))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        text = theme.colour(Role.TEXT)
        ground = text if self._filled else theme.background
        if self.isDown() or self.underMouse():
            ground = mixed(theme.background if self._filled else text, ground, 0.12)
        colour = theme.background if self._filled else text if self._loud else theme.colour(Role.MUTED)
        line = theme.colour(self._outline) if self._outline is not None else ground
        focused = self.hasFocus()
        width = (3.0 if focused else 2.0) * theme.lines
        painter.setPen(QPen(QColor(theme.accent if focused else line), width))
        painter.setBrush(QColor(ground))
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self._icon:
            side = self._size * 1.4
            place = QRectF(self._size * 0.8, (self.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, place, QColor(line if self._outline is not None else colour))
            box.setLeft(place.right() - self._size * 0.2)
        painter.setFont(font(self._size, bold=self._loud))
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
