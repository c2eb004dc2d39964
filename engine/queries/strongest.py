"""Which training pictures make the units of a layer strongest: found for all units at once, and remembered."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.contract.numbers import Array
from engine.contract.questions import FindStrongest, Scanned, StrongestFound
from engine.contract.spec import about
from engine.data.data import Split
from engine.models import networks
from engine.models.networks import Trained
from engine.queries import units
from engine.queries.work import Work

SHOWN, COUNTED = 9, 100
"""So many of the strongest pictures are told, and of so many how they spread over the classes."""
REMEMBERED = 8
"""So many layers are remembered."""


class Best(NamedTuple):
    """The strongest pictures of every unit, the strongest first: strengths, numbers and cells, (units, pictures)."""

    strengths: Tensor
    numbers: Tensor
    cells: Tensor

    def with_more(self, strengths: Tensor, cells: Tensor, first: int) -> "Best":
        """Take in pictures, whose strengths and cells are (pictures, units), with numbers from `first` on."""
        numbers = torch.arange(first, first + len(strengths)).expand(strengths.shape[1], -1)
        found = (self.strengths, strengths.T), (self.numbers, numbers), (self.cells, cells.T)
        both = [torch.cat(each, 1) for each in found]
        order = both[0].sort(dim=1, descending=True, stable=True).indices[:, :COUNTED]  # of equals the first counts
        return Best(*(each.gather(1, order) for each in both))


_KNOWN: OrderedDict[object, Best] = OrderedDict()
"""What was found of networks and layers, the last ones last."""


def found(question: FindStrongest, net: Trained) -> Work:
    """Find the strongest pictures of a unit; raises `QuestionError` where there is no such unit or no picture."""
    part, shape = units.layer_of(net, question.layer, question.unit)
    spec = question.spec
    split = units.pictures_of(spec, net)
    key = _digest(net.module), spec.data, spec.altered, spec.seed, question.layer
    scans = 0 if key in _KNOWN else len(units.cut(split.train_x))
    return Work(scans + 1, _steps(question, net.module, part, shape, split, key))


def _steps(
    question: FindStrongest, module: nn.Module, part: nn.Module, shape: tuple[int, ...], split: Split, key: object
) -> Iterator[Scanned | StrongestFound]:
    best = _KNOWN.pop(key, None)
    if best is None:
        best, done, device = _none(shape[0]), 0, units.device_of(module)
        for pictures in units.cut(split.train_x):
            strengths, cells = units.strengths(units.given(module, part, pictures.to(device)))
            best = best.with_more(strengths.cpu(), cells.cpu(), done)
            done += len(pictures)
            yield Scanned(done, len(split.train_x))
    _KNOWN[key] = best
    while len(_KNOWN) > REMEMBERED:
        _KNOWN.popitem(last=False)
    yield _told(question, best, shape, split)


def _told(question: FindStrongest, best: Best, shape: tuple[int, ...], split: Split) -> StrongestFound:
    strengths, numbers, cells = (each[question.unit] for each in best)
    shown = numbers[:SHOWN]
    width = shape[2] if len(shape) == 3 else 1
    pixels = (split.train_x[shown] * split.deviation + split.mean).round().clamp(0, 255).to(torch.uint8)
    spread = torch.bincount(split.train_y[numbers], minlength=len(about(question.spec.data).classes))
    return StrongestFound(
        pictures=Array.of(pixels.numpy()),
        numbers=tuple(shown.tolist()),
        labels=tuple(split.train_y[shown].tolist()),
        strengths=tuple(strengths[:SHOWN].tolist()),
        cells=tuple((cell // width, cell % width) for cell in cells[:SHOWN].tolist()),
        spread=tuple(spread.tolist()),
        counted=len(numbers),
    )


def forget() -> None:
    """Remember nothing any more."""
    _KNOWN.clear()


def _none(count: int) -> Best:
    """Nothing yet of so many units."""
    nothing = torch.empty(count, 0, dtype=torch.int64)
    return Best(torch.empty(count, 0), nothing, nothing)


def _digest(module: nn.Module) -> str:
    """What tells a network from all others: what it is made of, and all its numbers."""
    made = hashlib.blake2b(repr(module).encode())
    for name, values in networks.numbers(module).items():
        made.update(name.encode())
        made.update(values.detach().cpu().contiguous().numpy().tobytes())
    return made.hexdigest()
