"""What training on larger pictures costs, before it is paid."""

from __future__ import annotations

import math

MEASURED = {32: 0.013, 64: 0.039}
"""Seconds a step by side: three convolutions of 16, 32 and 32 filters, batch 32, colour, one thread of a laptop."""
DEAR = 0.03
_GROWTH = math.log(MEASURED[64] / MEASURED[32]) / math.log(2)


def seconds_a_step(side: int) -> float:
    """About how long a small network takes for a step on pictures of a side."""
    return MEASURED[32] * float((side / 32) ** _GROWTH)


def words(side: int) -> str:
    """The price in a sentence."""
    seconds = seconds_a_step(side)
    compared = seconds / seconds_a_step(28)
    dear = f" That is {compared:.1f} times as long as at 28 pixels." if seconds > DEAR else ""
    return f"A step of a small network takes about {1000 * seconds:.0f} ms at {side} pixels a side.{dear}"
