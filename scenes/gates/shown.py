"""What the scene shows of the trained net: its digits, the eight maps, means and gates that are set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.gates.computed import MAPS, REDUCE, RESTORE
from scenes.gates.knobs import Knobs
from scenes.gates.trained import UNLIKE, Answer, answer, from_means, limits, looked_at, strongest
from scenes.reference import Excitation, Floats
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, nice

OF_NET, DEVIATIONS = "maps", "gate − its mean"
"""The scales of the trained net's maps, and of how far its gates are from their means."""
MOST_DEVIATE = {"1": 0.003, "2": 0.006, "3": 0.2, "4": 0.006}
"""By how much nearly all gates of the net's stages differ from picture to picture."""


MUCH, SEEN = 0.1, 0.02
"""Gates of two digits that differ by more are lit; a dimmer that moves by more is seen to."""


def scales(stage: str) -> Scales:
    """The scales of the colours, before anything is changed by hand; those of the trained net are of one stage."""
    weights = np.concatenate([REDUCE.ravel(), RESTORE.ravel()])
    named = (("weights", nice(weights)), (DEVIATIONS, MOST_DEVIATE[stage]), (OF_NET, limits(int(stage))[0]))
    return Scales(nice(MAPS), named)


@dataclass(frozen=True)
class Net:
    """What the small net of a stage does with the first digit, and with means and gates that are set by hand."""

    knobs: Knobs

    @property
    def stage(self) -> int:
        """Which stage of the net, counted from 1."""
        return int(self.knobs.stage)

    @cached_property
    def both(self) -> tuple[Answer, Answer]:
        """What the net makes of both digits."""
        knobs = self.knobs
        first, second = (answer(int(digit), knobs.sample, knobs.place) for digit in (knobs.first, knobs.second))
        return first, second

    @property
    def compared(self) -> tuple[int, int]:
        """Two digits, those chosen: for two equal ones the second is another."""
        one, other = int(self.knobs.first), int(self.knobs.second)
        return one, other if other != one else next(digit for digit in UNLIKE[::-1] if digit != one)

    @property
    def shown(self) -> tuple[int, ...]:
        """The maps that are looked at."""
        return looked_at(self.stage)

    @property
    def way(self) -> Excitation:
        """The way from the first digit's maps to their gates."""
        return self.both[0].ways[self.stage - 1]

    @property
    def top(self) -> float:
        """The mean that fills a level."""
        return limits(self.stage)[1]

    @cached_property
    def gates(self) -> Floats:
        """The first digit's gates, (channels,), with those that were set by hand."""
        return edited(self.way.gates, self.knobs.hand)

    @cached_property
    def pulled(self) -> tuple[int, ...]:
        """The maps whose means are pulled: by hand, or else the one that moves most."""
        by_hand = tuple(index for (index,), _ in self.knobs.means if index < len(self.way.means))
        return by_hand or (strongest(self.stage, self.way.means),)

    @cached_property
    def after(self) -> Excitation:
        """The way to the gates after means were pulled."""
        if self.knobs.means:
            return from_means(self.stage, edited(self.way.means, self.knobs.means))
        means = self.way.means.copy()
        means[self.pulled[0]] = self.top
        return from_means(self.stage, means)

    @property
    def moved(self) -> int:
        """How many other gates of those looked at are seen to move with the means that are pulled."""
        others = [index for index in self.shown if index not in self.pulled]
        return int((np.abs(self.after.gates - self.way.gates)[others] > SEEN).sum())

    @property
    def apart(self) -> Floats:
        """By how much each gate differs between both digits, (channels,)."""
        one, other = (each.gates[self.stage - 1] for each in self.both)
        return np.abs(one - other)
