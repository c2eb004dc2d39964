"""How one cell of a map comes to be: what it reads, the weights, the products, the batch norm, the activation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from scenes import reference
from scenes.real_network.operations import Gate, Operation
from scenes.reference import Floats
from scenes.stage.data import published
from scenes.stage.data.published import LITE, GoneError
from scenes.stage.data.reading import Reading, Whose
from scenes.stage.numbers.values import Values

STRONGEST = 6
"""Of hundreds of products so many are shown."""


@dataclass(frozen=True, eq=False)
class Account:
    """One cell.

    `under` and `weights` are (channels, k, k), what the window covers, beyond the edge 0, and its kernel. `total` is
    their sum of products, `normal` that less the mean and divided by the deviation, `scaled` what the batch norm gives,
    `value` what stands in the cell. `under` is NaN beyond the edge for a pool, which takes no notice of it. For the sum
    at the end of a block `under` are both numbers, and the weights are 1; for a gate its number is the weight. Without
    a batch norm `beta` is the bias, and nothing is divided.
    """

    under: Floats
    weights: Floats
    total: float
    normal: float
    scaled: float
    value: float
    mean: float = 0.0
    deviation: float = 1.0
    gamma: float = 1.0
    beta: float = 0.0

    @property
    def products(self) -> Floats:
        """The products, (channels, k, k)."""
        return np.asarray(self.under * self.weights)

    @property
    def factor(self) -> float:
        """What the folded batch norm multiplies the weights by."""
        return self.gamma / self.deviation

    @property
    def shift(self) -> float:
        """What it adds: the bias of the folded convolution."""
        return self.beta - self.mean * self.factor

    @property
    def folded(self) -> Floats:
        """The weights with the batch norm in them, (channels, k, k)."""
        return np.asarray(self.weights * self.factor)

    @property
    def with_norm(self) -> Account:
        """The same with the batch norm folded: its weights, products and sum are those of the folded convolution."""
        return replace(self, weights=self.folded, total=self.total * self.factor)

    @property
    def strongest(self) -> tuple[tuple[int, int, int], ...]:
        """Where the products of the largest size are, as (channel, row, column), the largest first."""
        order = np.argsort(-np.abs(self.products).ravel(), kind="stable")[:STRONGEST]
        return tuple(tuple(int(place) for place in np.unravel_index(index, self.products.shape)) for index in order)  # type: ignore[misc]


def picture_maps(picture: Values, whose: Whose = LITE) -> Values:
    """What the first layer reads of a picture, float64 (channels, side, side)."""
    return published.standardised(picture, whose)


def account(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose = LITE
) -> Account | None:
    """The account of a cell (row, column) of map `index`; None where what it reads is not at hand, or can't be told.

    `inputs` are the maps that the operation reads, as `Operation.reads` lists them.
    """
    try:
        return _FORMS[operation.form](operation, inputs, index, cell, whose)
    except GoneError:
        return None


def activated(activation: str, number: float) -> float:
    """What an activation makes of a number; the same where there is none."""
    return float(_ACTIVATED[activation](number)) if activation else number


def _convolved(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    assert operation.conv is not None
    kernel = published.unit_weights(whose, operation.conv.name, index)
    first = first_read(operation, index)
    under = _under(inputs[0].array[first : first + len(kernel)], operation, cell, 0.0)
    if not np.isfinite(under).all():
        return None
    total = float((under * kernel).sum())
    mean, deviation, gamma, beta = 0.0, 1.0, 1.0, 0.0
    if operation.norm:
        norm = published.norm(whose, operation.norm)
        mean, deviation, gamma, beta = (
            float(each[index]) for each in (norm.mean, norm.deviation, norm.gamma, norm.beta)
        )
    if operation.conv.bias:  # it lies in the mean: what is learned before a batch norm shifts it
        bias = float(published.biases(whose, operation.conv.name)[index])
        mean, beta = (mean - bias, beta) if operation.norm else (mean, bias)
    normal = (total - mean) / deviation
    scaled = normal * gamma + beta
    return Account(
        under, kernel, total, normal, scaled, activated(operation.activation, scaled), mean, deviation, gamma, beta
    )  # fmt: skip


def _added(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    row, column = cell
    numbers = np.array([each.array[index, row, column] for each in inputs], dtype=float).reshape(-1, 1, 1)
    total = float(numbers.sum())
    return _plain(operation, numbers, np.ones_like(numbers), total)


def _gated(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    assert operation.gate is not None
    if not np.isfinite(inputs[0].array).all():  # a gate looks at all maps
        return None
    gate = float(_gates(operation.gate, inputs[0], whose).array[index])
    number = np.full((1, 1, 1), float(inputs[0].array[index, cell[0], cell[1]]))
    return _plain(operation, number, np.full((1, 1, 1), gate), float(number[0, 0, 0]) * gate)


@lru_cache(maxsize=8)
def _gates(gate: Gate, maps: Values, whose: Whose) -> Values:
    """The number by which each map is multiplied, (maps,)."""
    found = reference.global_average_pool(maps.array.astype(float))
    for name, after in ((gate.reduce, _ACTIVATED[gate.activation]), (gate.restore, reference.sigmoid)):
        weights = published.weights(whose, name).reshape(-1, len(found))
        found = np.asarray(after(weights @ found + _biases(whose, name, len(weights))))
    return Values(found)


def _biases(whose: Whose, name: str, units: int) -> Floats:
    """The biases of a dense layer, which may have none."""
    try:
        return published.biases(whose, name)
    except KeyError:
        return np.zeros(units)


def _pooled(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    """The largest number of a window, or the mean of all in it, zeros beyond the edge among them."""
    largest = operation.form == "max"
    under = _under(inputs[0].array[index : index + 1], operation, cell, np.nan if largest else 0.0)
    found = float(np.nanmax(under)) if np.isfinite(under).any() else np.nan
    if not np.isfinite(found) or not np.isfinite(inputs[0].array[index]).all():
        return None
    return _plain(operation, under, np.ones_like(under), found if largest else float(under.mean()))


def _joined(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    place, within = joined_from([each.shape[0] for each in inputs], index)
    number = np.full((1, 1, 1), float(inputs[place].array[within, cell[0], cell[1]]))
    return _plain(operation, number, np.ones_like(number), float(number[0, 0, 0]))


def _untold(
    operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int], whose: Whose
) -> Account | None:
    return None


def _plain(operation: Operation, under: Floats, weights: Floats, total: float) -> Account | None:
    """The account of a cell that no norm follows."""
    if not np.isfinite(total):
        return None
    return Account(under, weights, total, total, total, activated(operation.activation, total))


_FORMS = {"conv": _convolved, "sum": _added, "gate": _gated, "max": _pooled, "mean": _pooled, "join": _joined,
          "other": _untold}  # fmt: skip
_ACTIVATED = {"ReLU": reference.relu, "ReLU6": reference.relu6, "SiLU": reference.silu, "tanh": reference.tanh,
              "sigmoid": reference.sigmoid}  # fmt: skip


def first_read(operation: Operation, index: int) -> int:
    """The first of the maps that a map of a convolution is made of: each group reads maps of its own."""
    assert operation.conv is not None
    group = index * operation.groups // operation.channels
    return group * _reads_of_one(operation)


def _reads_of_one(operation: Operation) -> int:
    """How many maps each map of a convolution is made of."""
    conv = operation.conv
    assert conv is not None
    height, width = operation.window
    cells = conv.shape[1] * conv.shape[2] * conv.shape[0]
    return conv.macs // (height * width * cells)


def products_of(operation: Operation) -> int:
    """How many products make one cell of a convolution."""
    return operation.window[0] * operation.window[1] * _reads_of_one(operation)


def joined_from(counts: Sequence[int], index: int) -> tuple[int, int]:
    """From which of some groups of maps that are laid behind each other a map is, and its number there."""
    for place, count in enumerate(counts):
        if index < count:
            return place, index
        index -= count
    raise IndexError("a map that there is not")


def corner(operation: Operation, cell: tuple[int, int]) -> tuple[int, int]:
    """The row and the column of the maps that are read where the window of a cell begins, beyond the edge too."""
    base = operation.base
    top, left = (place * step - before for place, step, before in zip(cell, base.stride, base.padding, strict=True))
    return top, left


def _under(maps: Floats, operation: Operation, cell: tuple[int, int], beyond: float) -> Floats:
    """What the window of a cell covers, (channels, height, width), and something else beyond the edge."""
    (top, left), (height, width) = corner(operation, cell), operation.window
    found = np.full((len(maps), height, width), beyond)
    rows, columns = (
        slice(max(begin, 0), min(begin + k, side))
        for begin, k, side in zip((top, left), (height, width), maps.shape[1:], strict=True)
    )
    inside = maps[:, rows, columns]
    found[:, rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = inside
    return found


def read_of(reading: Reading, operation: Operation) -> tuple[Values, ...] | None:
    """The maps that an operation reads; None where they are not among what was answered."""
    found = tuple(reading.maps[name] for name in operation.reads if name in reading.maps)
    return found if len(found) == len(operation.reads) else None
