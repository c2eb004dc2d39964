"""Columns side by side, which share all the room that there is; where it is less than they need, they are scrolled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.parts import strip

WIDTHS, HEIGHT = (398, 376, 426), 600
"""How wide the columns are at least, and how high, in pixels for letters of the usual size."""
APART, MARGIN = 14, 12


class Columns(QScrollArea):
    """Holds a widget in each column, as wide as the `widths` are to each other."""

    def __init__(
        self, appearance: Appearance, widgets: Sequence[QWidget], widths: Sequence[int] = WIDTHS, height: int = HEIGHT
    ) -> None:
        super().__init__()
        self._appearance, self._widths, self._height = appearance, widths, height
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._panels = [QVBoxLayout() for _ in widgets]
        self._grounds: list[QWidget] = []
        for panel, widget, share in zip(self._panels, widgets, widths, strict=True):
            ground = QWidget()
            self._grounds.append(ground)
            strip(ground)
            panel.addWidget(widget)
            ground.setLayout(panel)
            self._row.addWidget(ground, share)
        self.setWidget(self._inside)
        appearance.changed.connect(self._dress)
        self._dress()

    def show_column(self, place: int, shown: bool) -> None:
        """Show a column, or leave its room to the one before it."""
        self._grounds[place].setVisible(shown)
        more = 0 if shown else self._widths[place]
        self._row.setStretch(place - 1, self._widths[place - 1] + more)
        self._fit()

    def _dress(self) -> None:
        px = self._appearance.px
        self._row.setSpacing(px(APART))
        for panel in self._panels:
            panel.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        self._fit()

    def _fit(self) -> None:
        """Take all the room, or what the letters need; one that Qt resizes would get its usual height."""
        px = self._appearance.px
        widths = [width for width, ground in zip(self._widths, self._grounds, strict=True) if not ground.isHidden()]
        least = QSize(px(sum(widths)) + px(APART) * (len(widths) - 1), px(self._height))
        self._inside.resize(self.viewport().size().expandedTo(least))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._fit()
