"""Activation: what is under the water line is clipped, and without it two layers are one."""

from __future__ import annotations

from scenes.activation import computed
from scenes.activation.confusions import CONFUSIONS
from scenes.activation.draw_bars import draw_bars
from scenes.activation.draw_compared import draw_again, draw_proof, draw_single
from scenes.activation.draw_curve import draw_curve
from scenes.activation.draw_kernels import draw_kernels
from scenes.activation.draw_layers import draw_layer, draw_layers, draw_without
from scenes.activation.draw_map import draw_origin
from scenes.activation.draw_panels import draw_panels
from scenes.activation.knobs import Knobs
from scenes.activation.story import tell
from scenes.activation.words import Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(370.0, 62.0, 1228.0)
"""The curve with the dots of the cells."""


@scene(
    chapter="Seeing with filters",
    title="Activation",
    order=5,
    subtitle="each cell through the same curve, and why depth needs it",
    try_this=(
        "Choose sigmoid and the handwritten digit. How large are the slopes where z is far from zero?",
        "Which activations can give a negative number, and which never do?",
        "Change the weights of both layers. Does the one kernel still give the same output?",
        "Take three weights a layer. How many has the one kernel then? What would two 3 × 3 kernels make?",
        "Change the input until the one kernel fits although ReLU is there. When does it?",
    ),
    mistaken=(
        "An activation is applied to the map, not added to it. It works on each number by itself and has no weights.",
        "“Negative features are useless” is wrong. A cell below zero has found the opposite of the kernel's pattern, "
        "and a filter with opposite signs keeps it through a ReLU.",
        "“More layers can always express more” holds only with an activation between them. Linear layers collapse.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), sections 6.1 and 6.3",
        "Nair, Hinton: Rectified linear units improve restricted Boltzmann machines (ICML 2010): ReLU",
        "Krizhevsky: Convolutional deep belief networks on CIFAR-10 (2010): ReLU6; MobileNets have it since Sandler et "
        "al.: MobileNetV2 (CVPR 2018), section 4",
        "Maas, Hannun, Ng: Rectifier nonlinearities improve neural network acoustic models (ICML 2013): leaky ReLU; "
        "Elfwing, Uchibe, Doya: Sigmoid-weighted linear units (2017): SiLU",
        "Digit: UCI Optical Recognition of Handwritten Digits",
    ),
    confusions=CONFUSIONS,
)
def activation(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a map on the water line, the curve and its slope, and two layers that collapse."""
    stage.scales = computed.scales(knobs.picture, knobs.kernel, knobs.taps)
    applied, track = computed.applied(knobs), computed.track(knobs)
    steps = tell(stage, Words(applied, track))
    stage.poster(steps.curve, KEY_PICTURE)
    if steps.telling(steps.map):
        draw_origin(stage, applied, steps)
    elif steps.telling(steps.water, steps.apply):
        draw_bars(stage, applied, steps)
    elif steps.telling(steps.curve, steps.slope):
        draw_curve(stage, applied, steps)
    elif steps.telling(steps.compare):
        draw_panels(stage, applied, steps)
    elif steps.telling(steps.collapse):
        draw_kernels(stage, track, steps)
    else:
        for step, draw in (
            (steps.layer, draw_layer), (steps.layers, draw_layers), (steps.without, draw_without),
            (steps.single, draw_single), (steps.again, draw_again), (steps.proof, draw_proof),
        ):  # fmt: skip
            if steps.telling(step):
                draw(stage, applied, track, steps)
