"""Which networks can be measured: the one that ships with its weights, those of kept runs, an opened one, and others.

Those others are networks of the course whose weights are drawn by chance: they take as long as trained ones, and what
they say of pictures means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scenes.stage.data import networks

LITE = "efficientnet-lite0"
Group = Literal["ships", "opened", "run", "drawn"]
GROUPS: dict[Group, str] = {
    "ships": "Trained, comes with Convoscope",
    "opened": "Opened",
    "run": "From your runs",
    "drawn": "Weights drawn by chance",
}
DRAWN = (
    "Its weights are drawn by chance: times and sizes are those of the trained network, but its answers mean nothing."
)


@dataclass(frozen=True)
class Published:
    """A network of `assets/networks`, with the weights that ship or, where it is `drawn`, with weights by chance."""

    name: str
    drawn: bool = False


@dataclass(frozen=True)
class OfRun:
    """A contestant of a kept run, by the run's key, with the weights kept by a step (None: the last)."""

    key: str
    contestant: int
    step: int | None = None


@dataclass(frozen=True)
class OfFile:
    """A network in a file that is opened."""

    path: Path


Origin = Published | OfRun | OfFile


@dataclass(frozen=True)
class Network:
    """One that can be measured, what it is called, and where it comes from.

    `gates` says whether it has gates (squeeze-and-excitation), None where that isn't known. `note` must be told.
    """

    title: str
    origin: Origin
    group: Group
    gates: bool | None = None
    note: str = ""


def shipped() -> Network:
    """The trained network that ships."""
    return Network(networks.network(LITE).title, Published(LITE), "ships", has_gates(networks.network(LITE)))


def drawn() -> tuple[Network, ...]:
    """All networks of the course with weights by chance, by name."""
    found = sorted((networks.network(name) for name in networks.names() if name != LITE), key=lambda each: each.title)
    return tuple(Network(each.title, Published(each.name, True), "drawn", has_gates(each), DRAWN) for each in found)


def has_gates(network: networks.Network) -> bool:
    """Whether maps of a network are multiplied by what a small net says of their means."""
    return any(layer.kind == "scale" for layer in network.layers)
