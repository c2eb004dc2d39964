"""Trains the kernels that the convolution scene offers as *trained*, and stores them for a scene that has no torch."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

import assets
from engine.events import Snapshot, Started, Tick, Validated
from engine.spec import Contestant, RunSpec, SmallCNN, StopAt
from engine.train import train

SPECS = {
    "animals": RunSpec(
        contestants=(Contestant("CNN", SmallCNN()),), lr=6e-3, schedule="one-cycle", stop=StopAt(epochs=4.0), threads=1
    ),
    "small": RunSpec(
        contestants=(Contestant("CNN", SmallCNN(kernel=3)),),
        lr=6e-3,
        schedule="one-cycle",
        stop=StopAt(epochs=4.0),
        threads=1,
    ),
}


class Kernels(NamedTuple):
    """The first layer of a trained CNN: filters (count, 1, side, side) and biases (count,), float32.

    `facts` holds what can be told about the training as JSON: the spec, the validation accuracy, and mean
    and deviation of the pictures, which the network saw as (picture - mean) / deviation with pictures in
    0..255.
    """

    filters: NDArray[np.float32]
    biases: NDArray[np.float32]
    facts: dict[str, Any]


def trained(spec: RunSpec, report: Callable[[str], None] = lambda _: None) -> Kernels:
    """Train a run with one CNN to its end and return its first layer; `report` gets a line of progress now and then."""
    started: Started | None = None
    validated: Validated | None = None
    snapshot: Snapshot | None = None
    for event in train(spec):
        match event:
            case Started():
                started = event
            case Validated():
                validated = event
            case Snapshot():
                snapshot = event
            case Tick(step=step) if step % 100 == 0:
                report(f"step {step}")
    assert started is not None
    assert validated is not None
    assert snapshot is not None
    view, score = snapshot.views[0], validated.scores[0]
    if view is None or score is None:
        raise RuntimeError("the training diverged, so there are no kernels to keep")
    facts = {
        "spec": msgspec.to_builtins(spec),
        "validation_accuracy": round(score.accuracy, 4),
        "validation_count": validated.count,
        "mean": started.mean,
        "deviation": started.deviation,
    }
    return Kernels(view.filters.numpy(), view.biases.numpy(), facts)


def write(into: Path | None = None) -> int:
    """Train all kernels and write them into a folder, `assets/kernels` by default; return the exit status 0.

    trained.json tells how they were trained; trained.npz holds, for each name in `SPECS`, the filters under
    the name and the biases under name_biases.
    """
    folder = assets.path("kernels") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.float32]] = {}
    facts: dict[str, Any] = {"versions": {"numpy": np.__version__, "torch": torch.__version__.partition("+")[0]}}
    for name, spec in SPECS.items():
        kernels = trained(spec, lambda line, name=name: print(f"{name}: {line}", file=sys.stderr))  # type: ignore[misc]
        arrays[name], arrays[f"{name}_biases"] = kernels.filters, kernels.biases
        facts[name] = kernels.facts
    stored, told = folder / "trained.npz.partial", folder / "trained.json.partial"
    with stored.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    told.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    os.replace(stored, folder / "trained.npz")
    os.replace(told, folder / "trained.json")
    return 0
