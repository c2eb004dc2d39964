"""Projection shortcut: shapes that can't be added, three options that change them, where they stand, a bottleneck."""

from __future__ import annotations

from scenes.projection import draw_bottleneck
from scenes.projection.confusions import CONFUSIONS
from scenes.projection.draw_shapes import projected, refused
from scenes.projection.draw_small import added, mixed
from scenes.projection.draw_where import where
from scenes.projection.draw_worth import worth
from scenes.projection.knobs import Knobs
from scenes.projection.places import Bottleneck, place
from scenes.projection.small import scales, small
from scenes.projection.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(30.0, 100.0, 1200.0)
"""Both lanes with one shape, and the plus where they meet."""


@scene(
    chapter="Going deeper",
    title="Projection shortcut",
    short="Projection",
    order=17,
    subtitle="where F changes the shape, the shortcut must change it too: y = ReLU(F(x) + W x)",
    try_this=(
        "Choose stage 1 of ResNet-18, then of ResNet-50. Why does only one of them need a projection, and with which "
        "stride?",
        "Choose the identity at stage 2. Why can it not be added?",
        "With the small numbers, choose option A. Which matrix W would pad with zeros?",
        "What would option C cost ResNet-50, next to the 25.6 million parameters that it has?",
    ),
    mistaken=(
        "Not every shortcut has a W. With option B 3 of 8 have one in ResNet-18, and 4 of 16 in ResNet-50. All others "
        "are the identity and have no weights.",
        "The projection is a 1×1 convolution, not a 3×3. Its stride makes height and width fit.",
        "The sum does not broadcast. Nothing is repeated to make shapes fit.",
        "A convolution alone does not change the shape. With stride 1, padding, and as many filters as channels the "
        "shape stays.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 3.3 and 4.1, "
        "tables 2 and 3",
        "Parameters counted in the networks, whose projections have batch normalisation; "
        "ResNet-50, -101 and -152 as in torchvision",
    ),
    confusions=CONFUSIONS,
)
def projection(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the refusal and its cure, small numbers, all ResNets, what it brings, the bottleneck."""
    stage.scales = scales()
    block, meeting, narrow = small(knobs), place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    steps = tell(stage, knobs)
    stage.poster(steps.projection, KEY_PICTURE)
    now = steps.present
    if now is steps.shapes:
        stage.add(*refused(now, meeting, knobs))
    elif now is steps.projection:
        stage.add(*projected(now, meeting, knobs))
    elif now is steps.small:
        stage.add(*mixed(now, block, knobs))
    elif now is steps.lanes:
        stage.add(*added(now, block, knobs))
    elif now is steps.where:
        stage.add(*where(now, knobs))
    elif now is steps.worth:
        stage.add(*worth(now))
    elif now is steps.bottleneck:
        stage.add(*draw_bottleneck.block(now, narrow, knobs))
    else:
        stage.add(*draw_bottleneck.saved(now, narrow, knobs))
