"""Small runs, alone and together."""

import time
from collections.abc import Iterable

from engine.contract import events
from engine.contract.spec import Contestant, Network, Optimiser, RunSpec, StopAt
from engine.contract.spec.data import DataName
from engine.sweeping import company
from engine.training import train
from engine.training.train import Run

STEPS = 20


def spec(
    network: Network, seed: int = 1, lr: float = 3e-3, batch: int = 16, data: DataName = "digits", steps: int = STEPS
) -> RunSpec:
    return RunSpec(
        contestants=(Contestant("net", network),),
        data=data,
        lr=lr,
        batch=batch,
        seed=seed,
        threads=1,
        optimiser=Optimiser("adam"),
        stop=StopAt(steps=steps),
        snapshot_every=1000,
    )


def alone(run: RunSpec) -> list[events.Event]:
    return list(train.train(run))


def together(runs: Iterable[RunSpec]) -> list[list[events.Event]]:
    made = {index: Run(run, time.perf_counter, paused=False) for index, run in enumerate(runs)}
    said: list[list[events.Event]] = [[] for _ in made]
    for index, event in company.play(made):
        said[index].append(event)
    return said


def losses(said: Iterable[events.Event], contestant: int = 0) -> list[float]:
    ticks = [event.results[contestant] for event in said if isinstance(event, events.Tick)]
    return [result.loss for result in ticks if result is not None]
