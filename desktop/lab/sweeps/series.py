"""What of a sweep is drawn: which field runs along the axis, and which runs are one line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from engine.contract.sweeps.axes import Axis, shown
from engine.contract.sweeps.outcome import Outcome
from engine.contract.sweeps.sweep import Sweep
from scenes.stage.core.marks import NETS, Role

Measure = Literal["loss", "accuracy"]


@dataclass(frozen=True)
class Dot:
    """One contestant of a run: the run's index, its place along the axis, and how it ended (NaN: it diverged)."""

    run: int
    x: float
    y: float


@dataclass(frozen=True)
class Series:
    """Dots that are one line: those of one contestant, with the same value of a second field if one varies."""

    name: str
    role: Role
    dots: tuple[Dot, ...]

    @property
    def summary(self) -> tuple[tuple[float, float, float, float], ...]:
        """For each place along the axis where a run has a result: the place, and the lowest, middle, highest result."""
        found: dict[float, list[float]] = {}
        for dot in self.dots:
            if math.isfinite(dot.y):
                found.setdefault(dot.x, []).append(dot.y)
        return tuple((x, min(ys), median(ys), max(ys)) for x, ys in sorted(found.items()))


@dataclass(frozen=True)
class Shown:
    """A sweep as far as it has come, and which result of it is looked at."""

    sweep: Sweep
    outcomes: Mapping[int, Outcome]
    measure: Measure = "loss"

    @property
    def across(self) -> Axis:
        """The field along the axis: the first that is not the seed."""
        return next((axis for axis in self.sweep.axes if axis.field != "seed"), self.sweep.axes[0])

    @property
    def second(self) -> Axis | None:
        """A second field, each value of which is a line of its own where there are few enough; the seed is none."""
        others = [axis for axis in self.sweep.axes if axis.field != "seed" and axis != self.across]
        many = len(self.sweep.base.contestants)
        return next((axis for axis in others if len(axis.values) * many <= len(NETS)), None)

    @property
    def series(self) -> tuple[Series, ...]:
        """The lines, each in a colour of its own."""
        second, names = self.second, [each.name for each in self.sweep.base.contestants]
        values = second.values if second else (None,)
        place = self.sweep.axes.index(self.across)
        lines = [(index, value) for index in range(len(names)) for value in values]
        return tuple(
            Series(
                ", ".join([names[index]] * (second is None or len(names) > 1) + self._said(value)),
                NETS[number],
                tuple(
                    Dot(run, point[place], self._result(run, index))
                    for run, point in enumerate(self.sweep.points)
                    if run in self.outcomes and (second is None or point[self.sweep.axes.index(second)] == value)
                ),
            )
            for number, (index, value) in enumerate(lines)
        )

    def _said(self, value: float | None) -> list[str]:
        return [] if value is None or self.second is None else [f"{self.second.title} {shown(value)}"]

    def _result(self, run: int, contestant: int) -> float:
        """How a contestant ended; NaN where it diverged."""
        course = self.outcomes[run].courses[contestant]
        return course.loss if self.measure == "loss" else course.accuracy

    @property
    def results(self) -> tuple[float, ...]:
        """How all ended that did not diverge."""
        return tuple(dot.y for each in self.series for dot in each.dots if math.isfinite(dot.y))

    def contestant(self, series: int) -> int:
        """Which contestant a line is of."""
        return series // (len(self.second.values) if self.second else 1)

    @property
    def spread(self) -> str:
        """What the band of a line holds, in words; empty where each line has one run at each place."""
        drawn = (*([] if self.across.field == "seed" else [self.across]), self.second)
        titles = [axis.title for axis in self.sweep.axes if axis not in drawn and len(axis.values) > 1]
        return " and ".join(f"all {_plural(title)}" for title in titles)


def _plural(title: str) -> str:
    return title if title.endswith("s") else f"{title}s"
