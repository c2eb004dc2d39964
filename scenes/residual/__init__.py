"""Residual block, forwards: the input takes two roads, at the plus they meet, and F is switched off."""

from __future__ import annotations

from scenes.residual.confusions import CONFUSIONS
from scenes.residual.draw_inside import draw_inside
from scenes.residual.draw_roads import draw_add, draw_enter, draw_off
from scenes.residual.knobs import Knobs
from scenes.residual.story import tell
from scenes.residual.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.residual.blocks import scales

KEY_PICTURE = Box(350.0, 110.0, 1250.0)
"""F and the shortcut, what comes along both, and their sum."""


@scene(
    chapter="Going deeper",
    title="Residual block",
    order=16,
    subtitle="the input goes through F and past it, and both are added: y = ReLU(F(x) + x)",
    try_this=(
        "Pull the lever of F, then that of the shortcut as well. What comes out of the block then?",
        "Set F's weights to “identity”. Why is the output 2x? And what do weights that are all 1 make of x?",
        "Switch F off and type a negative number into x. Is the block still the identity?",
    ),
    mistaken=(
        "The shortcut is added, not concatenated, so the number of channels stays the same. Inception concatenates.",
        "The shortcut has weights only where the shape changes, in ResNet-18 at 3 of 8 blocks (see “Projection "
        "shortcut”).",
        "The shortcut does not go past the last ReLU, which comes after the sum. So F = 0 is the identity for x ≥ 0.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), section 3",
        "He, Zhang, Ren, Sun: Identity mappings in deep residual networks (ECCV 2016): blocks without the last ReLU",
    ),
    confusions=CONFUSIONS,
)
def residual(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: both roads, a look into F, the sum, and the block without F."""
    stage.scales = scales(knobs.input, knobs.weights)
    of = knobs.block
    steps = tell(stage, of)
    stage.poster(steps.add, KEY_PICTURE)
    view = View(stage, of, steps, knobs)
    if steps.enter.active:
        draw_enter(view)
    elif steps.add.active:
        draw_add(view)
    elif steps.off.begun:
        draw_off(view)
    else:
        draw_inside(view)
