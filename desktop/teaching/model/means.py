"""The means of a network's last maps for many pictures: each is asked for once, and kept while there is use for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.sets.collection import Shape
from desktop.teaching.model.asks import FROZEN
from desktop.teaching.model.head import Floats
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import NoReply, Reply
from engine.contract.teaching import MeansRead, ReadMeans

AT_ONCE = 50
"""So many pictures go into one question: what is no longer wanted costs half a second at most."""
MOST = 6000
"""Of so many pictures the means are kept, although some of them are gone: they may come back by undo."""


class Means(QObject):
    """Asks for what is `want`ed. `changed` says that more is known, or that something is said."""

    changed = Signal()

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._shape: Shape = (0, 0, 0)
        self._wanted: tuple[bytes, ...] = ()
        self._going: tuple[bytes, ...] = ()
        self._token = -1
        self._known: dict[bytes, Floats] = {}
        self.said = ""
        """Why they are not there yet, where that is to be said."""

    def want(self, pictures: Sequence[bytes], shape: Shape) -> None:
        """Want the means of pictures, uint8 of a shape, and of no others."""
        self._wanted = tuple(dict.fromkeys(pictures))
        if shape != self._shape:
            self._shape = shape
            self._known.clear()
            self._break_off()
        elif self._going and not set(self._going) & set(self._wanted):
            self._break_off()
        if len(self._known) > MOST:
            self._known = {each: self._known[each] for each in self._wanted if each in self._known}
        self._ask()

    @property
    def missing(self) -> int:
        """How many of the wanted ones are not there yet."""
        return sum(each not in self._known for each in self._wanted)

    @property
    def progress(self) -> tuple[int, int]:
        """How many of how many are there."""
        return len(self._wanted) - self.missing, len(self._wanted)

    def of(self, pictures: Sequence[bytes]) -> Floats:
        """The means of pictures that are all there, float32 (pictures, means)."""
        return np.stack([self._known[each] for each in pictures])

    def close(self) -> None:
        """Want nothing any more."""
        self._wanted = ()
        self._break_off()

    def _ask(self) -> None:
        """Ask for some that are missing, unless others are on their way."""
        if self._going:
            return
        going = [each for each in self._wanted if each not in self._known][:AT_ONCE]
        if not going:
            return
        self._going, self.said = tuple(going), ""
        pixels = np.frombuffer(b"".join(going), np.uint8).reshape(-1, *self._shape)
        answered, waits = partial(self._take, self._going), partial(self._wait, self._going)
        token = self._questions.ask(FROZEN, ReadMeans(Array.of(pixels)), answered, waits)
        if self._going:
            self._token = token

    def _take(self, asked: tuple[bytes, ...], reply: Reply | NoReply) -> None:
        if asked is not self._going:
            return
        if isinstance(reply, NoReply):
            self._going, self.said = (), reply.message
        elif isinstance(reply.answer, MeansRead):
            first, self.said = reply.answer.first, ""
            for place, means in enumerate(reply.answer.means.numpy()):
                self._known[asked[first + place]] = means
            if reply.part + 1 >= reply.parts:
                self._going = ()
                self._ask()
        self.changed.emit()

    def _wait(self, asked: tuple[bytes, ...], sentence: str) -> None:
        if asked is self._going:
            self.said = sentence
            self.changed.emit()

    def _break_off(self) -> None:
        if self._going:
            self._going = ()
            self._questions.stop(self._token)
