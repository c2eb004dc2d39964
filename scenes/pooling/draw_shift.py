"""The last part: the input shifted, pooled again, and compared cell by cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.pooling.computed import Shifted
from scenes.pooling.view import View
from scenes.reference import Floats
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, RIGHT, TOP
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import counted, fitted, heading, number
from scenes.stage.draw.maps import COLOURS, pixel_grip
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import decimals_for

SIDE = 288.0
LOWER = 502.0
POOLED_X = LEFT + SIDE + 96.0
PANEL_X = POOLED_X + SIDE + 96.0
CHIP = 56.0
CHIP_PITCH = 66.0
MARKED = 150
"""Up to so many differing cells are framed one by one; more are told by colour and count."""


def draw_shift(view: View) -> None:
    """Draw the input before and after the shift, both pooled maps, and what differs. Of three channels the first."""
    shifted = view.layer.shifted(view.by)
    opacity = view.steps.shifting
    colour = f"{COLOURS[0]} channel" if view.layer.channels == 3 else ""
    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "input", colour, Role.INPUT),
        heading(POOLED_X, HEADING_Y, "pooled", view.layer.knobs.kind, Role.OUTPUT),
        heading(LEFT, LOWER - 24, "shifted", f"by {view.by} px", Role.INPUT),
        heading(POOLED_X, LOWER - 24, "pooled again", "", Role.OUTPUT),
        replace(_input(view, view.layer.x[0], (LEFT, TOP), "input before"), grip=pixel_grip(view.layer.x, 0)),
        _pooled(view, shifted, view.layer.y[0], (POOLED_X, TOP), "pooled before"),
        *_sliding(view, shifted),
        *_pooled_again(view, shifted),
        _arrow(TOP),
        _arrow(LOWER),
    ]
    view.stage.add(Group(marks=tuple(marks), opacity=opacity))
    if view.steps.compare.begun:
        view.stage.add(Group(marks=tuple(_panel(view, shifted)), opacity=view.steps.compare.motion * opacity))


def _arrow(y: float) -> Arrow:
    return Arrow(start=(LEFT + SIDE + 24, y + SIDE / 2), end=(POOLED_X - 24, y + SIDE / 2), role=Role.MUTED)


def _input(view: View, array: Floats, origin: Point, name: str, columns: int = 0) -> Grid:
    """The input or a part of it: `columns` is the width of the whole."""
    return _map(view, array, origin, Role.INPUT, name, decimals_for(view.layer.x), columns)


def _pooled(view: View, shifted: Shifted, array: Floats, origin: Point, name: str) -> Grid:
    """A pooled map, written as the other one is."""
    return _map(view, array, origin, Role.OUTPUT, name, shifted.decimals)


def _map(
    view: View, array: Floats, origin: Point, role: Role, name: str, decimals: int, columns: int = 0
) -> Grid:  # fmt: skip
    """A map (H, W) that fits into a square; of a part, `columns` is the width of the whole."""
    rows, wide = array.shape
    return matrix(
        array, origin, fitted(SIDE, SIDE, rows, columns or wide, SIDE / 2), role=view.channels.role(0, role),
        shade=view.layer.input.shade, decimals=decimals, name=name,
    )  # fmt: skip


def _sliding(view: View, shifted: Shifted) -> list[AnyMark]:
    """The lower input: what stays in sight slides to the right, what leaves fades, and zeros come in."""
    x, by, share = view.layer.x[0], view.by, ease((view.steps.shifted - 0.25) / 0.75)
    if share >= 1:
        return [_input(view, shifted.x[0], (LEFT, LOWER), "shifted input")]
    width = x.shape[1]
    stays = width - by
    whole = _input(view, x, (LEFT, LOWER), "shifted input")
    if share <= 0:
        return [whole]
    cell = whole.u[0]

    def part(array: Floats, column: float, opacity: float) -> Grid:
        origin = (LEFT + column * cell, LOWER)
        return replace(_input(view, array, origin, "", width), opacity=opacity)

    return [
        part(x[:, stays:], stays, 1.0 - share),
        part(np.zeros_like(x[:, :by]), 0, share),
        part(x[:, :stays], by * share, 1.0),
    ]


def _pooled_again(view: View, shifted: Shifted) -> list[AnyMark]:
    """The pooled map of the shifted input, written as the step goes; cells that differ are framed in the end."""
    y = shifted.y[0]
    again = _pooled(view, shifted, y, (POOLED_X, LOWER), "pooled after")
    shown = int(ease((view.steps.shift.t - 0.5) / 0.4) * y.size)
    return [replace(again, shown=shown, highlighted=_marked(view, shifted))]


def _marked(view: View, shifted: Shifted) -> tuple[tuple[int, int], ...]:
    """The cells of the first channel that differ, where they are few enough to frame."""
    if view.steps.compare.motion < 0.3:
        return ()
    found = shifted.differs[0]
    if found.size > MARKED:
        return ()
    return tuple((int(row), int(column)) for row, column in np.argwhere(found))


def _panel(view: View, shifted: Shifted) -> list[AnyMark]:
    """What differs: the differences, how many cells and by how much, and the same for the other shifts."""
    cell = fitted(SIDE, SIDE, *view.layer.out, SIDE / 2)
    difference = matrix(
        shifted.difference[0], (PANEL_X, TOP), cell, highlighted=_marked(view, shifted),
        name="difference",
    )  # fmt: skip
    marks: list[AnyMark] = [heading(PANEL_X, HEADING_Y, "difference", "after − before", Role.OUTPUT), difference]
    x = PANEL_X + view.layer.out[1] * cell + 36
    changes = [("input", shifted.input_change, Role.INPUT), ("pooled", shifted.output_change, Role.OUTPUT)]
    marks.append(lettering(x, TOP + 14, "mean change of a cell", Role.MUTED, size=22))
    for index, (label, value, role) in enumerate(changes):
        runs = (TextRun(f"{label}  ", Role.MUTED), TextRun(number(value), role, bold=True))
        marks.append(Text(x=x, y=TOP + 58 + 48 * index, runs=runs, size=28, name=f"mean change {label}"))
    marks.append(heading(PANEL_X, LOWER - 24, "cells that differ", "click a shift", Role.TEXT))
    shifts = [view.layer.shifted(by) for by in view.layer.shifts]
    if any(each.follows for each in shifts):
        words = (TextRun("with the old map moved", Role.MUTED),)
        marks.append(Text(x=RIGHT - 16, y=LOWER - 24, runs=words, size=22, anchor="end"))
    for index, each in enumerate(shifts):
        marks += _chip(view, index, each)
    return marks


def _chip(view: View, index: int, shifted: Shifted) -> list[AnyMark]:
    """One shift and its count; a click chooses it."""
    y, chosen = LOWER + index * CHIP_PITCH, shifted.by == view.by
    middle = y + CHIP / 2
    box = Rect(
        x=PANEL_X, y=y, width=RIGHT - PANEL_X, height=CHIP, radius=10, fill=0.22, line=3.0 if chosen else 0.0,
        role=Role.HIGHLIGHT if chosen else Role.OUTPUT, value=float(shifted.differ), name=f"shift by {shifted.by}",
        grip=SetValue("shift", shifted.by),
    )  # fmt: skip
    count = (TextRun(f"{shifted.by} px   ", bold=True), TextRun(f"{shifted.differ:,} of {shifted.cells:,}"))
    marks: list[AnyMark] = [box, Text(x=PANEL_X + 16, y=middle, runs=count, size=24)]
    if shifted.follows:
        cells = counted(shifted.by // view.layer.knobs.stride, "cell")
        words = f"by {cells}: {shifted.moved:,} of {shifted.moved_cells:,}"
        marks.append(lettering(RIGHT - 16, middle, words, Role.MUTED, size=22, anchor="end"))
    return marks
