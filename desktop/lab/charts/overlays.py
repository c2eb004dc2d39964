"""Runs that are laid over another, as plain values: their curves, and the strokes that tell them apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import few_means

Look = Literal["thin", "thick", "dots", "dashed", "dotted", "dash-dotted"]

Points = tuple[Numbers, Numbers]
"""x and y."""

DASHES: dict[Look, tuple[float, ...]] = {"dashed": (8, 4), "dotted": (2, 3), "dash-dotted": (9, 4, 2, 4)}
"""Strokes and gaps of the lines of other runs, in pixels."""


@dataclass(frozen=True, eq=False)
class Overlay:
    """Another run laid over the one that is shown: the means of its batches, in a stroke of its own."""

    name: str
    recording: Recording
    look: Look

    @cached_property
    def losses(self) -> tuple[Points, ...]:
        """Steps and mean losses of every contestant, few enough to be drawn."""
        return self._means(self.recording.loss)

    @cached_property
    def accuracies(self) -> tuple[Points, ...]:
        """Steps and mean accuracies of every contestant, few enough to be drawn."""
        return self._means(self.recording.accuracy)

    def _means(self, values: Callable[[int], Numbers]) -> tuple[Points, ...]:
        steps, contestants = self.recording.steps, range(len(self.recording.plan.contestants))
        return tuple(few_means(steps, values(index)) for index in contestants)
