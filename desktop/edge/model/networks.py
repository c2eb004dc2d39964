"""Which networks can be measured: the one that ships with its weights, those of kept runs, an opened one, and others.

Those others are networks of the course whose weights are drawn by chance: they take as long as trained ones, and what
they say of pictures means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from desktop.edge.model.forms import figures
from desktop.edge.model.subject import Subject
from desktop.runs.folder import Run
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


Origin = Published | OfRun | Subject


@dataclass(frozen=True)
class Network:
    """One that can be measured, what it is called, and where it comes from.

    `gates` says whether it has gates (squeeze-and-excitation), None where that isn't known. `facts` are its numbers in
    words, and `note` must be told.
    """

    title: str
    origin: Origin
    group: Group
    gates: bool | None = None
    facts: str = ""
    note: str = ""


def shipped() -> Network:
    """The trained network that ships."""
    lite = networks.network(LITE)
    return Network(lite.title, Published(LITE), "ships", has_gates(lite), facts(lite))


def drawn() -> tuple[Network, ...]:
    """All networks of the course with weights by chance, by name."""
    found = sorted((networks.network(name) for name in networks.names() if name != LITE), key=lambda each: each.title)
    return tuple(
        Network(each.title, Published(each.name, True), "drawn", has_gates(each), facts(each), DRAWN) for each in found
    )


def has_gates(network: networks.Network) -> bool:
    """Whether maps of a network are multiplied by what a small net says of their means."""
    return any(layer.kind == "scale" for layer in network.layers)


def facts(network: networks.Network) -> str:
    """What is counted of a network, in words."""
    sides = " × ".join(map(str, network.shape[1:]))
    gates = "with gates" if has_gates(network) else "no gates"
    return (
        f"{figures(network.parameters / 1e6)} million parameters, {figures(network.macs / 1e6)} million "
        f"multiply–accumulates for a picture of {sides}, {gates}."
    )


def of_runs(runs: Iterable[Run]) -> tuple[Network, ...]:
    """The contestants of the user's own runs, as they are at the end, the newest run first.

    The runs that ship have no weights.
    """
    own = [run for run in runs if not run.trouble and not run.shipped]
    return tuple(of_run(run, place) for run in own for place in range(len(run.label.networks)))


def of_run(run: Run, contestant: int, step: int | None = None) -> Network:
    """A contestant of a kept run, as it was after a step or at the end."""
    after = "" if step is None else f" after step {step:,}"
    title = f"{run.label.networks[contestant]} of “{run.label.name}”{after}"
    return Network(title, OfRun(run.key, contestant, step), "run")


def of_file(subject: Subject) -> Network:
    """A network out of a file."""
    described = networks.network(subject.network) if subject.network else None
    if described is None:
        return Network(subject.title, subject, "opened")
    return Network(subject.title, subject, "opened", has_gates(described), facts(described))


def all_networks(runs: Iterable[Run], opened: Iterable[Subject] = ()) -> tuple[Network, ...]:
    """All that can be measured."""
    return (shipped(), *map(of_file, opened), *of_runs(runs), *drawn())
