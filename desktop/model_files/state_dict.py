"""Arrays without a graph as layers: whose names begin alike are one layer, and their shapes say what it does."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from desktop.model_files.words import Tensor
from scenes.stage.data.networks import Layer

STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
"""What batch normalisation keeps beside its parameters; torch doesn't count it among them."""
GROUPS = "How many groups a convolution has can’t be told from its weights alone."
PLAIN = "The file has no graph: how its layers are linked is not in it, so MACs and receptive fields aren’t known."
SORTED = "The file lists its arrays by their names, so the layers need not stand in the order in which they work."


class Grouped(NamedTuple):
    """The layers of a file, the arrays of each by its name, the largest first, and what must be told of them."""

    layers: tuple[Layer, ...]
    tensors: dict[str, tuple[Tensor, ...]]
    notes: tuple[str, ...]


def grouped(tensors: Sequence[Tensor]) -> Grouped:
    """The layers of a state dict, in the order of the file, or as people count where that is only one of letters."""
    by_letters = sorted_by_letters(tensors)
    ordered = sorted(tensors, key=lambda tensor: natural(tensor.name)) if by_letters else tensors
    parts: dict[str, list[Tensor]] = {}
    for tensor in ordered:
        layer, _, leaf = tensor.name.rpartition(".")
        parts.setdefault(layer or leaf, []).append(tensor)
    layers = _told_apart(tuple(_layer(name, own) for name, own in parts.items()), parts)
    largest = {name: tuple(sorted(own, key=_count, reverse=True)) for name, own in parts.items()}
    notes = [PLAIN]
    if by_letters:
        notes.append(SORTED)
    if any(layer.convolves for layer in layers):
        notes.append(GROUPS)
    return Grouped(layers, largest, tuple(notes))


def parameters(tensors: Iterable[Tensor]) -> int:
    """How many numbers are learned, as torch counts them."""
    return sum(_count(tensor) for tensor in tensors if _leaf(tensor) not in STATISTICS)


def sorted_by_letters(tensors: Sequence[Tensor]) -> bool:
    """Whether arrays stand as safetensors sort them: kind by kind, each by its letters. One alone says nothing."""
    kinds = [[tensor.name for tensor in run] for _, run in groupby(tensors, key=lambda tensor: tensor.kind)]
    return len(tensors) > 1 and all(names == sorted(names) for names in kinds)


def natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """What to sort names by, so that layer2 stands before layer10."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", name)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


def _leaf(tensor: Tensor) -> str:
    return tensor.name.rpartition(".")[2]


def _count(tensor: Tensor) -> int:
    return math.prod(tensor.shape)


def _told_apart(layers: Sequence[Layer], parts: Mapping[str, Sequence[Tensor]]) -> tuple[Layer, ...]:
    """The same layers, where those that filter each map of the convolution before by itself are called so.

    Each of their filters reads one map, and so do those of a first layer for grey pictures.
    """
    found, maps = [], 0
    for layer in layers:
        if layer.kind == "conv":
            filters, read = next(each.shape for each in parts[layer.name] if _leaf(each) == "weight")[:2]
            if read == 1 and maps > 1 and filters % maps == 0:
                layer = replace(layer, kind="depthwise conv")
            maps = filters
        found.append(layer)
    return tuple(found)


def _layer(name: str, tensors: Sequence[Tensor]) -> Layer:
    own = {_leaf(tensor): tensor for tensor in tensors}
    weight = own.get("weight")
    shape = weight.shape if weight is not None else ()
    kind = "numbers"
    if "running_mean" in own and "running_var" in own:
        kind = "batch norm"
    elif len(shape) == 4:
        kind = "conv"
    elif len(shape) == 2:
        kind = "dense"
    return Layer(
        name,
        kind,
        inputs=(),
        shape=(),
        parameters=parameters(tensors),
        kernel=(shape[2], shape[3]) if len(shape) == 4 else None,
        bias="bias" in own,
    )
