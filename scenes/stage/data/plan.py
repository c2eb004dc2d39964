"""What is known of a training run when it begins: its networks, its pictures and its settings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from scenes.stage.data.measured import JUDGED
from scenes.stage.numbers.values import Values

MOST_MAPS = 2**19
"""So many feature maps all networks of a run have at most."""
MOST_NUMBERS = 2**24
"""So many numbers those hold at most: what a snapshot can carry."""


@dataclass(frozen=True)
class Layer:
    """One layer in the order of the forward pass; `shape` is its output's for one picture."""

    name: str
    kind: str
    text: str
    shape: tuple[int, ...]
    parameters: int
    macs: int


@dataclass(frozen=True)
class Contestant:
    """A network of a race.

    `activations` names the layers of which every tick has the gradient with respect to their output: those behind a
    nonlinearity, and the last one. It is empty where that was not recorded.
    """

    name: str
    layers: tuple[Layer, ...]
    activations: tuple[str, ...] = ()

    @property
    def parameters(self) -> int:
        """How many weights and biases it has."""
        return sum(layer.parameters for layer in self.layers)

    @cached_property
    def trained(self) -> tuple[str, ...]:
        """The names of the layers with parameters; gradient norms come in this order."""
        return tuple(layer.name for layer in self.trained_layers)

    @cached_property
    def trained_layers(self) -> tuple[Layer, ...]:
        """The layers with parameters: convolutions and dense layers, and normalisations (`kind` "norm")."""
        return tuple(layer for layer in self.layers if layer.parameters)

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The names of the layers that can die or saturate; `Health.idle` comes in this order."""
        return tuple(layer.name for layer in self.layers if layer.kind in JUDGED)

    @property
    def macs(self) -> int:
        """How many multiply-accumulates one picture takes."""
        return sum(layer.macs for layer in self.layers)

    @property
    def first(self) -> int:
        """Which layer a snapshot's filters are of: the first convolution or dense layer."""
        return next((number for number, layer in enumerate(self.layers) if layer.kind in ("conv", "dense")), 0)


@dataclass(frozen=True)
class Plan:
    """What was known when the run began.

    A network sees (picture - `mean`) / `deviation` of pictures that hold 0..255. `total_steps` is where the run was
    going to end, and `spec` the run's description as JSON text. `versions` pairs what trained it (python, torch...)
    with version texts. `examples` has one picture of each class of a data set that is not bundled, (classes, channels,
    height, width). `labels` are the classes of all validation pictures, uint8 (validation_count,); None where that was
    not recorded, and then there are no predictions either.
    """

    contestants: tuple[Contestant, ...]
    data: str
    classes: tuple[str, ...]
    train_count: int
    validation_count: int
    mean: float
    deviation: float
    steps_per_epoch: int
    total_steps: int
    lr: float
    batch: int
    device: str
    threads: int
    spec: str
    versions: tuple[tuple[str, str], ...] = ()
    examples: Values | None = None
    labels: Values | None = None


def require_possible(plan: Plan) -> None:
    """Hold the counts of a plan against what there can be: whoever shows a run goes through them one by one."""
    if not plan.contestants or not plan.classes:
        raise ValueError("a run has at least one contestant and one class")
    if plan.labels is not None and (
        plan.labels.shape != (plan.validation_count,) or int(plan.labels.array.max(initial=0)) >= len(plan.classes)
    ):
        raise ValueError("the classes of the validation pictures aren't those of the run")
    maps = numbers = 0
    for contestant in plan.contestants:
        if not contestant.layers:
            raise ValueError(f"{contestant.name} has no layers")
        for layer in contestant.layers:
            maps, numbers = maps + layer.shape[0] if layer.shape else maps, numbers + math.prod(layer.shape)
            possible = len(layer.shape) in (1, 3) and min(layer.shape) > 0
            if not possible or maps > MOST_MAPS or numbers > MOST_NUMBERS:
                shape = "×".join(map(str, layer.shape))
                raise ValueError(f"layer {layer.name} of {contestant.name} can't have the shape {shape}")
