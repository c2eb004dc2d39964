"""How the benchmarks measure: milliseconds by a monotonic clock, summed up by percentiles."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def summary(samples: Sequence[float]) -> dict[str, float]:
    """The median, the 99th percentile and the largest of some samples."""
    p50, p99 = np.percentile(samples, [50, 99])
    return {"p50": round(float(p50), 2), "p99": round(float(p99), 2), "worst": round(max(samples), 2)}
