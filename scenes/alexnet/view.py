"""What the drawing functions of the AlexNet scene share: one moment of one build, and where the camera looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.alexnet.computed import Build
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import PULLED, Steps
from scenes.stage.core.camera import framing
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.road import CLOSEST, ROW, around, beside
from scenes.stage.draw.travel import NOW, Leg, Travel

PHOTO = "astronaut"
LANES = (LEFT + 140.0, 108.0, RIGHT, 740.0)
"""The room for the lanes of both GPUs, with their names at the left and those of the layers under them."""
CLOSER = 2.0
"""The seconds after which the camera leaves the photo behind."""


@dataclass(frozen=True)
class View:
    """One moment of one build."""

    stage: Stage
    of: Build
    knobs: Knobs
    steps: Steps

    @property
    def zoom(self) -> float:
        """How near the camera is."""
        return self.travel.zoom

    @property
    def close_up(self) -> Box:
        """The block of the first convolution as large as there is room."""
        return beside(self.of.road[1:2])

    @cached_property
    def travel(self) -> Travel:
        """The way along the road."""
        of, steps = self.of, self.steps
        blocks, last = of.road[1:], len(of.convolutions)
        legs = (
            Leg(steps.first, blocks[:1], self.close_up, followed=False, lead=CLOSER),
            Leg(steps.convolutions, blocks[1:last], framing(around(blocks[:last]), ROW)),
            Leg(steps.dense, blocks[last:], framing(around(blocks[last:]), ROW, CLOSEST), followed=False),
        )
        return Travel(self.stage, legs, PHOTO)

    def look(self) -> None:
        """Move the camera along the road, back to the whole stage, and to the halves of the blocks."""
        steps, look_at = self.steps, self.stage.look_at
        look_at(beside(self.of.road[:2]), steps.first, lead=-steps.first.lead, seconds=NOW)
        for leg in self.travel.legs:
            leg.look(self.stage)
        look_at(None, steps.shares, lead=-steps.shares.lead, seconds=NOW)
        apart = [half for pair in self.of.pulled(1.0) for half in pair]
        look_at(framing(around(self.of.road[1:]), LANES), steps.gpus, lead=-steps.gpus.lead, seconds=NOW)
        look_at(framing(around(apart), LANES), steps.gpus, seconds=PULLED * steps.gpus.seconds)
        look_at(None, steps.halved, lead=-steps.halved.lead, seconds=NOW)
