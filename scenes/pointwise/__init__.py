"""1×1 convolution: one pixel's column is mixed by a small matrix, then all; what is lost by it, and what is saved."""

from __future__ import annotations

from collections.abc import Callable

from scenes.pointwise import computed
from scenes.pointwise.draw_bottleneck import draw_bottleneck
from scenes.pointwise.draw_collision import draw_collision
from scenes.pointwise.draw_every import draw_every
from scenes.pointwise.draw_maps import draw_real
from scenes.pointwise.draw_matrix import draw_columns, draw_matrix
from scenes.pointwise.draw_needle import draw_needle, draw_weigh
from scenes.pointwise.draw_yellow import draw_learn, draw_seen, draw_task
from scenes.pointwise.knobs import Knobs
from scenes.pointwise.story import tell
from scenes.pointwise.view import View
from scenes.pointwise.words import Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span

KEY_PICTURE = Box(30.0, 96.0, 1200.0)
"""The needle through all channels."""


@scene(
    chapter="Going deeper",
    title="1×1 convolution",
    order=12,
    board=True,
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
    """Draw the scene: one pixel, all pixels, two columns that collide, the bottleneck, and nets that learn a colour."""
    layer, pair, counts = computed.layer(knobs), computed.collision(knobs), computed.bottleneck(knobs)
    stage.scales = computed.scales(knobs.picture, knobs.outputs, knobs.matrix)
    cell = layer.nearest(knobs.at)
    steps = tell(stage, Words(layer, cell, pair, counts, knobs))
    stage.poster(steps.needle, KEY_PICTURE)
    now = steps.present
    view = View(layer, now, cell)
    drawn: tuple[tuple[Span, Callable[[], list[AnyMark]]], ...] = (
        (steps.needle, lambda: draw_needle(view)),
        (steps.weigh, lambda: draw_weigh(view)),
        (steps.matrix, lambda: draw_matrix(view)),
        (steps.every, lambda: draw_every(view)),
        (steps.columns, lambda: draw_columns(view)),
        (steps.real, lambda: draw_real(computed.real(knobs), now)),
        (steps.collide, lambda: draw_collision(now, pair)),
        (steps.bottleneck, lambda: draw_bottleneck(now, knobs, counts)),
        (steps.task, lambda: draw_task(stage, now)),
        (steps.learn, lambda: draw_learn(stage, now)),
        (steps.watched, lambda: draw_seen(stage, now)),
    )
    stage.add(*next(draw for span, draw in drawn if span is now)())
