"""The key step, playing in the poster under the pointer."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from desktop.home.pictures import Pictures
from desktop.home.poster import Poster

TICK_MS = 33
SHARE = 0.5
"""How much of the window's time drawing may take: a scene that is slow to draw plays in fewer pictures."""
LINGER_MS = 250
"""How long the pointer must rest on a poster: one that only passes over starts nothing."""
REST = 1.2
"""Seconds for which the step's end is shown before it plays again."""


class Preview(QObject):
    """Plays in one poster at a time."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(pictures)
        self._pictures = pictures
        self._poster: Poster | None = None
        self._began = 0.0
        self._lingering = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._lingering.timeout.connect(self._begin)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tick)

    def play(self, poster: Poster) -> None:
        """Play in a poster as soon as the pointer has rested on it."""
        self.stop()
        if self._pictures.key(poster.scene.name) is not None:
            self._poster = poster
            self._lingering.start()

    def stop(self) -> None:
        """Show the picture again where something plays."""
        self._lingering.stop()
        self._timer.stop()
        if self._poster is not None:
            self._poster.show_motion(None)
            self._poster = None

    def _begin(self) -> None:
        self._began = time.monotonic()
        self._tick()

    def _tick(self) -> None:
        assert self._poster is not None
        key = self._pictures.key(self._poster.scene.name)
        assert key is not None
        now = time.monotonic()
        length = key.end - key.begin
        passed = (now - self._began) % (length + REST)
        self._poster.show_motion(self._pictures.moment(self._poster.scene.name, key.begin + min(passed, length)))
        took = (time.monotonic() - now) * 1000
        self._timer.start(max(TICK_MS, round(took / SHARE)))
