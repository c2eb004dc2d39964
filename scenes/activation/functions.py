"""The activation functions by the names they are known by: how each is written, and what it does in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from scenes import reference
from scenes.reference import Activation
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.series import number_text


@dataclass(frozen=True)
class Written:
    """How a function is written. `key` is its name in the reference operations.

    `tex` is the formula of f(z), `plain` the same in plain text and `slope_plain` that of f'(z); `filled`
    writes f with a number in it (z, leak), `does` says in a sentence what it does to the numbers.
    """

    key: str
    tex: str
    plain: str
    slope_plain: str
    filled: Callable[[float, float], str]
    does: str


SIGMA = r"\sigma(z)"
FUNCTIONS = {
    "ReLU": Written(
        "relu",
        r"\max(0, z)",
        "max(0, z)",
        "1 where z > 0, else 0",
        lambda z, leak: f"max(0, {number(z)})",
        "ReLU turns each negative number into zero and keeps the rest.",
    ),
    "leaky ReLU": Written(
        "leaky_relu",
        r"\max(\alpha z, z)",
        "max(α z, z)",
        "1 where z > 0, else α",
        lambda z, leak: f"max({leak:g}·{bracketed(z)}, {number(z)})",
        "Leaky ReLU lets a small share of each negative number through.",
    ),
    "ReLU6": Written(
        "relu6",
        r"\min(\max(0, z), 6)",
        "min(max(0, z), 6)",
        "1 where 0 < z < 6, else 0",
        lambda z, leak: f"min(max(0, {number(z)}), 6)",
        "ReLU6 cuts off what is below zero and what is above 6.",
    ),
    "sigmoid": Written(
        "sigmoid",
        rf"{SIGMA} = 1 \;/\; (1 + e^{{-z}})",
        "σ(z) = 1 / (1 + e^−z)",
        "σ(z) (1 − σ(z))",
        lambda z, leak: f"1 / (1 + {_brief(math.exp(-z))})",
        "Sigmoid squeezes every number into the range from 0 to 1.",
    ),
    "tanh": Written(
        "tanh",
        r"\tanh z",
        "tanh z",
        "1 − tanh² z",
        lambda z, leak: f"tanh({number(z)})",
        "Tanh squeezes every number between −1 and 1 and keeps its sign.",
    ),
    "SiLU": Written(
        "silu",
        rf"z \cdot {SIGMA}",
        "z σ(z)",
        "σ(z) (1 + z (1 − σ(z)))",
        lambda z, leak: f"{number(z)} · {_brief(float(reference.sigmoid(z)))}",
        "SiLU multiplies each number by its sigmoid, a ReLU without a corner.",
    ),
}
"""In the order in which they are compared."""


def activation(name: str, leak: float) -> Activation:
    """The function and its derivative; `leak` is the slope of the leaky ReLU below zero."""
    if name == "leaky ReLU":
        return Activation(partial(reference.leaky_relu, leak=leak), partial(reference.leaky_relu_derivative, leak=leak))
    return reference.ACTIVATIONS[FUNCTIONS[name].key]


def _brief(value: float) -> str:
    """A number of any size in a few figures."""
    return f"{value:.2f}" if 0.01 <= value < 1000 else number_text(value)
