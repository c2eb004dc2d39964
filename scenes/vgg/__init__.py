"""VGG: only 3x3 windows, a strip of shapes from 224 to 7, and where the parameters live."""

from __future__ import annotations

from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.vgg.computed import build, stack
from scenes.vgg.draw_block import draw_block
from scenes.vgg.draw_cone import draw_cone
from scenes.vgg.draw_shares import draw_shares
from scenes.vgg.draw_strip import draw_strip
from scenes.vgg.formulas import set_formula
from scenes.vgg.knobs import Knobs
from scenes.vgg.story import tell


@scene(
    chapter="First networks",
    title="VGG",
    order=10,
    subtitle="depth from small windows",
    try_this=(
        "Look into each block: which layers change the size, and which the channels?",
        "Set the picture to 448: which bars grow four times, and which layer alone gets more parameters?",
        "Choose VGG-11 and VGG-19: where are the layers that one has more, and what do they cost?",
        "Stack four 3×3 windows: how large a single window do they replace, and at how many of its weights?",
    ),
    mistaken=(
        "These convolutions don't shrink the maps: with one cell of padding 224 stays 224. The five poolings halve it.",
        "More channels are not more information: their number is a choice, and all maps together hold ever fewer "
        "numbers.",
        "VGG-16 has 16 layers with weights in all: 13 convolutions and 3 dense layers, not 16 and 3.",
        "VGG is not AlexNet with a couple of layers more: it has 13 convolutions instead of 5, and stacks of 3×3 "
        "windows instead of single ones of 11×11 and 5×5.",
    ),
    sources=(
        "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition (ICLR 2015), "
        "section 2",
        "Photograph: Rachel Michetti",
    ),
)
def vgg(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a block, the strip of shapes, the cone, and the shares."""
    of, stacked = build(knobs), stack(knobs)
    now = tell(stage, of, stacked, knobs)
    stage.poster(now.spans["strip"], Box(40, 190, 1000))
    if now.spans["strip"].t < 0.1:
        draw_block(stage, of, knobs, now)
    if now.name in ("strip", "numbers", "large"):
        draw_strip(stage, of, now)
    if now.name in ("large", "small", "shares"):
        draw_cone(stage, of=stacked, now=now)
    if now.name == "shares":
        draw_shares(stage, of, now)
    set_formula(stage, of, stacked, knobs, now)
