"""Degradation: more plain layers raise even the training loss, though a deeper net could copy the shallower one."""

from __future__ import annotations

from scenes.degradation.computed import copied
from scenes.degradation.draw_copy import draw_copy
from scenes.degradation.draw_live import draw_live
from scenes.degradation.draw_overfitting import draw_deepest
from scenes.degradation.draw_question import draw_question
from scenes.degradation.formulas import set_static_formula
from scenes.degradation.knobs import Knobs
from scenes.degradation.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Degradation",
    order=16,
    subtitle="more plain layers can raise even the training loss",
    try_this=(
        "In the second step set the slip to 0.01: how does the difference grow from layer to layer?",
        "Type another number into a kernel. Is there a second kernel that leaves the map as it is?",
        "Compare 8, 20 and 32 layers: what does the depth do to the plain nets, and to the residual ones?",
        "Put the time back to the middle of the race: when do the nets part?",
        "Which bars would look otherwise if the deepest plain net were overfitting?",
        "Train it live: does the order of the six nets stay?",
    ),
    mistaken=(
        "Degradation is not overfitting: the deeper plain net is worse on its own training pictures.",
        "Degradation is no proof of vanishing gradients: with batch normalisation the first layers' gradients are "
        "healthy here, and the paper found the same.",
        "It does not say that deep plain nets can't fit: a good solution is there, and with more steps this toy comes "
        "near it. At an equal budget training doesn't find it.",
        "Residual nets don't grow better with depth without end: with 1,202 layers the paper's net overfits.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 1, 4.1 and 4.2, "
        "tables 2 and 6",
        "The nets are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "degradation",
)
def degradation(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a net copied into a deeper one, the races, and what degradation is not."""
    copy = copied(knobs)
    steps = tell(stage, copy, knobs)
    if steps.telling(steps.question, steps.copy):
        draw_question(stage, steps)
    if steps.telling(steps.copy, steps.race):
        draw_copy(stage, copy, knobs, steps)
    if steps.deepest.active:
        stage.add(draw_deepest(steps.deepest, steps.fading))
    if steps.live:
        draw_live(stage, steps, knobs)
    else:
        set_static_formula(stage, steps, copy)
