"""Logits, softmax, loss: a ruler is stretched by the exponential, cut into shares, and pulled to the true class."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from scenes.softmax import words
from scenes.softmax.computed import Example, example
from scenes.softmax.confusions import CONFUSIONS
from scenes.softmax.draw_change import change, changes
from scenes.softmax.draw_columns import logits, stretch
from scenes.softmax.draw_loss import gradient, loss
from scenes.softmax.draw_shares import cut, line_up
from scenes.softmax.knobs import Knobs
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span

KEY_PICTURE = Box(327.0, 122.0, 1217.0)
"""The shares, without the first half of the largest."""


@scene(
    chapter="First networks",
    title="Logits, softmax, loss",
    short="Softmax and loss",
    order=11,
    subtitle="scores become shares by the exponential; the loss pulls at the share of the true class",
    try_this=(
        "Drag a logit up by 1. By which factor does its stretched bar grow? And its share?",
        "Set the logits to ln 1, ln 2, ln 5. What are the shares, without a calculator?",
        "Add −10 instead of 10, then multiply by 0.25. What moves, and what doesn't?",
        "Choose “sure of one”, and make another class the true one. How large is the loss, and the gradient?",
        "Choose “all equal” with 2, 3 and 4 classes. Is the loss ln K, whatever the true class is?",
    ),
    mistaken=(
        "Shares are not proportional to logits. (2, 1, 0) does not become (2/3, 1/3, 0).",
        "Softmax does not scale by logarithms. It exponentiates, and the logarithm belongs to the loss.",
        "Softmax gives a vector, one number for each class. It does not give a map.",
        "A share of 0.99 does not mean that the network is right in 99 of 100 such cases. Only a calibrated one is.",
        "Adding the same number to all logits does not make the network surer. Multiplying all of them by a number "
        "above 1 does, whether the answer is right or wrong.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.3",
        "Szegedy et al.: Rethinking the Inception architecture (CVPR 2016), section 7, for the gradient",
        "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network (2015), section 2: temperature",
        "Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks (ICML 2017)",
    ),
    confusions=CONFUSIONS,
)
def softmax(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: logits, stretched bars, shares, what moves them, the loss and its gradient."""
    of = example(knobs)
    add, multiply, cool, descend = changes(of, knobs)
    told: tuple[tuple[str, float, tuple[str, ...], tuple[str, str], Callable[[Span, Example], list[AnyMark]]], ...] = (
        ("Logits", 4.0, (), words.logits(of), logits),
        ("Stretch by the exponential", 5.0, (), words.stretch(of), stretch),
        ("Line them up", 5.5, (), words.line_up(of), line_up),
        ("Cut into shares", 5.0, (), words.cut(of), cut),
        ("Add a constant", 4.5, ("shift",), words.added(of, knobs), partial(change, by=add)),
        ("Multiply by a constant", 4.5, ("factor",), words.multiplied(of, knobs), partial(change, by=multiply)),
        ("Temperature", 4.5, ("temperature",), words.cooled(of, knobs), partial(change, by=cool)),
        ("The loss", 5.5, ("label",), words.loss(of), loss),
        ("Its gradient", 5.0, ("label",), words.gradient(of), gradient),
        ("One step downhill", 5.0, ("rate", "label"), words.moved(of, knobs), partial(change, by=descend)),
    )
    for title, seconds, asked, (caption, more), draw in told:
        span = stage.step(title, caption, seconds, more=more, knobs=(*asked, "scores", "classes"))
        if span.active:
            stage.add(*draw(span, of))
        if draw is cut:
            stage.poster(span, KEY_PICTURE)
