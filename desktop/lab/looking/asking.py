"""Asking where networks look: of each of them one thing at a time, and of what comes meanwhile the last counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.training.questions import Questions
from desktop.training.subjects import Then
from engine.contract.numbers import Array
from engine.contract.questions import Cover, CoverByRows, Covered, Explain, Explained, NoReply, Reply, Subject

Role = Literal["trained", "untrained", "covered"]
"""What is known of a network: what a lens shows of it, the same before it learned, or what it says under the square."""
Question = Explain | Cover | CoverByRows
_NOTHING = Array("uint8", (0,), b"")


class Who(NamedTuple):
    """Of whom something is to be known."""

    contestant: int
    role: Role


class Wish(NamedTuple):
    """What is to be known: a question, and the network that it is about."""

    then: Then
    about: Subject
    question: Question

    def same_as(self, other: Wish | None) -> bool:
        """Whether the answer is the same."""
        return other is not None and self.then.same_as(other.then) and self.question == other.question

    @property
    def kind(self) -> Question:
        """The question without its picture and its places: an older answer to such a one stands until the newer one."""
        asked = self.question.cover if isinstance(self.question, CoverByRows) else self.question
        if isinstance(asked, Explain):
            return replace(asked, picture=_NOTHING)
        return replace(asked, picture=_NOTHING, tops=(), lefts=())


@dataclass(eq=False)
class Known:
    """What is known of one network. `step` is the one after which it was asked, None for stored networks."""

    wish: Wish
    answer: Explained | Covered | None = None
    answers: Wish | None = None
    """What the answer is to: an older wish, until there is an answer to the present one."""
    step: int | None = None
    rows: int = 0
    """How many rows of a long answer are there."""
    said: str = ""
    """Why it waits, or why there is no answer."""
    going: Wish | None = None
    token: int = -1

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many of how many rows are there, while a long answer comes."""
        if self.going is None or not isinstance(self.going.question, CoverByRows):
            return None
        return self.rows, len(self.going.question.cover.tops)


class Looker(QObject):
    """Asks for all that is wanted, and keeps what is `known` of it. `changed` says that this is more, or other."""

    changed = Signal()

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self.known: dict[Who, Known] = {}

    def want(self, wishes: Mapping[Who, Wish]) -> None:
        """Want this to be known, and nothing else any more."""
        for who in [who for who in self.known if who not in wishes]:
            self._break_off(self.known.pop(who))
        for who, wish in wishes.items():
            known = self.known.get(who)
            if known is None:
                known = self.known[who] = Known(wish)
            elif wish.same_as(known.wish):
                continue
            elif wish.kind != known.wish.kind:
                known.answer = known.answers = None
            known.wish, known.said = wish, ""
            if known.progress is not None:
                self._break_off(known)
            if known.going is None:
                self._ask(known)

    def stop(self) -> None:
        """Break off long answers; what is there of them stays."""
        for known in self.known.values():
            if known.progress is not None:
                self._break_off(known)
                known.said = "Stopped."
        self.changed.emit()

    def _break_off(self, known: Known) -> None:
        if known.going is not None:
            self._questions.stop(known.token)
            known.going = None

    def _ask(self, known: Known) -> None:
        wish = known.going = known.wish
        known.rows = 0
        answered, waits = partial(self._take, known, wish), partial(self._wait, known, wish)
        token = self._questions.ask(wish.about, wish.question, answered, waits)
        if known.going is wish:
            known.token = token

    def _take(self, known: Known, wish: Wish, reply: Reply | NoReply) -> None:
        """Keep an answer, or a part of one, and ask for what was wanted meanwhile."""
        if known.going is not wish:
            return
        if isinstance(reply, NoReply):
            known.said, known.answer, known.answers, known.going = reply.message, None, None, None
        elif isinstance(reply.answer, Explained | Covered):
            whole = isinstance(wish.question, CoverByRows) and isinstance(reply.answer, Covered)
            known.answer = _joined(known, wish, reply.answer) if whole else reply.answer
            known.answers, known.said = wish, ""
            known.step = reply.step if reply.step is not None else wish.then.step
            if reply.part + 1 >= reply.parts:
                known.going = None
        if known.going is None and not wish.same_as(known.wish):
            self._ask(known)
        self.changed.emit()

    def _wait(self, known: Known, wish: Wish, sentence: str) -> None:
        if known.going is wish:
            known.said = sentence
            self.changed.emit()


def _joined(known: Known, wish: Wish, part: Explained | Covered) -> Covered:
    """All rows that are there, with the new one; those that are missing are not numbers."""
    assert isinstance(part, Covered)
    assert isinstance(wish.question, CoverByRows)
    cover = wish.question.cover
    if known.rows and isinstance(known.answer, Covered):
        logits = known.answer.logits.numpy().copy()
    else:
        logits = np.full((len(cover.tops), len(cover.lefts), part.logits.shape[2]), np.nan, np.float32)
    logits[part.row] = part.logits.numpy()[0]
    known.rows = part.row + 1
    return Covered(0, Array.of(logits), part.bare)
