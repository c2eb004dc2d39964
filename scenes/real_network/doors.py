"""The way from a cell into the scene about its layer: its window and its kernel as that scene's knobs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from scenes.real_network.account import account, picture_maps, read_of
from scenes.real_network.stops import Operation, layer_before
from scenes.real_network.view import View
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import as_edits
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.data import kernels, pictures, published
from scenes.stage.data.networks import INPUT
from scenes.stage.data.published import LITE
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import Values

PLATE = (576.0, 702.0, 470.0, 76.0)
"""Where the plate lies: left, top, width, height."""
WRITTEN = "Write the cell"
"""The step of that scene in whose end the products, the sum and the bias of the cell are seen."""
FOLDED = "The batch norm is folded into the weights and the bias."
APART = "This is the sum of the cell; the batch norm{} it in the network."
Knobs = tuple[tuple[str, Any], ...]


def door(view: View) -> list[AnyMark]:
    """A plate that opens the scene about the layer, with the same numbers."""
    x, y, width, height = PLATE
    grip = _residual() if view.operation.conv is None else _convolution(view)
    return [
        Rect(x=x, y=y, width=width, height=height, radius=12.0, fill=0.22, line=4.0, role=Role.HIGHLIGHT,
             name=f"open {grip.scene}", grip=grip),
        lettering(x + width / 2, y + height / 2, f"open {grip.scene}  →", bold=True, size=34.0, anchor="middle"),
    ]  # fmt: skip


def _residual() -> OpenScene:
    return OpenScene("residual", (), "The scene about the residual block has numbers of its own.")


def _convolution(view: View) -> OpenScene:
    """The scene about convolution with the weights as they are read here.

    With the batch norm folded into them its number is the one in the cell, but for the upper end of ReLU6; with those
    as trained it is the sum of the products.
    """
    operation, reading = view.operation, view.inside(view.stop)
    if operation.reads == (INPUT,):
        inputs: tuple[Values, ...] | None = (picture_maps(view.picture),)
    else:
        inputs = read_of(reading, operation) if reading is not None else None
    assert inputs is not None  # there is a door only where there is an account
    found = account(operation, inputs, view.index, view.cell)
    assert found is not None
    shown = view.index if operation.apart else found.strongest[0][0]
    knobs, note = _layer(operation, inputs[0], view.index, shown, view.knobs.folded)
    if view.knobs.folded and found.value < found.scaled and found.value > 0:
        note = f"ReLU6 stops at 6 in the network; the ReLU there lets {number(found.scaled)} through. {note}"
    return OpenScene("convolution", (*knobs, ("at", view.cell)), note, WRITTEN)


@lru_cache(maxsize=16)
def _layer(operation: Operation, maps: Values, index: int, shown: int, folded: bool) -> tuple[Knobs, str]:
    """The layer as the knobs of the scene about convolution, and what of it is shown."""
    assert operation.conv is not None
    norm = published.norm(LITE, operation.norm)
    weights = published.weights(LITE, operation.conv.name)[index] * (norm.factor[index] if folded else 1.0)
    source, whole = operation.reads[0], maps.array.astype(float)
    others: Any = ()
    note = FOLDED if folded else APART.format(" follows" if operation.linear else " and ReLU6 follow")
    if source == INPUT:
        title, seen, kernel = "photo, as it is read", whole, weights
    else:
        title, seen = f"map {shown + 1} of {layer_before(source).block}", whole[shown : shown + 1]
        kernel = weights if operation.apart else weights[shown : shown + 1]
        if not operation.apart:
            rest = np.delete(whole, shown, axis=0)
            added = np.tensordot(np.delete(weights[:, 0, 0], shown), rest, axes=1)
            others = tuple(((0, *place), value) for place, value in as_edits(added))
            note = f"Shown is the map that adds most; the other {len(rest):,} add one number. {note}"
    side, bias = operation.kernel, float(norm.shift[index]) if folded else 0.0
    learned = kernels.refusal("trained", side, len(kernel), "") is None
    knobs = {
        "picture": pictures.from_array(title, seen.astype(np.float32)), "channels": str(len(kernel)), "filters": 1,
        "kernel": "trained" if learned else "identity", "size": side, "padding": "same", "stride": operation.stride,
        "learned": tuple(((0, *place), float(weight)) for place, weight in np.ndenumerate(kernel)),
        "bias": float(np.clip(bias, -9.0, 9.0)), "biases": (((0,), bias),), "others": others,
        "relu": folded and not operation.linear,
    }  # fmt: skip
    return tuple(knobs.items()), note
