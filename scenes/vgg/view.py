"""What the drawing functions of the VGG scene share: one moment of one network, and where the camera looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.stage.core.camera import framing
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.road import CLOSEST, ROW, Block, around, beside
from scenes.stage.draw.travel import NOW, Leg, Travel
from scenes.vgg.computed import Build, Stack
from scenes.vgg.knobs import Knobs
from scenes.vgg.story import Steps

PHOTO = "coffee"
ALONE = (112.0, RIGHT, 536.0)
"""The top, the right and the bottom of the room for the layers of a block; under them stand names and plates."""
NAMES = 220.0
"""The width of what stands under the first of them; its front may be narrower."""


@dataclass(frozen=True)
class View:
    """One moment of one network, and of stacked windows."""

    stage: Stage
    of: Build
    stacked: Stack
    knobs: Knobs
    steps: Steps

    @cached_property
    def block(self) -> tuple[Block, ...]:
        """What the chosen block reads and makes."""
        return self.of.block(self.knobs.block)

    @cached_property
    def travel(self) -> Travel:
        """The way along the road."""
        steps, (_, *stops) = self.steps, self.of.road
        dense = len(self.of.dense)
        maps, units = tuple(stops[:-dense]), tuple(stops[-dense:])
        legs = (
            Leg(steps.road, maps, framing(around(maps), ROW)),
            Leg(steps.dense, units, framing(around(units), ROW, CLOSEST), followed=False),
        )
        return Travel(self.stage, legs, PHOTO)

    def look(self) -> None:
        """Look at the block, move along the road, and look at the whole stage again."""
        steps, look_at = self.steps, self.stage.look_at
        inset = max(0.0, (NAMES - CLOSEST * self.block[0].width) / 2)
        room = (LEFT + inset, *ALONE)
        look_at(framing(around(self.block), room, CLOSEST), steps.block, lead=-1.0, seconds=NOW)
        look_at(beside(self.of.road[:2]), steps.road, lead=-steps.road.lead, seconds=NOW)
        for leg in self.travel.legs:
            leg.look(self.stage)
        look_at(None, steps.shares, lead=-steps.shares.lead, seconds=NOW)
