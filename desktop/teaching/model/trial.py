"""A picture to try: what the taught network says of it, where it looks, and which maps speak for that."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.sets.collection import Picture
from desktop.teaching.model.head import Floats, Voice
from desktop.teaching.model.teacher import Taught
from desktop.training.questions import Asks
from engine.contract.numbers import Array
from engine.contract.questions import MapsRead, NoReply, ReadMaps, Reply

LAST = "head.relu2"
"""The layer whose maps the head is about."""
VOICES = 8


class Said(NamedTuple):
    """What was said of a picture: probabilities (classes,), and for the class `of` its sight and the loudest voices."""

    picture: Picture
    taught: Taught
    probabilities: Floats
    of: int
    sight: Floats
    voices: tuple[Voice, ...]


class _Asked(NamedTuple):
    picture: Picture
    taught: Taught


class Trial(QObject):
    """Asks about one picture at a time: of those that come meanwhile the last counts.

    `changed` says that there is another answer, or none.
    """

    changed = Signal()

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._picture: Picture | None = None
        self._taught: Taught | None = None
        self._going: _Asked | None = None
        self._told: tuple[_Asked, Floats, Floats] | None = None
        """The last answer: to what, its logits and its maps."""
        self.chosen: str | None = None
        """The class that is explained; None explains the most probable one."""
        self.refused = ""

    def look(self, picture: Picture | None) -> None:
        """Try a picture (channels, height, width), or none."""
        self._picture = picture
        self._follow()

    def use(self, taught: Taught | None) -> None:
        """Try what was learned last."""
        if taught is not self._taught:
            self._taught = taught
            self._follow()

    def choose(self, name: str | None) -> None:
        """Explain another class; once more the same explains again the most probable one."""
        self.chosen = None if name == self.chosen else name
        self.changed.emit()

    @property
    def said(self) -> Said | None:
        """What is said of the picture, or was of the one before it."""
        if self._told is None:
            return None
        (picture, taught), logits, maps = self._told
        powers = np.exp(logits - logits.max())
        names = taught.head.classes
        of = names.index(self.chosen) if self.chosen in names else int(logits.argmax())
        voices = taught.head.voices(maps.mean((1, 2)), of, VOICES)
        return Said(picture, taught, powers / powers.sum(), of, taught.head.sight(maps, of), voices)

    def _follow(self) -> None:
        if self._picture is None or self._taught is None:
            if self._told is not None:
                self._told = None
                self.changed.emit()
        elif self._going is None:
            self._ask(_Asked(self._picture, self._taught))

    def _ask(self, wanted: _Asked) -> None:
        self._going = wanted
        question = ReadMaps(Array.of(wanted.picture), (LAST,))
        self._questions.ask(wanted.taught.headed, question, partial(self._take, wanted))

    def _take(self, asked: _Asked, reply: Reply | NoReply) -> None:
        if asked is not self._going:
            return
        self._going = None
        self.refused = reply.message if isinstance(reply, NoReply) else ""
        if isinstance(reply, Reply) and isinstance(reply.answer, MapsRead) and self._picture is not None:
            self._told = asked, reply.answer.logits.numpy(), reply.answer.maps[0].numpy()
        self.changed.emit()
        now = self._picture, self._taught
        if isinstance(reply, Reply) and not (now[0] is asked.picture and now[1] is asked.taught):
            self._follow()
