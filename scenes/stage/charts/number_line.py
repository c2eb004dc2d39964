"""A number line: the places of numbers from left to right, and ticks with numbers under them.

line = NumberLine(400, 1400, 70, 80)
stage.add(*line.ticks(range(70, 81, 5), 200, 300), ...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering

DOT, TRACK, BEYOND = 26.0, 104.0, 40.0
"""The radius of a dot, how high its track is, and how far that reaches beyond the line."""
BESIDE = 14.0


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

    def track(
        self, y: float, number: float, share: float, text: str, name: str, role: Role, *, loud: bool = False
    ) -> list[AnyMark]:
        """A track in which a dot has gone a share of its way from the left end to a number, which is then written.

        That of the one spoken of is `loud`: it stands over its dot, as the largest number of the picture.
        """
        x, there = between(self.left, self.at(number), share), self.at(number)
        marks: list[AnyMark] = [
            Rect(x=self.left - BEYOND, y=y - TRACK / 2, width=self.right - self.left + 2 * BEYOND, height=TRACK,
                 radius=TRACK / 2, fill=0.16, role=role if loud else Role.MUTED, name=f"track of {name}"),
            Rect(x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=role, name=name,
                 value=number),
        ]  # fmt: skip
        if share < 1:
            return marks
        if loud:
            return [
                *marks,
                lettering(there, y - TRACK / 2 - 44, text, bold=True, size=96, anchor="middle", name=f"{name} written"),
            ]
        left = there > (self.left + 3 * self.right) / 4
        at = there - DOT - BESIDE if left else there + DOT + BESIDE
        words = lettering(at, y, text, bold=True, size=52, anchor="end" if left else "start", name=f"{name} written")
        return [*marks, words]
