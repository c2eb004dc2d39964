"""The twins: a trained plain net and its residual twin, and the gradient norms of their layers in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from scenes.residual.knobs import Knobs
from scenes.stage.axes import Range
from scenes.stage.charts import decades
from scenes.stage.growing import Numbers
from scenes.stage.marks import Role
from scenes.stage.recording import Layer, Recording
from scenes.stage.series import log10

PLAIN, RESIDUAL = 0, 1
"""Their places in the race."""
ROLES = (Role.WARNING, Role.OUTPUT)
LATEST = 10
"""While they learn, a bar stands for so many steps, so that it doesn't flicker."""

Kind = Literal["weights", "activations"]
KINDS: tuple[Kind, Kind] = ("weights", "activations")


def chosen(knobs: Knobs) -> int:
    """Which twin is looked at."""
    return RESIDUAL if knobs.shortcut else PLAIN


@dataclass(frozen=True)
class Twins:
    """A run of both twins as far as it is looked at, and the `whole` of it, which the axes hold."""

    run: Recording
    whole: Recording

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The convolutions and the dense layer at the end, which both twins have alike."""
        return tuple(layer for layer in self.run.plan.contestants[PLAIN].trained_layers if layer.kind != "norm")

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The first and the last layer of each block that has a shortcut in the residual twin."""
        groups: dict[str, list[int]] = {}
        for index, layer in enumerate(self.layers):
            groups.setdefault(layer.name.split(".")[0], []).append(index)
        return tuple((found[0], found[-1]) for found in groups.values() if len(found) > 1)

    @property
    def convolutions(self) -> int:
        """How many of the layers are convolutions."""
        return sum(layer.kind == "conv" for layer in self.layers)

    def norms(self, twin: int, kind: Kind) -> Numbers:
        """The gradient norms at every step, (steps, layers): of a layer's weights and biases, or of what it gives."""
        return _norms(self.run, twin, kind)

    def latest(self, twin: int, kind: Kind) -> Numbers:
        """The geometric mean of the norms in the latest steps, (layers,); empty before the first one."""
        logs = log10(self.norms(twin, kind)[-LATEST:])
        return np.asarray(10.0 ** logs.mean(axis=0)) if len(logs) else logs.ravel()

    def axis(self, kind: Kind) -> Range:
        """The powers of ten that hold all norms of the whole run."""
        return decades([_norms(self.whole, twin, kind) for twin in (PLAIN, RESIDUAL)])


def _norms(run: Recording, twin: int, kind: Kind) -> Numbers:
    if kind == "activations":
        return run.activation_gradients(twin)
    kinds = [layer.kind for layer in run.plan.contestants[twin].trained_layers]
    return run.gradients(twin)[:, [index for index, kind in enumerate(kinds) if kind != "norm"]]
