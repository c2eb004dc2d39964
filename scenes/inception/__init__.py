"""Inception: four branches look at one spot with windows of different size, and their maps are concatenated."""

from __future__ import annotations

from scenes.inception.draw_belts import draw_belts
from scenes.inception.draw_branch import draw_branch
from scenes.inception.draw_module import draw_module
from scenes.inception.draw_nine import draw_nine
from scenes.inception.draw_savings import draw_savings
from scenes.inception.formulas import set_formula
from scenes.inception.knobs import Knobs
from scenes.inception.module import module
from scenes.inception.small import scales, small
from scenes.inception.story import tell
from scenes.inception.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Inception module",
    short="Inception",
    order=13,
    subtitle="four branches with windows of different size, concatenated along the channels",
    try_this=(
        "Click another spot of the input, near the edge: what do the 5×5 window and the pooling find outside?",
        "Turn the 1×1 reductions off. Which branch minds most, and why are there 416 channels instead of 256?",
        "In the real module, type 192 over the reduction before 5×5: what is it worth then?",
        "Predict the channels of module 4a from its four widths, then look.",
    ),
    mistaken=(
        "The branches are concatenated, not added: 64 + 128 + 32 + 32 maps are 256 maps, none of them changed.",
        "Inception v1 to v3 have no residual connections: nothing goes past the branches. Residuals are ResNet's.",
        "Branches are not heads: each ends inside its module. The two auxiliary classifiers of GoogLeNet are something "
        "else; they help training and are removed.",
        "The pooling branch does not halve the maps: its stride is 1.",
    ),
    sources=(
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), section 4 and table 1",
        "MACs and parameters counted in GoogLeNet as published, with biases and true 5×5 windows, without the "
        "auxiliary classifiers",
    ),
)
def inception(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the module in small, a module at real size, what reductions save, and all nine modules."""
    stage.scales = scales(knobs)
    in_small, real = small(knobs), module(knobs, knobs.reductions)
    without, reduced = module(knobs, False), module(knobs, True)
    steps = tell(stage, in_small, real, knobs)
    stage.poster(steps.concatenate, Box(45, 180, 1075))
    view = View(stage, in_small, steps, knobs)
    draw_belts(view)
    draw_branch(view)
    draw_module(stage, real, knobs, steps.module.t, steps.seen(steps.module, steps.savings))
    draw_savings(stage, without, reduced, knobs, steps.savings.motion, steps.seen(steps.savings, steps.nine))
    draw_nine(stage, knobs, steps.nine.motion, steps.seen(steps.nine))
    set_formula(view, real, without)
