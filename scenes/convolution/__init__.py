"""Convolution: one output cell comes to be, the window slides on, further filters make further maps."""

from __future__ import annotations

from scenes.convolution import computed
from scenes.convolution.confusions import CONFUSIONS
from scenes.convolution.draw_input import draw_count, draw_input, draw_opening, draw_window
from scenes.convolution.draw_making import draw_account, draw_flight, draw_products
from scenes.convolution.draw_output import draw_map, draw_volume
from scenes.convolution.knobs import Knobs
from scenes.convolution.layout import closer, layout
from scenes.convolution.story import firsts, tell
from scenes.convolution.view import NEARER, View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.lattice import nearest_cell
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.draw.walk import arrived

KEY_PICTURE = Box(40.0, 140.0, 1000.0)
"""The window with its weights, and the products: what the scene is about."""


@scene(
    chapter="Seeing with filters",
    title="Convolution",
    order=2,
    subtitle="one filter, one window, one number",
    try_this=(
        "Turn on “Flip the kernel”. Every sum changes its sign here: why? And why does a trained network not care?",
        "Set padding to “same”, then “full”. Which windows see zeros, and what do the borders of the map look like?",
        "Set the stride to 2 on the edge picture: which columns does no window reach?",
        "Click a weight of the kernel and type another number; drag the bias up and down.",
    ),
    mistaken=(
        "“Valid” padding does not keep the size: it means no padding, and height and width shrink by d (k − 1), that "
        "is k − 1 without dilation. “Same” keeps them (at stride 1).",
        "The window and the kernel are not multiplied as matrices: value times weight at each place, then one sum.",
        "Filters are not designed by hand. Training finds their weights; an edge filter is only an example to read.",
        "A feature map is not a cleaned-up picture: each cell says how well the kernel's pattern fits at its place.",
        "A filter on a colour picture makes one map, not three: the sums of the channels are added.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), chapter 9",
        "TensorFlow 2, tf.nn, “Notes on padding”; PyTorch 2.13, torch.nn.Conv2d: “same” padding",
        "Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016), sections 1, 2 and 5.1",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney; "
        "animals: S. Mohammadi, Animal-Shape-MNIST; digits: UCI Optical Recognition of Handwritten Digits",
    ),
    confusions=CONFUSIONS,
)
def convolution(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the numbers of the layer, the story of one window and of all, in the place for their size."""
    stage.scales = computed.scales(knobs)
    layer = computed.layer(knobs)
    at = nearest_cell(knobs.at, *layer.out)
    steps = tell(stage, layer, at)
    place = layout(layer)
    if not steps.multiply[0].begun:
        place = closer(place, layer, at, steps.window.rise(*NEARER))
    view = View(stage, layer, place, steps, at)
    stage.poster(steps.write, KEY_PICTURE)
    stage.enter(
        steps.slides[0], arrived(*layer.out, at, rest=0.0, firsts=firsts(layer, 0))
    )  # window, kernel, and the map up to the cell
    if steps.output.begun:
        draw_volume(view)
    elif steps.window.begun:
        _draw_work(view)
    else:
        draw_opening(view)


def _draw_work(view: View) -> None:
    """Draw the window on the input, and what it has come to."""
    draw_input(view)
    if view.steps.multiply[0].begun:
        draw_map(view)
        draw_products(view)
        draw_account(view)
    else:
        draw_count(view)
    draw_window(view)
    draw_flight(view)
