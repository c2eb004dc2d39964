"""Measuring real networks from the shell: a row for each as soon as it is known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from desktop.cli.streams import printable_json, say
from desktop.training.blocking_engine import running_engine
from engine.contract.events import Failed, Measure, Measured, Unmeasured
from scenes.stage.core.catalogue import catalogue
from scenes.stage.data.networks import network


def usual() -> tuple[str, ...]:
    """The networks that scenes ask about when nobody names any."""
    asked = (scene.measures(scene.knobs()) for scene in catalogue().scenes if scene.measures is not None)
    return tuple(dict.fromkeys(name for names in asked for name in names))


def measure(names: Sequence[str], threads: int, as_json: bool) -> int:
    """Measure networks one after the other and print their times; the exit status is 1 if one could not be measured.

    Raises EngineError where the engine can't be used.
    """
    status, told = 0, False
    with running_engine() as engine:
        events = engine.events()
        for name in names:
            engine.send(Measure(name, threads))
            answer = next(event for event in events if isinstance(event, Measured | Unmeasured | Failed))
            if isinstance(answer, Failed):
                say(answer.message)
                return 1
            if isinstance(answer, Unmeasured):
                say(answer.message)
                status = 1
            elif as_json:
                print(printable_json(msgspec.json.encode(answer).decode()), flush=True)
            else:
                if not told:
                    told = True
                    print(_head(answer))
                print(_row(answer), flush=True)
    return status


def _head(first: Measured) -> str:
    threads = "one thread" if first.threads == 1 else f"{first.threads} threads"
    where = f"One picture at a time on {first.machine}, {threads}; medians after a warm-up, random weights."
    return f"{where}\n{'network':24}{'ms':>10}{'runs':>6}{'MACs':>18}{'G MACs/s':>10}"


def _row(answer: Measured) -> str:
    macs = network(answer.network).macs
    speed = macs / answer.seconds / 1e9
    return f"{answer.network:24}{1000 * answer.seconds:10.1f}{answer.runs:6d}{macs:18,}{speed:10.1f}"
