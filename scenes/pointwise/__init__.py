"""1×1 convolution: one pixel's column is mixed by a small matrix, then all; what is lost by it, and what is saved."""

from __future__ import annotations

from scenes.pointwise.computed import bottleneck, collision, layer
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
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease


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
        "That it is linear does not help: only an invertible matrix loses nothing.",
        "It keeps height and width at stride 1. With stride 2, as in the projections of ResNet, it halves them.",
    ),
    sources=(
        "Lin, Chen, Yan: Network in Network (2013)",
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), table 1: the 5×5 branch of module 3a",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA; "
        "digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "yellow",
)
def pointwise(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: one column, all columns, two columns that collide, and the bottleneck."""
    of, pair, macs = layer(knobs), collision(knobs), bottleneck(knobs)
    now = tell(stage, of, pair, macs, knobs)
    view = View(stage, of, layout(of), now)
    if view.layer > 0:
        draw_input(view)
        draw_output(view)
        draw_making(view)
        draw_every(view)
    if now.collide > 0.3:
        seen = ease((now.collide - 0.3) * 6) * (1.0 - ease(now.direct * 4))
        draw_collision(stage, pair, now.meet, seen)
    draw_bottleneck(stage, knobs, macs, ease((now.direct - 0.2) / 0.8), now.reduce, 1.0 - now.gone)
    if now.live is not None:
        draw_yellow(stage, now.name, now.live)
    elif now.name in ("direct", "reduce"):
        set_costs(stage, now, knobs, macs)
    else:
        set_formula(stage, of, now, view.column, pair)
