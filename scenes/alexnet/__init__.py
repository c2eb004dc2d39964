"""AlexNet: where its multiply-accumulates are and where its parameters, its two GPUs, and its result."""

from __future__ import annotations

from scenes.alexnet.computed import build
from scenes.alexnet.draw_columns import draw_columns, draw_counters
from scenes.alexnet.draw_gpus import draw_gpus, gpu_heading
from scenes.alexnet.draw_photo import draw_photo
from scenes.alexnet.draw_results import draw_results
from scenes.alexnet.draw_shares import draw_shares
from scenes.alexnet.formulas import set_formula
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="First networks",
    title="AlexNet",
    order=9,
    subtitle="convolution owns the work, the dense layers own the parameters",
    try_this=(
        "Make the picture 451 wide: which bars grow, and which layer alone gets new parameters?",
        "Choose torchvision and do it again: its maps are averaged to 6 × 6 before fc6. What changes now?",
        "Set the number of classes to 10: how much smaller does the network get?",
        "Click the name of a layer: where do its two numbers come from?",
    ),
    mistaken=(
        "Most parameters of AlexNet are in its dense layers, though nearly all of its work is in the convolutions.",
        "The contest of 2012 was won with 15.3 % top-5 error by seven networks together. 17.0 % is one network's error "
        "on the test pictures of 2010; one network had 18.2 % on the validation pictures of 2012.",
        "AlexNet did not invent convolution, pooling and dense layers: LeNet had them. It made them work on large "
        "pictures, with ReLU, two GPUs, dropout, more pictures made from the pictures, local response normalisation "
        "and overlapping pooling.",
    ),
    sources=(
        "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks (NIPS 2012), "
        "sections 3, 4 and 6",
        "Krizhevsky: One weird trick for parallelizing convolutional neural networks (2014), as torchvision builds it",
        "Photograph: NASA",
    ),
)
def alexnet(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the layers with their bars, the shares, the two GPUs, and the contest."""
    of = build(knobs)
    now = tell(stage, of)
    stage.poster(now.spans["dense"], Box(50, 190, 1100))
    if now.bars > 0.01:
        draw_photo(stage, of, now)
        draw_columns(stage, of, knobs, now)
        draw_counters(stage, of, now)
    if now.name == "shares":
        draw_shares(stage, of, now)
    elif now.name == "gpus":
        stage.add(gpu_heading(of))
        draw_gpus(stage, of, now)
    elif now.name == "result":
        draw_results(stage, now)
    set_formula(stage, of, knobs, now)
