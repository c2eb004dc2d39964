"""What long answers cost, beside the bare arithmetic that they can't do without.

A range test of the race is compared with as many steps of a run of it, the ground of its CNN with as many forward
passes, and the strongest pictures of its units with one pass of all training pictures. Both take turns in a process of
its own, and only the ratio within a turn counts. The card of a unit is cold where nothing of its layer is remembered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from tests.benchmarks.display import ROOT

TURNS = 5
STEPS, SIDE = 100, 25


def measure_answers() -> dict[str, object]:
    """Ratios, and the seconds until the first row of the ground is there, and a card."""
    command = [sys.executable, "-m", "tests.benchmarks.answers"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {
        "aim": "ratios < 1.3, first row < 0.3 s, card < 0.7 s cold and < 0.3 s for the next unit",
        **json.loads(done.stdout),
    }


def _main() -> None:
    from itertools import islice

    import torch
    from msgspec.structs import replace

    from engine.contract.events import Checkpoint, Tick
    from engine.contract.questions import (
        Ascend,
        FindStrongest,
        Fresh,
        MapGround,
        Query,
        Reply,
        Stored,
        SwitchOff,
        TryRates,
    )
    from engine.contract.spec import PRESETS
    from engine.data import data
    from engine.queries import answers, strongest
    from engine.training.train import NoCommands, Run, play

    torch.set_num_threads(1)
    race = replace(PRESETS["race"].spec, threads=1, validate_every=1_000_000)
    split = data.load(race.data)
    run = Run(race, time.perf_counter, paused=False)
    path = [event.weights[1] for event in play(run, NoCommands()) if isinstance(event, Checkpoint)]
    kept = tuple(weights for weights in path if weights is not None)
    stored = Stored(race.contestants[1].network, 10, split.mean, split.deviation, kept[-1])
    net = run.trained(1)
    assert net is not None

    def told(query: Query) -> list[Reply]:
        return [reply for reply in answers.replies(query, run.trained) if reply is not None]

    def steps() -> None:
        training = Run(replace(race, snapshot_every=1_000_000), time.perf_counter, paused=False)
        next(islice((event for event in play(training, NoCommands()) if isinstance(event, Tick)), STEPS - 1, None))

    @torch.inference_mode()
    def passes() -> None:
        module, x = net.module.eval(), split.train_x[:100]
        for _ in range(SIDE * SIDE):
            module(x)

    @torch.inference_mode()
    def one_pass() -> None:
        for pictures in split.train_x.split(250):
            net.module.eval()(pictures)

    def scan() -> None:
        strongest.forget()
        told(Query(1, stored, FindStrongest(race, "relu2", 0)))

    def card(unit: int) -> float:
        begun = time.process_time()
        for question in (FindStrongest, Ascend):
            told(Query(1, stored, question(race, "relu2", unit)))
        told(Query(1, stored, SwitchOff(race, "relu2", (unit,))))
        return time.process_time() - begun

    ground = Query(1, stored, MapGround(race, kept))
    range_test = [_ratio(lambda: told(Query(1, Fresh(race), TryRates())), steps) for _ in range(TURNS)]
    mapped = [_ratio(lambda: told(ground), passes) for _ in range(TURNS)]
    scanned = [_ratio(scan, one_pass) for _ in range(TURNS)]
    strongest.forget()
    cards = [card(unit) for unit in range(TURNS)]
    begun = time.perf_counter()
    parts = (reply for reply in answers.replies(ground, run.trained) if reply is not None)
    next(islice(parts, 1, None))
    print(
        json.dumps(
            {
                "range test / as many steps": median(range_test),
                "ground / as many passes": median(mapped),
                "strongest pictures / one pass": median(scanned),
                "card of a unit, cold, s": cards[0],
                "card of the next unit, s": median(cards[1:]),
                "first row of the ground, s": time.perf_counter() - begun,
            }
        )
    )


def _ratio(ours: Callable[[], object], bare: Callable[[], object]) -> float:
    times = []
    for each in (ours, bare):
        begun = time.process_time()
        each()
        times.append(time.process_time() - begun)
    return times[0] / times[1]


if __name__ == "__main__":
    _main()
