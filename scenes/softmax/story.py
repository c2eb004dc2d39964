"""The steps of the softmax scene, how far each has come, and what the logits are at the frame's time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.softmax.computed import Example, Scores, scores
from scenes.softmax.knobs import Knobs
from scenes.softmax.words import plain, probability
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Told, ease, present

CHANGES = ("add", "multiply", "temperature")
"""The steps that do something to all logits at once."""


@dataclass(frozen=True, eq=False)
class Moment(Told):
    """What is going on: the step's name, how far every step has come, and the logits as they are now."""

    PACE = 6.0

    scores: Scores
    changed: bool


def tell(stage: Stage, of: Example, knobs: Knobs) -> Moment:
    """Lay out the steps: stretch, share, what moves the shares and what doesn't, the loss and its gradient."""
    label = of.names[of.label]
    spans = {
        "enter": stage.step("Logits", ENTER, 3.0),
        "stretch": stage.step("Stretch by the exponential", STRETCH, 5.0),
        "stack": stage.step("Line them up", STACK, 4.0),
        "cut": stage.step("Cut into shares", CUT, 4.0),
        "add": stage.step("Add a constant", _add_caption(knobs), 5.0),
        "multiply": stage.step("Multiply by a constant", _multiply_caption(of, knobs), 5.0),
        "temperature": stage.step("Temperature", _temperature_caption(knobs), 5.0),
        "loss": stage.step("The loss", LOSS.format(label=label), 5.0),
        "gradient": stage.step("Its gradient", GRADIENT.format(label=label), 5.0),
        "descend": stage.step("One step downhill", _descend_caption(of, knobs), 5.0),
    }
    name = present(spans)
    now, changed = _logits(of, knobs, spans)
    return Moment(name, spans, now, changed)


def _logits(of: Example, knobs: Knobs, spans: dict[str, Span]) -> tuple[Scores, bool]:
    """The logits on their way through the changes, each undone as the next begins, and whether they differ now."""

    def strength(step: str, after: str) -> float:
        return ease(spans[step].t / 0.6) * (1.0 - ease(spans[after].t * 6))

    added = knobs.shift * strength("add", "multiply")
    factor = knobs.factor ** strength("multiply", "temperature")
    cooled = knobs.temperature ** strength("temperature", "loss")
    downhill = spans["descend"].motion
    if downhill > 0:
        return scores(of.before.z + (of.after.z - of.before.z) * downhill), True
    if added == 0.0 and factor == 1.0 and cooled == 1.0:
        return of.before, any(spans[name].active and spans[name].t > 0 for name in CHANGES)
    return scores((of.before.z + added) * factor / cooled), True


ENTER = (
    "The last layer gives each class one number, its logit: any real number, larger for a likelier class. "
    "These are no probabilities: they may be negative, and their sum is anything."
)
STRETCH = (
    "Softmax first exponentiates: the even ruler of z becomes the stretched ruler of e to the z. Every number becomes "
    "positive, the order stays, and a step of 1 is always a factor of 2.718."
)
STACK = "Laid end to end, the stretched bars give one bar. Its length is their sum S."
CUT = (
    "Divide by S: the same bar, read on a ruler from 0 to 1. The shares are positive and their sum is 1: a vector of "
    "probabilities, one number for each class."
)
LOSS = (
    "Training looks at the share of the true class alone, here {label}, and takes minus its natural logarithm: "
    "0 for a share of 1, and without bound as the share goes to 0."
)
GRADIENT = (
    "The gradient at the logits is what softmax says, less what it should say. For {label} it is negative: downhill "
    "is a larger logit. For all others it is positive, and the sum is 0."
)


def _add_caption(knobs: Knobs) -> str:
    by = math.exp(knobs.shift)
    return (
        f"Add {plain(knobs.shift)} to every logit: every e to the z is multiplied by {plain(by)}, and so is their sum. "
        "The shares do not move: only differences of logits count."
    )


def _multiply_caption(of: Example, knobs: Knobs) -> str:
    first, second = of.top
    if of.before.z.max() == of.before.z.min():
        return "Multiply every logit by a constant: equal logits stay equal, and so do their shares."
    if knobs.factor == 1:
        return "Multiply every logit by 1 and nothing moves: choose another factor."
    what = "The shares sharpen" if knobs.factor > 1 else "The shares grow flatter"
    odds = of.before.stretched[first] / of.before.stretched[second]
    return (
        f"Multiply every logit by {plain(knobs.factor)}: their differences are multiplied too. {what}: "
        f"{of.names[first]} to {of.names[second]} was {plain(odds)} to 1, and becomes "
        f"{plain(odds**knobs.factor)} to 1."
    )


def _temperature_caption(knobs: Knobs) -> str:
    if knobs.temperature == 1:
        return "Divide every logit by a temperature T before softmax. T = 1 changes nothing: choose another."
    way = "flatter: towards equal shares" if knobs.temperature > 1 else "sharper: towards the largest logit alone"
    return (
        f"Divide every logit by a temperature T before softmax: T = {plain(knobs.temperature)} makes the shares {way}. "
        "The order never changes."
    )


def _descend_caption(of: Example, knobs: Knobs) -> str:
    way = "falls" if of.loss_after < of.loss else "does not fall"
    return (
        f"Take {plain(knobs.rate)} times the gradient away from the logits: {of.names[of.label]} rises, the others "
        f"sink. Its share goes from {probability(of.before.p[of.label])} to {probability(of.after.p[of.label])}, "
        f"and the loss {way}."
    )
