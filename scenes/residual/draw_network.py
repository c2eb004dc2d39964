"""The twins drawn as one network: its layers in a row, and the shortcuts, which a click puts there and takes away."""

from __future__ import annotations

from scenes.residual.knobs import DEPTHS, Knobs
from scenes.residual.layout import LAYERS
from scenes.residual.twins import Twins
from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.draw.blocks import options

TOP, HEIGHT = 204.0, 34.0
ARC = 34.0
PLATES_Y = 30.0


def draw_network(twins: Twins, knobs: Knobs) -> list[AnyMark]:
    """The row of layers from the input at the left; the shortcuts are dashed and faint where they are off."""
    left, right = LAYERS
    pitch = (right - left) / len(twins.layers)
    middle = TOP + HEIGHT / 2
    marks: list[AnyMark] = [
        Rect(
            x=left, y=TOP - ARC - 12, width=right - left, height=HEIGHT + ARC + 20, radius=12, fill=0.5,
            role=Role.SURFACE, name="shortcuts of the network", grip=SetValue("shortcut", not knobs.shortcut),
        ),
        Path(points=((left + 8, middle), (right - 8, middle)), line=3.0, role=Role.MUTED),
        lettering(LEFT, middle, "layers", Role.MUTED, size=24),
    ]  # fmt: skip
    for index, layer in enumerate(twins.layers):
        role = Role.KERNEL if layer.kind == "conv" else Role.BIAS
        box = Rect(
            x=left + (index + 0.18) * pitch, y=TOP, width=0.64 * pitch, height=HEIGHT, radius=5, fill=1.0, role=role,
            name=f"layer {index + 1}: {layer.text}",
        )  # fmt: skip
        marks.append(box)
    for first, last in twins.blocks:
        marks.append(_arc(left + first * pitch, left + (last + 1) * pitch, knobs.shortcut))
    return marks


def _arc(start: float, end: float, on: bool) -> Path:
    """A shortcut: from before a block's first layer over both to behind its second."""
    lean = min(10.0, (end - start) / 6)
    foot, top = TOP + HEIGHT / 2, TOP - ARC + 14
    points = ((start, foot), (start + lean, top), (end - lean, top), (end, foot))
    role, line = (Role.OUTPUT, 4.0) if on else (Role.MUTED, 2.0)
    return Path(points=points, role=role, line=line, dashed=not on, opacity=1.0 if on else 0.6)


def draw_plates(knobs: Knobs) -> list[AnyMark]:
    """How many layers the twins have, and whether their shortcuts are there, at a click."""
    y = PLATES_Y + 24
    return [
        lettering(948, y, "layers", Role.MUTED, size=22, anchor="end"),
        *options(962, PLATES_Y, 68, "depth", [(depth, depth) for depth in DEPTHS], knobs.depth),
        lettering(1362, y, "shortcuts", Role.MUTED, size=22, anchor="end"),
        *options(1376, PLATES_Y, 79, "shortcut", [("on", True), ("off", False)], knobs.shortcut),
    ]
