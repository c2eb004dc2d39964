"""How long real networks took on somebody's computer: what the window measures and a scene shows as a knob's value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, cast

from scenes.stage.core.knobs import hidden

KNOB = "latencies"
"""The name of the knob that the window puts measurements into."""


@dataclass(frozen=True)
class Latencies:
    """Seconds that networks took for one picture, by name, on a processor with so many threads, up to a day."""

    machine: str = ""
    threads: int = 1
    date: str = ""
    seconds: tuple[tuple[str, float], ...] = ()

    def of(self, network: str) -> float | None:
        """The seconds of a network; None where it was not measured."""
        return dict(self.seconds).get(network)

    def measured(self, network: str, seconds: float, machine: str, threads: int, date: str) -> Latencies:
        """Return these with one more; what another processor or other threads gave doesn't stand beside it."""
        same = (self.machine, self.threads) == (machine, threads)
        kept = dict(self.seconds) if same else {}
        return Latencies(machine, threads, date, tuple(sorted({**kept, network: seconds}.items())))

    def only(self, networks: tuple[str, ...]) -> Latencies:
        """Return these for some networks only."""
        return replace(self, seconds=tuple((name, took) for name, took in self.seconds if name in networks))


def latencies() -> Latencies:
    """Make the hidden knob for measurements."""
    return cast(Latencies, hidden(Latencies(), to_plain=_to_plain, from_plain=_from_plain))


def _to_plain(of: Latencies) -> dict[str, Any]:
    return {"machine": of.machine, "threads": of.threads, "date": of.date, "seconds": dict(of.seconds)}


def _from_plain(plain: Any) -> Latencies:
    seconds = tuple(sorted((str(name), float(took)) for name, took in plain["seconds"].items()))
    if not all(math.isfinite(took) and took > 0 for _, took in seconds):
        raise ValueError("a network takes a finite time above zero")
    return Latencies(str(plain["machine"]), int(plain["threads"]), str(plain["date"]), seconds)
