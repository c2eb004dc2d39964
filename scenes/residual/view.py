"""What the drawing functions of the forward scene share: the block, its roads, and what hands can do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.reference import Floats, ResidualBlock
from scenes.residual.knobs import Knobs
from scenes.residual.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.residual.blocks import kernel_grip, number_grip
from scenes.stage.residual.two_roads import TwoRoads


@dataclass(frozen=True, eq=False)
class View:
    """One moment of one block on a stage."""

    stage: Stage
    of: ResidualBlock
    steps: Steps
    knobs: Knobs

    @cached_property
    def roads(self) -> TwoRoads:
        """Where everything stands while both roads are looked at."""
        return TwoRoads((self.of.x.shape[0], self.of.x.shape[1]))

    @property
    def cell(self) -> Cell:
        """The chosen cell."""
        return nearest_cell(self.knobs.at, *self.of.x.shape)

    def input_grip(self) -> EditCell:
        """Typing on a number of the input, or dragging it up and down, changes it."""
        return number_grip("pixels", self.of.x)

    def kernel_grip(self, index: int) -> EditCell | None:
        """Typing on a weight changes it; weights that are turned off can't be changed."""
        if self.knobs.zero:
            return None
        weights: Floats = (self.of.first, self.of.second)[index]
        return kernel_grip(("first", "second")[index], weights, single=self.of.x.shape[1] == 1)
