"""Undo and redo as a value: what was, what is, and what was taken back."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")

DEPTH = 200
"""How many changes can be taken back."""


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """The present value between its past and its future.

    `merging` marks a gesture that is under way (a drag, say): all it records is one change. It ends with `sealed`.
    `replaced` is the future that this gesture has taken away, which comes back if it turns out to be no change.
    """

    present: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    merging: Hashable = None
    replaced: tuple[T, ...] = ()

    def recorded(self, value: T, merging: Hashable = None) -> History[T]:
        """Return the history after a change; what had been taken back is gone."""
        if merging is not None and merging == self.merging:
            return replace(self, present=value)
        if value == self.present:
            return self
        replaced = self.future if merging is not None else ()
        return History(value, (*self.past, self.present)[-DEPTH:], (), merging, replaced)

    def sealed(self) -> History[T]:
        """Return the history with the gesture ended; one that came back to where it began was no change."""
        if self.merging is not None and self.past and self.past[-1] == self.present:
            return History(self.past[-1], self.past[:-1], self.replaced)
        return replace(self, merging=None, replaced=())

    def undone(self) -> History[T]:
        """Return the history one change back, or as it is at the beginning."""
        if not self.past:
            return self.sealed()
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redone(self) -> History[T]:
        """Return the history one change further, or as it is at the end."""
        if not self.future:
            return self.sealed()
        return History(self.future[0], (*self.past, self.present), self.future[1:])

    def stands_on(self, value: T) -> bool | None:
        """Whether the present one was made of this very value; False where that was taken back, None if not known."""
        if any(each is value for each in self.future):
            return False
        return True if any(each is value for each in (self.present, *self.past)) else None
