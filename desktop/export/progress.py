"""How far an export has come, and that it can be stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many pages or frames are done, and of how many; raises StoppedError where nobody wants the rest."""


class StoppedError(Exception):
    """An export was stopped before its end; nothing of it is kept."""


def unwatched(done: int, of: int) -> None:
    """Nobody looks, and nobody stops it."""
