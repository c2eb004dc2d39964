"""The part of the menu that belongs to the beam: its own theme and letters, and whether it is a window to share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.window.menu import Looks
from desktop.window.presenting.presenting import Presenting

MINUTES = (1, 2, 3, 5, 10, 0)


def _count(count_down: Callable[[float], None], minutes: int, _checked: bool = False) -> None:
    count_down(minutes)


class BeamMenu(QMenu):
    """What can be set of the picture that the class sees."""

    def __init__(self, presenting: Presenting, count_down: Callable[[float], None], parent: QWidget) -> None:
        super().__init__("What the class sees", parent)
        self._presenting = presenting
        self.share = QAction("As a window, to share in a video call", self, checkable=True)
        self.share.triggered.connect(presenting.toggle_window)
        self._looks = Looks(self, presenting.looks)
        self.addSeparator()
        self.countdown = self.addMenu("Countdown over the stage")
        for minutes in MINUTES:
            words = "Take it away" if not minutes else f"{minutes} minute{'s' if minutes > 1 else ''}"
            self.countdown.addAction(words).triggered.connect(partial(_count, count_down, minutes))
        self.addAction(self.share)
        self.aboutToShow.connect(self._tick)

    def _tick(self) -> None:
        self.share.setChecked(self._presenting.on_beam and self._presenting.place.as_window)
