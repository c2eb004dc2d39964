"""A slope chart: two values of each of a few things, before a change and after it, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.charts.axes import Axes, Range
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.numbers.values import format_number

DOT = 10.0
BEFORE, ASIDE = 22.0, 28.0
"""How far the first number stands before its dot, and above or below it."""
AWAY, BESIDE = 36.0, 70.0
"""How far the second number stands above or below its dot, and the name from the number's middle."""
INSET = (0.26, 0.80)
"""Where both ends stand, as shares of the chart's width."""


@dataclass(frozen=True)
class Slope:
    """One thing's values at both ends."""

    name: str
    values: tuple[float, float]
    role: Role


@dataclass(frozen=True)
class SlopeChart:
    """The chart's box (left, top, width, height), the range of its values, and what its two ends are called.

    The numbers of the lowest values, and under them the names of the ends, take about 100 units below the box.
    """

    box: tuple[float, float, float, float]
    y: Range
    ends: tuple[str, str]
    decimals: int = 2

    def draw(self, slopes: Sequence[Slope], share: float) -> list[AnyMark]:
        """Draw the grid and all slopes, grown from the first end as far as the share says.

        At each end the largest number stands above its dot, the others stand below theirs.
        """
        highest = [max((slope.values[end] for slope in slopes), default=0.0) for end in (0, 1)]
        bottom = self.box[1] + self.box[3]
        marks: list[AnyMark] = [*self._axes.frame(size=24, columns=False)]
        for end, words in enumerate(self.ends):
            x = self.at(end, self.y[0])[0]
            marks.append(lettering(x, bottom + 84, words, Role.MUTED, size=26, anchor="middle"))
        return marks + [mark for slope in slopes for mark in self._slope(slope, highest, share)]

    def at(self, end: int, value: float) -> Point:
        """The place of a value at one of the ends; one beyond the range stands at its edge."""
        return self._axes.at(INSET[end], min(max(value, self.y[0]), self.y[1]))

    @property
    def _axes(self) -> Axes:
        return Axes(self.box, (0.0, 1.0), self.y)

    def _slope(self, slope: Slope, highest: Sequence[float], share: float) -> list[AnyMark]:
        start, end = (self.at(index, value) for index, value in enumerate(slope.values))
        tip = (between(start[0], end[0], share), between(start[1], end[1], share))
        marks: list[AnyMark] = [Path(points=(start, tip), line=5.0, role=slope.role)]
        sides = [-1 if value == most else 1 for value, most in zip(slope.values, highest, strict=True)]
        for index, (x, y) in enumerate((start, end)):
            if index and share < 1:
                continue
            value = slope.values[index]
            text = (TextRun(format_number(value, self.decimals), slope.role, bold=True),)
            marks += [
                Rect(
                    x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=slope.role,
                    value=value, name=f"{slope.name}, {self.ends[index]}",
                ),
                Text(x=x, y=y + sides[1] * AWAY, runs=text, size=34, anchor="middle") if index else
                Text(x=x - BEFORE, y=y + sides[0] * ASIDE, runs=text, size=34, anchor="end"),
            ]  # fmt: skip
        if share >= 1:
            name = (TextRun(slope.name, slope.role, bold=True),)
            marks.append(Text(x=end[0] + BESIDE, y=end[1] + sides[1] * AWAY, runs=name, size=28))
        return marks
