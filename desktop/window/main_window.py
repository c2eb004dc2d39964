"""The bare window: on the screen at once, while all that will stand in it is still being loaded.

It knows Qt alone, because numpy and the scenes take longer to import than a window takes to appear.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from desktop.window import placement


@dataclass(frozen=True)
class SavedGeometry:
    """What the window was like when it was closed: Qt's geometry in hexadecimal, and the colour of its ground."""

    geometry: str = ""
    ground: str = "#0f131e"

    @classmethod
    def of_state(cls, path: Path) -> SavedGeometry:
        """Read it from the state file; one that can't be read is dealt with later, by those who load all of it."""
        try:
            found = json.loads(path.read_bytes())
            return cls(str(found["geometry"]), str(found["ground"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return cls()


class MainWindow(QMainWindow):
    """`painted` comes once, when it can be seen, and `leaving` when it is closed.

    `placed` comes each time it has moved or has another size. `may_leave` is asked before it is closed; without its yes
    the window stays.
    """

    painted = Signal()
    placed = Signal()
    leaving = Signal()

    def __init__(self, saved: SavedGeometry) -> None:
        super().__init__()
        self._ground = QColor(saved.ground)
        self.may_leave: Callable[[], bool] = lambda: True
        self._painted = self._asking = self._left = False
        self.setWindowTitle("Convoscope")
        self.setMinimumSize(*placement.SMALLEST)
        self._place(QByteArray.fromHex(saved.geometry.encode("ascii", "replace")))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._ground)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self.placed.emit()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: D102 - Qt's
        super().moveEvent(event)
        self.placed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.placed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        if not self._left and not self._agreed():
            event.ignore()
            return
        if not self._left:
            self._left = True
            self.leaving.emit()
        super().closeEvent(event)

    def _place(self, left: QByteArray) -> None:
        """Stand where the window was left, within the screens that there are now; or as at first."""
        if not self.restoreGeometry(left):
            self.setGeometry(placement.first(self.screen().availableGeometry()))
            if placement.is_small(self.screen().size()):
                self.setWindowState(Qt.WindowState.WindowMaximized)
            return
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)  # that is for a lesson, not a start
        if not self.isMaximized():
            place = self.geometry()
            screen = QGuiApplication.screenAt(place.center()) or self.screen()
            self.setGeometry(placement.within(place, screen.availableGeometry()))

    def _agreed(self) -> bool:
        """Ask whether it may close; not twice where it is closed again during the question."""
        if self._asking:
            return False
        self._asking = True
        try:
            return self.may_leave()
        finally:
            self._asking = False
