"""What the doctor finds over five seeds, and what its signals cost: `python3 run.py bench doctor`.

Findings are those at the end of a run, by contestant, with the seeds that they were found with; none means silence.
All presets are trained whole, which takes a quarter of an hour on two cores; `CONVOSCOPE_SEEDS=1` takes one seed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from msgspec.structs import replace

from desktop.lab.doctor import rules
from engine.contract import own_data, spec
from engine.contract.spec import PRESETS, RunSpec
from engine.contract.spec.run import PICTURES_BETWEEN_VALIDATIONS
from tests.desktop.lab.doctor.causes import CAUSES, SEEDS, Cause, rare, recorded, shuffled

TURNS = 60
TWICE = ("twins-8", "twins-20", "twins-32")
"""Presets whose contestants race in another one too, from the same weights on the same batches."""

Found = dict[str, dict[str, list[int]]]


def over_seeds(wanted: RunSpec, biases: float | None = None) -> Found:
    """Return for each contestant what is found of it at the end, with the seeds."""
    seeds = [int(seed) for seed in os.environ.get("CONVOSCOPE_SEEDS", "").split(",") if seed] or SEEDS
    found: Found = {each.name: {} for each in wanted.contestants}
    for seed in seeds:
        recording = recorded(replace(wanted, seed=seed, threads=1), biases)
        for each in rules.findings(recording):
            name = recording.plan.contestants[each.contestant].name
            found[name].setdefault(each.kind, []).append(seed)
    return found


def causes(folder: Path) -> dict[str, Cause]:
    """All runs that are made sick on purpose, and the healthy ones beside them."""
    os.environ[own_data.FOLDER] = str(folder)
    return {**CAUSES, "labels by chance": shuffled(folder), "a rare class": rare(folder)}


def cost(batch: int) -> dict[str, float]:
    """Return which part of the CNN's time the signals add: to a step, and to the steps up to a validation and it."""
    import torch

    from engine.data import data
    from engine.machine import runtime
    from engine.training import probe, racer, train, vitals

    runtime.keep_pages()
    torch.set_num_threads(1)
    split = data.load("animals")
    model = racer.Racer(spec.CNN, spec.RunSpec(contestants=(spec.CNN,)), split, 10)
    batches = data.Batches(len(split.train_x), seed=1)
    x, y = split.validation_x[: train.SUBSET], split.validation_y[: train.SUBSET]

    def steps(count: int) -> None:
        for _ in range(count):
            indices = batches.next(batch)
            model.step(split.train_x[indices], split.train_y[indices], 3e-3).tolist()

    def seconds(work: Callable[[], object]) -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    def measure_update() -> None:
        for _ in range(vitals.EVERY):
            updates.before()
            updates.after()

    steps(40)
    parameters = list(model.module.parameters())
    updates = vitals.Updates(parameters, probe.layer_slices(model.module))
    turns = [(seconds(measure_update), seconds(lambda: steps(vitals.EVERY))) for _ in range(TURNS)]
    looks = [
        (seconds(lambda: model.score(x, y)), seconds(lambda: model.score(x, y, examined=True))) for _ in range(TURNS)
    ]
    step = median(trained for _, trained in turns) / vitals.EVERY
    between = max(1, round(PICTURES_BETWEEN_VALIDATIONS / batch))
    update = median(measured / trained for measured, trained in turns)
    look = median(examined - bare for bare, examined in looks)
    return {"updates": round(update, 4), "examination": round(look / (step * between), 4)}


def by_heart() -> dict[str, float]:
    """Return the seconds of processor time that the test before the first step takes, for each preset."""
    from engine.training.train import Run

    found = {}
    for name, preset in PRESETS.items():
        run = Run(replace(preset.spec, threads=1), time.perf_counter, paused=False)
        begun = time.process_time()
        run.learned_by_heart()
        found[name] = round(time.process_time() - begun, 2)
    return found


def measure() -> dict[str, Any]:
    """Measure all of it."""
    with tempfile.TemporaryDirectory() as folder:
        sick = {name: over_seeds(cause.spec, cause.biases) for name, cause in causes(Path(folder)).items()}
    return {
        "aim": "updates and examination together < 0.01 of a step",
        "cost": {f"batch {batch}": cost(batch) for batch in (20, 64)},
        "seconds of the test before the first step": by_heart(),
        "causes": sick,
        "presets": {name: over_seeds(preset.spec) for name, preset in PRESETS.items() if name not in TWICE},
    }
