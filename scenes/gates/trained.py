"""A trained net with gates and a digit in it, by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.gates.knobs import Knobs
from scenes.reference import Floats
from scenes.stage.data.handwritten import DIGITS, FULL_INK, handwritten
from scenes.stage.data.weights import Weights, trained
from scenes.stage.numbers.values import Values

NAME = "gated-digits"
SIDE, DIGIT_SIDE = 24, 8
STRIDES = (2, 1, 2, 1)
"""Of the convolutions of the four stages."""
SAMPLES_EACH = 3
"""So many handwritings of each digit are compared."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What the net makes of a digit: the canvas (24, 24) in bytes, each stage's gates, and its probabilities (10,)."""

    digit: int
    canvas: Values
    gates: tuple[Floats, ...]
    probabilities: Floats

    @property
    def said(self) -> int:
        """The digit that the net takes it for."""
        return int(self.probabilities.argmax())


def weights() -> Weights:
    """The net's weights, and how good it is."""
    return trained(NAME)


def pair(knobs: Knobs) -> tuple[Answer, Answer]:
    """What the net makes of both digits."""
    return answer(int(knobs.first), knobs.sample, knobs.place), answer(int(knobs.second), knobs.sample, knobs.place)


@lru_cache(maxsize=128)
def answer(digit: int, sample: int, place: tuple[int, int]) -> Answer:
    """Send a digit, with its middle at a place of the canvas as far as it fits, through the net."""
    canvas = np.zeros((SIDE, SIDE))
    top, left = (max(0, min(middle - DIGIT_SIDE // 2, SIDE - DIGIT_SIDE)) for middle in place)
    canvas[top : top + DIGIT_SIDE, left : left + DIGIT_SIDE] = handwritten(digit)[sample - 1] / FULL_INK
    known = weights().arrays
    x, gates = _convolved(canvas[None], "stem", 1), []
    for number, stride in enumerate(STRIDES, start=1):
        maps, name = _convolved(x, f"stage{number}", stride), f"stage{number}.gate"
        parts = (known[f"{name}.{part}"] for part in ("reduce.weight", "restore.weight", "reduce.bias", "restore.bias"))
        gates.append(reference.excitation(maps, *parts).gates)
        x = reference.scaled(maps, gates[-1])
    logits = reference.dense(reference.global_average_pool(x), known["fc.weight"], known["fc.bias"])
    return Answer(digit, Values(255 * canvas), tuple(gates), reference.softmax(logits))


def _convolved(x: Floats, name: str, stride: int) -> Floats:
    """A convolution, batch normalisation and ReLU."""
    known = weights().arrays
    maps = reference.convolve(x, known[f"{name}.conv.weight"], stride=stride, padding=1)
    mean, variance = known[f"{name}.norm.running_mean"], known[f"{name}.norm.running_var"]
    scale, shift = known[f"{name}.norm.weight"], known[f"{name}.norm.bias"]
    return reference.relu(reference.batch_norm(maps, mean, variance, scale, shift))


@dataclass(frozen=True, eq=False)
class Digits:
    """The gates of one stage for several handwritings of every digit, (10, handwritings, channels)."""

    gates: Floats

    @property
    def deviations(self) -> Floats:
        """By how much each gate differs from its mean over all pictures, one row for each picture."""
        rows = self.gates.reshape(-1, self.gates.shape[-1])
        deviations: Floats = rows - rows.mean(axis=0)
        return deviations

    @property
    def between(self) -> float:
        """The share of the gates' variance over the pictures that lies between the means of the digits, 0..1."""
        means = self.gates.mean(axis=1)
        within = self.gates - means[:, None]
        total = float((self.deviations**2).sum())
        return 1.0 - float((within**2).sum()) / total if total else 0.0

    @property
    def by_chance(self) -> float:
        """What that share would be on average if gates paid no heed to the digit."""
        classes, each = len(self.gates), len(self.gates[0])
        return (classes - 1) / (classes * each - 1)


def prepare(share: float, place: tuple[int, int]) -> None:
    """Compute one of the pictures that `digits` needs, so that its step, which comes next, begins without a pause."""
    digit, sample = divmod(min(int(share * len(DIGITS) * SAMPLES_EACH), len(DIGITS) * SAMPLES_EACH - 1), SAMPLES_EACH)
    answer(digit, sample + 1, place)


@lru_cache(maxsize=8)
def digits(stage: int, place: tuple[int, int]) -> Digits:
    """The gates of a stage, counted from 1, for all digits at a place."""
    found = [
        [answer(digit, sample, place).gates[stage - 1] for sample in range(1, SAMPLES_EACH + 1)]
        for digit in range(len(DIGITS))
    ]
    return Digits(np.array(found))
