"""Slabs: layers as solid boxes in a row, as thick as they have channels and as high as their maps."""

from __future__ import annotations

from math import ceil

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Role
from scenes.stage.draw.blocks import cuboid

LEAN = (0.5, -0.38)
"""How far the back of a slab is to the right and up, as shares of its height."""
FAINTEST = 0.15


def slabs(
    foot: Point, room: float, count: float, thick: float, height: float, *, gap: float, role: Role, name: str
) -> list[AnyMark]:
    """So many slabs from left to right, the first with its lower left corner at `foot`; each hides what is behind it.

    They stand a gap apart, or closer where the room is too narrow. If the count isn't whole, the last one is faint.
    """
    whole = ceil(round(count, 9))
    lean = (LEAN[0] * height, LEAN[1] * height)
    pitch = min(thick + gap + lean[0] * 0.6, (room - thick - lean[0]) / max(whole - 1, 1))
    marks: list[AnyMark] = []
    for index in range(whole):
        corner = (foot[0] + index * pitch, foot[1] - height)
        slab = cuboid(corner, thick, height, lean, role=role, fill=0.5, name=f"{name} {index + 1}", solid=True)
        marks.append(Group(marks=slab, opacity=max(min(1.0, count - index), FAINTEST)))
    return marks


def largest_zoom(count: int, thick: float, height: float, room: tuple[float, float], least_gap: float) -> float:
    """How many times larger slabs can be drawn and still fit into a room, as close together as the least gap."""
    width = (count - 1) * (thick + least_gap) + thick + LEAN[0] * height
    return min(room[0] / width, room[1] / (height * (1 - LEAN[1])))
