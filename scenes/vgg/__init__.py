"""VGG: only 3x3 windows, a strip of shapes from 224 to 7, and where the parameters live."""

from __future__ import annotations

from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.vgg.computed import build, stack
from scenes.vgg.confusions import CONFUSIONS
from scenes.vgg.draw_block import draw_block
from scenes.vgg.draw_cone import draw_cone
from scenes.vgg.draw_numbers import draw_numbers
from scenes.vgg.draw_road import draw_road, draw_shares
from scenes.vgg.knobs import Knobs
from scenes.vgg.story import tell
from scenes.vgg.view import View

KEY_PICTURE = Box(30.0, 90.0, 1230.0)
"""The photo, and the first maps that are made of it."""


@scene(
    chapter="First networks",
    title="VGG",
    order=10,
    subtitle="depth from small windows",
    try_this=(
        "Look into each block: which layers change the size, and which the channels?",
        "Set the picture to 448: which bars grow four times, and which layer alone gets more parameters?",
        "Choose VGG-11 and VGG-19: where does one of them have more layers, and what do those cost?",
        "Stack four 3×3 windows: how large a window do they replace, and with what share of its weights?",
    ),
    mistaken=(
        "These convolutions don't shrink the maps: with one cell of padding 224 stays 224. The five poolings halve it.",
        "More channels are not more information: their number is a choice, and all maps together hold fewer and "
        "fewer numbers.",
        "VGG-16 has 16 layers with weights in all: 13 convolutions and 3 dense layers, not 16 and 3.",
        "VGG is not AlexNet with a couple of layers more: it has 13 convolutions instead of 5, and stacks of 3×3 "
        "windows instead of single ones of 11×11 and 5×5.",
    ),
    sources=(
        "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition (ICLR 2015), "
        "section 2",
        "Photograph: Rachel Michetti",
    ),
    confusions=CONFUSIONS,
)
def vgg(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a block, the road with its tanks, the bars that they turn into, the numbers, and the cone."""
    of, stacked = build(knobs), stack(knobs)
    steps = tell(stage, of, stacked, knobs)
    view = View(stage, of, stacked, knobs, steps)
    view.look()
    stage.poster(steps.block, KEY_PICTURE)
    drawings = (
        (steps.large, draw_cone), (steps.numbers, draw_numbers), (steps.shares, draw_shares), (steps.road, draw_road),
    )  # fmt: skip
    draw = next((draw for span, draw in drawings if span.begun), draw_block)
    draw(view)
