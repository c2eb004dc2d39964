"""AlexNet: where its multiply-accumulates are and where its parameters, its two GPUs, and its result."""

from __future__ import annotations

from scenes.alexnet.computed import build
from scenes.alexnet.confusions import CONFUSIONS
from scenes.alexnet.draw_account import draw_account
from scenes.alexnet.draw_gpus import draw_gpus
from scenes.alexnet.draw_half import draw_half
from scenes.alexnet.draw_photo import draw_photo
from scenes.alexnet.draw_results import draw_results
from scenes.alexnet.draw_road import draw_road, draw_shares
from scenes.alexnet.knobs import Knobs
from scenes.alexnet.story import tell
from scenes.alexnet.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.stage import Stage


@scene(
    chapter="First networks",
    title="AlexNet",
    order=9,
    subtitle="convolutions do the work, dense layers hold the parameters",
    try_this=(
        "Make the picture 451 wide: which bars grow, and which layer alone gets new parameters?",
        "Choose torchvision and do it again: its maps are averaged to 6 × 6 before fc6. What changes now?",
        "Set the number of classes to 10: how much smaller does the network get?",
        "In “Weights times places”, choose fc6: at how many places does each of its weights work?",
    ),
    mistaken=(
        "Most parameters of AlexNet are in its dense layers, though nearly all of its work is in the convolutions.",
        "The contest of 2012 was won with 15.3 % top-5 error by seven networks together. 17.0 % is one network's error "
        "on the test pictures of 2010; one network had 18.2 % on the validation pictures of 2012.",
        "AlexNet did not invent convolution, pooling and dense layers: LeNet had them. It made them work on large "
        "pictures, with ReLU, two GPUs, dropout, changed copies of the pictures, local response normalisation "
        "and overlapping pooling.",
    ),
    sources=(
        "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks (NIPS 2012), "
        "sections 3, 4 and 6",
        "Krizhevsky: One weird trick for parallelizing convolutional neural networks (2014), as torchvision builds it",
        "Photograph: NASA",
    ),
    confusions=CONFUSIONS,
)
def alexnet(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the road with its tanks, the bars that they turn into and why, the two GPUs, the contest."""
    of = build(knobs)
    steps = tell(stage, of, knobs)
    view = View(stage, of, knobs, steps)
    view.look()
    stage.poster(steps.first, view.close_up)
    drawings = (
        (steps.result, draw_results), (steps.halved, draw_half), (steps.gpus, draw_gpus), (steps.account, draw_account),
        (steps.shares, draw_shares), (steps.first, draw_road),
    )  # fmt: skip
    draw = next((draw for span, draw in drawings if span.begun), draw_photo)
    draw(view)
