"""Pieces that many scenes are put together from: headings, numbers on plates, volumes in oblique projection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from scenes.reference import Floats
from scenes.stage.core.grips import SetValue
from scenes.stage.core.knobs import Edits
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import (
    CELL_GAP,
    Anchor,
    AnyMark,
    Grid,
    Path,
    Rect,
    Role,
    Shade,
    Text,
    TextRun,
    lettering,
)
from scenes.stage.numbers.values import Values, decimals_for, format_number

HEADING = 24.0
"""The type size of the heading of a block."""
LARGER_LETTERS = 1.12
"""How much larger letters are in the theme with the largest."""
ROUND = 27.0
"""The radius of a circle with a sign in it."""
LETTER = 0.58
"""About how wide a letter of a word is, in ems."""


def edited(array: Floats, changes: Edits) -> Floats:
    """Lay numbers changed by hand over an array; those outside it belong to another setting and are left out."""
    if not changes:
        return array
    fitting = [change for change in changes if len(change[0]) == array.ndim]
    places = np.array([index for index, _ in fitting], dtype=int).reshape(len(fitting), array.ndim)
    values = np.array([value for _, value in fitting])
    inside = ((places >= 0) & (places < array.shape)).all(axis=1)
    changed = array.copy()
    changed[tuple(places[inside].T)] = values[inside]
    return changed


def heading(
    x: float,
    y: float,
    title: str,
    note: str = "",
    role: Role = Role.TEXT,
    anchor: Anchor = "start",
    size: float = HEADING,
) -> Text:
    """The heading of a block: its name in the colour of its role, and its shape."""
    runs = (
        (TextRun(title, role, bold=True), TextRun(f"  {note}", Role.MUTED))
        if note
        else (TextRun(title, role, bold=True),)
    )
    return Text(x=x, y=y, runs=runs, size=size, anchor=anchor)


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """A number as it stands in running text and on plates."""
    return format_number(value, decimals_for([value]))


def bracketed(value: float) -> str:
    """A number as it stands among others in a sum or a product: negative ones in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def shape_text(shape: Sequence[int]) -> str:
    """Write a shape: "3×28×28"."""
    return "×".join(str(side) for side in shape)


def counted(count: int, thing: str) -> str:
    """Write a number of things: "1 row", "2 rows", "12,544 cells"."""
    return f"{count} {thing}" if count == 1 else f"{count:,} {thing}s"


def how_many_differ(count: int, total: int, thing: str) -> tuple[str, str]:
    """Write how many of some things differ, the numbers and the words by themselves: "1 of 4", "cells differs"."""
    return f"{count:,} of {total:,}", f"{thing}{'' if total == 1 else 's'} differ{'s' if count == 1 else ''}"


def brief(count: float) -> str:
    """A large count in millions or thousands, at most three figures of it: 37.8 M, 307 k."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if count >= size:
            return f"{count / size:.0f} {unit}" if count >= 99.95 * size else f"{count / size:.1f} {unit}"
    return f"{count:.0f}"


def volume(
    maps: Sequence[Values],
    origin: Point,
    cell: float,
    *,
    role: Role,
    name: str,
    shade: Shade = "value",
    scale: str = "",
    step: Point = (34.0, -26.0),
    spread: float = 1.0,
) -> tuple[AnyMark, ...]:
    """Feature maps (height, width) one behind the other, the first in front with its front corner at `origin`.

    `spread` 0..1 moves them apart from one flat sheet. Each sheet has a border, so that dark ones stand apart.
    """
    marks: list[AnyMark] = []
    for index, values in reversed(tuple(enumerate(maps))):
        x, y = origin[0] + index * step[0] * spread, origin[1] + index * step[1] * spread
        sheet = Grid(
            values=values,
            origin=(x, y),
            u=(cell, 0.0),
            v=(0.0, cell),
            role=role,
            shade=shade,
            scale=scale,
            numbers=index == 0,
            gap=CELL_GAP if cell > 8 else 0.0,
            name=f"{name} {index + 1}",
        )
        marks += backed(sheet, role)
    return tuple(marks)


def backed(sheet: Grid, role: Role, *, ground: bool = True, line: float = 2.0) -> tuple[AnyMark, ...]:
    """A sheet with a border of its own, and a ground, so that it stands apart from what lies behind it."""
    (x, y), cell, (rows, columns) = sheet.origin, sheet.u[0], sheet.values.shape
    off = 3.0 + line
    border = Rect(
        x=x - off, y=y - off, width=columns * cell + 2 * off, height=rows * cell + 2 * off, radius=4.0 * line,
        line=line, role=role, opacity=sheet.opacity,
    )  # fmt: skip
    below = (replace(border, role=Role.SURFACE, fill=1.0, line=0.0),) if ground else ()
    return *below, border, replace(sheet, framed=False)


def options(
    x: float,
    y: float,
    width: float,
    knob: str,
    choices: Sequence[tuple[str, Any]],
    chosen: Any,
    *,
    opacity: float = 1.0,
    size: float = HEADING,
) -> tuple[AnyMark, ...]:
    """A row of plates, one for each value that a click gives to a knob: (what stands on it, value)."""
    marks: list[AnyMark] = []
    for index, (label, value) in enumerate(choices):
        left, role = x + index * (width + 10), Role.HIGHLIGHT if value == chosen else Role.MUTED
        marks += [
            Rect(
                x=left, y=y, width=width, height=2 * size, radius=10, fill=0.22, line=3.0 if value == chosen else 1.0,
                role=role, name=f"{knob} = {label}", grip=SetValue(knob, value), opacity=opacity,
            ),
            lettering(left + width / 2, y + size, label, Role.TEXT, bold=value == chosen, size=size, anchor="middle",
                      opacity=opacity),
        ]  # fmt: skip
    return tuple(marks)


def plus_sign(at: Point, role: Role = Role.TEXT) -> tuple[AnyMark, ...]:
    """A circle with a plus in it: where ways meet and are added."""
    box = Rect(
        x=at[0] - ROUND, y=at[1] - ROUND, width=2 * ROUND, height=2 * ROUND, radius=ROUND, fill=1.0, role=Role.SURFACE
    )
    sign = lettering(at[0], at[1], "+", role, bold=True, size=40, anchor="middle")
    return box, replace(box, fill=0.0, line=3.0, role=role), sign


def cuboid(
    corner: Point,
    width: float,
    height: float,
    deeper: Point,
    *,
    role: Role,
    fill: float = 0.2,
    line: float = 2.0,
    opacity: float = 1.0,
    name: str = "",
    solid: bool = False,
) -> tuple[AnyMark, ...]:
    """A box in oblique projection: its front has its top left corner at `corner`, its back is `deeper` behind it.

    Only the front has the name. Nothing shines through a `solid` one.
    """
    (x, y), (dx, dy) = corner, deeper
    right, bottom = x + width, y + height
    outline = ((x, bottom), (x, y), (x + dx, y + dy), (right + dx, y + dy), (right + dx, bottom + dy), (right, bottom))
    ground = Path(points=outline, closed=True, fill=1.0, line=0.0, role=Role.SURFACE, opacity=opacity)
    top_face = ((x, y), (x + dx, y + dy), (right + dx, y + dy), (right, y))
    side_face = ((right, y), (right + dx, y + dy), (right + dx, bottom + dy), (right, bottom))
    top, side = (
        Path(points=face, closed=True, fill=fill * share, line=line, role=role, opacity=opacity)
        for face, share in ((top_face, 0.6), (side_face, 0.35))
    )
    front = Rect(
        x=x, y=y, width=width, height=height, fill=fill, line=line, role=role, opacity=opacity, name=name
    )  # fmt: skip
    return (ground, top, side, front) if solid else (top, side, front)


def fitted(width: float, height: float, rows: int, columns: int, largest: float) -> float:
    """The side of the square cells of a grid that fits into a space."""
    return min(width / columns, height / rows, largest)
