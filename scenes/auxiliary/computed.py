"""Every number of the auxiliary scene that is not a recording's: counted in GoogLeNet, or computed from the knobs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.auxiliary.knobs import HEADS, Knobs
from scenes.stage.data.networks import Layer, Stage, network

LOSSES = (2.0, 3.0, 4.0)
"""The losses of the main head and of the auxiliary heads, until they are changed by hand: the worked example."""
SIDES = ("aux1", "aux2")


@dataclass(frozen=True, eq=False)
class Trunk:
    """GoogLeNet's main way: its parts in their order, and behind which of them the auxiliary heads stand."""

    parts: tuple[Stage, ...]
    behind: dict[str, int]
    heads: dict[str, Stage]
    parameters: int
    training: int

    @property
    def modules(self) -> int:
        """How many parts a pulse from the main head passes: all but the head itself."""
        return len(self.parts) - 1


@lru_cache(maxsize=1)
def trunk() -> Trunk:
    """Read the network's description; its max pools have no parameters and are left out."""
    googlenet = network("googlenet")
    parts = tuple(part for part in googlenet.blocks if not part.auxiliary and part.parameters)
    heads = {name: googlenet.stage(name) for name in SIDES}
    names = [part.name for part in parts]
    behind = {name: names.index(head.layers[0].inputs[0].partition(".")[0]) for name, head in heads.items()}
    return Trunk(parts, behind, heads, googlenet.parameters, googlenet.parameters_in_training)


def layers_inside(head: str) -> tuple[Layer, ...]:
    """The layers of an auxiliary head, without those that only change the shape or cut off below zero."""
    return tuple(layer for layer in trunk().heads[head].layers if layer.kind not in ("relu", "flatten"))


@dataclass(frozen=True)
class Loss:
    """The whole loss: the main head's, and what the auxiliary heads that are there add to it."""

    values: tuple[float, float, float]
    weight: float
    there: tuple[bool, bool]

    @property
    def added(self) -> tuple[float, float]:
        """What each auxiliary head adds."""
        first, second = (self.weight * loss * on for loss, on in zip(self.values[1:], self.there, strict=True))
        return first, second

    @property
    def total(self) -> float:
        """All together."""
        return self.values[0] + sum(self.added)


def loss(knobs: Knobs) -> Loss:
    """The losses as they stand."""
    changed = {index[0]: value for index, value in knobs.losses}
    main, first, second = (changed.get(place, usual) for place, usual in enumerate(LOSSES))
    return Loss((main, first, second), knobs.weight, (present("aux1", knobs), present("aux2", knobs)))


def short(value: float) -> str:
    """A loss in at most two decimals."""
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def present(head: str, knobs: Knobs) -> bool:
    """Whether an auxiliary head is there."""
    return head in HEADS[knobs.heads]


@lru_cache(maxsize=64)
def pulse(source: int, strength: float, gain: float) -> tuple[float, ...]:
    """One head's gradient behind part 0 .. `source`, in a model with one number: each part multiplies it by `gain`."""
    return tuple(strength * gain ** (source - part) for part in range(source + 1))


def pulses(knobs: Knobs) -> dict[str, tuple[float, ...]]:
    """The gradients of all heads that are there, behind each part that they reach; the main head's starts with 1."""
    googlenet = trunk()
    found = {"main": pulse(googlenet.modules - 1, 1.0, knobs.gain)}
    if knobs.weight > 0:
        there = (name for name in SIDES if present(name, knobs))
        found |= {name: pulse(googlenet.behind[name], knobs.weight, knobs.gain) for name in there}
    return found


def parameters(knobs: Knobs) -> int:
    """Parameters while it trains, with the auxiliary heads that are there."""
    googlenet = trunk()
    return googlenet.parameters + sum(googlenet.heads[name].parameters for name in SIDES if present(name, knobs))
