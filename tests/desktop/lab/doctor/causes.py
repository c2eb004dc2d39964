"""Small runs that are made sick on purpose, each for one finding, and small runs that are healthy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from desktop.lab.doctor import rules
from desktop.lab.doctor.rules import Finding, Kind
from desktop.runs import adapter
from engine.contract import events, own_data
from engine.contract.own_data import Prepared, described
from engine.contract.pictures import source
from engine.contract.spec import (
    DENSE,
    Altered,
    Contestant,
    ConvStack,
    DenseNet,
    HeadedCNN,
    Optimiser,
    OwnData,
    RunSpec,
    SmallCNN,
    StopAt,
)
from engine.training.train import NoCommands, Run, play
from scenes.stage.data.recording import Recording

Labels = npt.NDArray[np.uint8]

SEEDS = (1, 2, 3, 4, 5)
OWN, JUDGING = 600, 500
"""So many digits are learned from, and judge, in the sets that are made here."""


class Cause(NamedTuple):
    """A run, and what is to be found of each of its contestants at its end."""

    spec: RunSpec
    found: tuple[frozenset[Kind], ...]
    biases: float | None = None
    """What the biases of the first layer begin with."""
    maybe: frozenset[Kind] = frozenset()
    """What may be found besides where something is, depending on the seed."""
    at: int | None = None
    """The step that is looked at; None is the end."""


def _run(*contestants: Contestant, steps: int = 100, **fields: object) -> RunSpec:
    fields = {"data": "digits", "batch": 32, "validate_every": 20, **fields}
    return RunSpec(contestants=contestants, threads=1, stop=StopAt(steps=steps), **fields)  # type: ignore[arg-type]


_SMALL = Contestant("CNN", SmallCNN(kernel=3))
_LARGE = Contestant("Large dense net", DenseNet((512, 512)))
_SGD = Optimiser("sgd")
_NOTHING: frozenset[Kind] = frozenset()
_FOUR = {"channels": (16, 16, 16, 16), "head": "dense", "init": "he", "pools": 2}


def _all(*kinds: Kind, of: int = 1) -> tuple[frozenset[Kind], ...]:
    return (frozenset(kinds),) * of


CAUSES: dict[str, Cause] = {
    "healthy, Adam": Cause(_run(_SMALL, DENSE, lr=3e-3), (_NOTHING,) * 2),
    "healthy, SGD": Cause(_run(_SMALL, DENSE, lr=0.1, optimiser=_SGD), (_NOTHING,) * 2),
    "healthy, a large rate": Cause(_run(_SMALL, DENSE, lr=0.03), (_NOTHING,) * 2),
    "healthy, half of the labels wrong": Cause(
        _run(DENSE, altered=Altered(noise=0.5), lr=0.01, steps=200), (_NOTHING,)
    ),
    "rate far too small": Cause(_run(_SMALL, DENSE, lr=1e-6, steps=60), _all("too small", of=2)),
    "rate too small, SGD": Cause(_run(_SMALL, DENSE, lr=1e-5, optimiser=_SGD, steps=60), _all("too small", of=2)),
    "rate too small": Cause(_run(_SMALL, DENSE, lr=1e-4, steps=60), _all("too small", of=2)),
    "rate far too large": Cause(_run(_SMALL, lr=0.3), _all("dead", "too large")),
    "rate far too large, SGD": Cause(
        _run(_SMALL, DENSE, lr=10.0, optimiser=_SGD, steps=60), _all("dead", "too large", of=2)
    ),
    "rate too large for four convolutions": Cause(
        _run(
            Contestant("Without", HeadedCNN(norm="none", **_FOUR)),  # type: ignore[arg-type]
            Contestant("Batch norm", HeadedCNN(norm="batch", **_FOUR)),  # type: ignore[arg-type]
            lr=0.7,
            optimiser=_SGD,
            steps=120,
        ),
        (frozenset(("dead",)), _NOTHING),
        maybe=frozenset(("too large",)),
    ),
    "gain 8": Cause(
        _run(
            Contestant("CNN", SmallCNN(kernel=3, init=8.0)),
            Contestant("Dense net", DenseNet(init=8.0)),
            Contestant("He", DenseNet(init="he")),
        ),
        (*_all("start", of=2), _NOTHING),
    ),
    "gain 8, tanh": Cause(
        _run(
            Contestant("Gain 8", DenseNet((64, 64), "tanh", init=8.0)),
            Contestant("Glorot", DenseNet((64, 64), "tanh", init="glorot")),
        ),
        (*_all("start", "saturated"), _NOTHING),
    ),
    "biases far below zero": Cause(_run(_SMALL, lr=3e-3, steps=60), _all("dead"), biases=-20.0),
    "sigmoids, 12 layers": Cause(
        _run(Contestant("Sigmoid", DenseNet((64,) * 12, "sigmoid", init="glorot")), steps=60), _all("vanishes")
    ),
    "gain 2, 12 layers": Cause(
        _run(
            Contestant("Gain 2", DenseNet((64,) * 12, init=2.0)),
            data="animals",
            lr=0.01,
            optimiser=Optimiser("momentum"),
            activation_gradients=True,
            steps=20,
        ),
        _all("diverges", "start", "explodes"),
    ),
    "32 layers without shortcuts": Cause(
        _run(
            Contestant("Plain", ConvStack(blocks=15)),
            Contestant("Residual", ConvStack(blocks=15, shortcut="identity")),
            lr=0.1,
            optimiser=Optimiser("momentum", weight_decay=1e-4),
            steps=1,
        ),
        (*_all("by heart"), _NOTHING),
        at=0,
    ),
    "few pictures, large net": Cause(
        _run(_LARGE, data="fashion", altered=Altered(share=0.02), steps=150), _all("overfits")
    ),
    "too few steps": Cause(_run(DENSE, lr=5e-4, batch=128, steps=90), _all("still learning")),
}


def shuffled(folder: Path) -> Cause:
    """Digits whose labels were dealt out by chance."""
    data = _own(folder, "Shuffled", np.random.default_rng(1).permutation)
    return Cause(_run(_LARGE, data=data, steps=240), _all("chance"))


def rare(folder: Path) -> Cause:
    """Eights against all other digits: nine of ten pictures are of one class."""
    data = _own(folder, "Eights", lambda labels: (labels == 8).astype(np.uint8))
    return Cause(_run(_SMALL, DENSE, data=data, lr=1e-3, steps=60, validate_every=10), _all("chance", of=2))


def _own(folder: Path, title: str, relabelled: Callable[[Labels], Labels]) -> OwnData:
    digits = source("digits")
    some = np.random.default_rng(0).permutation(len(digits.train_x))[:OWN]
    x = np.concatenate([digits.train_x[some], digits.validation_x[:JUDGING]])
    y = relabelled(np.concatenate([digits.train_y[some], digits.validation_y[:JUDGING]]))
    prepared = Prepared(x, y, np.repeat(np.array([0, 1], np.uint8), [OWN, JUDGING]))
    made = described(prepared, title, tuple(str(label) for label in range(int(y.max()) + 1)))
    own_data.write(folder, made, prepared)
    return made


def recorded(spec: RunSpec, biases: float | None = None) -> Recording:
    """Train a run and record it, without pictures and weights."""
    run = Run(spec, lambda: 0.0, paused=False)
    if biases is not None:
        weights = dict(run.checkpoint().weights[0] or {})
        first = next(name for name in weights if name.endswith(".bias"))
        weights[first] = events.Array.of(np.full(weights[first].shape, biases, np.float32))
        run = Run(spec, lambda: 0.0, paused=False, weights=(weights,))
    said = play(run, NoCommands())
    started = next(said)
    assert isinstance(started, events.Started)
    recording = adapter.begin(started)
    for event in said:
        if not isinstance(event, events.Snapshot | events.Checkpoint):
            recording = adapter.add(recording, event)
    return recording


def found(cause: Cause, seed: int) -> tuple[frozenset[Kind], ...]:
    """What is found of each contestant at the end of a run with that seed, but for what may be found besides."""
    recording = recorded(replace(cause.spec, seed=seed), cause.biases)
    recording = recording if cause.at is None else recording.upto(cause.at)
    return tuple(
        each - cause.maybe if wanted else each
        for each, wanted in zip(kinds(recording, rules.findings(recording)), cause.found, strict=True)
    )


def kinds(recording: Recording, findings: tuple[Finding, ...]) -> tuple[frozenset[Kind], ...]:
    """The kinds of findings of each contestant."""
    everyone = range(len(recording.plan.contestants))
    return tuple(frozenset(each.kind for each in findings if each.contestant == index) for index in everyone)
