"""Full screen: the stage and its caption alone; other panels come to a pointer at the edge, or to their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QWidget

Side = Literal["left", "right", "below"]

EDGE = 3
"""Pixels from the edge within which a pointer asks for a panel."""
REACH: dict[Side, float] = {"left": 1 / 4, "right": 1 / 3, "below": 1 / 5}
"""The share of the window, from its edge, within which a pointer keeps a panel even where the panel is narrower."""


def pointed(
    at: tuple[int, int], size: tuple[int, int], panels: Mapping[Side, int], before: frozenset[Side]
) -> frozenset[Side]:
    """The sides that a pointer asks for, at a pixel of a window of a size: it is at their edge, or still over a panel.

    `panels` tells how many pixels from its edge each panel reaches, `before` which sides it had asked for.
    """
    (x, y), (width, height) = at, size
    from_edge: dict[Side, int] = {"left": x, "right": width - 1 - x, "below": height - 1 - y}
    across: dict[Side, int] = {"left": width, "right": width, "below": height}
    return frozenset(
        side
        for side, distance in from_edge.items()
        if distance < (max(REACH[side] * across[side], panels[side]) if side in before else EDGE)
    )


class Presenter(QObject):
    """Watches the pointer while the window is full screen; `changed` says that other panels are to be seen.

    `panels` tells how many pixels from its edge each of them reaches.
    """

    changed = Signal()

    def __init__(self, window: QWidget, panels: Callable[[], Mapping[Side, int]]) -> None:
        super().__init__(window)
        self._window, self._panels = window, panels
        self.on = False
        self._pointed: frozenset[Side] = frozenset()
        self._pinned: frozenset[Side] = frozenset()

    def shows(self, side: Side) -> bool:
        """Whether the panel at a side is to be seen over a full screen."""
        return side in self._pointed | self._pinned

    def begin(self) -> None:
        """Hide the panels and watch the pointer."""
        self.on = True
        self._handle().installEventFilter(self)
        self.changed.emit()

    def end(self) -> None:
        """Show the panels again."""
        self.on = False
        self._pointed = self._pinned = frozenset()
        self._handle().removeEventFilter(self)
        self.changed.emit()

    def pin(self, side: Side) -> None:
        """Show the panel at a side wherever the pointer is, or no longer."""
        self._pinned ^= {side}
        self.changed.emit()

    def point(self, x: int, y: int) -> None:
        """Take note of where the pointer is in the window."""
        size = self._window.width(), self._window.height()
        found = pointed((x, y), size, self._panels(), self._pointed)
        if found != self._pointed:
            self._pointed = found
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and not event.buttons():
            place = self._window.mapFromGlobal(event.globalPosition().toPoint())
            self.point(place.x(), place.y())
        return False

    def _handle(self) -> QWindow:
        handle = self._window.window().windowHandle()
        assert handle is not None
        return handle
