"""Receptive fields as scenes show them: the square on a picture, what is cut out of it, and how a layer widens it."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scenes.reference import Layer
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, TextRun

FIELD = "receptive field"
"""What the square is called when it is read out."""
SEAM = 6.0
"""How much wider is what lies under the lines of the square, so that they are seen on light pictures and dark ones."""
T = TypeVar("T", bound=np.generic)
Room = tuple[float, float, float, float]
"""A part of the stage: left, top, right, bottom."""


def field(start: Point, side: float, room: Room, *, line: float = 5.0, filled: bool = True) -> list[AnyMark]:
    """The square of a side with its corner at `start`, as far as it lies in the room: it is open where it goes on."""
    left, top, right, bottom = inside(start, side, room)
    marks: list[AnyMark] = []
    if filled:
        marks.append(
            Rect(x=left, y=top, width=right - left, height=bottom - top, fill=0.16, role=Role.HIGHLIGHT, name=FIELD)
        )
    sides = (
        (left == start[0], ((left, top), (left, bottom))),
        (right == start[0] + side, ((right, top), (right, bottom))),
        (top == start[1], ((left, top), (right, top))),
        (bottom == start[1] + side, ((left, bottom), (right, bottom))),
    )
    for width, role in ((line + SEAM, Role.SURFACE), (line, Role.HIGHLIGHT)):
        marks += [Path(points=points, line=width, role=role) for ends, points in sides if ends]
    return marks


def inside(start: Point, side: float, room: Room) -> Room:
    """What of the square of a side with its corner at `start` lies in the room."""
    return (
        max(start[0], room[0]), max(start[1], room[1]), min(start[0] + side, room[2]), min(start[1] + side, room[3])
    )  # fmt: skip


def cut_out(picture: npt.NDArray[T], top: int, left: int, size: int) -> npt.NDArray[T]:
    """A square of a picture (height, width, ...), (size, size, ...); beyond the edge it is dark."""
    margins = ((size, size), (size, size), *((0, 0),) * (picture.ndim - 2))
    padded: npt.NDArray[T] = np.pad(picture, margins)
    return padded[top + size : top + 2 * size, left + size : left + 2 * size]


def widening(size: int, layer: Layer, jump: int, field_size: int | None) -> tuple[TextRun, ...]:
    """How a layer widens a field of `size` cells: size + (k − 1) · d · jump; without the result where it is None."""
    kernel = TextRun(f"({layer.kernel} − 1) · {layer.dilation}", Role.KERNEL)
    runs = (TextRun(f"{size} + "), kernel, TextRun(" · "), TextRun(str(jump), Role.OUTPUT), TextRun(" = "))
    return runs if field_size is None else (*runs, TextRun(str(field_size), Role.HIGHLIGHT, bold=True))
