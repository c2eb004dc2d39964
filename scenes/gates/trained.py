"""A trained net with gates and a digit in it, by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.gates.layout import SHOWN
from scenes.reference import Excitation, Floats
from scenes.stage.data.handwritten import DIGITS, FULL_INK, handwritten
from scenes.stage.data.weights import Weights, trained
from scenes.stage.numbers.scales import MOSTLY, nice
from scenes.stage.numbers.values import Values

NAME = "gated-digits"
SIDE, DIGIT_SIDE = 24, 8
STRIDES = (2, 1, 2, 1)
"""Of the convolutions of the four stages."""
SAMPLES_EACH = 3
"""So many handwritings of each digit are compared."""
CENTRE = (12, 12)
UNLIKE = 0, 7
"""Two digits, by whose gates it is decided which maps are looked at."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What the net makes of a digit: the canvas (24, 24) in bytes, and its probabilities (10,).

    Of each stage there are the `maps` (channels, height, width) before they are dimmed, and the `ways` to their gates.
    """

    digit: int
    canvas: Values
    maps: tuple[Floats, ...]
    ways: tuple[Excitation, ...]
    probabilities: Floats

    @property
    def gates(self) -> tuple[Floats, ...]:
        """Each stage's gates, (channels,)."""
        return tuple(way.gates for way in self.ways)

    @property
    def name(self) -> str:
        """The digit with its article."""
        return f"{'an' if self.digit == 8 else 'a'} {self.digit}"

    @property
    def said(self) -> int:
        """The digit that the net takes it for."""
        return int(self.probabilities.argmax())


def weights() -> Weights:
    """The net's weights, and how good it is."""
    return trained(NAME)


@lru_cache(maxsize=128)
def answer(digit: int, sample: int, place: tuple[int, int]) -> Answer:
    """Send a digit, with its middle at a place of the canvas as far as it fits, through the net."""
    canvas = np.zeros((SIDE, SIDE))
    top, left = (max(0, min(middle - DIGIT_SIDE // 2, SIDE - DIGIT_SIDE)) for middle in place)
    canvas[top : top + DIGIT_SIDE, left : left + DIGIT_SIDE] = handwritten(digit)[sample - 1] / FULL_INK
    x, found, ways = _convolved(canvas[None], "stem", 1), [], []
    for number, stride in enumerate(STRIDES, start=1):
        found.append(_convolved(x, f"stage{number}", stride))
        ways.append(reference.excitation(found[-1], *gate_layers(number)))
        x = reference.scaled(found[-1], ways[-1].gates)
    known = weights().arrays
    logits = reference.dense(reference.global_average_pool(x), known["fc.weight"], known["fc.bias"])
    return Answer(digit, Values(255 * canvas), tuple(found), tuple(ways), reference.softmax(logits))


def gate_layers(stage: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Both dense layers of a stage's gates: the weights (waist, channels) and (channels, waist), and their biases."""
    known, name = weights().arrays, f"stage{stage}.gate"
    first, second = (known[f"{name}.{part}.weight"] for part in ("reduce", "restore"))
    return first, second, known[f"{name}.reduce.bias"], known[f"{name}.restore.bias"]


def from_means(stage: int, means: Floats) -> Excitation:
    """The gates that a stage's small net makes of means (channels,): maps of one cell have themselves as their mean."""
    return reference.excitation(means[:, None, None], *gate_layers(stage))


@lru_cache(maxsize=8)
def looked_at(stage: int) -> tuple[int, ...]:
    """The maps whose gates differ most between two unlike digits, those first that are brightest for the first one."""
    one, other = (answer(digit, 1, CENTRE).gates[stage - 1] for digit in UNLIKE)
    most = np.argsort(-np.abs(one - other), kind="stable")[:SHOWN]
    return tuple(sorted(most.tolist(), key=lambda index: -float(one[index])))


@lru_cache(maxsize=8)
def limits(stage: int) -> tuple[float, float]:
    """What gets the full colour of the maps that are looked at, and the mean that fills a level to the top."""
    both = [answer(digit, 1, CENTRE) for digit in UNLIKE]
    maps = both[0].maps[stage - 1][list(looked_at(stage))]
    return nice(maps, MOSTLY), nice([each.ways[stage - 1].means for each in both])


def strongest(stage: int, means: Floats) -> int:
    """Which map's mean, of those looked at, moves the others' gates most when it is pulled up to the top."""

    def moves(index: int) -> float:
        others = [other for other in shown if other != index]
        return float(np.abs(pulled(stage, means, index) - before)[others].sum())

    shown, before = looked_at(stage), from_means(stage, means).gates
    return max(shown, key=moves)


def pulled(stage: int, means: Floats, index: int) -> Floats:
    """The gates of a stage after one mean is pulled up to the top of its level."""
    changed = means.copy()
    changed[index] = limits(stage)[1]
    return from_means(stage, changed).gates


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

    def of(self, digit: int) -> Floats:
        """The rows of one digit among these, (handwritings, channels)."""
        each = self.gates.shape[1]
        return self.deviations[digit * each : (digit + 1) * each]

    @property
    def between(self) -> float:
        """The share of the gates' variance over the pictures that lies between the means of the digits, 0..1."""
        means = self.gates.mean(axis=1)
        within = self.gates - means[:, None]
        total = float((self.deviations**2).sum())
        return 1.0 - float((within**2).sum()) / total if total else 0.0

    @property
    def by_chance(self) -> float:
        """What that share is on average if the digits are shuffled among the pictures."""
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
