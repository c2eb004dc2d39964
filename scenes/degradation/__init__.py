"""Degradation: more plain layers raise even the training loss, though a deeper net could copy the shallower one."""

from __future__ import annotations

from scenes.degradation.computed import SCALES, copied
from scenes.degradation.draw_copy import draw_copy
from scenes.degradation.draw_live import draw_live
from scenes.degradation.draw_overfitting import draw_deepest
from scenes.degradation.draw_question import draw_question
from scenes.degradation.formulas import set_static_formula
from scenes.degradation.knobs import Knobs
from scenes.degradation.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
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
        "Degradation is no proof of vanishing gradients: nothing vanishes here, and the paper's authors found healthy "
        "norms in their nets. But this toy can't tell degradation from gradients that grow. In the first step the "
        "second convolution's gradient is 109 times as large as the last one's in the plain net of 32 layers, and 8 "
        "times in the residual one (medians of 9 seeds): plain ReLU nets with batch normalisation are known for that.",
        "It does not say that deep plain nets can't fit: a good solution is there. But more steps alone don't find it. "
        "With 5 times as many, the plain net of 32 layers ends at a training loss of 0.088, that of 8 layers at 0.003, "
        "and the residual one of 32 layers at 0.002 (medians of 5 seeds). The paper's authors took 3 times as many and "
        "still saw degradation.",
        "Residual nets don't grow better with depth without end: with 1,202 layers the paper's net overfits.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 1, 4.1 and 4.2, "
        "tables 2 and 6, footnote 3",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz: A mean field theory of batch normalization (ICLR 2019): "
        "how gradients grow in plain nets that have it",
        "The nets are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "degradation",
)
def degradation(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: a net copied into a deeper one, the races, and what degradation is not."""
    stage.scales = SCALES
    copy = copied(knobs)
    steps = tell(stage, copy, knobs)
    stage.poster(steps.race, Box(130, 170, 1060))
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
