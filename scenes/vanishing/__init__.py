"""Vanishing and exploding: a factor for each layer, first weights that keep it near 1, gradients of trained nets."""

from __future__ import annotations

from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.vanishing.computed import chain
from scenes.vanishing.confusions import CONFUSIONS
from scenes.vanishing.draw_chain import draw_back, draw_cure, draw_forward, draw_infinite, draw_sigmoid, draw_stack
from scenes.vanishing.draw_charts import draw_factor, draw_start
from scenes.vanishing.draw_live import draw_live
from scenes.vanishing.knobs import NETS, Knobs
from scenes.vanishing.story import tell

KEY_PICTURE = Box(44.0, 14.0, 1250.0)
"""What sigmoids leave of the gradient."""


@scene(
    chapter="Going deeper",
    title="Vanishing and exploding",
    short="Vanishing",
    order=15,
    subtitle="going back, the gradient is multiplied by a factor in every layer: g to the power of L",
    try_this=(
        "Set the factor to 0.9 and then to 1.1, with 100 layers. After how many layers is the gradient a thousand "
        "times smaller, or larger?",
        "Type 0 for the factor of one single layer: what gradient reaches the layers before it?",
        "Click the activations and the rules for first weights. Which rule suits ReLU, and which one suits tanh? Is "
        "there any for the sigmoid?",
        "Let the exploding chain start at 1.2: why does it not explode, and why does it not learn either?",
        "Look at the trained ReLU nets: by which of the two kinds of gradients would you have noticed that one of them "
        "explodes?",
    ),
    mistaken=(
        "Vanishing does not mean exactly zero: 0.9 to the power of 50 is 0.005. It is exponentially small. Only what "
        "is below about 10⁻⁴⁵ is rounded to 0 by a computer that calculates with 32 bits.",
        "The gradients of the first layers vanish, not those of the last ones: these stand next to the loss.",
        "In a network the factor is no single number. It is a matrix of slopes, and g stands for what it does to the "
        "length of the gradient.",
        "ReLU and He's rule do not make every depth trainable: they only keep the sizes when training begins. In He's "
        "paper the net of 30 layers learns with them, and yet ends behind one of 14: see Degradation.",
        "Residual networks were not invented against vanishing gradients. Good first weights and batch normalisation "
        "help against these. Residual networks were made against degradation.",
    ),
    sources=(
        "Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks (AISTATS 2010)",
        "He, Zhang, Ren, Sun: Delving deep into rectifiers (ICCV 2015)",
        "Ioffe, Szegedy: Batch normalization (ICML 2015)",
        "Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (ICML 2013): clipping",
        "The nets are trained on digits (UCI Optical Recognition of Handwritten Digits) or on animal silhouettes",
    ),
    preset=lambda knobs: NETS[knobs.nets],
    confusions=CONFUSIONS,
)
def vanishing(stage: Stage, knobs: Knobs) -> None:
    """Draw the step that time is in: the chain with what is in it, or the chart that says what that is."""
    of = chain(knobs.gain, knobs.layers, knobs.factors)
    steps = tell(stage, of, knobs)
    stage.poster(steps.sigmoid, KEY_PICTURE)
    if steps.telling(steps.back):
        draw_back(stage, of, steps.back, knobs)
    elif steps.telling(steps.factor):
        draw_factor(stage, steps.factor)
    elif steps.telling(steps.sigmoid):
        draw_sigmoid(stage, steps.sigmoid)
    elif steps.telling(steps.start):
        draw_start(stage, steps.start, knobs)
    elif steps.telling(steps.forward):
        draw_forward(stage, steps.forward, knobs)
    elif steps.telling(steps.stack):
        draw_stack(stage, steps.stack, knobs)
    elif steps.telling(steps.norm):
        draw_cure(stage, steps.norm, "batch norm")
    elif steps.telling(steps.shortcut):
        draw_cure(stage, steps.shortcut, "shortcut")
    elif steps.telling(steps.inf):
        draw_infinite(stage, steps.inf, knobs)
    else:
        draw_live(stage, steps, knobs)
