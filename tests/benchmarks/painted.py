"""Frames as a window really shows them: when each was painted, and how long the window's thread had worked by then."""

from __future__ import annotations

import time
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject

from tests.benchmarks.timing import summary


class Painted(QObject):
    """Notes when what it is installed on is painted."""

    def __init__(self) -> None:
        super().__init__()
        self._times: list[float] = []
        self._worked: list[float] = []  # which other programs change little

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything pass."""
        if event.type() == QEvent.Type.Paint:
            self._times.append(time.monotonic())
            self._worked.append(time.thread_time())
        return False

    def found(self) -> dict[str, object]:
        """Milliseconds between neighbouring frames, and of the window's work between them."""
        return {
            "interval ms": summary(_apart(self._times)),
            "work of the window in an interval ms": summary(_apart(self._worked)),
        }


def _apart(seconds: list[float]) -> list[float]:
    return [(later - earlier) * 1e3 for earlier, later in pairwise(seconds)]
