"""From a dense layer to a convolution: weights are taken away, the rest are shared, the matrix folds into a kernel."""

from __future__ import annotations

from scenes.dense import computed
from scenes.dense.confusions import CONFUSIONS
from scenes.dense.draw_chart import draw_chart
from scenes.dense.draw_counts import draw_counts
from scenes.dense.draw_matrix import draw_matrix
from scenes.dense.draw_net import draw_net
from scenes.dense.draw_picture import draw_picture
from scenes.dense.draw_shift import draw_shift
from scenes.dense.knobs import Knobs
from scenes.dense.story import one_by_one, tell
from scenes.dense.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(0.0, 228.0, 1040.0)
"""The kernel with the band that it has left, and the outputs: what the scene is about."""


@scene(
    chapter="Seeing with filters",
    title="From dense to convolution",
    short="Dense to conv",
    order=1,
    subtitle="a convolution is a dense layer that looks nearby and shares its weights",
    try_this=(
        "Type another number for a weight while the matrix is dense, and again once it is shared: how many outputs "
        "change?",
        "Make the kernel as large as the input: what is the difference between dense and convolution then?",
        "Set the stride to 2 and shift the input by 1, then by 2: when do the outputs shift along?",
        "Drag over the chart: at which size do the dense weights no longer fit into the memory of your computer?",
    ),
    mistaken=(
        "A convolution does not have one weight for each pixel: its weights belong to the place in the window, "
        "and every window uses the same ones.",
        "Larger pictures need more multiplications, but not one parameter more.",
        "Equivariance is not invariance: when the input shifts, the feature map shifts too; it does not stay the same.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 9.2",
        "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks (NIPS 2012): "
        "the first layer, with the input of 227 × 227 that its sizes need",
        "Stanford CS231n course notes: the same layer with and without shared weights",
    ),
    confusions=CONFUSIONS,
)
def dense(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the small layer as a net and as a matrix, the shift, and the layer of a picture."""
    stage.scales = computed.scales(knobs.inputs, knobs.size, knobs.stride, knobs.shift)
    layer = computed.layer(knobs)
    steps = tell(stage, layer, knobs)
    stage.poster(steps.slide, KEY_PICTURE)
    view = View(stage, layer, steps)
    if steps.larger.begun:
        draw_chart(stage, knobs, one_by_one(steps.larger))
    elif steps.picture.begun:
        draw_picture(stage, knobs, one_by_one(steps.picture))
    elif steps.shift.begun:
        draw_shift(view)
    elif steps.matrix.begun:
        draw_matrix(view)
        draw_counts(view)
    else:
        draw_net(view)
        draw_counts(view)
