"""What it costs to keep what was said of every validation picture, as a share of the time that steps take.

A validation comes after so many steps as show a net `PICTURES_BETWEEN_VALIDATIONS` pictures. What is added to it is
measured beside the validation without it, and beside a step, by turns in one process, so that only ratios count.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

TURNS = 60


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_mistakes(batch: int = 64) -> dict[str, object]:
    """Measure for the race's CNN what the engine has more to do, and what the window has to work out at each look."""
    import torch

    from desktop.runs import adapter, mistakes
    from desktop.runs.mistakes import Wrong
    from engine.contract import events, spec, wire
    from engine.contract.spec.run import PICTURES_BETWEEN_VALIDATIONS
    from engine.data import data
    from engine.machine import runtime
    from engine.training.racer import Racer
    from engine.training.train import SUBSET, Run

    runtime.keep_pages()
    torch.set_num_threads(1)
    split = data.load("animals")
    run = spec.RunSpec(contestants=(spec.CNN,))
    racer = Racer(spec.CNN, run, split, 10)
    order = data.Batches(len(split.train_x), seed=1)
    x, y = split.validation_x[:SUBSET], split.validation_y[:SUBSET]

    def step() -> None:
        chosen = order.next(batch)
        racer.step(split.train_x[chosen], split.train_y[chosen], 3e-3).tolist()

    @torch.inference_mode()
    def plain() -> None:
        """A validation that keeps loss and accuracy only."""
        logits = racer.module.eval()(x)
        racer.module.train()
        float(torch.nn.functional.cross_entropy(logits, y))
        int((logits.argmax(1) == y).sum())

    def kept() -> None:
        wire.frame(events.Predicted(0, (racer.score(x, y)[1],)))

    for work in (step, plain, kept) * 5:
        work()
    turns = [(seconds(plain), seconds(kept), seconds(step)) for _ in range(TURNS)]
    between = PICTURES_BETWEEN_VALIDATIONS / batch
    recording = adapter.begin(Run(run, time.perf_counter, paused=False).started())
    recording = adapter.add(recording, events.Predicted(0, (racer.score(x, y)[1],)))

    def look() -> None:
        found = mistakes.judged(recording)
        assert found is not None
        found.counts(0)
        mistakes.worst(found, Wrong(0))

    looks = [seconds(look) for _ in range(TURNS)]
    return {
        "aim": "share_of_steps < 0.01",
        "share_of_steps": round(median((after - before) / (between * each) for before, after, each in turns), 5),
        "share_of_a_validation": round(median(after / before for before, after, _ in turns) - 1, 4),
        "share_of_steps_to_look": round(median(looks) / (between * median(each for *_, each in turns)), 5),
    }
