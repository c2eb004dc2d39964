"""How long a network takes for one picture: in all, layer by layer, and how much memory its activations need.

What is timed is inference as on a device that waits for each picture: batch 1, no gradients, 32-bit floats.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import torch
from torch import Tensor, nn

from engine.contract.edge import Layers, PassesTimed, TimePasses
from engine.contract.edge.timing import CLOSELY, Clock, Enough, counting, passes, processor, threads_refused
from engine.models import networks
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.networks import Trained
from engine.queries.alive import most_alive
from engine.queries.work import QuestionError, Work

AT_ONCE = 0.1
"""After so many seconds of passes, and one at least, the engine looks whether somebody speaks to it."""
BY_LAYER = Enough(2, 5, 50, 0.5)
"""How often a network passes while its layers are listened to."""


def timed(question: TimePasses, net: Trained, clock: Clock = time.perf_counter) -> Work:
    """Time a network, which nobody else uses meanwhile; raises `QuestionError` where it can't be."""
    if refused := threads_refused(question.threads):
        raise QuestionError(refused)
    if question.shape != tuple(net.shape):
        wanted, given = ("×".join(map(str, shape)) for shape in (net.shape, question.shape))
        raise QuestionError(f"This network takes pictures of {wanted} pixels, and not of {given}.")
    return Work(1, _steps(net.module.eval(), question.threads, _noise(net), clock))


def drawn(name: str, seed: int) -> Trained:
    """A network of the catalogue with weights drawn by chance, whatever it sees; raises `QuestionError` without one.

    Weights make no difference to its time, so that those of any network will do.
    """
    if name not in ARCHITECTURES:
        raise QuestionError(f"There is no network named {name!r}; `convoscope networks` lists them.")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        module = ARCHITECTURES[name].build()
    networks.channels_last(module)
    return Trained(module, ARCHITECTURES[name].shape, 0.0, 1.0)


def _noise(net: Trained) -> Tensor:
    """A picture by chance, as far from 0 as standardised ones are: the same one each time."""
    device = next(net.module.parameters()).device
    return torch.randn(1, *net.shape, generator=torch.Generator().manual_seed(0)).to(device)


def _steps(module: nn.Module, threads: int, x: Tensor, clock: Clock) -> Iterator[PassesTimed | None]:
    found: list[float | None] = []
    for some in _in_turns(passes(lambda: module(x), CLOSELY, clock), threads, clock):
        found += some
        yield None
    heard: dict[str, list[float]] = {name: [] for name in networks.leaves(module)}
    with _listened_to(module, heard, clock):
        for _ in _in_turns(passes(lambda: module(x), BY_LAYER, clock), threads, clock):
            yield None
    layers: Layers = tuple((name, median(each[BY_LAYER.warm_up :])) for name, each in heard.items() if each)
    with torch.inference_mode():
        memory = most_alive(module, x)
    parts = [part for name, part in networks.leaves(module).items() if heard[name]]
    numbers = sum(each.nbytes for part in parts for each in networks.numbers(part).values())
    yield PassesTimed(counting(found), processor(), f"PyTorch {torch.__version__}", layers, memory, numbers)


def _in_turns(going: Iterator[float | None], threads: int, clock: Clock) -> Iterator[list[float | None]]:
    """Go on with passes a while at a time on so many threads; in between torch has the number that it had before."""
    while True:
        some: list[float | None] = []
        with _on_threads(threads), torch.inference_mode():
            until = clock() + AT_ONCE
            for seconds in going:
                some.append(seconds)
                if clock() >= until:
                    break
        if not some:
            return
        yield some


@contextmanager
def _on_threads(threads: int) -> Iterator[None]:
    """Let torch use so many threads for a while."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _listened_to(module: nn.Module, heard: dict[str, list[float]], clock: Clock) -> Iterator[None]:
    """Note for a while how many seconds each layer takes at each pass."""
    begun: dict[str, float] = {}

    def before(name: str) -> Callable[..., None]:
        return lambda *_: begun.update({name: clock()})

    def after(name: str) -> Callable[..., None]:
        return lambda *_: heard[name].append(clock() - begun[name])

    hooks: list[Any] = []
    for name, part in networks.leaves(module).items():
        hooks += [part.register_forward_pre_hook(before(name)), part.register_forward_hook(after(name))]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
