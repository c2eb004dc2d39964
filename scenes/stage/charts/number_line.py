"""A number line: the places of numbers from left to right, and ticks with numbers under them.

line = NumberLine(400, 1400, 70, 80)
stage.add(*line.ticks(range(70, 81, 5), 200, 300), ...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scenes.stage.core.marks import AnyMark, Rect, Role, lettering


@dataclass(frozen=True)
class NumberLine:
    """The line from `left` to `right` in stage units, on which the numbers from `low` to `high` stand."""

    left: float
    right: float
    low: float
    high: float

    def at(self, number: float) -> float:
        """The place of a number, also of one beyond the ends."""
        return self.left + (self.right - self.left) * ((number - self.low) / (self.high - self.low))

    def ticks(
        self,
        numbers: Iterable[int],
        top: float,
        height: float,
        *,
        words: Callable[[int], str] = str,
        width: float = 2,
        fill: float = 0.25,
        size: float = 24,
        below: float = 24,
    ) -> list[AnyMark]:
        """A tick at each number, as long as `height`, with its words so far below its foot."""
        marks: list[AnyMark] = []
        for number in numbers:
            x = self.at(number)
            marks += [
                Rect(x=x - width / 2, y=top, width=width, height=height, fill=fill, role=Role.MUTED),
                lettering(x, top + height + below, words(number), Role.MUTED, size=size, anchor="middle"),
            ]
        return marks
