"""What a student expects of a run before it begins, and what came out, computed from the recording."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import msgspec

from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import SMOOTHING, number_text, percent_text, recent
from scenes.stage.numbers.values import figures_text

Measure = Literal["accuracy", "loss"]
Margin = Literal["alike", "some", "much"]

ACCURACY = (0.03, 0.10)
"""Accuracies that differ by less than the first are alike, by more than the second far apart."""
LOSS = (1.25, 2.0)
"""The same of losses, of which the larger is divided by the smaller."""
LAST = f"mean of the last {SMOOTHING} batches"
"""What the loss of a run is at its end: of fewer batches it would say by chance who is first."""
_MARGINS: dict[Measure, dict[Margin, str]] = {
    "accuracy": {"some": "the last is 3 to 10 points behind", "much": "the last is more than 10 points behind"},
    "loss": {"some": "the highest is less than twice as high", "much": "the highest is more than twice as high"},
}

_RIGHT, _WRONG = "You were right.", "It came out otherwise."


class Guess(msgspec.Struct, frozen=True):
    """Which contestant ends best, and how far it and the last one are apart then; no winner where all end alike.

    With one contestant the winner says that it learns at all.
    """

    measure: Measure
    winner: int | None
    margin: Margin = "some"


@dataclass(frozen=True)
class Outcome:
    """How a run ended: a value for each contestant, None where it broke down; `first` are those that no one beats."""

    measure: Measure
    values: tuple[float | None, ...]
    first: frozenset[int]
    margin: Margin


def margins(measure: Measure) -> dict[Margin, str]:
    """How far the first and the last can be apart, in words; not there: alike."""
    return _MARGINS[measure]


def outcome(recording: Recording, measure: Measure) -> Outcome | None:
    """What came out at the end of a recording; None where nothing was measured.

    Accuracies are those of the last validation, losses the means of the last training batches.
    """
    out = {divergence.contestant for divergence in recording.divergences}
    values = tuple(
        None if index in out else _value(recording, index, measure) for index in range(len(recording.plan.contestants))
    )
    left = {index: value for index, value in enumerate(values) if value is not None}
    if not left or not recording.step:
        return None
    best = (max if measure == "accuracy" else min)(left.values())
    worst = (min if measure == "accuracy" else max)(left.values())
    margin = "much" if len(left) < len(values) else _margin(best, worst, measure)
    if len(values) == 1:
        chance = 1 / len(recording.plan.classes)
        margin = _margin(best, chance, "accuracy") if best > chance else "alike"
    first = frozenset(index for index, value in left.items() if _margin(best, value, measure) == "alike")
    return Outcome(measure, values, first, margin)


def _value(recording: Recording, index: int, measure: Measure) -> float | None:
    if measure == "loss":
        value = recent(recording.loss(index))
    else:
        score = recording.validations[-1].scores[index] if recording.validations else None
        value = score.accuracy if score is not None else math.nan
    return value if math.isfinite(value) else None


def _margin(best: float, other: float, measure: Measure) -> Margin:
    """How far two values are apart."""
    some, much = ACCURACY if measure == "accuracy" else LOSS
    apart = abs(best - other) if measure == "accuracy" else other / best if best > 0 else math.inf
    return "alike" if apart < some else "some" if apart <= much else "much"


def told(recording: Recording, found: Outcome) -> str:
    """What came out, in one or two sentences with numbers."""
    what = "Accuracy on new pictures at the end" if found.measure == "accuracy" else f"Training loss, {LAST}"
    return f"{what}: {_values(recording, found)}.{_apart(recording, found)}"


def brief(recording: Recording, found: Outcome) -> str:
    """What came out, in as few words as can be."""
    return f"{'At the end' if found.measure == 'accuracy' else f'Loss, {LAST}'}: {_values(recording, found)}."


def _values(recording: Recording, found: Outcome) -> str:
    names = [each.name for each in recording.plan.contestants]
    return ", ".join(f"{name} {_said(value, found.measure)}" for name, value in zip(names, found.values, strict=True))


def _said(value: float | None, measure: Measure) -> str:
    if value is None:
        return "broke down"
    return percent_text(value) if measure == "accuracy" else number_text(value)


def _apart(recording: Recording, found: Outcome) -> str:
    left = [value for value in found.values if value is not None]
    if len(found.values) == 1:
        return f" Chance is {percent_text(1 / len(recording.plan.classes))}."
    if len(left) < len(found.values):
        return ""
    if found.measure == "accuracy":
        apart = f"{100 * (max(left) - min(left)):.1f}"
        if apart == "0.0":
            return f" {'Both' if len(left) == 2 else 'All'} are equally often right."
        return f" The last is {apart} points behind the first."
    return f" The highest is {figures_text(max(left) / min(left))} times the lowest." if min(left) > 0 else ""


def verdict(recording: Recording, guess: Guess, found: Outcome) -> str:
    """What was guessed, and whether it came out so."""
    names = [each.name for each in recording.plan.contestants]
    if guess.winner is not None and guess.winner >= len(names):
        return ""
    if len(names) == 1:
        said = "it stays at chance" if guess.winner is None else "it learns"
        judged = _RIGHT if (guess.winner is None) == (found.margin == "alike") else _WRONG
    elif guess.winner is None:
        said = "all end alike"
        judged = _RIGHT if found.margin == "alike" else _WRONG
    else:
        said = f"{names[guess.winner]} ends first, and {margins(guess.measure)[guess.margin]}"
        judged = _judged(names, guess.winner, guess.margin, found)
    return f"Your guess: {said}. {judged}"


def _judged(names: list[str], winner: int, margin: Margin, found: Outcome) -> str:
    """Whether it is the winner that was guessed, alone or with others, and as far from the last as was guessed."""
    if found.margin == "alike":
        return f"It is a tie: {'both' if len(names) == 2 else 'all'} end alike."
    if winner not in found.first:
        return _WRONG
    beside = [name for index, name in enumerate(names) if index in found.first and index != winner]
    if not beside:
        return _RIGHT if margin == found.margin else "The winner is right, the distance is not."
    tie = f"It is a tie at the top: {names[winner]} and {' and '.join(beside)} end alike."
    return f"{tie} The distance to the last {'is as you said' if margin == found.margin else 'is another'}."
