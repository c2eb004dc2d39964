"""Pooling: each window becomes its largest value or its mean, what that costs, and what a shift of the input does."""

from __future__ import annotations

from scenes.pooling.computed import pool
from scenes.pooling.confusions import CONFUSIONS
from scenes.pooling.draw_back import draw_back
from scenes.pooling.draw_input import draw_input
from scenes.pooling.draw_order import draw_order
from scenes.pooling.draw_pooled import draw_pooled
from scenes.pooling.draw_shift import draw_shift
from scenes.pooling.draw_window import draw_window
from scenes.pooling.knobs import Knobs
from scenes.pooling.layout import layout
from scenes.pooling.ordered import scales
from scenes.pooling.story import tell
from scenes.pooling.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.lattice import nearest_cell
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.draw.walk import arrived

KEY_PICTURE = Box(474.0, 98.0, 1126.0)
"""A window, its largest value, and the map that this becomes a cell of."""


@scene(
    chapter="Seeing with filters",
    title="Pooling",
    order=6,
    subtitle="each window becomes one number, with no weights",
    try_this=(
        "Switch from max to average: every pooled number gets smaller here. When would one stay as it is?",
        "Choose “Worked example 5×5”: windows of 3×3 with stride 2 overlap. Which cell wins two windows?",
        "With the digit, click the shifts 1, 2 and 4 at the end. When is the pooled map only moved, when another one?",
        "Set window and stride to 4 on the first example with “average”: what is left of the whole map?",
    ),
    mistaken=(
        "Pooling does not mix channels and does not reduce their number: every channel is pooled by itself.",
        "Nothing in it is learned: a maximum or a mean has no weights. (LeNet-5 did learn two numbers for each map; a "
        "strided convolution has weights, and mixes channels.)",
        "“Pooling makes a network blind to shifts” is only partly true: small shifts may change little, but most "
        "shifts do change the pooled map.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 9.3",
        "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks (NIPS "
        "2012), section 3.4: overlapping 3×3 windows with stride 2",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney; "
        "animals: S. Mohammadi, Animal-Shape-MNIST; digits: UCI Optical Recognition of Handwritten Digits",
    ),
    confusions=CONFUSIONS,
)
def pooling(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: forward through one window and through all, the gradient's way back, and a shifted input."""
    stage.scales = scales(knobs)
    layer = pool(knobs)
    at = nearest_cell(knobs.at, *layer.out)
    steps = tell(stage, layer, at, knobs.shift)
    stage.poster(steps.slide, KEY_PICTURE)
    stage.enter(steps.slide, arrived(*layer.out, at))  # the window, and the map up to its cell
    view = View(stage, layer, layout(layer), steps, at, knobs.shift)
    if steps.order.begun:
        draw_order(view)
    elif steps.shift.begun:
        draw_shift(view)
    elif steps.arrive.begun:
        draw_back(view)
    else:
        draw_input(view)
        if steps.window.begun and not steps.rest.begun:
            draw_window(view)
        draw_pooled(view)
