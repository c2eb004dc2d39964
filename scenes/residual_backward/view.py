"""What the drawing functions of the backward scene share: the block, its numbers, and what hands can do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes.reference import Floats, ResidualBlock
from scenes.residual_backward.knobs import Knobs
from scenes.residual_backward.story import Steps
from scenes.stage.core.grips import EditCell, Grip, PickCell
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.residual.blocks import kernel_grip, number_grip
from scenes.stage.residual.two_roads import Slot, TwoRoads

THICKEST = 64.0
"""The width of the road that the largest gradient takes."""


@dataclass(frozen=True, eq=False)
class View:
    """One moment of one block on a stage."""

    stage: Stage
    of: ResidualBlock
    steps: Steps
    knobs: Knobs

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of all maps."""
        return self.of.x.shape[0], self.of.x.shape[1]

    def roads(self, *, at_fork: bool) -> TwoRoads:
        """Where everything stands: the numbers on the lanes where they set off, or `at_fork`, where they come to."""
        return TwoRoads(self.shape, back=True, at_fork=at_fork)

    def thick(self, gradient: Floats) -> float:
        """How wide a gradient's road is: as the sum of its numbers without their signs."""
        most = max(size(each) for each in (self.of.ds, self.of.through, self.of.dx))
        return THICKEST * size(gradient) / most if most > 0 else 0.0

    @property
    def spoken_of(self) -> tuple[Cell, ...]:
        """The chosen cell of a map; all numbers of a column are spoken of."""
        return () if self.of.x.shape[1] == 1 else (nearest_cell(self.knobs.at, *self.of.x.shape),)

    def upstream_grip(self) -> EditCell:
        """Typing on the gradient that arrives, or dragging it up and down, changes it."""
        return number_grip("upstream", self.of.upstream)

    def kernel_grip(self, index: int) -> EditCell | None:
        """Typing on a weight changes it, also where it is shown turned; weights that are turned off stay."""
        if self.knobs.zero:
            return None
        weights: Floats = (self.of.first, self.of.second)[index]
        return kernel_grip(("first", "second")[index], weights, single=self.of.x.shape[1] == 1, turned=True)

    def pick(self, roads: TwoRoads, slot: Slot) -> Grip | None:
        """A click on a result looks at that cell, where there are too many to look at all."""
        return PickCell("at", roads.grid(slot, self.of.ds).lattice) if self.of.x.shape[1] > 1 else None


def size(gradient: Floats) -> float:
    """How large a gradient is: the sum of its numbers without their signs."""
    return float(np.abs(gradient).sum())
