"""Units of a network, each one map or one number that a layer gives: what all questions about them have in common."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.contract.spec import RunSpec, SpecError
from engine.data import altering
from engine.data.data import Split
from engine.models import networks
from engine.models.networks import Trained
from engine.queries.work import QuestionError

NUMBERS, MOST = 200_000, 250
"""So many numbers of pictures at most go through a network at once, and so many pictures: a fraction of a second."""


def layer_of(net: Trained, name: str, *wanted: int) -> tuple[nn.Module, tuple[int, ...]]:
    """Return a layer and the shape of what it gives, with the network in use.

    Raises `QuestionError` if there is no such layer, or if it lacks a unit that is wanted.
    """
    part = networks.leaves(net.module.eval()).get(name)
    if part is None:
        raise QuestionError(f"This network has no layer that is called {name}.")
    nothing = torch.zeros(1, *net.shape, device=device_of(net.module))
    shape = tuple(given(net.module, part, nothing).shape[1:])
    if any(not 0 <= unit < shape[0] for unit in wanted):
        raise QuestionError(f"{name} has the units 0 to {shape[0] - 1}, and another was asked for.")
    return part, shape


def pictures_of(spec: RunSpec, net: Trained) -> Split:
    """Return the pictures of a run; raises `QuestionError` where they are not there, or don't fit a network."""
    try:
        found = altering.pictures_of(spec)
    except SpecError as error:
        raise QuestionError(str(error)) from error
    if found.train_x.shape[1:] != torch.Size(net.shape):
        raise QuestionError("The pictures of this run have another shape than those that the network takes.")
    return found


def cut(pictures: Tensor) -> tuple[Tensor, ...]:
    """Cut pictures (count, channels, height, width) into as many as go through a network at once."""
    return torch.split(pictures, max(1, min(MOST, NUMBERS // pictures[0].numel())))


def device_of(module: nn.Module) -> torch.device:
    """Return where a network computes."""
    return next(module.parameters()).device


@contextmanager
def hooked(part: nn.Module, hook: Callable[[Tensor], Tensor | None]) -> Iterator[None]:
    """Let a hook see what a layer gives, and give something else in its place, for a while."""
    handle = part.register_forward_hook(lambda _module, _inputs, output: hook(output))
    try:
        yield
    finally:
        handle.remove()


def given(module: nn.Module, part: nn.Module, x: Tensor) -> Tensor:
    """Return what a layer of a network gives for pictures (count, channels, height, width)."""
    seen: list[Tensor] = []
    with hooked(part, seen.append), torch.inference_mode():
        module(x)
    return seen[-1]


def strengths(output: Tensor) -> tuple[Tensor, Tensor]:
    """Return how strong each unit is, and the place of its strongest cell, row by row: both (count, units)."""
    if output.ndim == 4:
        values, cells = output.flatten(2).max(2)
        return values, cells
    return output, torch.zeros(output.shape, dtype=torch.int64, device=output.device)
