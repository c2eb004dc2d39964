"""Reading the maps of a network: what some of its layers make of one picture, also while parts of it are 0."""

from collections.abc import Callable, Iterator
from math import prod

import torch
from torch import Tensor, nn

from engine.contract.questions import MapsRead, ReadMaps
from engine.models import inside, networks
from engine.models.layers import Residual
from engine.models.networks import Trained
from engine.queries.work import QuestionError

MOST_NUMBERS = 8_000_000
"""So many numbers fit into one answer, which is half of what a message may hold."""

Hook = Callable[[nn.Module, tuple[Tensor, ...], Tensor], Tensor | None]


def read(question: ReadMaps, net: Trained, x: Tensor) -> Iterator[MapsRead]:
    """Send a picture `x` (1, channels, height, width) through the network once, as it is in use.

    Only what is asked for is looked at. Raises `QuestionError` where a layer or a map isn't there, or the layers give
    more than one answer can hold.
    """
    leaves = networks.leaves(net.module)
    seen: dict[str, Tensor] = {}
    hooks = [_emptied(net.module, name, channel) for name, channel in question.off]
    hooks += [(_layer(leaves, name), _keeper(seen, name)) for name in dict.fromkeys(question.layers)]
    handles = [part.register_forward_hook(hook) for part, hook in hooks]
    try:
        with networks.in_use(net.module), torch.inference_mode():
            logits = net.module(x)
    finally:
        for handle in handles:
            handle.remove()
    if sum(prod(seen[name].shape) for name in question.layers) > MOST_NUMBERS:
        raise QuestionError("These layers give more numbers than one answer holds; ask for fewer of them.")
    yield MapsRead(inside.array(logits[0]), tuple(inside.array(seen[name][0]) for name in question.layers))


def _layer(leaves: dict[str, nn.Module], name: str) -> nn.Module:
    if name not in leaves:
        raise QuestionError(f"This network has no layer {name!r}; choose one of its own.")
    return leaves[name]


def _keeper(seen: dict[str, Tensor], name: str) -> Hook:
    def keep(_part: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        seen[name] = output

    return keep


def _emptied(module: nn.Module, name: str, channel: int | None) -> tuple[nn.Module, Hook]:
    """Where something is to be 0, and the hook that makes it so."""
    parts = dict(module.named_modules())
    if not name or name not in parts:
        raise QuestionError(f"This network has no layer or block {name!r}; choose one of its own.")

    def empty(_part: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
        if channel is None:
            return torch.zeros_like(output)
        if not 0 <= channel < output.shape[1]:
            raise QuestionError(f"{name} has the maps 0 to {output.shape[1] - 1}; choose one of them.")
        left = output.clone()
        left[:, channel] = 0
        return left

    part = parts[name]
    return (part.added if isinstance(part, Residual) else part), empty
