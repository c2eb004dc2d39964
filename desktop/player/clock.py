"""Real time for the player: a tick about sixty times a second while something plays, none otherwise."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.player.session import SceneSession

TICK_MS = 16
LONGEST = 0.25
"""Seconds that one tick counts at most: a laptop that slept must not wake at the scene's end."""


class Clock(QObject):
    """Lets time pass for a session."""

    def __init__(self, session: SceneSession) -> None:
        super().__init__(session)
        self._session = session
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        session.moved.connect(self._follow)

    def _follow(self) -> None:
        playing = self._session.player.playing
        if playing and not self._timer.isActive():
            self._last = time.monotonic()
            self._timer.start()
        elif not playing:
            self._timer.stop()

    def _tick(self) -> None:
        now = time.monotonic()
        passed, self._last = now - self._last, now
        self._session.advance(min(passed, LONGEST))
