"""The mark at an edge of a full screen that says: here is a panel."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.window.overlays.drawer import Side

THICK = 6
"""Stage units."""
LONG = 0.25
"""Share of the edge."""


class EdgeTab(QWidget):
    """A bar of light in the middle of an edge."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._below = appearance, parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def light(self, side: Side | None) -> None:
        """Shine at an edge, or not at all."""
        if side is not None:
            self.setGeometry(self._place(side))
            self.raise_()
        self.setVisible(side is not None)

    def _place(self, side: Side) -> QRect:
        width, height = self._below.width(), self._below.height()
        thick = max(3, round(THICK * width / 1600))
        if side == "below":
            long = round(LONG * width)
            return QRect((width - long) // 2, height - thick, long, thick)
        long = round(LONG * height)
        return QRect(0 if side == "left" else width - thick, (height - long) // 2, thick, long)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._appearance.theme.accent))
