"""Degradation: more plain layers raise even the training loss, though a deeper net could copy the shallower one."""

from __future__ import annotations

from scenes.degradation.computed import SCALES, Copy, copied
from scenes.degradation.confusions import CONFUSIONS
from scenes.degradation.draw_bars import deepest, pairs
from scenes.degradation.draw_copy import copied_net
from scenes.degradation.draw_norms import choices, norms
from scenes.degradation.draw_paper import paper
from scenes.degradation.draw_question import question
from scenes.degradation.draw_race import race, shortcuts
from scenes.degradation.knobs import Knobs
from scenes.degradation.story import Steps, tell
from scenes.stage.charts.training import footer, shown
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import REST
from scenes.stage.data.recording import Recording

KEY_PICTURE = Box(294.0, 48.0, 1250.0)
"""The race of the plain nets, with how far the deepest one stays behind."""


@scene(
    chapter="Going deeper",
    title="Degradation",
    order=16,
    subtitle="more plain layers can raise even the training loss",
    try_this=(
        "In the second step set the slip to 0.01. How does the change grow from layer to layer?",
        "Type another number over a weight. Is there a second kernel that leaves the map as it is?",
        "Compare 8, 20 and 32 layers. What does depth do to the plain nets, and what to those with shortcuts?",
        "Put the time back to the middle of the race. When do the nets part?",
        "Which bars would look different if the deepest plain net were overfitting?",
        "Click “residual” and “activations” under the gradients. Do any of them vanish?",
        "Train it live. Does the order of the six nets stay?",
    ),
    mistaken=(
        "Degradation is not overfitting. The deeper plain net is worse on its own training pictures.",
        "Degradation is no proof of vanishing gradients. Nothing vanishes here, and the paper's authors found healthy "
        "norms in their nets. But the small nets here can't tell degradation from gradients that grow. In the first "
        "step the second convolution's gradient is 109 times as large as the last one's in the plain net of 32 layers, "
        "and 8 times in the residual one (medians of 9 seeds). Plain ReLU nets with batch normalisation are known for "
        "that.",
        "Degradation does not say that deep plain nets can't fit. A good solution is there, but more steps alone don't "
        "find it. With 5 times as many, the plain net of 32 layers ends at a training loss of 0.088, that of 8 layers "
        "at 0.003, and the residual one of 32 layers at 0.002 (medians of 5 seeds). The paper's authors took 3 times "
        "as many and still saw degradation.",
        "Residual nets do not get better and better with more depth. With 1,202 layers the paper's net overfits.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 1, 4.1 and 4.2, "
        "tables 2 and 6, footnote 3",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz: A mean field theory of batch normalization (ICLR 2019): "
        "how gradients grow in plain nets that have it",
        "The nets are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda _: "degradation",
    confusions=CONFUSIONS,
)
def degradation(stage: Stage, knobs: Knobs) -> None:
    """Draw the step that time is in: the copied net, a race, or what degradation is not."""
    stage.scales = SCALES
    copy = copied(knobs)
    steps = tell(stage, copy, knobs)
    stage.poster(steps.race, KEY_PICTURE)
    if steps.telling(steps.begin, steps.learn):
        stage.add(*choices(knobs))
    if not stage.steps[steps.spans.index(steps.present)].live:
        stage.add(*_told(steps, copy, knobs))
        return
    run, whole = shown(stage, steps.present), stage.recording
    if run is None or whole is None:
        return
    if steps.telling(steps.begin, steps.learn):
        run = whole.upto(1 if steps.begin.active else max(run.step, 1))
    stage.add(*_live(steps, run, whole, knobs), *footer(run))


def _told(steps: Steps, copy: Copy, knobs: Knobs) -> list[AnyMark]:
    """The marks of a step that shows no run."""
    now = steps.present
    if now is steps.question:
        return question(now)
    if now is steps.copy:
        return copied_net(now, copy, knobs)
    return deepest(now) if now is steps.deepest else paper(now)


def _live(steps: Steps, run: Recording, whole: Recording, knobs: Knobs) -> list[AnyMark]:
    """The marks of a live step."""
    now = steps.present
    if now is steps.race:
        return race(run, whole)
    if now is steps.shortcuts:
        return shortcuts(run, whole)
    if now is steps.overfitting:
        return pairs(run)
    return norms(run, whole, knobs, now.t / REST if now is steps.begin else 1.0)
