"""How long real networks took on somebody's computer: what the window measures and a scene shows as a knob's value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

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

    def to_plain(self) -> dict[str, Any]:
        """Write these as plain data that JSON can hold."""
        return {"machine": self.machine, "threads": self.threads, "date": self.date, "seconds": dict(self.seconds)}

    @classmethod
    def from_plain(cls, plain: Any) -> Latencies:
        """Read these from plain data; raises ValueError for a time that none can be."""
        seconds = tuple(sorted((str(name), float(took)) for name, took in plain["seconds"].items()))
        if not all(math.isfinite(took) and took > 0 for _, took in seconds):
            raise ValueError("a network takes a finite time above zero")
        return cls(str(plain["machine"]), int(plain["threads"]), str(plain["date"]), seconds)
