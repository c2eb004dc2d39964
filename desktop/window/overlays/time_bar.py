"""The time line of a full screen, with the least that a hand without a keyboard needs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.panels.timeline import Timeline
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton

HEIGHT = 48
"""Pixels, for letters of the usual size."""


class TimeBar(QWidget):
    """Steps and plays, and shows the steps by their titles. `stepped` is that of `Transport`; `leave` ends it all."""

    stepped = Signal(int)

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session, self._appearance = session, appearance
        self.back = IconButton(appearance, "previous", "One step back  Left")
        self.play = IconButton(appearance, "play", "Play  Space", primary=True)
        self.forward = IconButton(appearance, "next", "Play the next step  Right")
        self.timeline = Timeline(session, appearance, with_titles=True)
        self.leave = IconButton(appearance, "leave-full-screen", "Leave the full screen  Esc")
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.play.clicked.connect(lambda: session.play())
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self._row = QHBoxLayout(self)
        for button in (self.back, self.play, self.forward):
            self._row.addWidget(button)
        self._row.addWidget(self.timeline, 1)
        self._row.addWidget(self.leave)
        session.moved.connect(self.refresh)
        appearance.changed.connect(self._resize)
        self._resize()
        self.refresh()

    def refresh(self) -> None:
        """Show what the player does."""
        playing = self._session.player.playing
        self.play.rename("Pause  Space" if playing else "Play  Space", "pause" if playing else "play")

    def _resize(self) -> None:
        margin = self._appearance.px(12)
        self._row.setContentsMargins(margin, 2, margin, 2)
        self._row.setSpacing(self._appearance.px(6))
        self.setFixedHeight(self._appearance.px(HEIGHT))
