"""All multiply-accumulates and all parameters of VGG as two bars of the same length, cut by layer."""

from __future__ import annotations

from scenes.stage.core.stage import Stage
from scenes.vgg.computed import Build
from scenes.vgg.shares import shares
from scenes.vgg.story import Steps

MACS_Y, PARAMETERS_Y = 232.0, 532.0


def draw_shares(stage: Stage, of: Build, now: Steps) -> None:
    """Draw both bars."""
    grown = now.share("shares")
    marks = (*shares(of.network, "macs", MACS_Y, grown), *shares(of.network, "parameters", PARAMETERS_Y, grown))
    stage.add(*marks, opacity=now.arriving)
