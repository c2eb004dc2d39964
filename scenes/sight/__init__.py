"""How far real networks see: the field of one unit on a photo, and how it grows from layer to layer."""

from __future__ import annotations

from scenes.sight.computed import path
from scenes.sight.confusions import CONFUSIONS
from scenes.sight.draw_growth import draw_growth
from scenes.sight.draw_photo import draw_photo
from scenes.sight.knobs import Knobs
from scenes.sight.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(350.0, 128.0, 1250.0)
"""The squares on the photo, and what units deeper and deeper see of it."""


@scene(
    chapter="Seeing with filters",
    title="How far real networks see",
    short="How far nets see",
    order=7,
    subtitle="what one unit of a real network sees of a photo, layer by layer",
    was=("receptive",),
    try_this=(
        "In VGG-16, which is the first layer whose units see half of the photo? And in ResNet-18?",
        "Click a corner of the photo. What do units there see beyond its edge?",
        "Take AlexNet: how do its 8 layers see nearly as far as the 18 of VGG-16?",
    ),
    mistaken=(
        "A unit whose field is as large as the photo does not use all of it equally. Pixels in the middle reach it on "
        "more ways than those at the edge.",
        "More layers alone do not make the field large. The strides before them do most of it.",
    ),
    sources=(
        "VGG-16, ResNet-18 and the others: counted layer by layer, from assets/networks",
        "Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks (Distill 2019)",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA",
    ),
    confusions=CONFUSIONS,
)
def sight(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: for each of two networks a photo with the fields on it, then a bar for each layer."""
    paths = path(knobs.first, knobs.depth), path(knobs.second, knobs.depth)
    steps = tell(stage, paths)
    stage.poster(steps.photos[0], KEY_PICTURE)
    told = [(draw, span, each) for each, photo, growth in zip(paths, steps.photos, steps.growths, strict=True)
            for draw, span in ((draw_photo, photo), (draw_growth, growth))]  # fmt: skip
    draw, span, each = [one for one in told if one[1].begun or one is told[0]][-1]
    draw(stage, each, span, knobs)
