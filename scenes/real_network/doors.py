"""The way from a cell into the scene about its layer: its window and its kernel as that scene's knobs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from scenes import reference
from scenes.real_network.account import first_read
from scenes.real_network.operations import Operation
from scenes.real_network.stops import layer_before
from scenes.real_network.view import View
from scenes.reference import Floats, Padding
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import as_edits
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.data import kernels, pictures, published
from scenes.stage.data.networks import INPUT, Layer
from scenes.stage.data.reading import Whose
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import Values

PLATE = (576.0, 702.0, 470.0, 76.0)
"""Where the plate lies: left, top, width, height."""
WRITTEN = "Write the cell"
"""The step of that scene in whose end the products, the sum and the bias of the cell are seen."""
FOLDED = "The batch norm is folded into the weights and the bias."
APART = "This is the sum of the cell; the batch norm{} it in the network."
BIASED = "The bias is that of the network{}."
WIDEST, FARTHEST, THICKEST = 7, 3, 3
"""The largest kernel, stride and padding of the scene about convolution."""
OTHERS = {"sum": "residual", "max": "pooling", "mean": "pooling", "gate": "gates", "join": "inception"}
"""The scenes about layers without weights of their own; each has its own numbers."""
Knobs = tuple[tuple[str, Any], ...]


def door(view: View) -> list[AnyMark]:
    """A plate that opens the scene about the layer, with the same numbers; else it says why there is none."""
    x, y, width, height = PLATE
    reason = _why_not(view)
    if reason:
        return [
            lettering(x + width / 2, y + height / 2, reason, Role.MUTED, size=32.0, anchor="middle", name="no door")
        ]
    grip = _convolution(view) if view.operation.conv is not None else _other(OTHERS[view.operation.form])
    return [
        Rect(x=x, y=y, width=width, height=height, radius=12.0, fill=0.22, line=4.0, role=Role.HIGHLIGHT,
             name=f"open {grip.scene}", grip=grip),
        lettering(x + width / 2, y + height / 2, f"open {grip.scene}  →", bold=True, size=34.0, anchor="middle"),
    ]  # fmt: skip


def _other(scene: str) -> OpenScene:
    about = "the residual block" if scene == "residual" else scene
    return OpenScene(scene, (), f"The scene about {about} has numbers of its own.")


def _why_not(view: View) -> str:
    """Why the scene about convolution can't show a layer, in few words; "" where it can."""
    conv, inputs = view.operation.conv, view.inputs
    if conv is None or inputs is None:
        return ""
    height, width = view.operation.window
    if height != width:
        return f"No other scene has a {height} × {width} kernel."
    if height > WIDEST:
        return f"Other scenes have no {height} × {width} kernel."
    if conv.stride[0] != conv.stride[1] or conv.stride[0] > FARTHEST:
        return f"Other scenes have no stride of {conv.stride[0]}."
    if _padding(conv, inputs[0]) is None:
        return "Other scenes have no such padding."
    if max(inputs[0].shape[1:]) > pictures.LARGEST_SIDE:
        return "Other scenes have no map so large."
    return ""


def _convolution(view: View) -> OpenScene:
    """The scene about convolution with the weights as they are read here.

    With the batch norm folded into them its number is the one in the cell, but for the upper end of ReLU6; with those
    as trained it is the sum of the products.
    """
    operation, inputs, found = view.operation, view.inputs, view.account
    assert inputs is not None  # there is a door only where there is an account
    assert found is not None
    shown = first_read(operation, view.index) + (0 if operation.apart else found.strongest[0][0])
    folded = view.knobs.folded and bool(operation.norm)
    knobs, note = _layer(view.of, operation, inputs[0], view.index, shown, folded)
    if folded and operation.activation == "ReLU6" and found.value < found.scaled and found.value > 0:
        note = f"ReLU6 stops at 6 in the network; the ReLU there lets {number(found.scaled)} through. {note}"
    return OpenScene("convolution", (*knobs, ("at", view.cell)), note, WRITTEN)


def _padding(conv: Layer, maps: Values) -> Padding | None:
    """The padding of a layer with a square window as that scene has it; None where it has none that is the same."""
    height, width = maps.shape[1:]
    margins, (side, _) = (conv.sides(0), conv.sides(1)), conv.kernel or (1, 1)
    return reference.rule_for(margins, (height, width), side, conv.stride[0], conv.dilation[0], most=THICKEST)


@lru_cache(maxsize=16)
def _layer(of: Whose, operation: Operation, maps: Values, index: int, shown: int, folded: bool) -> tuple[Knobs, str]:
    """The layer as the knobs of the scene about convolution, and what of it is shown."""
    conv = operation.conv
    assert conv is not None
    factor, bias = _affine(of, operation, index, folded=folded)
    weights = published.unit_weights(of, conv.name, index) * factor
    begin = first_read(operation, index)
    source, whole = operation.reads[0], maps.array[begin : begin + len(weights)].astype(float)
    others: Any = ()
    note = _note(operation, folded=folded)
    if source == INPUT and len(whole) in (1, 3):
        title, seen, kernel = "photo, as it is read", whole, weights
    else:
        place = shown - begin
        title, seen = f"map {shown + 1} of {layer_before(source, of).block}", whole[place : place + 1]
        kernel = weights[place : place + 1]
        if not operation.apart:
            others = tuple(((0, *cell), value) for cell, value in as_edits(_rest(operation, whole, weights, place)))
            note = f"Shown is the map that adds most; the other {len(whole) - 1:,} add one number. {note}"
    learned = kernels.refusal("trained", operation.kernel, len(kernel), "") is None
    knobs = {
        "picture": pictures.from_array(title, seen.astype(np.float32)), "channels": str(len(kernel)), "filters": 1,
        "kernel": "trained" if learned else "identity", "size": operation.kernel,
        "padding": str(_padding(conv, maps)), "stride": operation.stride,
        "learned": tuple(((0, *cell), float(weight)) for cell, weight in np.ndenumerate(kernel)),
        "bias": float(np.clip(bias, -9.0, 9.0)), "biases": (((0,), bias),), "others": others,
        "relu": (folded or not operation.norm) and operation.activation in ("ReLU", "ReLU6"),
    }  # fmt: skip
    return tuple(knobs.items()), note


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
    rest, kernel = np.delete(whole, place, axis=0), np.delete(weights, place, axis=0)
    if operation.window == (1, 1) and operation.stride == 1:
        return np.asarray(np.tensordot(kernel[:, 0, 0], rest, axes=1))
    base = operation.base
    margins = (base.sides(0), base.sides(1))
    return np.asarray(reference.convolve(rest, kernel[None], None, operation.stride, margins)[0])
