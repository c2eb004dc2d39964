"""How many threads torch may use, so that a busy machine never makes training crawl.

One core always stays with the window. Beyond one thread, more of them help only while every core is free:
with two threads on two busy cores training was measured 30 times slower than with one. So the choice is
measured, and watched afterwards.
"""

import time
from collections import deque
from functools import cache
from statistics import median

import torch
from torch import nn

from engine.contract.edge.timing import cores
from engine.contract.spec import SmallCNN
from engine.models import networks

SPEED_UP_WORTH_IT = 1.15
MANY = 4
_BUDGET = 0.08
_MIN_STEPS = 3


def candidates(cores: int) -> tuple[int, ...]:
    """Return the numbers of threads worth measuring on a machine with so many cores, the safe one first."""
    most = max(1, cores - 1)
    return tuple(sorted({1, min(MANY, most), most}))


def _one_step(module: nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    """Do the work of one training step but for the update."""
    torch.autograd.grad(nn.functional.cross_entropy(module(x), y), list(module.parameters()))


def step_time(threads: int) -> float:
    """Return the seconds that a training step of the default CNN takes with so many threads."""
    torch.set_num_threads(threads)
    module = networks.seeded(SmallCNN(), (1, 28, 28), 10, seed=0)
    networks.channels_last(module)
    x, y = torch.zeros(64, 1, 28, 28), torch.zeros(64, dtype=torch.int64)
    _one_step(module, x, y)
    times: list[float] = []
    while len(times) < _MIN_STEPS or sum(times) < _BUDGET:
        begun = time.perf_counter()
        _one_step(module, x, y)
        times.append(time.perf_counter() - begun)
    return median(times)


def fastest(times: dict[int, float]) -> int:
    """Return the number of threads to use, given seconds a step by number of threads: few unless more clearly help."""
    choice = min(times)
    for threads in sorted(times):
        if times[choice] >= SPEED_UP_WORTH_IT * times[threads]:
            choice = threads
    return choice


@cache
def choose() -> int:
    """Measure once in this process how many threads serve training best, and return that number."""
    options = candidates(cores())
    if len(options) == 1:
        return options[0]
    return fastest({threads: step_time(threads) for threads in options})


class Watchdog:
    """Notices when steps that ran in parallel become many times slower, because another program wants the cores."""

    SLOWER = 5.0
    WINDOW = 5

    def __init__(self) -> None:
        self._usual: list[float] = []
        self._recent: deque[float] = deque(maxlen=self.WINDOW)

    def barks(self, seconds: float) -> bool:
        """Take in the duration of one step; return whether all recent ones were far slower than usual."""
        if len(self._usual) < 4 * self.WINDOW:
            self._usual.append(seconds)
            return False
        self._recent.append(seconds)
        return len(self._recent) == self.WINDOW and min(self._recent) > self.SLOWER * median(self._usual)
