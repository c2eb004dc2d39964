"""Every number of the vanishing scene that is not a recording's, computed once for each setting of the knobs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.reference.normalisation import EPSILON
from scenes.stage.core.knobs import Edits
from scenes.vanishing.knobs import ACTIVATIONS, RULES

SAMPLES, UNITS, DEPTH = 64, 64, 20
"""The random stack: so many inputs go through so many layers of so many units."""
SLOPES = {"ReLU": math.sqrt(0.5), "tanh": 1.0, "sigmoid": 0.25}
"""What an activation's slope does to a gradient's size: half the numbers pass a ReLU; the others at their steepest."""
REACH, POINTS = 6.5, 241
"""Slopes are drawn from −REACH to REACH, at so many points."""
CHAIN = 12
"""The layers of the chain that explodes, as many as the exploding net has."""
RATE = 0.01
STEPS = 6
LARGEST = float(np.finfo(np.float32).max)
"""The largest number in 32 bits: what is larger becomes infinite."""
SMALLEST = float(np.finfo(np.float32).smallest_subnormal)
"""The smallest number above 0 in 32 bits: what is smaller than half of it becomes 0."""


@dataclass(frozen=True, eq=False)
class Chain:
    """A gradient of 1 on its way back: `factors` from the last layer to the first, `sizes` before and behind each."""

    factors: tuple[float, ...]
    sizes: tuple[float, ...]

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self.factors)

    @property
    def left(self) -> float:
        """What has come to the first layer's input."""
        return self.sizes[-1]


@lru_cache(maxsize=64)
def chain(gain: float, layers: int, edits: Edits = ()) -> Chain:
    """Multiply layer by layer; factors changed by hand that lie beyond the first layer are left out."""
    factors = [gain] * layers
    for (index,), value in edits:
        if index < layers:
            factors[index] = value
    sizes = [gain**done for done in range(layers + 1)] if factors == [gain] * layers else _products(factors)
    return Chain(tuple(factors), tuple(sizes))


def _products(factors: list[float]) -> list[float]:
    return [1.0, *np.cumprod(factors).tolist()]


@dataclass(frozen=True)
class Rule:
    """A rule for the first weights: its standard deviation, and the bound where it draws uniformly."""

    name: str
    std: float
    bound: float | None = None


@lru_cache(maxsize=64)
def rules(n_in: int, n_out: int) -> tuple[Rule, ...]:
    """The rules, in the order of the knob."""
    he, glorot, default = reference.he_std(n_in), reference.glorot_std(n_in, n_out), reference.default_std(n_in)
    bounds = reference.uniform_bound(glorot), reference.uniform_bound(default)
    made = Rule("He", he), Rule("Glorot", glorot, bounds[0]), Rule("PyTorch", default, bounds[1])
    return *made, Rule("twice He", 2 * he)


@dataclass(frozen=True, eq=False)
class Stack:
    """Random inputs through a stack of random layers, and a random gradient back.

    `forward` holds the root mean square of the input and of what each layer gives, `backward` that of the gradient at
    the same places; both have DEPTH + 1 entries. `gain` is the factor of one layer that theory gives where there are
    neither batch norm nor shortcuts.
    """

    std: float
    gain: float
    forward: Floats
    backward: Floats

    @property
    def left(self) -> float:
        """What share of the gradient reaches the input."""
        return float(self.backward[0] / self.backward[-1])

    @property
    def heard(self) -> float:
        """What share of the signal reaches the last layer's output."""
        return float(self.forward[-1] / self.forward[0])


@lru_cache(maxsize=32)
def stack(activation: str, rule: str, also: str = "", seed: int = 1) -> Stack:
    """Run the stack; all rules scale the same random numbers.

    `also` is what each layer has beside its activation: "batch norm" before it, over the samples and with epsilon as
    elsewhere, or a "shortcut" around the whole layer.
    """
    chance = np.random.default_rng(seed)
    std = rules(UNITS, UNITS)[RULES.index(rule)].std
    weights = std * chance.standard_normal((DEPTH, UNITS, UNITS))
    functions = reference.ACTIVATIONS[activation.lower()]
    h = chance.standard_normal((SAMPLES, UNITS))
    found, states = [h], []
    for layer in weights:
        z, spread = found[-1] @ layer.T, None
        if also == "batch norm":
            spread = np.sqrt(z.var(axis=0) + EPSILON)
            z = (z - z.mean(axis=0)) / spread
        found.append(functions.function(z) + (found[-1] if also == "shortcut" else 0.0))
        states.append((z, spread))
    back = [chance.standard_normal((SAMPLES, UNITS))]
    for layer, (z, spread) in zip(weights[::-1], states[::-1], strict=True):
        slope = back[-1] * functions.derivative(z)
        if spread is not None:  # a change of one sample also moves the mean and the spread of all
            slope = (slope - slope.mean(axis=0) - z * (slope * z).mean(axis=0)) / spread
        back.append(slope @ layer + (back[-1] if also == "shortcut" else 0.0))
    gain = std * math.sqrt(UNITS) * SLOPES[activation]
    return Stack(std, gain, _sizes(found), _sizes(back[::-1]))


@lru_cache(maxsize=1)
def slopes() -> tuple[Floats, dict[str, Floats]]:
    """The slopes of the activations over z; that of ReLU has a gap where it jumps."""
    z = np.linspace(-REACH, REACH, POINTS)
    found = {name: reference.ACTIVATIONS[name.lower()].derivative(z) for name in ACTIVATIONS}
    found["ReLU"] = np.where(z == 0, np.nan, found["ReLU"])
    return z, found


def steepest(name: str) -> float:
    """The largest slope of an activation."""
    return float(np.nanmax(slopes()[1][name]))


def _sizes(arrays: list[Floats]) -> Floats:
    """The root mean squares."""
    return np.array([math.sqrt(float(np.mean(array**2))) for array in arrays])


@dataclass(frozen=True)
class Descent:
    """One step of training the chain: its weight (all are alike), its output, its loss, and each weight's gradient."""

    weight: float
    output: float
    loss: float
    gradient: float

    @property
    def finite(self) -> bool:
        """Whether a number of 32 bits still holds all of it."""
        return all(map(math.isfinite, (self.weight, self.output, self.loss, self.gradient)))


@lru_cache(maxsize=64)
def descent(weight: float, clipped: bool) -> tuple[Descent, ...]:
    """Train CHAIN factors that start alike to make 1 of 1, by gradient descent in numbers of 32 bits.

    The output is the product of the factors, the loss half the square of what it lacks. It ends after STEPS steps, or
    when the weight is not a number any more.
    """
    w, found = np.float32(weight), []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(STEPS):
            output = w ** np.float32(CHAIN)
            lack = output - np.float32(1)
            slope = lack * w ** np.float32(CHAIN - 1)
            norm = np.abs(slope) * np.float32(math.sqrt(CHAIN))
            found.append(Descent(float(w), float(output), float(lack * lack / np.float32(2)), float(slope)))
            if np.isnan(w):
                break
            scale = min(1.0, 1.0 / float(norm)) if clipped and norm > 0 else 1.0
            w = w - np.float32(RATE) * slope * np.float32(scale)
    return tuple(found)


def products(step: Descent) -> Floats:
    """What goes in and what each layer of the chain gives, as far from zero as it is: 1, |w|, |w|²... (CHAIN + 1,)."""
    w = np.float32(abs(step.weight))
    with np.errstate(over="ignore", invalid="ignore"):
        return np.array([float(w ** np.float32(layer)) for layer in range(CHAIN + 1)])


def overflow(told: tuple[Descent, ...]) -> int:
    """The first step, counted from 1, of which a number of 32 bits can't hold all; 0 if there is none."""
    return next((index for index, step in enumerate(told, 1) if not step.finite), 0)


def followed(weight: float, clipped: bool) -> tuple[Descent, ...]:
    """The steps of training that are shown: up to the one that overflows."""
    told = descent(weight, clipped)
    return told[: overflow(told) or len(told)]
