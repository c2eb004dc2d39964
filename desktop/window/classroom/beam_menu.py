"""The part of the menu that belongs to the beam: its own theme and letters, and whether it is a window to share."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.window.classroom.presenting import Presenting
from desktop.window.menu import Looks


class BeamMenu(QMenu):
    """What can be set of the picture that the class sees."""

    def __init__(self, presenting: Presenting, parent: QWidget) -> None:
        super().__init__("What the class sees", parent)
        self._presenting = presenting
        self.share = QAction("As a window, to share in a video call", self, checkable=True)
        self.share.triggered.connect(presenting.toggle_window)
        self._looks = Looks(self, presenting.looks)
        self.addSeparator()
        self.addAction(self.share)
        self.aboutToShow.connect(self._tick)

    def _tick(self) -> None:
        self.share.setChecked(self._presenting.on_beam and self._presenting.place.as_window)
