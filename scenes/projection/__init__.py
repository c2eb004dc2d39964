"""Projection shortcut: shapes that can't be added, three options that change them, where they stand, a bottleneck."""

from __future__ import annotations

from scenes.projection.draw_bottleneck import draw_bottleneck
from scenes.projection.draw_shapes import draw_shapes
from scenes.projection.draw_small import draw_small
from scenes.projection.draw_where import draw_where
from scenes.projection.draw_worth import draw_worth
from scenes.projection.formulas import set_formula
from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, place
from scenes.projection.small import scales, small
from scenes.projection.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Projection shortcut",
    short="Projection",
    order=17,
    subtitle="where F changes the shape, the shortcut must change it too: y = ReLU(F(x) + W x)",
    try_this=(
        "Choose stage 1 of ResNet-18, then of ResNet-50: why does only one of them need a projection, and with which "
        "stride?",
        "Take the identity in the panel at stage 2: what does the refusal say?",
        "With the small numbers, choose option A: which matrix W would pad with zeros?",
        "What would option C cost ResNet-50, next to the 25.6 million parameters that it has?",
    ),
    mistaken=(
        "Not every shortcut has a W: with option B 3 of 8 in ResNet-18, 4 of 16 in ResNet-50. All others are the "
        "identity and have no weights.",
        "The projection is a 1×1 convolution, not a 3×3; its stride makes height and width fit.",
        "The sum does not broadcast: nothing is repeated to make shapes fit.",
        "A convolution alone does not change the shape: with stride 1, padding, and as many filters as channels the "
        "shape stays.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 3.3 and 4.1, "
        "tables 2 and 3",
        "Parameters counted in the networks, whose projections have batch normalisation; "
        "ResNet-50, -101 and -152 as in torchvision",
    ),
)
def projection(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the refusal and its cure, small numbers, all ResNets, what it brings, the bottleneck."""
    stage.scales = scales()
    block, meeting, narrow = small(knobs), place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    steps = tell(stage, knobs)
    stage.poster(steps.projection, Box(40, 170, 1180))
    shapes, projected = steps.shapes.motion, steps.projection.motion
    draw_shapes(stage, meeting, knobs, shapes, projected, steps.seen(steps.shapes, steps.small))
    draw_small(stage, block, knobs, steps.small.t, steps.seen(steps.small, steps.where))
    draw_where(stage, knobs, steps.where.t, steps.seen(steps.where, steps.worth))
    draw_worth(stage, steps.worth.t, steps.seen(steps.worth, steps.bottleneck))
    draw_bottleneck(stage, narrow, knobs, steps.bottleneck.t, steps.seen(steps.bottleneck))
    set_formula(stage, block, meeting, narrow, steps, knobs)
