"""1×1 convolution: one pixel's column is mixed by a small matrix, then all; what is lost by it, and what is saved."""

from __future__ import annotations

from scenes.pointwise import computed
from scenes.pointwise.draw_bottleneck import draw_bottleneck
from scenes.pointwise.draw_collision import draw_collision
from scenes.pointwise.draw_every import draw_every
from scenes.pointwise.draw_making import draw_making
from scenes.pointwise.draw_volumes import draw_input, draw_output
from scenes.pointwise.draw_yellow import draw_yellow
from scenes.pointwise.formulas import set_costs, set_formula
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.layout import layout
from scenes.pointwise.story import tell
from scenes.pointwise.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="1×1 convolution",
    order=12,
    subtitle="at every pixel, the channels are mixed by the same small matrix",
    try_this=(
        "Add (1, −2, 1) to the column, so that it is (3, −1, 4): why does nothing change at the output?",
        "Choose the handwritten digit, which has one channel: what is left of a 1×1 convolution?",
        "Drag A and B over the map to other columns with equal outputs. Then type weights that keep A and B apart: "
        "which columns collide now?",
        "How far must the bottleneck reduce before it pays? Try it with 3×3 instead of 5×5.",
    ),
    mistaken=(
        "A 1×1 convolution is not just a scaling: each output channel is a weighted sum of all input channels.",
        "It does lose information whenever it has fewer outputs than inputs: different columns become the same. "
        "That it is linear does not help: a matrix loses nothing if its columns are linearly independent, and more "
        "columns than rows never are.",
        "It keeps height and width at stride 1. With stride 2, as in the projections of ResNet, it halves them.",
    ),
    sources=(
        "Lin, Chen, Yan: Network in network (ICLR 2014), section 3",
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), section 4 and table 1: the 5×5 branch of module "
        "3a, and why channels can be reduced before large windows",
        "“Is anything yellow?”: our own example",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA; "
        "digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "yellow",
)
def pointwise(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: one column, all columns, two columns that collide, and the bottleneck."""
    layer, pair, macs = computed.layer(knobs), computed.collision(knobs), computed.bottleneck(knobs)
    stage.scales = computed.scales(knobs.picture, knobs.outputs, knobs.matrix)
    cell = layer.nearest(knobs.at)
    steps = tell(stage, layer, cell, pair, macs, knobs)
    stage.poster(steps.bias, Box(60, 130, 1060))
    view = View(stage, layer, layout(layer), steps, cell)
    if steps.layer > 0:
        draw_input(view)
        draw_output(view)
        draw_making(view)
        draw_every(view)
    draw_collision(stage, pair, steps)
    draw_bottleneck(stage, knobs, macs, steps)
    if steps.telling(steps.task, steps.learn):
        draw_yellow(stage, steps)
    elif steps.telling(steps.direct, steps.bottleneck):
        set_costs(stage, steps, knobs, macs)
    else:
        set_formula(view, pair)
