"""How long something takes that is done again and again: one rule for all that is timed here. No torch."""

import math
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

Clock = Callable[[], float]


class Enough(NamedTuple):
    """How often something is done: `warm_up` times before the first that counts, which loads what is loaded late.

    Then at least `fewest` and at most `most` times; between the two it ends after so many `seconds`.
    """

    warm_up: int
    fewest: int
    most: int
    seconds: float


GLANCE = Enough(2, 5, 30, 0.5)
"""For a median."""
CLOSELY = Enough(5, 20, 500, 1.0)
"""For the slowest twentieth too: of fewer than 20 it would be the slowest one."""


def passes(once: Callable[[], object], enough: Enough, clock: Clock = time.perf_counter) -> Iterator[float | None]:
    """Do something until it is enough, and give the seconds that it takes each time, None where it doesn't count."""
    for _ in range(enough.warm_up):
        once()
        yield None
    count, total = 0, 0.0
    while count < enough.fewest or (count < enough.most and total < enough.seconds):
        begun = clock()
        once()
        seconds = clock() - begun
        count, total = count + 1, total + seconds
        yield seconds


def counting(all_passes: Iterable[float | None]) -> tuple[float, ...]:
    """The seconds of those that count."""
    return tuple(seconds for seconds in all_passes if seconds is not None)


class Times(NamedTuple):
    """Seconds of many passes in short: half of them take no longer than `median`, and 95 of 100 than `p95`."""

    median: float
    p95: float


def summed_up(seconds: Sequence[float]) -> Times:
    """The median, and the smallest of the seconds that at least 95 % of them don't exceed."""
    ranked = sorted(seconds)
    return Times(median(ranked), ranked[math.ceil(0.95 * len(ranked)) - 1])


def processor() -> str:
    """Return the name of the processor, as well as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(filter(None, names), "") or platform.processor() or platform.machine() or "processor"


def cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads_refused(threads: int) -> str:
    """Say in one sentence why nothing is timed on so many threads here; "" where it can be.

    More threads than cores wait for each other, and thousands of them end a process.
    """
    if 1 <= threads <= cores():
        return ""
    most = "one thread" if cores() == 1 else f"1 to {cores()} threads"
    return f"A network runs on {most} here, at most as many as there are cores, and not on {threads:,}."
