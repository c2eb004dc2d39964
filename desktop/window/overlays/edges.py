"""The edges of a full screen: a pointer that rests at one asks for its panel, and one that leaves lets it go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from desktop.window.overlays.drawer import Side

EDGE = 3
"""Pixels from the edge within which a pointer is at it."""
DWELL_MS = 150
"""How long a pointer rests at an edge until the panel comes; a sweep across the screen brings none."""
LINGER_MS = 1500
"""How long a panel stays when the pointer has left it."""

Sides = frozenset[Side]


def edge_at(place: QPoint, size: QSize) -> Side | None:
    """The edge of a window of a size that a place is at."""
    from_edge: dict[Side, int] = {
        "left": place.x(),
        "right": size.width() - 1 - place.x(),
        "below": size.height() - 1 - place.y(),
    }
    nearest = min(from_edge, key=lambda side: from_edge[side])
    return nearest if from_edge[nearest] < EDGE else None


class Edges(QObject):
    """Watches the pointer between `begin` and `end`. `changed` says that it is `at` another edge, or asks for others.

    `over` tells which panels lie under a place, `in_use` whether a panel must not go just now.
    """

    changed = Signal()

    def __init__(self, window: QWidget, over: Callable[[QPoint], Sides], in_use: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._over, self._in_use = window, over, in_use
        self.at: Side | None = None
        self.asked: Sides = frozenset()
        self._place: QPoint | None = None
        self._dwell = QTimer(self, singleShot=True, interval=DWELL_MS)
        self._dwell.timeout.connect(self._ask)
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._let_go)

    def begin(self) -> None:
        """Watch the pointer."""
        self._handle().installEventFilter(self)

    def end(self) -> None:
        """Watch it no longer, and forget where it was."""
        self._handle().removeEventFilter(self)
        self._dwell.stop()
        self._linger.stop()
        self.at, self.asked, self._place = None, frozenset(), None
        self.changed.emit()

    def point(self, place: QPoint | None) -> None:
        """Take note of where the pointer is in the window; None is outside."""
        self._place = place
        at = edge_at(place, self._window.size()) if place is not None else None
        if at != self.at:
            self.at = at
            self._dwell.stop()
            if at is not None and at not in self.asked:
                self._dwell.start()
            self.changed.emit()
        if self.asked <= self._kept:
            self._linger.stop()
        elif not self._linger.isActive():
            self._linger.start()

    @property
    def _kept(self) -> Sides:
        """The panels that the pointer is over, or at the edge of."""
        over = self._over(self._place) if self._place is not None else frozenset[Side]()
        return over | ({self.at} if self.at is not None else set())

    def _ask(self) -> None:
        if self.at is not None:
            self.asked |= {self.at}
            self.changed.emit()

    def _let_go(self) -> None:
        if QApplication.activePopupWidget() is not None or self._in_use():
            self._linger.start()
            return
        self.asked &= self._kept
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Leave:
            self.point(None)
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and not event.buttons():
            self.point(self._window.mapFromGlobal(event.globalPosition().toPoint()))
        return False

    def _handle(self) -> QWindow:
        handle = self._window.window().windowHandle()
        assert handle is not None
        return handle
