"""Real time for the player: a tick about sixty times a second while something plays, none otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.player.session import SceneSession

TICK_MS = 16
LONGEST = 0.25
"""Seconds that one tick counts at most: a laptop that slept must not wake at the scene's end."""


def passed(since: float, now: float) -> float:
    """The seconds that a tick counts, of those between the one before and now."""
    return min(now - since, LONGEST)


class Clock(QObject):
    """Lets time pass for a session; `now` tells the time, in seconds."""

    def __init__(self, session: SceneSession, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(session)
        self._session, self._now = session, now
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        session.moved.connect(self._follow)

    def _follow(self) -> None:
        playing = self._session.player.playing
        if playing and not self._timer.isActive():
            self._last = self._now()
            self._timer.start()
        elif not playing:
            self._timer.stop()

    def _tick(self) -> None:
        since, self._last = self._last, self._now()
        self._session.advance(passed(since, self._last))
