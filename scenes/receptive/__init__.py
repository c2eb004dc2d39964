"""The receptive field: what one unit of a chain of layers can see of the input, and how each layer widens it."""

from __future__ import annotations

from scenes.receptive.computed import chain as computed
from scenes.receptive.confusions import CONFUSIONS
from scenes.receptive.draw_cones import draw_cones, draw_unit
from scenes.receptive.draw_jumps import draw_jumps
from scenes.receptive.draw_rule import draw_rule
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(250.0, 156.0, 1250.0)
"""The cone of a unit, and how many cells of the input it sees."""


@scene(
    chapter="Seeing with filters",
    title="Receptive field",
    order=7,
    subtitle="what one unit sees grows from layer to layer",
    try_this=(
        "Click units of every map. Where is the receptive field one cell, where is it the kernel, where is it more?",
        "Compare “three 3×3” with “one 7×7”: the field is the same. Then type a stride of 2 into the first layer.",
        "Type 1 for every kernel: how far does a unit see then?",
    ),
    mistaken=(
        "The receptive field is not the kernel. Only in the first layer both are the same.",
        "Three layers of 3×3 see 7 cells, not 27 and not 9, because windows overlap.",
        "A pixel in the receptive field need not count for much. Pixels in the middle reach the unit on more ways than "
        "those at the edge.",
    ),
    sources=(
        "Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks (Distill 2019)",
        "Luo, Li, Urtasun, Zemel: Understanding the effective receptive field in deep convolutional neural networks "
        "(NIPS 2016): which pixels count for how much",
    ),
    confusions=CONFUSIONS,
)
def receptive(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: layers from the side, the cone of a unit and of its neighbour, then both rules of the chain."""
    chain = computed(knobs)
    steps = tell(stage, chain)
    stage.poster(steps.cone, KEY_PICTURE)
    if steps.rule.begun:
        draw_rule(stage, chain, steps.rule)
    elif steps.jump.begun:
        draw_jumps(stage, chain, steps.jump)
    elif steps.cone.begun:
        draw_cones(stage, chain, steps)
    else:
        draw_unit(stage, chain, steps.unit)
