"""The numbers of the layers that can be typed over, on plates at the left of their rows."""

from __future__ import annotations

from scenes.receptive.knobs import LARGEST
from scenes.receptive.layout import PLATE, Rows
from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering

WORDS = ("kernel", "stride", "dilation")


def plates(rows: Rows, what: int, x: float) -> list[AnyMark]:
    """The kernels (0), strides (1) or dilations (2) of all layers, and at the input, which has none, their name."""
    marks: list[AnyMark] = [lettering(x + PLATE / 2, rows.y(0), WORDS[what], Role.KERNEL, size=32, anchor="middle")]
    for row, layer in enumerate(rows.chain.layers, start=1):
        y = rows.y(row)
        marks += [
            Rect(
                x=x, y=y - PLATE / 2, width=PLATE, height=PLATE, radius=14, fill=0.22, line=3.0, role=Role.KERNEL,
                name=f"{WORDS[what]} of layer {row}", value=float(layer[what]),
                grip=EditCell("layers", index=(row - 1, what), low=1, high=LARGEST[what]),
            ),
            lettering(x + PLATE / 2, y, str(layer[what]), Role.KERNEL, bold=True, size=52, anchor="middle"),
        ]  # fmt: skip
    return marks
