"""Gradient descent by hand: SGD, momentum, Adam and AdamW over torch's operations on lists of tensors.

They compute what `torch.optim` computes, in the same order, and tests hold them to it. Importing torch's
own optimisers loads the compiler stack, which takes most of a second while a class waits.
"""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

import torch
from torch import Tensor, nn

from engine.contract import spec

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class Optimiser(Protocol):
    """An update rule for one list of parameters."""

    def step(self, gradients: Sequence[Tensor], lr: float | Sequence[float]) -> None:
        """Move every parameter one step against its gradient, in place; with several rates each row at its own."""

    def keep(self, rows: Sequence[int], parameters: Sequence[Tensor]) -> None:
        """Go on with some rows of each parameter, which lie elsewhere in memory now."""


class SGD:
    """Stochastic gradient descent with optional heavy-ball momentum.

    v <- momentum * v + g, then p <- p - lr * v (Sutskever et al. 2013, without their Nesterov variant; v
    starts as the first g).
    """

    def __init__(self, parameters: Sequence[Tensor], momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        self._parameters = list(parameters)
        self._momentum = momentum
        self._weight_decay = weight_decay
        self._velocities = [torch.zeros_like(p) for p in self._parameters] if momentum else None

    def keep(self, rows: Sequence[int], parameters: Sequence[Tensor]) -> None:
        """Go on with some rows of each parameter, which lie elsewhere in memory now."""
        self._parameters = list(parameters)
        if self._velocities is not None:
            self._velocities = [each[list(rows)] for each in self._velocities]

    @torch.no_grad()
    def step(self, gradients: Sequence[Tensor], lr: float | Sequence[float]) -> None:
        """Move every parameter one step against its gradient, in place; with several rates each row at its own."""
        moves = list(gradients)
        if self._weight_decay:
            moves = list(torch._foreach_add(moves, self._parameters, alpha=self._weight_decay))
        if self._velocities is not None:
            torch._foreach_mul_(self._velocities, self._momentum)
            torch._foreach_add_(self._velocities, moves)
            moves = self._velocities
        parameters, rates = _with_rates(self._parameters, lr)
        for parameter, move, rate in zip(parameters, _with_rates(moves, lr)[0], rates, strict=True):
            parameter.add_(move, alpha=-rate)


class Adam:
    """Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) if the weight decay is decoupled."""

    def __init__(self, parameters: Sequence[Tensor], weight_decay: float = 0.0, decoupled: bool = False) -> None:
        self._parameters = list(parameters)
        self._weight_decay = weight_decay
        self._decoupled = decoupled
        self._means = [torch.zeros_like(p) for p in self._parameters]
        self._squares = [torch.zeros_like(p) for p in self._parameters]
        self._steps = 0

    def keep(self, rows: Sequence[int], parameters: Sequence[Tensor]) -> None:
        """Go on with some rows of each parameter, which lie elsewhere in memory now."""
        self._parameters = list(parameters)
        self._means, self._squares = ([each[list(rows)] for each in known] for known in (self._means, self._squares))

    @torch.no_grad()
    def step(self, gradients: Sequence[Tensor], lr: float | Sequence[float]) -> None:
        """Move every parameter one step against its gradient, in place; with several rates each row at its own."""
        self._steps += 1
        moves = list(gradients)
        parameters, rates = _with_rates(self._parameters, lr)
        if self._weight_decay and self._decoupled:
            torch._foreach_mul_(parameters, [1 - rate * self._weight_decay for rate in rates])
        elif self._weight_decay:
            moves = list(torch._foreach_add(moves, self._parameters, alpha=self._weight_decay))
        torch._foreach_lerp_(self._means, moves, 1 - BETA1)
        torch._foreach_mul_(self._squares, BETA2)
        torch._foreach_addcmul_(self._squares, moves, moves, 1 - BETA2)
        scales = torch._foreach_sqrt(self._squares)
        torch._foreach_div_(scales, math.sqrt(1 - BETA2**self._steps))
        torch._foreach_add_(scales, EPSILON)
        means, divisors = (_with_rates(each, lr)[0] for each in (self._means, list(scales)))
        torch._foreach_addcdiv_(parameters, means, divisors, [-rate / (1 - BETA1**self._steps) for rate in rates])


def _with_rates(tensors: list[Tensor], lr: float | Sequence[float]) -> tuple[list[Tensor], list[float]]:
    """Tensors, or where there are several rates the rows of each, and the rate of each."""
    if not isinstance(lr, Sequence):
        return tensors, [lr] * len(tensors)
    return [row for each in tensors for row in each.unbind()], [*lr] * len(tensors)


_ALIGNED = 16
"""Parameters begin at multiples of so many numbers, which is 64 bytes, as all tensors do."""


def in_one_row(parameters: Sequence[nn.Parameter]) -> Tensor:
    """Move parameters into one row of numbers, so that an update rule moves all at once.

    For small networks the calls take longer than the arithmetic: a step of the default CNN takes 1 to 5 % less time at
    batch 20.
    """
    row = parameters[0].new_zeros(sum(map(_room, parameters)), requires_grad=False)
    for parameter, place in zip(parameters, places(row, parameters), strict=True):
        place.copy_(parameter.detach())
        parameter.data = place
    return row


def places(row: Tensor, parameters: Sequence[Tensor]) -> list[Tensor]:
    """Return where parameters lie in a row, each laid out as it is."""
    ends = accumulate(map(_room, parameters), initial=0)
    return [row.as_strided(each.shape, each.stride(), at) for each, at in zip(parameters, ends, strict=False)]


def _room(parameter: Tensor) -> int:
    return -(-parameter.numel() // _ALIGNED) * _ALIGNED


def make(optimiser: spec.Optimiser, parameters: Sequence[Tensor]) -> Optimiser:
    """Return the update rule that a run asks for."""
    match optimiser.name:
        case "sgd":
            return SGD(parameters, weight_decay=optimiser.weight_decay)
        case "momentum":
            return SGD(parameters, optimiser.momentum, optimiser.weight_decay)
        case "adam":
            return Adam(parameters, optimiser.weight_decay)
        case "adamw":
            return Adam(parameters, optimiser.weight_decay, decoupled=True)
