"""Trains presets with several seeds, so that scenes can show what holds over seeds beside one run.

The curves of some runs are chaotic: another seed, or the rounding of another processor, moves them far.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

import assets
from engine.contract.events import Layer, Started, Tick
from engine.contract.files import write_atomically
from engine.contract.spec import PRESETS, RunSpec, StopAt
from engine.machine import versions
from engine.training.train import train

STORED = ("degradation",)
"""The presets whose runs over seeds ship."""
SEEDS = tuple(range(1, 10))
LONGER, LONGER_SEEDS = 5, tuple(range(1, 6))
"""So many times the steps, and the seeds that are trained so long."""
LATEST = 25
"""So many losses at the end of a longer run are kept."""

Floats = NDArray[np.float64]
Report = Callable[[str], None]


def spec_of(name: str, seed: int, times: int = 1) -> RunSpec:
    """A preset's run on one thread with a seed, of so many times its steps."""
    own = PRESETS[name].spec
    assert own.stop.steps is not None, "only runs of a number of steps can be made longer"
    return replace(own, seed=seed, threads=1, stop=StopAt(steps=times * own.stop.steps), snapshot_every=10**6)


def trained(spec: RunSpec) -> tuple[Floats, Floats]:
    """Train a run; return all losses (contestants, steps), NaN for who has left, and the growth of each first gradient.

    The growth is the norm of the second convolution's gradient at the first step over that of the last convolution:
    all convolutions between them have one shape.
    """
    convolutions: list[list[int]] = []
    losses: list[list[float]] = []
    growth: list[float] = []
    for event in train(spec):
        if isinstance(event, Started):
            convolutions = [_convolutions(one.layers) for one in event.contestants]
        elif isinstance(event, Tick):
            losses.append([np.nan if result is None else result.loss for result in event.results])
            if not growth:
                growth = [
                    result.gradients[of[1]] / result.gradients[of[-1]]
                    for of, result in zip(convolutions, event.results, strict=True)
                    if result is not None
                ]
    return np.array(losses).T, np.array(growth)


def _convolutions(layers: Iterable[Layer]) -> list[int]:
    """Where the norms of a net's convolutions stand among those of all its layers with parameters."""
    return [index for index, layer in enumerate(one for one in layers if one.parameters) if layer.kind == "conv"]


def middle(losses: Floats) -> int:
    """Which of several runs (runs, contestants, steps) ends nearest to the medians, by the ranks of its contestants.

    Returns the run's index.
    """
    ends = losses[:, :, -LATEST:].mean(axis=2)
    ranks = ends.argsort(axis=0).argsort(axis=0)
    return int(np.abs(ranks - (len(ends) - 1) / 2).sum(axis=1).argmin())


def write(into: Path | None = None) -> int:
    """Train all of `STORED` and write seeds.npz and seeds.json, by default into assets/recordings; return status 0.

    The arrays are, each after a preset's name and a point: `losses` (seeds, contestants, steps), `growth` (seeds,
    contestants), and `longer` (seeds, contestants, batches), the last losses of longer runs.
    """
    folder = assets.path("recordings") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.float16]] = {}
    facts: dict[str, Any] = {"versions": versions.found()}
    for name in STORED:
        found = [_told(name, seed, 1) for seed in SEEDS]
        losses, growth = (np.array(one) for one in zip(*found, strict=True))
        longer = np.array([_told(name, seed, LONGER)[0][:, -LATEST:] for seed in LONGER_SEEDS])
        arrays |= {f"{name}.losses": _short(losses), f"{name}.growth": _short(growth), f"{name}.longer": _short(longer)}
        facts[name] = {
            "spec": msgspec.to_builtins(PRESETS[name].spec),
            "seeds": SEEDS, "longer_seeds": LONGER_SEEDS, "times": LONGER, "middle": SEEDS[middle(losses)],
        }  # fmt: skip
    with write_atomically(folder / "seeds.npz") as stored, write_atomically(folder / "seeds.json") as told:
        np.savez_compressed(stored, **arrays)  # type: ignore[arg-type]
        told.write((json.dumps(facts, indent=1) + "\n").encode())
    return 0


def _told(name: str, seed: int, times: int) -> tuple[Floats, Floats]:
    """A run with one seed, and a line about it."""
    losses, growth = trained(spec_of(name, seed, times))
    ends = " ".join(f"{loss:.3f}" for loss in losses[:, -LATEST:].mean(axis=1))
    print(f"{name}: seed {seed}, {losses.shape[1]} steps: {ends}", file=sys.stderr)
    return losses, growth


def _short(numbers: Floats) -> NDArray[np.float16]:
    """Numbers to three digits, which is all that a chart shows."""
    return numbers.astype(np.float16)
