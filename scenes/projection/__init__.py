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
from scenes.projection.small import small
from scenes.projection.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Projection shortcut",
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
        "ResNet-50 and deeper as in torchvision",
    ),
)
def projection(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the refusal and its cure, small numbers, all ResNets, what it brings, the bottleneck."""
    of, meeting, narrow = small(knobs), place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    now = tell(stage, knobs)
    draw_shapes(stage, meeting, knobs, now.share("refuse"), now.share("project"), now.seen("refuse", "small"))
    draw_small(stage, of, knobs, now.spans["small"].t, now.seen("small", "where"))
    draw_where(stage, knobs, now.spans["where"].t, now.seen("where", "worth"))
    draw_worth(stage, now.spans["worth"].t, now.seen("worth", "bottle"))
    draw_bottleneck(stage, narrow, knobs, now.spans["bottle"].t, now.seen("bottle", None))
    set_formula(stage, of, meeting, narrow, now, knobs)
