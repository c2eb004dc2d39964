"""The way from a cell into the scene about its layer."""

from __future__ import annotations

from scenes.real_network.convolved import WRITTEN, adds, laid_out, why_not
from scenes.real_network.view import View
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.data.networks import INPUT
from scenes.stage.draw.blocks import number

PLATE = (576.0, 702.0, 470.0, 76.0)
"""Where the plate lies: left, top, width, height."""
OTHERS = {"sum": "residual", "max": "pooling", "mean": "pooling", "gate": "gates", "join": "inception"}
"""The scenes about layers without weights of their own; each has its own numbers."""


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
    return "" if conv is None or inputs is None else why_not(conv, inputs[0].shape)


def _convolution(view: View) -> OpenScene:
    """The scene about convolution with the weights as they are read here.

    With the batch norm folded into them its number is the one in the cell, but for the upper end of ReLU6; with those
    as trained it is the sum of the products.
    """
    operation, inputs, found = view.operation, view.inputs, view.account
    assert inputs is not None  # there is a door only where there is an account
    assert found is not None
    folded = view.knobs.folded and bool(operation.norm)
    shown = None if operation.reads == (INPUT,) else 0 if operation.apart else found.strongest[0][0]
    laid = laid_out(view.of, operation, inputs[0], view.index, shown, folded)
    note = f"Shown is the map that adds most; {adds(laid.others)} {laid.note}" if laid.others else laid.note
    if folded and operation.activation == "ReLU6" and found.value < found.scaled and found.value > 0:
        note = f"ReLU6 stops at 6 in the network; the ReLU there lets {number(found.scaled)} through. {note}"
    return OpenScene("convolution", (*laid.knobs, ("at", view.cell)), note, WRITTEN)
