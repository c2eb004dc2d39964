"""How one cell of a map comes to be: what it reads, the weights, the products, the batch norm, ReLU6."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenes import reference
from scenes.real_network.stops import Operation
from scenes.reference import Floats
from scenes.stage.data import published
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Reading
from scenes.stage.numbers.values import Values

STRONGEST = 6
"""Of hundreds of products so many are shown."""


@dataclass(frozen=True, eq=False)
class Account:
    """One cell.

    `under` and `weights` are (channels, k, k), what the window covers, beyond the edge 0, and its kernel. `total` is
    their sum of products, `normal` that less the mean and divided by the deviation, `scaled` what the batch norm gives,
    `value` what stands in the cell. For the sum at the end of a block `under` are both numbers, and the weights are 1.
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


def picture_maps(picture: Values) -> Values:
    """What the first layer reads of a picture, float64 (3, 224, 224)."""
    return published.standardised(picture)


def account(operation: Operation, inputs: tuple[Values, ...], index: int, cell: tuple[int, int]) -> Account | None:
    """The account of a cell (row, column) of map `index`; None where what it reads is not at hand.

    `inputs` are the maps that the operation reads, as `Operation.reads` lists them.
    """
    row, column = cell
    if operation.conv is None:
        numbers = np.array([each.array[index, row, column] for each in inputs], dtype=float).reshape(-1, 1, 1)
        if not np.isfinite(numbers).all():
            return None
        total = float(numbers.sum())
        return Account(numbers, np.ones_like(numbers), total, total, total, total)
    kernel = published.weights(LITE, operation.conv.name)[index]
    maps = inputs[0].array[index : index + 1] if operation.apart else inputs[0].array
    under = _under(maps, operation, cell)
    if not np.isfinite(under).all():
        return None
    total, norm = float((under * kernel).sum()), published.norm(LITE, operation.norm)
    normal = (total - float(norm.mean[index])) / float(norm.deviation[index])
    scaled = normal * float(norm.gamma[index]) + float(norm.beta[index])
    value = scaled if operation.linear else float(reference.relu6(scaled))
    return Account(
        under, kernel, total, normal, scaled, value, float(norm.mean[index]), float(norm.deviation[index]),
        float(norm.gamma[index]), float(norm.beta[index]),
    )  # fmt: skip


def corner(operation: Operation, cell: tuple[int, int]) -> tuple[int, int]:
    """The row and the column of the maps that are read where the window of a cell begins, beyond the edge too."""
    return tuple(place * operation.stride - operation.before for place in cell)  # type: ignore[return-value]


def _under(maps: Floats, operation: Operation, cell: tuple[int, int]) -> Floats:
    """What the window of a cell covers, (channels, k, k); beyond the edge it is 0."""
    (top, left), k = corner(operation, cell), operation.kernel
    found = np.zeros((len(maps), k, k))
    rows, columns = (
        slice(max(begin, 0), min(begin + k, side)) for begin, side in zip((top, left), maps.shape[1:], strict=True)
    )
    inside = maps[:, rows, columns]
    found[:, rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = inside
    return found


def read_of(reading: Reading, operation: Operation) -> tuple[Values, ...] | None:
    """The maps that an operation reads; None where they are not among what was answered."""
    found = tuple(reading.maps[name] for name in operation.reads if name in reading.maps)
    return found if len(found) == len(operation.reads) else None
