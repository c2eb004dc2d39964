"""What long answers cost, beside the bare arithmetic that they can't do without.

What explains one picture follows the mouse, so its milliseconds count. A range test of the race is compared with as
many steps of a run of it, the ground of its CNN with as many forward passes, and the strongest pictures of its units
with one pass of all training pictures: both take turns in a process of its own, and only the ratio within a turn
counts. Of a point map the seconds on one thread are told, from nothing and from another map, and its longest step, for
which a run beside it waits. The card of a unit is cold where nothing of its layer is remembered.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.display import ROOT

if TYPE_CHECKING:
    from torch import nn

    from engine.contract.questions import Question
    from engine.contract.spec import RunSpec
    from engine.data.data import Split

TURNS = 5
STEPS, SIDE, LOOKS = 100, 25, 15


def measure_answers() -> dict[str, object]:
    """Ratios, and the seconds until the first row of the ground is there, and a card."""
    command = [sys.executable, "-m", "tests.benchmarks.answers"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    aims = (
        "ratios < 1.3, first row < 0.3 s, where it looks < 30 ms, card < 0.7 s cold and < 0.3 s for the next unit, "
        "point map < 1 s, again < 0.2 s"
    )
    return {"aim": aims, **json.loads(done.stdout)}


def _main() -> None:
    from itertools import islice

    import torch
    from msgspec.structs import replace

    from engine.contract.events import Checkpoint, Tick
    from engine.contract.numbers import Array
    from engine.contract.questions import (
        Cover,
        Explain,
        Fresh,
        MapGround,
        MapPoints,
        PointsMapped,
        Present,
        Query,
        QuickQuestion,
        Reply,
        Stored,
        TryRates,
    )
    from engine.contract.spec import PRESETS
    from engine.data import data
    from engine.queries import answers
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

    ground = Query(1, stored, MapGround(race, kept))
    range_test = [_ratio(lambda: told(Query(1, Fresh(race), TryRates())), steps) for _ in range(TURNS)]
    mapped = [_ratio(lambda: told(ground), passes) for _ in range(TURNS)]
    begun = time.perf_counter()
    parts = (reply for reply in answers.replies(ground, run.trained) if reply is not None)
    next(islice(parts, 1, None))
    first_row = time.perf_counter() - begun
    points = MapPoints(race.data, ("pool2",))
    *_, cold = told(Query(1, stored, points))
    assert isinstance(cold.answer, PointsMapped)
    again = replace(points, starts=(cold.answer.points,))
    picture = Array.of(split.pictures[race.probe])
    every = tuple(range(24))
    looking: dict[str, QuickQuestion] = {
        "gradient": Explain(picture, "gradient", 0),
        "smoothed gradient": Explain(picture, "smoothed", 0),
        "Grad-CAM": Explain(picture, "grad-cam", 0, layer="relu2"),
        "covered once": Cover(picture, 5, split.mean, (9,), (9,)),
        "covered at 576 places": Cover(picture, 5, split.mean, every, every),
    }

    def looks(question: QuickQuestion, about: Present | Stored) -> float:
        times = [_seconds(lambda: told(Query(1, about, question))) for _ in range(1 + LOOKS)]
        return round(1000 * median(times[1:]), 2)

    milliseconds = {
        f"{name}, {who}, ms": looks(question, about)
        for name, question in looking.items()
        for who, about in (("present", Present(1)), ("stored", stored))
    }
    print(
        json.dumps(
            {
                **milliseconds,
                "range test / as many steps": median(range_test),
                "ground / as many passes": median(mapped),
                **_units(net.module, split, lambda question: told(Query(1, stored, question(race)))),
                "first row of the ground, s": first_row,
                "point map, s": median(_seconds(lambda: told(Query(1, stored, points))) for _ in range(TURNS)),
                "point map again, s": median(_seconds(lambda: told(Query(1, stored, again))) for _ in range(TURNS)),
                "its longest step, s": max(
                    _pauses(answers.replies(Query(1, stored, each), run.trained)) for each in (points, again)
                ),
            }
        )
    )


def _units(module: nn.Module, split: Split, ask: Callable[[Callable[[RunSpec], Question]], object]) -> dict[str, float]:
    """What the card of a unit costs."""
    import torch

    from engine.contract.questions import Ascend, FindStrongest, SwitchOff
    from engine.contract.spec import about
    from engine.queries import strongest

    @torch.inference_mode()
    def one_pass() -> None:
        for pictures in split.train_x.split(250):  # type: ignore[no-untyped-call]
            module.eval()(pictures)

    def scan() -> None:
        strongest.forget()
        ask(lambda race: FindStrongest(race, "relu2", 0))

    def card(unit: int) -> float:
        begun = time.process_time()
        ask(lambda race: FindStrongest(race, "relu2", unit))
        ask(lambda race: Ascend(about(race.data).shape, "relu2", unit))
        ask(lambda race: SwitchOff(race, "relu2", (unit,)))
        return time.process_time() - begun

    scanned = [_ratio(scan, one_pass) for _ in range(TURNS)]
    strongest.forget()
    cards = [card(unit) for unit in range(TURNS)]
    return {
        "strongest pictures / one pass": median(scanned),
        "card of a unit, cold, s": cards[0],
        "card of the next unit, s": median(cards[1:]),
    }


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _pauses(steps: Iterator[object]) -> float:
    """The seconds of the longest step of an answer."""
    longest, begun = 0.0, time.process_time()
    for _ in steps:
        longest, begun = max(longest, time.process_time() - begun), time.process_time()
    return longest


def _ratio(ours: Callable[[], object], bare: Callable[[], object]) -> float:
    times = []
    for each in (ours, bare):
        begun = time.process_time()
        each()
        times.append(time.process_time() - begun)
    return times[0] / times[1]


if __name__ == "__main__":
    _main()
