"""Receptive field and hierarchy: what one unit can see, in a chain of layers, in real networks, in a trained one."""

from __future__ import annotations

from scenes.receptive import computed
from scenes.receptive.draw_answer import draw_answer
from scenes.receptive.draw_chain import draw_chain
from scenes.receptive.draw_favourites import draw_favourites
from scenes.receptive.draw_maps import draw_maps
from scenes.receptive.draw_net import draw_net
from scenes.receptive.formulas import set_formula
from scenes.receptive.knobs import Knobs
from scenes.receptive.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.data.trained import network


@scene(
    chapter="Seeing with filters",
    title="Receptive field and hierarchy",
    short="Receptive field",
    order=7,
    subtitle="what a unit sees grows layer by layer, and so does what it can tell",
    try_this=(
        "Click units of every map. Where is the receptive field one cell, where is it the kernel, where is it more?",
        "Compare “three 3×3” with “one 7×7”: the same field. Then type a stride of 2 into the first layer.",
        "Type 1 for every kernel: how far does a unit see then?",
        "In VGG-16, which is the first layer whose units see half of the photo? And in ResNet-18?",
        "Look at a map of layer 3 with other cats (drawings 13, 19), then with giraffes. Where is it strong each time?",
    ),
    mistaken=(
        "The receptive field is not the kernel: that holds for the first layer only.",
        "Windows overlap, so sizes do not multiply: three 3×3 see 7 cells, not 27, and not 9.",
        "Early layers are the low-level ones: edges and blobs. Deep layers, with large receptive fields, are the "
        "high-level ones.",
        "That a pixel lies in the receptive field does not mean that it counts for much: those in the middle reach the "
        "unit on more ways than those at the edge.",
        "A map has no name because the few parts that excite it most look alike: on the mean other animals may excite "
        "it as much.",
    ),
    sources=(
        "Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks (Distill 2019)",
        "Luo, Li, Urtasun, Zemel: Understanding the effective receptive field in deep convolutional neural networks "
        "(NIPS 2016): which pixels count for how much",
        "VGG-16, ResNet-18 and the others: counted layer by layer, from assets/networks",
        "The small CNN: trained by “python -m engine kernels” on Animal-Shape-MNIST, S. Mohammadi",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA",
    ),
)
def receptive(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a chain of layers from the side, two networks over a photo, a trained CNN over a drawing."""
    stage.scales = computed.scales()
    chain = computed.chain(knobs)
    paths = computed.path(knobs.first, knobs.depth), computed.path(knobs.second, knobs.depth)
    drawing = knobs.animal, knobs.drawing
    seen = computed.look(*drawing)
    steps = tell(stage, chain, paths, network(), seen, knobs.at3, new=computed.is_new(*drawing))
    stage.poster(steps.networks[0], Box(120, 190, 1010))
    draw_chain(stage, chain, steps)
    draw_net(stage, paths, steps, knobs)
    draw_maps(stage, steps, knobs)
    draw_favourites(stage, steps, knobs)
    draw_answer(stage, steps, knobs)
    set_formula(stage, chain, paths, steps, knobs)
