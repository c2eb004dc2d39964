"""Drawing a page part by part, so that a scene can move beside it and the run in progress keeps its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from scenes.stage.data.recording import Recording

Shown = tuple[Recording | None, int | None]
"""What a part shows: a run, and the step it is looked at; None follows the run."""
Draw = Callable[[Recording | None, int | None], None]

FRAME = 33
"""Milliseconds between two looks at a recording that hasn't grown; everything is drawn about 30 times a second."""
SHARE = 0.25
"""How much of the window's time drawing may take; a very long run, which takes longer, is drawn less often."""


def pause(took: float, parts: int) -> int:
    """The milliseconds from one of so many parts to the next, where drawing takes so many."""
    return max(FRAME // parts, round(took / SHARE))


class Turns(QObject):
    """Draws the parts of a page that are out of date, one at a time, as long as the page is seen."""

    def __init__(self, page: QWidget, shown: Callable[[], Shown], parts: Sequence[Draw]) -> None:
        super().__init__(page)
        self.parts = parts
        self._page, self._shown = page, shown
        self._seen: list[Shown | None] = [None] * len(parts)
        """What each part of the page shows."""
        self._part = 0
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Look from now on whether something is to be drawn."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def all(self) -> None:
        """Draw everything at once, now or as soon as the page is seen."""
        self._seen = [None] * len(self.parts)
        if self._page.isVisible():
            for part in range(len(self.parts)):
                self._draw(part)

    def next(self) -> bool:
        """Draw one part, the parts taking turns; returns whether there was one to draw."""
        for _ in self.parts:
            self._part = (self._part + 1) % len(self.parts)
            if self._draw(self._part):
                return True
        return False

    def _look(self) -> None:
        """Draw the next part that is out of date, and leave the window time to do other things."""
        begun = time.perf_counter()
        drew = self._page.isVisible() and self.next()
        self._timer.setInterval(pause(1000 * (time.perf_counter() - begun), len(self.parts)) if drew else FRAME)

    def _draw(self, part: int) -> bool:
        """Draw a part of the page unless it shows the present state already; returns whether it was drawn."""
        recording, cursor = self._shown()
        seen = self._seen[part]
        if seen is not None and seen[0] is recording and seen[1] == cursor:
            return False
        self._seen[part] = (recording, cursor)
        self.parts[part](recording, cursor)
        return True
