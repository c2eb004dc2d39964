"""Painting and encoding side by side: the calling thread paints, for Qt belongs to it, and another one encodes."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition
from typing import Generic, TypeVar

from desktop.export.progress import StoppedError

T = TypeVar("T")
Made = TypeVar("Made")

GIVE_WAY = 0.0005
"""Seconds after which Python takes turns between threads that both compute. Its own 5 ms are as long as a frame takes,
and the encoder asks for its turn several times a frame."""
AHEAD = 8
"""So many pictures may wait for the encoder: they are all that a film has in memory."""


def side_by_side(things: Iterable[T], encode: Callable[[Iterator[T]], Made]) -> Made:
    """Make `things` here while another thread encodes them, and return what it makes of them.

    Where one of the two fails or is stopped, so is the other, and the error is raised here.
    """
    belt: _Belt[T] = _Belt(AHEAD)
    with _turns_taken_often(), ThreadPoolExecutor(1, "encoder") as beside:
        encoded = beside.submit(belt.consumed, encode)
        try:
            for thing in things:
                if not belt.lay(thing):
                    break  # the encoder has failed: its result says how
        except BaseException:
            belt.stop()
            raise
        belt.end()
        return encoded.result()


@contextmanager
def _turns_taken_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


class _Belt(Generic[T]):
    """What one thread lays down and another takes, a few things long."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._things: deque[T] = deque()
        self._ended = self._stopped = False
        self._changed = Condition()

    def lay(self, thing: T) -> bool:
        """Lay a thing down as soon as there is room; False where nobody takes any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or len(self._things) < self._length)
            self._things.append(thing)
            self._changed.notify_all()
            return not self._stopped

    def end(self) -> None:
        """Say that nothing comes after what lies there."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Have whoever waits at the other end go home at once."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def consumed(self, consume: Callable[[Iterator[T]], Made]) -> Made:
        """Give all things to a function, in the thread that takes them."""
        try:
            return consume(self._taken())
        finally:
            self.stop()

    def _taken(self) -> Iterator[T]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or self._ended or self._things)
                if self._stopped:
                    raise StoppedError
                if not self._things:
                    return
                thing = self._things.popleft()
                self._changed.notify_all()
            yield thing
