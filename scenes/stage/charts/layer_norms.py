"""Gradient norms layer by layer, as live steps draw them: of the weights and of the activations.

Both are needed. In a stack of ReLU layers without shortcuts the gradients of the weights are about as large in every
layer, whatever the weights' scale: the forward pass shrinks what the backward pass grows. Only the gradients of the
activations lean.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from scenes.stage.charts.axes import Axes, Range
from scenes.stage.charts.curves import DECADES, decades
from scenes.stage.core.timeline import ease
from scenes.stage.data.recording import Contestant, Layer, Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import log10

LATEST = 10
"""While a net learns, a norm stands for so many steps, so that it doesn't flicker."""
RISE = 0.35
"""The share of the motion in which one norm rises to its place."""

Kind = Literal["weights", "activations"]
KINDS: tuple[Kind, Kind] = ("weights", "activations")
TITLES: dict[Kind, tuple[str, str]] = {
    "weights": ("gradients of the weights", "the norm in each layer"),
    "activations": ("gradients of the activations", "the norm at what each layer gives"),
}
NORMS = (
    r"\mathrm{weights:}\;\; \textcolor{gradient}{\Vert \partial L / \partial W_l \Vert}"
    r" \qquad \mathrm{activations:}\;\; \textcolor{gradient}{\Vert \partial L / \partial h_l \Vert}",
    "weights: the norm of ∂L/∂W, activations: the norm of ∂L/∂h",
)
"""The formula of both, in LaTeX and in plain text."""


def main_layers(contestant: Contestant) -> tuple[Layer, ...]:
    """The convolutions and dense layers on the main way: no normalisation, and no auxiliary classifier."""
    return tuple(layer for layer in contestant.trained_layers if _on_the_way(layer))


def layer_norms(run: Recording, contestant: int, kind: Kind) -> Numbers:
    """The norms at every step, (steps, layers): of a layer's weights and biases, or of what it gives."""
    if kind == "activations":
        return run.activation_gradients(contestant)
    layers = run.plan.contestants[contestant].trained_layers
    return run.gradients(contestant)[:, [index for index, layer in enumerate(layers) if _on_the_way(layer)]]


def latest_norms(run: Recording, contestant: int, kind: Kind) -> Numbers:
    """The geometric mean of the norms in the latest steps, (layers,); empty before the first step.

    A contestant that has left the race has NaN.
    """
    logs = log10(layer_norms(run, contestant, kind)[-LATEST:])
    return np.asarray(10.0 ** logs.mean(axis=0)) if len(logs) else logs.ravel()


def norms_axis(whole: Recording, kind: Kind, most: int = DECADES) -> Range:
    """The powers of ten that hold the norms of all contestants in a whole run, `most` of them at most."""
    return decades([layer_norms(whole, index, kind) for index in range(len(whole.plan.contestants))], most)


def risen(axes: Axes, norms: Numbers, share: float) -> list[float]:
    """How high each layer's norm stands just now: one after the other from the last layer on; NaN before its turn."""
    foot, found = axes.y[0], []
    for index, norm in enumerate(norms.tolist()):
        before = 1.0 - (index + 1) / len(norms)
        raised = ease((share - (1.0 - RISE) * before) / RISE)
        norm = max(norm, foot)
        found.append(norm if raised == 1 else foot * (norm / foot) ** raised if raised > 0 else math.nan)
    return found


def _on_the_way(layer: Layer) -> bool:
    return layer.kind != "norm" and not layer.name.startswith("aux")
