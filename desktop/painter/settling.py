"""Whether the camera moves: what is seen for a moment only need not be as sharp as it can be."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from scenes.stage.core.placing import Box

SETTLED_MS = 90
"""How long the camera must have stood still before everything is painted anew, as sharp as it can be."""


class Settling(QObject):
    """Whether the camera has just moved, the scene's or the hand's; `settled` says that it stands still again."""

    settled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last: Box | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self.settled)

    def forget(self) -> None:
        """Take what comes next for another picture, not for a move."""
        self._last = None

    def moves(self, box: Box) -> bool:
        """Take note of what is seen now, and tell whether something else was a moment ago."""
        before, self._last = self._last, box
        moving = before is not None and before != box
        if moving:
            self._timer.start()
        return moving
