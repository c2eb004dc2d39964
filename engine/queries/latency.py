"""How long the real networks take here: one picture at a time through a network with random weights.

What is timed is inference as on a device that waits for each picture: batch 1, evaluation mode, no gradients, 32-bit
floats, on the processor. Weights are random, because their values make no difference to the time.
"""

import time
from collections.abc import Callable
from statistics import median

import torch
from torch import nn

from engine.contract.edge.timing import GLANCE, Clock, counting, passes, processor, threads_refused
from engine.contract.events import Measured
from engine.models.architectures.catalogue import ARCHITECTURES


class LatencyError(RuntimeError):
    """What can't be measured; the text is one sentence for the user."""


Heed = Callable[[], None]


def measure(name: str, threads: int = 1, heed: Heed = lambda: None, clock: Clock = time.perf_counter) -> Measured:
    """Measure a network of `ARCHITECTURES`: the median over some passes after a warm-up, with so many threads.

    `heed` is called before every layer, so that a pass of many seconds can be broken off: whatever it raises comes
    through.

    Raises:
        LatencyError: there is no such network, or no such number of threads.
    """
    if name not in ARCHITECTURES:
        raise LatencyError(f"There is no network named {name!r}; `convoscope networks` lists them.")
    if refused := threads_refused(threads):
        raise LatencyError(refused)
    architecture = ARCHITECTURES[name]
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        network, x = _listening(architecture.build().eval(), heed), torch.randn(1, *architecture.shape)
        with torch.inference_mode():
            seconds = counting(passes(lambda: network(x), GLANCE, clock))
    finally:
        torch.set_num_threads(before)
    return Measured(name, median(seconds), len(seconds), threads, processor())


def _listening(network: nn.Module, heed: Heed) -> nn.Module:
    """Return the network with an ear before every layer: a few microseconds a pass, a thousandth of the time."""
    for part in network.modules():
        if next(part.children(), None) is None:
            part.register_forward_pre_hook(lambda *_: heed())
    return network
