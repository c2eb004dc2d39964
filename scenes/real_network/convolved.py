"""A filter of a layer over the maps that it reads, as the knobs of the scene about convolution."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from scenes import reference
from scenes.real_network.account import first_read
from scenes.real_network.operations import Operation
from scenes.real_network.stops import layer_before
from scenes.reference import Floats, Padding
from scenes.stage.core.knobs import as_edits
from scenes.stage.core.lattice import Cell
from scenes.stage.data import kernels, pictures, published
from scenes.stage.data.networks import INPUT, Layer, Shape
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Whose
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import Values

WIDEST, FARTHEST, SPREAD, THICKEST = 7, 3, 2, 3
"""The largest kernel, stride, dilation and padding of the scene about convolution."""
WRITTEN = "Write the cell"
"""The step of that scene in whose end the products, the sum and the bias of the cell are seen."""
CHANNELS = (1, 3)
"""So many maps can be seen there at once."""
FOLDED = "The batch norm is folded into the weights and the bias."
APART = "This is the sum of the cell; the batch norm{} it in the network."
BIASED = "The bias is that of the network{}."


@dataclass(frozen=True)
class Laid:
    """A filter as the `knobs` of that scene.

    Of its maps so many `others` are not seen and add one number to each cell. `note` says what of the layer is there.
    """

    knobs: tuple[tuple[str, Any], ...]
    others: int
    note: str


def adds(others: int) -> str:
    """What maps that are not seen do, in a sentence that may begin one."""
    return f"the other {counted(others, 'map')} {'add' if others > 1 else 'adds'} one number to each cell."


def why_not(conv: Layer, reads: Shape) -> str:
    """Why that scene can't show a layer that reads maps of a shape, in few words; "" where it can."""
    height, width = conv.kernel or (1, 1)
    if height != width:
        return f"No other scene has a {height} × {width} kernel."
    if height > WIDEST:
        return f"Other scenes have no {height} × {width} kernel."
    if conv.stride[0] != conv.stride[1] or conv.stride[0] > FARTHEST:
        return f"Other scenes have no stride of {conv.stride[0]}."
    if conv.dilation[0] != conv.dilation[1] or conv.dilation[0] > SPREAD:
        return f"Other scenes have no dilation of {max(conv.dilation)}."
    if _padding(conv, reads) is None:
        return "Other scenes have no such padding."
    if max(reads[1:]) > pictures.LARGEST_SIDE:
        return "Other scenes have no map so large."
    return ""


def _padding(conv: Layer, reads: Shape) -> Padding | None:
    """The padding of a layer with a square window as that scene has it; None where it has none that is the same."""
    margins, (side, _) = (conv.sides(0), conv.sides(1)), conv.kernel or (1, 1)
    size = (reads[1], reads[2])
    return reference.rule_for(margins, size, side, conv.stride[0], conv.dilation[0], most=THICKEST)


@lru_cache(maxsize=16)
def laid_out(of: Whose, operation: Operation, maps: Values, index: int, shown: int | None, folded: bool) -> Laid:
    """Filter `index` of a convolution over the maps that it reads, (maps, height, width).

    Of the maps of this filter the one that is `shown` is seen there, and the others add what they add; with None all
    are seen, if there are one or three. A batch norm that is `folded` into the weights changes both.
    """
    conv = operation.conv
    assert conv is not None
    factor, bias = _affine(of, operation, index, folded=folded)
    whole, weights = _read(maps, operation, index), published.unit_weights(of, conv.name, index) * factor
    source, others = operation.reads[0], 0
    rest: Any = ()
    if len(whole) == 1 or (shown is None and len(whole) in CHANNELS):
        seen, kernel = whole, weights
    else:
        place = shown or 0
        seen, kernel, others = whole[place : place + 1], weights[place : place + 1], len(whole) - 1
        rest = tuple(((0, *cell), value) for cell, value in as_edits(_rest(operation, whole, weights, place)))
    if source == INPUT:
        title = "photo, as it is read" if not others else f"channel {(shown or 0) + 1} of the photo, as it is read"
    else:
        name = layer_before(source, of).block if of == LITE else source
        title = f"map {first_read(operation, index) + (shown or 0) + 1} of {name}"
    learned = kernels.refusal("trained", operation.kernel, len(kernel), "") is None
    knobs = {
        "picture": pictures.from_array(title, seen.astype(np.float32)), "channels": str(len(kernel)), "filters": 1,
        "kernel": "trained" if learned else "identity", "size": operation.kernel,
        "padding": str(_padding(conv, maps.shape)), "stride": operation.stride, "dilation": conv.dilation[0],
        "learned": tuple(((0, *cell), float(weight)) for cell, weight in np.ndenumerate(kernel)),
        "bias": float(np.clip(bias, -9.0, 9.0)), "biases": (((0,), bias),), "others": rest,
        "relu": (folded or not operation.norm) and operation.activation in ("ReLU", "ReLU6"),
    }  # fmt: skip
    return Laid(tuple(knobs.items()), others, _note(operation, folded=folded))


def strongest_cell(of: Whose, operation: Operation, maps: Values, index: int, shown: int | None) -> Cell:
    """The row and the column where what is seen adds most to map `index`; takes most away, where it adds nothing.

    A batch norm that turns the sign of the sum is taken into account. For the rest see `laid_out`.
    """
    assert operation.conv is not None
    factor, _ = _affine(of, operation, index, folded=True)
    weights, seen = published.unit_weights(of, operation.conv.name, index), _read(maps, operation, index)
    if shown is not None:
        weights, seen = weights[shown : shown + 1], seen[shown : shown + 1]
    found = factor * _sums(operation, seen, weights)
    row, column = np.unravel_index(int(np.argmax(found if found.max() > 0 else -found)), found.shape)
    return int(row), int(column)


def _read(maps: Values, operation: Operation, index: int) -> Floats:
    """Those of the maps that a filter reads: each group reads its own."""
    assert operation.conv is not None
    begin, count = first_read(operation, index), maps.shape[0] // operation.groups
    return maps.array[begin : begin + count].astype(float)


def _affine(of: Whose, operation: Operation, index: int, *, folded: bool) -> tuple[float, float]:
    """What the weights of a filter are multiplied by, and the bias: those of the norm where it is folded in."""
    assert operation.conv is not None
    own = float(published.biases(of, operation.conv.name)[index]) if operation.conv.bias else 0.0
    if not operation.norm or not folded:
        return 1.0, own if not operation.norm else 0.0
    norm = published.norm(of, operation.norm)
    factor = float(norm.factor[index])
    return factor, float(norm.shift[index]) + factor * own


def _note(operation: Operation, *, folded: bool) -> str:
    """What lies in the weights there, and what follows in the network."""
    follows = operation.activation
    if not operation.norm:
        return BIASED.format("" if follows in ("", "ReLU") else f"; its {follows} is not there")
    if folded:
        return FOLDED if follows in ("", "ReLU", "ReLU6") else f"{FOLDED} The {follows} is not there."
    return APART.format(f" and {follows} follow" if follows else " follows")


def _rest(operation: Operation, whole: Floats, weights: Floats, place: int) -> Floats:
    """What all maps but one add to each cell, (height, width)."""
    return _sums(operation, np.delete(whole, place, axis=0), np.delete(weights, place, axis=0))


def _sums(operation: Operation, maps: Floats, kernel: Floats) -> Floats:
    """The sum of products in each cell, (height, width), without a bias."""
    if operation.window == (1, 1) and operation.stride == 1:
        return np.asarray(np.tensordot(kernel[:, 0, 0], maps, axes=1))
    base = operation.base
    margins = (base.sides(0), base.sides(1))
    return np.asarray(reference.convolve(maps, kernel[None], None, operation.stride, margins, base.dilation[0])[0])
