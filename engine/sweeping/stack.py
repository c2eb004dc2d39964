"""Networks of one shape that train as one: each on its own batch, each as it would alone."""

import copy
from collections.abc import Iterator, Sequence
from itertools import groupby

import torch
from torch import Tensor, nn

from engine.contract.spec import AUX_WEIGHT
from engine.models.layers import SideHead
from engine.sweeping.layers import outside_in, together
from engine.training import optimisers
from engine.training.optimisers import Optimiser
from engine.training.probe import Taps
from engine.training.racer import Racer
from engine.training.train import Drawn


class Stack:
    """Several contestants of one shape, which share the two passes.

    All their weights lie in one table with a row for each network. Each contestant's own network sees its row, so it
    can be looked into, judged and recorded at any time.
    """

    def __init__(self, racers: Sequence[Racer], rules: Sequence[tuple[Optimiser, Sequence[int]]] = ()) -> None:
        """`rules` are those of another stack, each with its rows that stay; without any the contestants begin to move.

        One rule moves neighbours whose settings are the same.
        """
        self._racers = tuple(racers)
        self._module = _stacked([racer.module for racer in racers])
        self._side_heads = [part for part in self._module.modules() if isinstance(part, SideHead)]
        self._taps = Taps(self._module, racers[0].entrant.activations)
        self._parameters = list(self._module.parameters())
        self._sizes = [parameter[0].numel() for parameter in self._parameters]
        self._table = torch.cat([parameter.detach().flatten(1) for parameter in self._parameters], 1)
        self._settle()
        alike = [(optimiser, len(list(own))) for optimiser, own in groupby(racer.optimiser for racer in racers)]
        self._counts = [len(rows) for _, rows in rules] or [count for _, count in alike]
        parts = torch.split(self._table, self._counts)
        self._rules = [rule for rule, _ in rules] or [
            optimisers.make(optimiser, [part]) for (optimiser, _), part in zip(alike, parts, strict=True)
        ]
        for (rule, rows), part in zip(rules, parts, strict=False):
            rule.keep(rows, [part])

    def _settle(self) -> None:
        """Let the stack's parameters and those of every network be parts of the table."""
        for parameter, part in zip(self._parameters, torch.split(self._table, self._sizes, 1), strict=True):
            parameter.data = part.view(parameter.shape)
        for index, racer in enumerate(self._racers):
            for own, laid in zip(racer.module.parameters(), self._parameters, strict=True):
                own.data = outside_in(laid.detach()[index])

    def without(self, gone: set[int]) -> "Stack":
        """Return a stack of the other contestants, as they are now; this one is of no more use."""
        left: list[tuple[Optimiser, list[int]]] = []
        first = 0
        for rule, count in zip(self._rules, self._counts, strict=True):
            rows = [row for row in range(count) if first + row not in gone]
            left += [(rule, rows)] if rows else []
            first += count
        return Stack([racer for index, racer in enumerate(self._racers) if index not in gone], left)

    def step(self, drawn: Sequence[Drawn]) -> Tensor:
        """Let each contestant learn from its own batch; row by row the result is what `Racer.step` returns."""
        count, y = len(self._racers), torch.stack([each.y for each in drawn])
        x = torch.cat([each.x for each in drawn], 1).contiguous(memory_format=torch.channels_last)
        logits = self._module(x)
        losses = totals = _losses(logits, y)
        for head in self._side_heads:
            totals = totals + AUX_WEIGHT * _losses(head.take(), y)
        # A sum passes 1 back to each of its parts, whatever the others are.
        found = torch.autograd.grad(totals.sum(), [*self._parameters, *self._taps.take()])
        with torch.no_grad():
            right = (logits.argmax(2) == y).sum(1)
            gradients = [each.flatten(1) for each in found[: len(self._parameters)]]
            activations = [_apart(each, count) for each in found[len(self._parameters) :]]
            norms = torch.stack([torch.linalg.vector_norm(each, dim=1) for each in (*gradients, *activations)], 1)
            table = torch.cat(gradients, 1)
            for racer, gradient, own in zip(self._racers, table, norms[:, : len(gradients)], strict=True):
                racer.clip([gradient], own)
                racer.updates.before()
            self._move(table, [each.lr for each in drawn])
            for racer in self._racers:
                racer.updates.after()
            return torch.cat([torch.stack([losses, right.to(losses.dtype)], 1), norms], 1)

    def _move(self, gradients: Tensor, rates: Sequence[float]) -> None:
        """Move each network's row against its gradient."""
        first = 0
        for rule, part in zip(self._rules, torch.split(gradients, self._counts), strict=True):
            rule.step([part], rates[first : first + len(part)])
            first += len(part)


def _losses(logits: Tensor, y: Tensor) -> Tensor:
    """Return each network's mean loss, (K,), of logits (K, batch, classes)."""
    each = nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="none")
    return each.view(y.shape).mean(1)


def _apart(found: Tensor, count: int) -> Tensor:
    """Each network's part, as a row, of what belongs to all: rows come first, maps lie one behind the other."""
    return found.flatten(1) if found.ndim == 3 else torch.stack([each.flatten() for each in found.chunk(count, 1)])


def _stacked(modules: Sequence[nn.Module]) -> nn.Module:
    """Return one module that computes for all: a copy of the first in which other layers stand for its own."""
    first = modules[0]
    stand_ins: dict[int, object] = {
        id(part): together(part, [module.get_submodule(name) for module in modules]) for name, part in _leaves(first)
    }
    # A copy takes from its memory what was copied before, and so takes these wherever a layer is referred to.
    return copy.deepcopy(first, stand_ins)


def _leaves(module: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The layers of a network, reshapings too, with their names."""
    return ((name, part) for name, part in module.named_modules() if next(part.children(), None) is None)
