"""The parts that belong to a map: its picture, the level of its mean, and the dimmer that its gate is."""

from __future__ import annotations

from scenes.gates.layout import GATE, RESET
from scenes.gates.shown import OF_NET
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell, Grip, SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, lettering
from scenes.stage.draw.matrices import matrix

LEVEL, DIMMER = 164.0, 94.0
"""The widths of a level and of a dimmer."""
KNOB = (124.0, 20.0)
"""The handle of a dimmer or of a level that can be pulled."""


def picture(values: Floats, origin: Point, side: float, name: str, role: Role = Role.INPUT) -> Grid:
    """A map of the net (height, width) as a picture without numbers, with its longer side so long."""
    return matrix(values, origin, side / len(values), role=role, scale=OF_NET, numbers=False, gap=0.0, framed=False,
                  name=name)  # fmt: skip


def level(
    x: float, spot: tuple[float, float], share: float, value: float, name: str, grip: Grip | None = None, *,
    lit: bool = False, width: float = LEVEL,
) -> list[AnyMark]:  # fmt: skip
    """A mean as a level, 0..1 of the `spot`, which is its upper end and its height; `x` is its middle."""
    (top, height), left = spot, x - width / 2
    full = height * max(0.0, min(share, 1.0))
    marks: list[AnyMark] = [
        Rect(x=left, y=top, width=width, height=height, radius=8, fill=0.2, line=2.0, role=Role.MUTED, name=name,
             value=value, grip=grip),
        Rect(x=left, y=top + height - full, width=width, height=max(full, 2.0), radius=min(8.0, full / 2), fill=0.9,
             role=Role.PRODUCT, name="" if grip else f"{name} level"),
    ]  # fmt: skip
    return [*marks, _handle(x, top + height - full)] if lit else marks


def dimmer(
    x: float, spot: tuple[float, float], gate: float, name: str, grip: EditCell | None = None, *,
    stood: float | None = None,
) -> list[AnyMark]:  # fmt: skip
    """A gate 0..1 as a dimmer, whose glow is as large as the gate is; `stood` is where it was before."""
    (top, height), left = spot, x - DIMMER / 2
    y = top + height * (1.0 - gate)
    glow = DIMMER * (1.0 + 0.4 * gate)
    marks: list[AnyMark] = [
        Rect(x=x - glow / 2, y=y, width=glow, height=height * gate, radius=min(14.0, height * gate / 2),
             fill=0.25 * gate, role=GATE, name=f"{name} glow"),
        Rect(x=left, y=top, width=DIMMER, height=height, radius=14, fill=0.2, line=2.0, role=Role.MUTED, name=name,
             value=gate, grip=grip),
        Rect(x=left, y=y, width=DIMMER, height=height * gate, radius=min(14.0, height * gate / 2),
             fill=0.3 + 0.7 * gate, role=GATE, name="" if grip else f"{name} light"),
    ]  # fmt: skip
    if stood is not None:
        was = top + height * (1.0 - stood)
        marks.append(Rect(x=x - 64, y=was - 3, width=128, height=6, fill=0.9, role=Role.MUTED, name=f"{name} stood"))
    return [*marks, _handle(x, y, "" if grip else f"{name} handle")]


def _handle(x: float, y: float, name: str = "") -> Rect:
    width, height = KNOB
    return Rect(x=x - width / 2, y=y - height / 2, width=width, height=height, radius=height / 2, fill=1.0,
                role=Role.TEXT, name=name)  # fmt: skip


def reset(knob: str, words: str) -> list[AnyMark]:
    """A plate that takes back what was set by hand."""
    x, y, width, height = RESET
    return [
        Rect(x=x, y=y, width=width, height=height, radius=10, fill=0.22, line=3.0, role=Role.HIGHLIGHT, name=words,
             grip=SetValue(knob, ()), pinned=True),
        lettering(x + width / 2, y + height / 2, words, size=32, anchor="middle", pinned=True),
    ]  # fmt: skip
