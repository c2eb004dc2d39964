"""How fast the engine trains, beside a bare PyTorch loop: `python -m tests.benchmarks.train` prints the
result as JSON.

Both train the same networks with the same optimiser, batch and number of threads, each in a process of its
own, because the engine changes how its whole process allocates memory. They take turns every fraction of a
second, and only the ratio within a turn counts, so that a machine that is busy for a while slows both.

The bare loop is what a tutorial shows, with nothing measured: forward, backward, `torch.optim.Adam`. The
engine does all that it does by default: loss, accuracy and all gradient norms at every step, validations,
snapshots, and sending every event to the window, which draws all its charts and plays a scene meanwhile.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from statistics import median
from typing import Any

from engine.contract import spec
from engine.contract.spec import RunSpec
from tests.benchmarks.display import ROOT, display

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
                nn.functional.cross_entropy(model(inputs), targets).backward()  # type: ignore[no-untyped-call]
                optimiser.step()
            yield


def run_of(names: tuple[str, ...], batch: int) -> RunSpec:
    """Return the default race of the named networks, long enough never to end meanwhile."""
    racing = tuple(one for one in (spec.DENSE, spec.CNN) if one.name in names)
    return RunSpec(contestants=racing, batch=batch, threads=1, stop=spec.StopAt(epochs=60.0))


def work(kind: str, names: tuple[str, ...], batch: int) -> None:
    """Train as many steps as each line on stdin asks for, and answer with the seconds that they took."""
    if kind == "window":
        from tests.benchmarks import lab_window

        lab_window.work(run_of(names, batch))
        return
    loop = bare_loop(names, batch)
    for line in sys.stdin:
        begun = time.perf_counter()
        for _ in islice(loop, int(line)):
            pass
        print(time.perf_counter() - begun, flush=True)


class Worker:
    """A process that trains when it is asked to."""

    def __init__(self, kind: str, contest: str, batch: int, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.train", kind, contest, str(batch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
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


def compare(contest: str, batch: int, environment: dict[str, str]) -> dict[str, float]:
    """Return steps/s of both loops and their ratio, ours over bare: the median over turns, and the quartiles."""
    with Worker("bare", contest, batch, environment) as bare, Worker("window", contest, batch, environment) as ours:
        for worker in (bare, ours):
            worker.seconds(20)
        steps = max(5, round(20 * SECONDS_A_TURN / bare.seconds(20)))
        turns = [(bare.seconds(steps), ours.seconds(steps)) for _ in range(TURNS)]
    ratios = sorted(plain / mine for plain, mine in turns)
    return {
        "ratio": round(median(ratios), 3),
        "ratio_lower_quartile": round(ratios[TURNS // 4], 3),
        "ratio_upper_quartile": round(ratios[-1 - TURNS // 4], 3),
        "bare_steps_per_second": round(steps / median(plain for plain, _ in turns), 1),
        "our_steps_per_second": round(steps / median(mine for _, mine in turns), 1),
    }


@contextlib.contextmanager
def busy_core() -> Iterator[None]:
    """Keep one core busy with a process of ours."""
    spinner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        spinner.kill()
        spinner.wait()


def gradient_norm_cost(batch: int) -> float:
    """Return which part of the CNN's step time all gradient norms add: the median over many short turns."""
    import torch

    from engine.data import data
    from engine.machine import runtime
    from engine.training import probe, racer

    runtime.keep_pages()
    torch.set_num_threads(1)
    split = data.load("animals")
    model = racer.Racer(spec.CNN, spec.RunSpec(contestants=(spec.CNN,)), split, 10)
    batches = data.Batches(len(split.train_x), seed=1)
    with_norms = probe.gradient_norms

    def seconds(steps: int) -> float:
        begun = time.perf_counter()
        for _ in range(steps):
            indices = batches.next(batch)
            measured = model.step(split.train_x[indices], split.train_y[indices], 3e-3).tolist()
            model.result(measured, len(indices), 0.0)
        return time.perf_counter() - begun

    seconds(40)
    ratios = []
    try:
        for _ in range(10 * TURNS):
            probe.gradient_norms = lambda gradients: torch.empty(0)
            without = seconds(5)
            probe.gradient_norms = with_norms
            ratios.append(seconds(5) / without)
    finally:
        probe.gradient_norms = with_norms
    return round(median(ratios) - 1, 4)


def measure() -> dict[str, Any]:
    """Measure all: ours against the bare loop for each contest and batch, and what the gradient norms cost."""
    results: dict[str, Any] = {
        "aim": "ratio >= 1.15 at batch 20, >= 1.2 at batch 64, >= 0.78 with the other core busy; norms < 0.03"
    }
    with display() as environment, tempfile.TemporaryDirectory() as home:
        environment["CONVOSCOPE_HOME"] = home
        for contest in CONTESTS:
            for batch in BATCHES:
                results[f"{contest}_batch_{batch}"] = compare(contest, batch, environment)
        with busy_core():
            results["race_batch_64_other_core_busy"] = compare("race", 64, environment)
    for batch in BATCHES:
        results[f"gradient_norm_cost_batch_{batch}"] = gradient_norm_cost(batch)
    return results


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work(sys.argv[1], CONTESTS[sys.argv[2]], int(sys.argv[3]))
    else:
        print(json.dumps(measure(), indent=2))
