"""Columns side by side, which share all the room that there is; where it is less than they need, they are scrolled.

Columns that fold are scrolled downwards only: the second goes under the first.
"""

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
SPLIT = (0.6, 1.0)
"""How high two columns are where one is under the other, as shares of their height."""


class Columns(QScrollArea):
    """Holds a widget in each of three columns, as wide as the `widths` are to each other.

    Where one `folds` they need not all stand side by side.
    """

    def __init__(
        self,
        appearance: Appearance,
        widgets: Sequence[QWidget],
        widths: Sequence[int] = WIDTHS,
        height: int = HEIGHT,
        *,
        folds: bool = False,
    ) -> None:
        super().__init__()
        self._appearance, self._widths, self._height = appearance, widths, height
        self._folds, self._folded = folds, False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._under = QVBoxLayout()
        self._panels = [QVBoxLayout() for _ in widgets]
        self._grounds: list[QWidget] = []
        for panel, widget, share in zip(self._panels, widgets, widths, strict=True):
            ground = QWidget()
            self._grounds.append(ground)
            strip(ground)
            panel.addWidget(widget)
            ground.setLayout(panel)
            self._row.addWidget(ground, share)
        self._row.insertLayout(0, self._under)
        self.setWidget(self._inside)
        appearance.changed.connect(self._dress)
        self._dress()

    def show_column(self, place: int, shown: bool) -> None:
        """Show a column, or leave its room to the one before it."""
        self._grounds[place].setVisible(shown)
        self._fit()

    def _dress(self) -> None:
        px = self._appearance.px
        for row in (self._row, self._under):
            row.setSpacing(px(APART))
        for panel in self._panels:
            panel.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        self._fit()

    def _fit(self) -> None:
        """Take all the room, or what the letters need; one that Qt resizes would get its usual height."""
        px, room = self._appearance.px, self.viewport().size()
        there = [not ground.isHidden() for ground in self._grounds]
        widths = [width for width, is_there in zip(self._widths, there, strict=True) if is_there]
        least = QSize(px(sum(widths)) + px(APART) * (len(widths) - 1), px(self._height))
        self._fold(self._folds and room.width() < least.width())
        if self._folded:
            least = QSize(room.width(), px(sum(SPLIT) * self._height + APART))
        self._inside.resize(room.expandedTo(least))

    def _fold(self, folded: bool) -> None:
        """Have the second column under the first, or beside it, and each as wide as it is to be."""
        first, second, *_ = self._grounds
        if folded != self._folded:
            self._folded = folded
            for place, ground in enumerate((first, second)):
                if folded:
                    self._under.addWidget(ground, round(10 * SPLIT[place]))
                else:
                    self._row.insertWidget(1 + place, ground)
        shares = list(self._widths)
        for place, ground in reversed(list(enumerate(self._grounds))):
            if ground.isHidden() and place:
                shares[place - 1] += shares[place]
        self._row.setStretch(0, max(shares[0], shares[1]) if folded else 0)
        for place, ground in enumerate(self._grounds):
            self._row.setStretchFactor(ground, shares[place])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._fit()
