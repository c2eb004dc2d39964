"""Trains the CNNs whose weights scenes show, and stores them for scenes that have no torch.

Of the networks in `FIRST_LAYERS` the first layer is kept (the kernels that the convolution scene offers as *trained*),
of the one in `WHOLE` every layer (the scene about silhouettes runs it).
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

import assets
from engine.contract.events import Started, Tick, Validated
from engine.contract.files import write_atomically
from engine.contract.pictures import held_out
from engine.contract.spec import DATA, Contestant, RunSpec, SmallCNN, StopAt
from engine.data import data
from engine.training.train import NoCommands, Run, play

STRONGEST = 10
"""How many drawings are kept for each map of what excites it most."""

Weights = dict[str, NDArray[np.float32]]


def _animals(network: SmallCNN, epochs: float) -> RunSpec:
    """A run on the animals with one CNN, on one thread, which the same processor repeats."""
    contestants = (Contestant("CNN", network),)
    return RunSpec(contestants=contestants, lr=6e-3, schedule="one-cycle", stop=StopAt(epochs=epochs), threads=1)


FIRST_LAYERS = {"animals": _animals(SmallCNN(), 4.0), "small": _animals(SmallCNN(kernel=3), 4.0)}
WHOLE = {"network": _animals(SmallCNN(channels=(8, 16, 16), kernel=3), 8.0)}
"""One network on the animals."""


class Trained(NamedTuple):
    """The weights of a trained CNN, float32, by their names like "conv1.weight" (filters, channels, side, side).

    `facts` holds what can be told about the training as JSON: the spec, the classes, the validation accuracy, and mean
    and deviation of the pictures, which the network saw as (picture - mean) / deviation with pictures in 0..255.
    """

    weights: Weights
    facts: dict[str, Any]


def trained(spec: RunSpec, report: Callable[[str], None] = lambda _: None) -> Trained:
    """Train a run with one CNN to its end and return its weights; `report` gets a line of progress now and then."""
    run = Run(spec, time.perf_counter, paused=False)
    started: Started | None = None
    validated: Validated | None = None
    for event in play(run, NoCommands()):
        match event:
            case Started():
                started = event
            case Validated():
                validated = event
            case Tick(step=step) if step % 100 == 0:
                report(f"step {step}")
    assert started is not None
    assert validated is not None
    weights, score = run.checkpoint().weights[0], validated.scores[0]
    if weights is None or score is None:
        raise RuntimeError("the training diverged, so there is nothing to keep")
    facts = {
        "spec": msgspec.to_builtins(spec),
        "classes": started.classes,
        "validation_accuracy": round(score.accuracy, 4),
        "validation_count": validated.count,
        "mean": started.mean,
        "deviation": started.deviation,
    }
    return Trained({name: values.numpy().copy() for name, values in weights.items()}, facts)


def peaks(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """The mean of each map's largest value over the validation drawings of each animal.

    Returns for each convolution (filters, classes): what a map answers to, where its few strongest parts mislead.
    """
    labels = data.load("animals").validation_y
    found: dict[str, NDArray[np.float32]] = {}
    for name, maps in _maps(weights):
        best = maps.flatten(2).amax(2)
        means = [best[labels == label].mean(0) for label in range(len(DATA["animals"].classes))]
        found[name] = torch.stack(means, dim=1).numpy()
    return found


def strongest(weights: Weights) -> dict[str, NDArray[np.int16]]:
    """Find what excites each map most among the validation drawings of animals.

    Returns for each convolution (filters, `STRONGEST`, 3); an entry is (drawing, row, column): the drawing's index in
    its file, and the unit of the map, behind ReLU and before pooling. A drawing appears at most once for each map, and
    the strongest first.
    """
    drawings = torch.from_numpy(held_out("animals"))
    found: dict[str, NDArray[np.int16]] = {}
    for name, maps in _maps(weights):
        best, cells = maps.flatten(2).max(2)
        order = best.argsort(dim=0, descending=True, stable=True)[:STRONGEST]
        cells = cells.gather(0, order)
        width = maps.shape[-1]
        entries = torch.stack((drawings[order], cells // width, cells % width), dim=-1)
        found[name] = entries.transpose(0, 1).numpy().astype(np.int16)
    return found


def _maps(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    """Each convolution's name, and its maps of all validation drawings of animals, behind ReLU and before pooling."""
    x = data.load("animals").validation_x
    for layer in range(1, sum(name.endswith(".weight") for name in weights)):
        filters, biases = (torch.from_numpy(weights[f"conv{layer}.{part}"]) for part in ("weight", "bias"))
        maps = functional.relu(functional.conv2d(x, filters, biases, padding=filters.shape[-1] // 2))
        yield f"conv{layer}", maps
        x = functional.max_pool2d(maps, 2)


def write(into: Path | None = None) -> int:
    """Train all CNNs and write them into a folder, `assets/kernels` by default; return the exit status 0.

    trained.npz holds, for each name in `FIRST_LAYERS`, the filters under the name and the biases under name_biases;
    network.npz all weights of the network in `WHOLE` by their names, strongest.npz what excites its maps most,
    peaks.npz how much each animal does, and held_out.npz which drawings it has not learned from. The files trained.json
    and network.json tell how they were trained.
    """
    folder = assets.path("kernels") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    runs = {name: trained(spec, _reporter(name)) for name, spec in {**FIRST_LAYERS, **WHOLE}.items()}
    first: Weights = {}
    for name in FIRST_LAYERS:
        weights = runs[name].weights
        first[name], first[f"{name}_biases"] = weights["conv1.weight"], weights["conv1.bias"]
    _store(folder, "trained", first, {name: runs[name].facts for name in FIRST_LAYERS})
    for name in WHOLE:
        _store(folder, name, runs[name].weights, {name: runs[name].facts})
        _store_arrays(folder, "strongest", strongest(runs[name].weights))
        _store_arrays(folder, "peaks", peaks(runs[name].weights))
        _store_arrays(folder, "held_out", {"animals": np.sort(held_out("animals")).astype(np.int16)})
    return 0


def _reporter(name: str) -> Callable[[str], None]:
    return lambda line: print(f"{name}: {line}", file=sys.stderr)


def _store(folder: Path, name: str, arrays: Weights, runs: dict[str, Any]) -> None:
    """Write weights and how they came about."""
    _store_arrays(folder, name, arrays)
    facts = {"versions": {"numpy": np.__version__, "torch": torch.__version__.partition("+")[0]}, **runs}
    with write_atomically(folder / f"{name}.json") as file:
        file.write((json.dumps(facts, indent=2) + "\n").encode())


def _store_arrays(folder: Path, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays in one piece."""
    with write_atomically(folder / f"{name}.npz") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
