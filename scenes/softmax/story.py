"""The steps of the softmax scene, their captions, and what the logits are at the frame's time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from scenes.softmax.computed import Example, Scores, scores
from scenes.softmax.knobs import Knobs
from scenes.softmax.words import plain, probability
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Stretch, share, what moves the shares and what doesn't, the loss and its gradient; and the logits meanwhile."""

    PACE = 6.0

    logits: Span
    stretch: Span
    stack: Span
    cut: Span
    add: Span
    multiply: Span
    temperature: Span
    loss: Span
    gradient: Span
    descend: Span
    example: Example
    knobs: Knobs

    @property
    def changing(self) -> bool:
        """Whether the present step does something to all logits at once."""
        return self.telling(self.add, self.temperature)

    @cached_property
    def scores(self) -> Scores:
        """The logits as they are now."""
        before, after, downhill = self.example.before, self.example.after, self.descend.motion
        if downhill > 0:
            return scores(before.z + (after.z - before.z) * downhill)
        added, factor, cooled = change = self._change
        return before if change == (0.0, 1.0, 1.0) else scores((before.z + added) * factor / cooled)

    @property
    def changed(self) -> bool:
        """Whether they are others than those that were chosen, or are about to be."""
        return self.scores is not self.example.before or (self.changing and self.present.t > 0)

    @property
    def _change(self) -> tuple[float, float, float]:
        """What is added to the logits now, and what they are multiplied and divided by; the next step undoes each."""

        def strength(step: Span, after: Span) -> float:
            return ease(step.t / 0.6) * (1.0 - ease(after.t * 6))

        return (
            self.knobs.shift * strength(self.add, self.multiply),
            self.knobs.factor ** strength(self.multiply, self.temperature),
            self.knobs.temperature ** strength(self.temperature, self.loss),
        )


def tell(stage: Stage, example: Example, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    label = example.names[example.label]
    return Steps(
        logits=stage.step("Logits", LOGITS, 3.0),
        stretch=stage.step("Stretch by the exponential", STRETCH, 5.0),
        stack=stage.step("Line them up", STACK, 4.0),
        cut=stage.step("Cut into shares", CUT, 4.0),
        add=stage.step("Add a constant", _add_caption(knobs), 5.0),
        multiply=stage.step("Multiply by a constant", _multiply_caption(example, knobs), 5.0),
        temperature=stage.step("Temperature", _temperature_caption(knobs), 5.0),
        loss=stage.step("The loss", LOSS.format(label=label), 5.0),
        gradient=stage.step("Its gradient", GRADIENT.format(label=label), 5.0),
        descend=stage.step("One step downhill", _descend_caption(example, knobs), 5.0),
        example=example,
        knobs=knobs,
    )


LOGITS = (
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


def _multiply_caption(example: Example, knobs: Knobs) -> str:
    first, second = example.top
    if example.before.z.max() == example.before.z.min():
        return "Multiply every logit by a constant: equal logits stay equal, and so do their shares."
    if knobs.factor == 1:
        return "Multiply every logit by 1 and nothing moves: choose another factor."
    what = "The shares sharpen" if knobs.factor > 1 else "The shares grow flatter"
    odds = example.before.stretched[first] / example.before.stretched[second]
    return (
        f"Multiply every logit by {plain(knobs.factor)}: their differences are multiplied too. {what}: "
        f"{example.names[first]} to {example.names[second]} was {plain(odds)} to 1, and becomes "
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


def _descend_caption(example: Example, knobs: Knobs) -> str:
    way = "falls" if example.loss_after < example.loss else "does not fall"
    name = example.names[example.label]
    before, after = (float(each.p[example.label]) for each in (example.before, example.after))
    return (
        f"Training moves weights, not logits. But were the logits moved by −{plain(knobs.rate)} times their gradient, "
        f"{name} would rise and the others sink: its share goes from {probability(before)} to {probability(after)}, "
        f"and the loss {way}."
    )
