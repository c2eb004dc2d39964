"""How much faster six networks of one shape train stacked than one after the other: `python3 run.py bench sweep`.

Both ways train the same runs in this process, on one thread, and take turns. Only the ratio within a turn counts, and
in it the time of the processor, so that other programs on a busy machine take nothing from either.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from engine.contract.spec import Contestant, DenseNet, Network, Optimiser, RunSpec, SmallCNN, StopAt
from engine.contract.spec.data import DataName

TURNS = 15
SECONDS_A_TURN = 0.4
TOGETHER = 6
FIRST = 20
"""In so many steps the losses are compared."""
CASES: dict[str, tuple[Network, DataName, int, Optimiser, float]] = {
    "six_small_cnns_batch_16": (SmallCNN(), "animals", 16, Optimiser("adam"), 3e-3),
    "six_dense_nets_of_20_layers": (DenseNet((64,) * 20, init="he"), "digits", 64, Optimiser("momentum"), 0.02),
    "six_small_cnns_on_digits_batch_32": (SmallCNN(), "digits", 32, Optimiser("adam"), 3e-3),
}


def _runs(network: Network, data: DataName, batch: int, optimiser: Optimiser, lr: float) -> list[RunSpec]:
    return [
        RunSpec(
            contestants=(Contestant("net", network),),
            data=data,
            batch=batch,
            optimiser=optimiser,
            lr=lr,
            seed=seed,
            threads=1,
            stop=StopAt(epochs=1000.0),
        )
        for seed in range(TOGETHER)
    ]


def _one_after_the_other(specs: list[RunSpec]) -> Callable[[int], list[list[float]]]:
    """Return what trains so many steps of each run, one run after the other, and returns their losses."""
    from engine.training.train import Run

    runs = [Run(each, time.perf_counter, paused=False) for each in specs]

    def train(steps: int) -> list[list[float]]:
        return [[_loss(run) for _ in range(steps)] for run in runs]

    def _loss(run: Run) -> float:
        drawn, racer = run.draw(), run.racers[0]
        assert racer is not None
        result = run.tick(drawn, {0: (racer.step(*drawn), 0.0)}).results[0]
        assert result is not None
        return result.loss

    return train


def _stacked(specs: list[RunSpec]) -> Callable[[int], list[list[float]]]:
    """Return what trains so many steps of all runs together, and returns their losses."""
    from engine.sweeping.stack import Stack
    from engine.training.train import Run

    runs = [Run(each, time.perf_counter, paused=False) for each in specs]
    stack = Stack([racer for run in runs if (racer := run.racers[0]) is not None])

    def train(steps: int) -> list[list[float]]:
        losses: list[list[float]] = [[] for _ in runs]
        for _ in range(steps):
            drawn = [run.draw() for run in runs]
            for own, run, batch, measured in zip(losses, runs, drawn, stack.step(drawn), strict=True):
                result = run.tick(batch, {0: (measured, 0.0)}).results[0]
                assert result is not None
                own.append(result.loss)
        return losses

    return train


def _compare(specs: list[RunSpec]) -> dict[str, float]:
    """Return how many times as fast stacked is, the median over turns and the quartiles, and how the losses differ."""
    alone, stacked = _one_after_the_other(specs), _stacked(specs)
    pairs = zip(alone(FIRST), stacked(FIRST), strict=True)
    apart = max(abs(one - other) for mine, theirs in pairs for one, other in zip(mine, theirs, strict=True))
    steps = max(2, round(5 * SECONDS_A_TURN / _seconds(alone, 5)))
    ratios = sorted(_seconds(alone, steps) / _seconds(stacked, steps) for _ in range(TURNS))
    return {
        "ratio": round(median(ratios), 3),
        "ratio_lower_quartile": round(ratios[TURNS // 4], 3),
        "ratio_upper_quartile": round(ratios[-1 - TURNS // 4], 3),
        "largest_difference_of_the_first_losses": apart,
    }


def _seconds(train: Callable[[int], object], steps: int) -> float:
    begun = time.process_time()
    train(steps)
    return time.process_time() - begun


def measure_sweep() -> dict[str, Any]:
    """Measure every case."""
    from engine.machine import runtime

    runtime.keep_pages()
    aim = "ratio >= 1.5 for six small CNNs at batch 16 and six dense nets of 20 layers; differences <= 1e-6"
    return {"aim": aim, **{name: _compare(_runs(*case)) for name, case in CASES.items()}}
