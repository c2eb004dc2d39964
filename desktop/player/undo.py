"""One order of undo over all that the lab lets one change."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import SignalInstance


class Undoable(Protocol):
    """Something with changes that can be taken back, the last one first. `edited` says that there is one more."""

    @property
    def edited(self) -> SignalInstance:
        """Says that there is one more change."""

    def undo(self) -> bool:
        """Take the last change back; tells whether there was one."""

    def redo(self) -> bool:
        """Make the change again that was taken back last; tells whether there was one."""


class UndoOrder:
    """Takes back the last change of any of several things, whichever it was of."""

    def __init__(self, *things: Undoable) -> None:
        self._things = things
        self._done: list[Undoable] = []
        """What was changed, the last one last; changes from before there was this order come before them all."""
        self._undone: list[Undoable] = []
        for thing in things:
            thing.edited.connect(partial(self._record, thing))

    def _record(self, thing: Undoable) -> None:
        self._done.append(thing)
        self._undone.clear()

    def undo(self) -> None:
        """Take the last change back."""
        for thing in (*reversed(self._done), *self._things):
            if self.undo_of(thing):
                return

    def undo_of(self, thing: Undoable) -> bool:
        """Take the last change of one thing back, whatever was changed since; tells whether there was one."""
        if thing in self._done:
            del self._done[_last(self._done, thing)]
        undone = thing.undo()
        if undone:
            self._undone.append(thing)
        return undone

    def redo(self) -> None:
        """Make the change again that was taken back last, unless there was another one since."""
        while self._undone:
            thing = self._undone.pop()
            if thing.redo():
                self._done.append(thing)
                return


def _last(things: list[Undoable], thing: Undoable) -> int:
    return max(index for index, each in enumerate(things) if each is thing)
