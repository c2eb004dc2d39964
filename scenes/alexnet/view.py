"""What the drawing functions of the AlexNet scene share: one moment of one build, and where the camera looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.alexnet.computed import Build
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import PULLED, SLOT, Steps
from scenes.stage.core.camera import MOVE, framing
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.road import Block, around, beside

PHOTO = "astronaut"
NOW = 0.001
"""The seconds of a move that is made within a transition: what is on the stage moves there, not the camera."""

LANES = (LEFT + 140.0, 108.0, RIGHT, 740.0)
"""The room for the lanes of both GPUs, with their names at the left and those of the layers under them."""

ROW = (LEFT, 108.0, 1046.0, 496.0)
"""The room for all convolutions beside the tanks; under them stand their names, and what they have of both totals."""


@dataclass(frozen=True)
class View:
    """One moment of one build."""

    stage: Stage
    of: Build
    knobs: Knobs
    steps: Steps

    @cached_property
    def zoom(self) -> float:
        """How near the camera is."""
        return self.stage.view.zoom

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the layers with weights."""
        return self.of.road[1:]

    @property
    def close_up(self) -> Box:
        """The block of the first convolution as large as there is room."""
        return beside(self.blocks[:1])

    @property
    def row(self) -> Box:
        """All convolutions, with room under them."""
        return framing(around(self.blocks[: len(self.of.convolutions)]), ROW)

    @property
    def drawn_back(self) -> float:
        """How far the camera has drawn back from the last convolution, 0..1."""
        span = self.steps.convolutions
        begin = SLOT * (len(self.of.convolutions) - 1)
        return ease((span.t * span.seconds - begin) / MOVE)

    def look(self) -> None:
        """Move the camera along the road, and back to the whole stage."""
        steps, last = self.steps, len(self.of.convolutions)
        look_at = self.stage.look_at
        look_at(beside(self.of.road[:2]), steps.first, lead=-steps.first.lead, seconds=NOW)
        look_at(self.close_up, steps.first, lead=2.0)
        for index, block in enumerate(self.blocks[1:last]):
            look_at(beside((block,)), steps.convolutions, lead=index * SLOT)
        look_at(self.row, steps.convolutions, lead=(last - 1) * SLOT)
        look_at(beside(self.blocks[last:]), steps.dense)
        look_at(None, steps.shares, lead=-steps.shares.lead, seconds=NOW)
        apart = [half for pair in self.of.pulled(1.0) for half in pair]
        look_at(framing(around(self.blocks), LANES), steps.gpus, lead=-steps.gpus.lead, seconds=NOW)
        look_at(framing(around(apart), LANES), steps.gpus, seconds=PULLED * steps.gpus.seconds)
        look_at(None, steps.halved, lead=-steps.halved.lead, seconds=NOW)
