"""How fast the engine trains, beside a bare PyTorch loop: `python -m tests.benchmarks.train` prints the
result as JSON.

Both train the same networks with the same optimiser, batch and number of threads, each in a process of its
own, because the engine changes how its whole process allocates memory. They take turns every fraction of a
second, and only the ratio within a turn counts, so that a machine that is busy for a while slows both.

The bare loop is what a tutorial shows, with nothing measured: forward, backward, `torch.optim.Adam`. The
engine does all that it does by default: loss, accuracy and all gradient norms at every step, validations,
snapshots, and packing every event for the pipe.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

TURNS = 15
SECONDS_A_TURN = 0.25
CONTESTS = {"cnn": ("CNN",), "race": ("Dense net", "CNN")}
BATCHES = (20, 64)


def bare_loop(names: tuple[str, ...], batch: int) -> Iterator[None]:
    """Train the default networks on animals for ever, the plain way; yield after every step."""
    import numpy as np
    import torch
    from torch import nn

    import assets

    torch.set_num_threads(1)
    with np.load(assets.path("data", "animals.npz"), allow_pickle=False) as stored:
        chosen = torch.randperm(len(stored["x"]))[:8500]
        x = (torch.from_numpy(stored["x"]).float()[chosen] / 255 - 0.5).reshape(-1, 1, 28, 28)
        y = torch.from_numpy(stored["y"]).long()[chosen]
    networks = {
        "Dense net": lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)),
        "CNN": lambda: nn.Sequential(
            *(nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(784, 10)),
        ),
    }
    models = [networks[name]() for name in names]
    optimisers = [torch.optim.Adam(model.parameters(), lr=3e-3) for model in models]
    while True:
        order = torch.randperm(len(x))
        for place in range(0, len(x), batch):
            indices = order[place : place + batch]
            inputs, targets = x[indices], y[indices]
            for model, optimiser in zip(models, optimisers, strict=True):
                optimiser.zero_grad()
                nn.functional.cross_entropy(model(inputs), targets).backward()
                optimiser.step()
            yield


def engine_loop(names: tuple[str, ...], batch: int) -> Iterator[None]:
    """Train the same through the engine, packing all events for the pipe; yield after every step."""
    from engine import runtime

    runtime.wait_quietly()
    runtime.keep_pages()
    from engine import events, spec, wire
    from engine.train import train

    racing = tuple(one for one in (spec.DENSE, spec.CNN) if one.name in names)
    run = spec.RunSpec(contestants=racing, batch=batch, threads=1, stop=spec.StopAt(epochs=4.0))
    while True:
        for event in train(run):
            wire.frame(event)
            if isinstance(event, events.Tick):
                yield


LOOPS: dict[str, Callable[[tuple[str, ...], int], Iterator[None]]] = {"bare": bare_loop, "engine": engine_loop}


def work(kind: str, names: tuple[str, ...], batch: int) -> None:
    """Train as many steps as each line on stdin asks for, and answer with the seconds that they took."""
    loop = LOOPS[kind](names, batch)
    for line in sys.stdin:
        begun = time.perf_counter()
        for _ in islice(loop, int(line)):
            pass
        print(time.perf_counter() - begun, flush=True)


class Worker:
    """A process that trains when it is asked to."""

    def __init__(self, kind: str, contest: str, batch: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.train", kind, contest, str(batch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
        )

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def seconds(self, steps: int) -> float:
        """Return how long so many steps took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{steps}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def compare(contest: str, batch: int) -> dict[str, float]:
    """Return steps/s of both loops and their ratio, engine over bare: the median over turns, and the quartiles."""
    with Worker("bare", contest, batch) as bare, Worker("engine", contest, batch) as engine:
        for worker in (bare, engine):
            worker.seconds(20)
        steps = max(5, round(20 * SECONDS_A_TURN / bare.seconds(20)))
        turns = [(bare.seconds(steps), engine.seconds(steps)) for _ in range(TURNS)]
    ratios = sorted(plain / ours for plain, ours in turns)
    return {
        "ratio": round(median(ratios), 3),
        "ratio_lower_quartile": round(ratios[TURNS // 4], 3),
        "ratio_upper_quartile": round(ratios[-1 - TURNS // 4], 3),
        "bare_steps_per_second": round(steps / median(plain for plain, _ in turns), 1),
        "engine_steps_per_second": round(steps / median(ours for _, ours in turns), 1),
    }


def gradient_norm_cost(batch: int) -> float:
    """Return which part of the CNN's step time all gradient norms add: the median over many short turns."""
    import torch

    from engine import data, probe, racer, runtime, spec

    runtime.keep_pages()
    torch.set_num_threads(1)
    split = data.load("animals")
    model = racer.Racer(spec.CNN, spec.RunSpec(contestants=(spec.CNN,)), split, 10)
    batches = data.Batches(len(split.train_x), seed=1)
    with_norms = probe.parameter_norms

    def seconds(steps: int) -> float:
        begun = time.perf_counter()
        for _ in range(steps):
            indices = batches.next(batch)
            measured = model.step(split.train_x[indices], split.train_y[indices], 3e-3).tolist()
            model.result(measured, len(indices))
        return time.perf_counter() - begun

    seconds(40)
    ratios = []
    try:
        for _ in range(10 * TURNS):
            probe.parameter_norms = lambda gradients: torch.empty(0)
            without = seconds(5)
            probe.parameter_norms = with_norms
            ratios.append(seconds(5) / without)
    finally:
        probe.parameter_norms = with_norms
    return round(median(ratios) - 1, 4)


def measure() -> dict[str, Any]:
    """Measure all: engine against bare loop for each contest and batch, and what the gradient norms cost."""
    results: dict[str, Any] = {
        f"{contest}_batch_{batch}": compare(contest, batch) for contest in CONTESTS for batch in BATCHES
    }
    for batch in BATCHES:
        results[f"gradient_norm_cost_batch_{batch}"] = gradient_norm_cost(batch)
    return results


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work(sys.argv[1], CONTESTS[sys.argv[2]], int(sys.argv[3]))
    else:
        print(json.dumps(measure(), indent=2))
