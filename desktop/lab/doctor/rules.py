"""The rules of the doctor: what is found in a recording, as pure functions. It says nothing of a run that learns.

The thresholds were measured over five seeds, on all runs of the lab's cards and on small runs that are made sick on
purpose; `tests/desktop/lab/doctor` holds them there, and `python -m tests.benchmarks.doctor` prints what was measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop.lab.doctor import signs
from desktop.runs.readings import spec_of
from scenes.stage.data.recording import Recording

Kind = Literal[
    "diverges",
    "start",
    "explodes",
    "vanishes",
    "dead",
    "saturated",
    "too large",
    "too small",
    "by heart",
    "chance",
    "overfits",
    "still learning",
]

Measure = Literal["loss", "accuracy", "gradients", "activation gradients", "layers", "updates"]
"""What a finding was read off."""

STUCK = 0.5
"""A net has learned next to nothing where its loss is above this share of ln C..."""
SETTLED = 50
"""...after so many steps, or at the end of a shorter run."""
FIRST_STEPS = 20
"""So many steps are the first ones, or the last ones."""
START = 3.0
"""So many times ln C the loss at the start is too large."""
NOT_BY_HEART, NOT_AT_ALL = 0.6, 0.45
"""With such a loss on ten pictures, and such a share of ln C, they are hardly learned at all."""
RISEN = 3.0
"""A loss that has risen to so many times its start, or ln C if that was less, diverges."""
IDLE = 0.65
"""A layer of which this share is dead or saturated passes too little on."""
VANISHED = 2.0
"""Gradients vanish that lose so many powers of ten from the last layer to the first..."""
EXPLODED = 1.3
"""...and explode where they gain so many."""
SMALLEST_UPDATE, LARGEST_UPDATE = 1e-3, 3e-2
"""Where nothing is learned, steps that move the weights by less, or more, of their length are too short, or long."""
HARDLY = 0.9
"""With a loss above this share of ln C a net is hardly better than guessing."""
UNMOVED = 0.8
"""Nothing has happened to a loss that is above this share of its start."""
AT_CHANCE = 0.04
"""An accuracy so little above the largest class's share is chance, where some validations in a row say so..."""
FALLEN = 0.7
"""...where the loss on the training pictures is below this share of ln C all the same."""
GAP, RISING, VALIDATIONS = 0.1, 1.1, 3
"""A net overfits that is so much more right on its own pictures while the loss on others was so many times its lowest
at each of so many validations."""
FALLS = 0.05
"""A run ends too soon in whose last tenth the loss was lower by such a share than in the tenth before."""


@dataclass(frozen=True)
class Finding:
    """What was found of a contestant: `value` was read off a `measure`, and since a step it has been so.

    `layer` is where, if it is in one place.
    """

    kind: Kind
    contestant: int
    value: float
    measure: Measure
    since: int
    layer: str = ""


Rule = Callable[[Recording, int], Finding | None]


def findings(recording: Recording) -> tuple[Finding, ...]:
    """What is found of all contestants, the causes before what comes of them."""
    return tuple(
        found for contestant in range(len(recording.plan.contestants)) for found in _of_one(recording, contestant)
    )


def _of_one(recording: Recording, contestant: int) -> tuple[Finding, ...]:
    found = [each for rule in RULES if (each := rule(recording, contestant)) is not None]
    kinds = {each.kind for each in found}
    return tuple(each for each in found if not kinds & EXPLAINED_BY.get(each.kind, frozenset()))


EXPLAINED_BY: dict[Kind, frozenset[Kind]] = {
    "too small": frozenset(("vanishes", "dead", "saturated")),
    "too large": frozenset(("start", "vanishes")),
    "by heart": frozenset(("too small", "too large", "vanishes", "dead", "diverges", "start", "saturated", "explodes")),
    "overfits": frozenset(("chance",)),
    "still learning": frozenset(("too small", "start")),
}
"""What says nothing more where one of the others is found: it comes of that."""


def _left(recording: Recording, contestant: int) -> bool:
    return any(each.contestant == contestant for each in recording.divergences)


def _is_settled(recording: Recording) -> bool:
    return recording.step >= SETTLED or (recording.ending is not None and recording.step > 0)


def is_stuck(recording: Recording, contestant: int) -> bool:
    """Whether a contestant has learned next to nothing, after some steps."""
    loss = signs.recent_loss(recording, contestant)
    late = _is_settled(recording) and not loss <= STUCK * signs.chance(recording)
    return late or _left(recording, contestant)


def _start(recording: Recording, contestant: int) -> float:
    """The loss before the first step, or ln C where that is more; infinite where it was not finite."""
    first = next(iter(recording.validations), None)
    score = first.scores[contestant] if first is not None and first.step == 0 else None
    loss = score.loss if score is not None else 0.0
    return max(loss, signs.chance(recording)) if math.isfinite(loss) else math.inf


# --- The rules -----------------------------------------------------------------------------------------------------


def diverges(recording: Recording, contestant: int) -> Finding | None:
    """The loss is not finite any more, or far above its start."""
    for each in recording.divergences:
        if each.contestant == contestant:
            return Finding("diverges", contestant, math.inf, "loss", each.step, each.layer)
    loss, much = signs.recent_loss(recording, contestant), RISEN * _start(recording, contestant)
    if recording.step < FIRST_STEPS or not loss > much:
        return None
    below = np.flatnonzero(recording.loss(contestant) <= much)
    since = recording.steps[min(below[-1] + 1, len(recording.steps) - 1)] if below.size else 1
    return Finding("diverges", contestant, loss, "loss", int(since))


def starts_high(recording: Recording, contestant: int) -> Finding | None:
    """The loss before the first step is far above that of guessing, and the net has not made up for it."""
    loss = _start(recording, contestant)
    found = loss > START * signs.chance(recording) and is_stuck(recording, contestant)
    return Finding("start", contestant, loss, "loss", 0) if found else None


def explodes(recording: Recording, contestant: int) -> Finding | None:
    """In the first steps the gradients of what the layers give grow towards the picture."""
    lean = signs.activation_lean(recording, contestant, 0, FIRST_STEPS)
    found = lean < -EXPLODED and is_stuck(recording, contestant)
    return Finding("explodes", contestant, -lean, "activation gradients", 1) if found else None


def vanishes(recording: Recording, contestant: int) -> Finding | None:
    """The gradients of the weights shrink towards the picture, and it is not that a whole layer is dead."""
    rows = len(recording.ticks)
    lean = signs.weight_lean(recording, contestant, max(0, rows - FIRST_STEPS), rows)
    if not lean > VANISHED or not is_stuck(recording, contestant):
        return None
    cut = dead(recording, contestant)
    if cut is not None and cut.value == 1.0:
        return None
    return Finding("vanishes", contestant, lean, "gradients", recording.step)


def _idle(recording: Recording, contestant: int, kind: Kind, kinds: tuple[str, ...]) -> Finding | None:
    """The layer of some kinds of which most is idle, and since when it is."""
    if not is_stuck(recording, contestant):
        return None
    racer, known = recording.plan.contestants[contestant], signs.examined(recording, contestant)
    layers = [layer for layer in racer.layers if layer.name in racer.judged]
    places = [place for place, layer in enumerate(layers) if layer.kind in kinds]
    if not known or not places:
        return None
    worst = max(places, key=lambda place: known[-1].health.idle[place])
    shares = [each.health.idle[worst] for each in known]
    if not shares[-1] > IDLE:
        return None
    since = len(shares) - 1
    while since and shares[since - 1] > IDLE:
        since -= 1
    return Finding(kind, contestant, shares[-1], "layers", known[since].step, layers[worst].name)


def dead(recording: Recording, contestant: int) -> Finding | None:
    """Most ReLUs of a layer are 0 for all pictures."""
    return _idle(recording, contestant, "dead", ("relu",))


def saturated(recording: Recording, contestant: int) -> Finding | None:
    """Most sigmoids or tanhs of a layer are where their curves are flat."""
    return _idle(recording, contestant, "saturated", ("sigmoid", "tanh"))


def _updates(recording: Recording, contestant: int) -> list[tuple[int, float]]:
    """How far the steps moved the weights, with the steps after which that was known."""
    places = signs.weighted(recording, contestant)
    found = [(each.step, signs.update(each.health, places)) for each in signs.examined(recording, contestant)]
    return [(step, update) for step, update in found if math.isfinite(update)]


def too_small(recording: Recording, contestant: int) -> Finding | None:
    """No step has moved the weights, and the loss stays where it was."""
    updates = _updates(recording, contestant) if is_stuck(recording, contestant) else []
    if not updates:
        return None
    largest = max(update for _, update in updates)
    unmoved = signs.recent_loss(recording, contestant) > UNMOVED * _start(recording, contestant)
    found = largest < SMALLEST_UPDATE and unmoved
    return Finding("too small", contestant, largest, "updates", recording.step) if found else None


def too_large(recording: Recording, contestant: int) -> Finding | None:
    """Steps moved the weights too far, or threw the loss up, and nothing is learned."""
    if not _is_settled(recording) or not signs.recent_loss(recording, contestant) > HARDLY * signs.chance(recording):
        return None
    at, largest = max(_updates(recording, contestant), key=lambda each: each[1], default=(0, 0.0))
    if largest > LARGEST_UPDATE:
        return Finding("too large", contestant, largest, "updates", at)
    losses = recording.loss(contestant)
    peak = int(np.nanargmax(losses))
    thrown = losses[peak] > RISEN * _start(recording, contestant)
    return Finding("too large", contestant, float(losses[peak]), "loss", int(recording.steps[peak])) if thrown else None


def not_by_heart(recording: Recording, contestant: int) -> Finding | None:
    """A copy could not even learn ten pictures by heart, before the first step."""
    if recording.by_heart is None or (_is_settled(recording) and not is_stuck(recording, contestant)):
        return None
    loss = recording.by_heart.results[contestant].loss
    much = max(NOT_BY_HEART, NOT_AT_ALL * signs.chance(recording))
    return Finding("by heart", contestant, loss, "loss", 0) if loss > much else None


def at_chance(recording: Recording, contestant: int) -> Finding | None:
    """The net learns its own pictures, and is right on others no more often than by always saying the largest class."""
    last = signs.scores(recording, contestant)[-VALIDATIONS:]
    learns = signs.recent_loss(recording, contestant) < FALLEN * signs.chance(recording)
    if not learns or len(last) < VALIDATIONS or not last[0][0]:
        return None
    most = signs.largest_class(recording, spec_of(recording.plan)) + AT_CHANCE
    found = all(score.accuracy < most for _, score in last)
    return Finding("chance", contestant, last[-1][1].accuracy, "accuracy", last[0][0]) if found else None


def overfits(recording: Recording, contestant: int) -> Finding | None:
    """The net is much more right on its own pictures than on others, and its loss on these has turned and rises."""
    count = next((each.count for each in recording.validations), 0)
    same = [(each.step, each.scores[contestant]) for each in recording.validations if each.count == count]
    scores = [(step, score) for step, score in same if score is not None]
    if len(scores) <= VALIDATIONS:
        return None
    best = min(range(len(scores)), key=lambda place: scores[place][1].loss)
    since = scores[best + 1 :][-VALIDATIONS:]
    risen = len(since) == VALIDATIONS and all(score.loss > RISING * scores[best][1].loss for _, score in since)
    trained = recording.accuracy(contestant)[-signs.RECENT :]
    gap = float(np.nanmean(trained)) - scores[-1][1].accuracy if np.isfinite(trained).any() else 0.0
    return Finding("overfits", contestant, gap, "loss", scores[best][0]) if risen and gap > GAP else None


def still_learning(recording: Recording, contestant: int) -> Finding | None:
    """The run ended while the loss was still falling."""
    ending, losses = recording.ending, recording.loss(contestant)
    tenth = len(losses) // 10
    if ending is None or ending.reason not in ("steps", "epochs") or tenth < 3 or not is_stuck(recording, contestant):
        return None
    before, last = losses[-2 * tenth : -tenth], losses[-tenth:]
    if not (np.isfinite(before).all() and np.isfinite(last).all()):
        return None
    fallen = 1 - float(last.mean() / before.mean())
    chance_of_it = math.hypot(before.std(), last.std()) / math.sqrt(tenth) / float(before.mean())
    found = fallen > max(FALLS, 2 * chance_of_it)
    return Finding("still learning", contestant, fallen, "loss", int(recording.steps[-2 * tenth])) if found else None


RULES: tuple[Rule, ...] = (
    diverges,
    starts_high,
    explodes,
    vanishes,
    dead,
    saturated,
    too_large,
    too_small,
    not_by_heart,
    at_chance,
    overfits,
    still_learning,
)
