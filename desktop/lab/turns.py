"""Drawing a page part by part, so that a scene can move beside it and the run in progress keeps its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from scenes.stage.data.recording import Recording

Shown = tuple[Recording | None, int | None]
"""What a part shows: a run, and the step it is looked at; None follows the run."""
Draw = Callable[[Recording | None, int | None], None]

FRAME = 33
"""Milliseconds between two looks at a recording that hasn't grown; everything is drawn about 30 times a second."""
SHARE = 0.25
"""How much of the window's time drawing may take; a very long run, which takes longer, is drawn less often."""

LITTLE = 0.001
"""Seconds after which a turn is over: what takes less is drawn together with the next part."""
MOVES = 0.05
"""So many seconds after it was painted for another's sake the window still counts as one in which something moves."""

LONG = 50_000
"""Steps of a run from which on drawing all of it at once would stop the window for more than a few frames."""


def pause(took: float, parts: int) -> int:
    """The milliseconds from one of so many parts to the next, where drawing takes so many."""
    return max(FRAME // parts, round(took / SHARE))


class Turns(QObject):
    """Draws the parts of a page that are out of date, one at a time, as long as the page is seen.

    Where something else moves in the window, a part is drawn right after a frame of that: until the next one there is
    time, and at any other moment the next one would be late by as much as the part takes.
    """

    def __init__(self, page: QWidget, shown: Callable[[], Shown], parts: Sequence[Draw]) -> None:
        super().__init__(page)
        self.parts = parts
        self._page, self._shown = page, shown
        self._seen: list[Shown | None] = [None] * len(parts)
        """What each part of the page shows."""
        self._part = 0
        self._window: QWidget | None = None
        self._drew = False
        """Whether the next frame of the window is of what was drawn here."""
        self._moved = self._rested = 0.0
        """When a frame was painted that was of something else, and from when on drawing has paused for long enough."""
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Look from now on whether something is to be drawn."""
        if self._window is not self._page.window():
            self._leave()
            self._window = self._page.window()
            self._window.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._leave()
        self._timer.stop()

    def _leave(self) -> None:
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the turn that has come as soon as a frame of something else is painted."""
        if event.type() == QEvent.Type.UpdateRequest:
            if self._drew:
                self._drew = False
            else:
                self._moved = time.perf_counter()
                if self._moved >= self._rested and self._timer.isActive():
                    self._timer.start(0)
        return False

    def all(self) -> None:
        """Draw everything at once, now or as soon as the page is seen."""
        self._seen = [None] * len(self.parts)
        if self._page.isVisible():
            for part in range(len(self.parts)):
                self._draw(part)

    def soon(self) -> None:
        """Draw everything anew: a very long run part after part, with what else the window has to do between them."""
        recording, _ = self._shown()
        if recording is None or len(recording.ticks) < LONG:
            self.all()
            return
        self._seen = [None] * len(self.parts)
        self._part = -1
        self._timer.setInterval(0)

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
        drew = more = self._page.isVisible() and self.next()
        while more and time.perf_counter() - begun < LITTLE:
            more = self.next()
        now = time.perf_counter()
        self._drew = drew
        if drew and None in self._seen:
            self._timer.setInterval(0)
            return
        rest = pause(1000 * (now - begun), len(self.parts)) if drew else FRAME
        self._rested = now + rest / 1000
        self._timer.setInterval(rest + FRAME * (now - self._moved < MOVES))

    def _draw(self, part: int) -> bool:
        """Draw a part of the page unless it shows the present state already; returns whether it was drawn."""
        recording, cursor = self._shown()
        seen = self._seen[part]
        if seen is not None and seen[0] is recording and seen[1] == cursor:
            return False
        self._seen[part] = (recording, cursor)
        self.parts[part](recording, cursor)
        return True
