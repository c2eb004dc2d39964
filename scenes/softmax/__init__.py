"""Logits, softmax, loss: bars stretched by the exponential, cut into shares, and pulled towards the true class."""

from __future__ import annotations

from scenes.softmax import computed
from scenes.softmax.draw_choices import draw_choices
from scenes.softmax.draw_logits import draw_logits
from scenes.softmax.draw_loss import draw_loss
from scenes.softmax.draw_shares import draw_shares
from scenes.softmax.formulas import set_formula
from scenes.softmax.knobs import Knobs
from scenes.softmax.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="First networks",
    title="Logits, softmax, loss",
    short="Softmax and loss",
    order=11,
    subtitle="scores become shares by the exponential; the loss pulls at the share of the true class",
    try_this=(
        "Drag a logit up by 1. By which factor does its stretched bar grow? And its share?",
        "Take the logits ln 1, ln 2, ln 5: what are the shares, without a calculator?",
        "Add −10 instead of 10, then multiply by 0.25: what moves, what doesn't?",
        "Take “sure of one” and make another class the true one. How large is the loss, and the gradient?",
        "Take “all equal” with 2, 3, 4 classes: the loss is ln K, whatever the true class.",
    ),
    mistaken=(
        "Shares are not proportional to logits: (2, 1, 0) does not become (2/3, 1/3, 0).",
        "Softmax does not scale by logarithms: it exponentiates. The logarithm belongs to the loss.",
        "What softmax gives is a vector, one number for each class, not a map; and 0.99 is no promise to be right "
        "in 99 of 100 cases: that would be calibration.",
        "Adding the same number to all logits does not make the network surer. Multiplying all of them by a number "
        "above 1 does, whether the answer is right or wrong.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.3",
        "Szegedy et al.: Rethinking the Inception architecture (CVPR 2016), section 7, for the gradient",
        "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network (2015), section 2: temperature",
        "Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks (ICML 2017)",
    ),
)
def softmax(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: logits, stretched bars, shares, what moves them, the loss and its gradient."""
    example = computed.example(knobs)
    steps = tell(stage, example, knobs)
    stage.poster(steps.cut, Box(70, 140, 1190))
    draw_shares(stage, example, steps)
    draw_logits(stage, example, steps, knobs)
    draw_loss(stage, example, steps)
    draw_choices(stage, steps, knobs)
    set_formula(stage, example, steps, knobs)
