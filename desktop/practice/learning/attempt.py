"""Answering one question: a first try, a second one with the options in another order, and then what is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Literal

from desktop.classroom.conducting.posed import Answer, Posed

State = Literal["open", "wrong", "done"]
TRIES = 2
"""After so many wrong answers the right one is told."""


@dataclass(frozen=True)
class Attempt:
    """Where somebody is with a question.

    `order` are the indices of its answers as they stand, `chosen` those of the answers that were given. `told` says
    that the right one was asked for, and `looked_at` is the answer whose reason is shown.
    """

    posed: Posed
    order: tuple[int, ...]
    chosen: tuple[int, ...] = ()
    waits: bool = False
    told: bool = False
    looked_at: int | None = None

    @property
    def state(self) -> State:
        """Whether an answer is waited for, a wrong one was given and another may be, or all is told."""
        if self.told or self.right or len(self.chosen) >= TRIES:
            return "done"
        return "wrong" if self.waits else "open"

    @property
    def right(self) -> bool:
        """Whether the last answer was right."""
        return self.chosen[-1:] == (self.posed.right,)

    @property
    def answer(self) -> Answer | None:
        """The answer whose reason is shown."""
        return self.posed.answers[self.looked_at] if self.looked_at is not None else None

    def choose(self, place: int) -> Attempt:
        """Give the answer at a place of the order; when all is told, look at whose it is."""
        if not 0 <= place < len(self.order) or self.state == "wrong":
            return self
        index = self.order[place]
        if self.state == "done":
            return replace(self, looked_at=index)
        return replace(self, chosen=(*self.chosen, index), waits=True, looked_at=index)

    def again(self) -> Attempt:
        """Try a second time: the options stand in another order, so that no letter is remembered."""
        if self.state != "wrong":
            return self
        return replace(self, order=shuffled(self.order, self.posed.stem), waits=False, looked_at=None)

    def tell(self) -> Attempt:
        """Tell what is right without another try."""
        return replace(self, told=True, looked_at=self.posed.right) if self.state == "wrong" else self


def begun(posed: Posed) -> Attempt:
    """A question to which nothing is answered yet."""
    return Attempt(posed, tuple(range(len(posed.answers))))


def shuffled(order: tuple[int, ...], salt: str) -> tuple[int, ...]:
    """The same in another order."""
    ranked = tuple(sorted(order, key=lambda index: blake2b(f"{salt}/{index}".encode(), digest_size=8).digest()))
    return ranked if ranked != order else ranked[1:] + ranked[:1]
