"""A total of a network as one bar over the whole stage, cut by layer: where its work is, or its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scenes.stage.core.marks import Anchor, AnyMark, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.networks import Layer, Network
from scenes.stage.draw.blocks import heading

Count = Literal["parameters", "macs"]

HEIGHT = 110.0
LETTER = 15.0
"""A piece narrower than its layer's name has no room for it."""
TITLES = {"macs": "multiply–accumulates (MACs)", "parameters": "parameters"}
ROLES = {"macs": Role.OUTPUT, "parameters": Role.KERNEL}


def shares(network: Network, kind: Count, y: float, grown: float) -> list[AnyMark]:
    """Draw the bar with its top at `y` (it begins 34 above that), `grown` from 0 to 1.

    Convolutions are strong, dense layers pale; under the bar stand the sums of both.
    """
    total: int = getattr(network, kind)
    role = ROLES[kind]
    marks: list[AnyMark] = [heading(LEFT, y - 34, TITLES[kind], f"{total:,} in all", role)]
    scale, x = grown * (RIGHT - LEFT) / total, LEFT
    for layer in network.weighted:
        width = getattr(layer, kind) * scale
        marks += _piece(layer, kind, x, y, width)
        x += width
    if grown > 0.99:
        convolutions = [layer for layer in network.weighted if layer.convolves]
        dense = [layer for layer in network.weighted if not layer.convolves]
        marks += [
            _sum("convolution", convolutions, kind, total, LEFT, y, "start"),
            _sum("dense", dense, kind, total, RIGHT, y, "end"),
        ]
    return marks


def _piece(layer: Layer, kind: Count, x: float, y: float, width: float) -> list[AnyMark]:
    """A layer's part of the bar, with its name where there is room."""
    role, solid = ROLES[kind], layer.convolves
    piece = Rect(
        x=x, y=y, width=width, height=HEIGHT, fill=0.85 if solid else 0.3, line=2.0, role=role,
        name=f"{kind} of {layer.label}", value=getattr(layer, kind),
    )  # fmt: skip
    if width <= LETTER * (len(layer.label) + 1):
        return [piece]
    words = (TextRun(layer.label, Role.SURFACE if solid else role, bold=True),)
    return [piece, Text(x=x + width / 2, y=y + HEIGHT / 2, runs=words, size=24, anchor="middle")]


def _sum(name: str, layers: Sequence[Layer], kind: Count, total: int, x: float, y: float, anchor: Anchor) -> Text:
    """What one half of the network has of a total: its share, and the count."""
    count = sum(getattr(layer, kind) for layer in layers)
    runs = (
        TextRun(f"{name}  ", bold=True),
        TextRun(f"{100 * count / total:.1f} %", ROLES[kind], bold=True),
        TextRun(f"   {count:,}", Role.MUTED),
    )
    return Text(x=x, y=y + HEIGHT + 40, runs=runs, size=30, anchor=anchor, name=f"{kind} {name}")
