"""The last part: the input shifted, pooled again, and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from scenes.pooling.computed import Shifted
from scenes.pooling.layout import BEGIN, END, THIRD, THIRDS, TOP, Column
from scenes.pooling.view import View
from scenes.reference import Floats
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import fitted
from scenes.stage.draw.maps import pixel_grip
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import decimals_for

CHIPS_Y, CHIP, GAP = TOP + THIRD + 40.0, 72.0, 24.0
SHIFT_CHIP, LINE, LINES = 100.0, 32.0, (30.0, 70.0)
"""The height of a plate with two lines, their type size, and where in it they stand."""
HERO, HERO_Y = 88.0, TOP + THIRD + 92.0
COUNTED = 99
"""Of up to so many cells those that differ are counted; of more their share is told."""
FRAME = 8.0
MARKED = 150
"""Up to so many differing cells are framed one by one; more are told by colour and count."""


def draw_shift(view: View) -> None:
    """Draw how the input moves and is pooled again, then what differs. Of three channels the first."""
    shifted = view.layer.shifted(view.by)
    if view.steps.compare.begun:
        _draw_comparison(view, shifted)
        return
    view.stage.add(
        _heading(0, "input", Role.INPUT),
        _heading(1, "pooled before", Role.OUTPUT),
        _heading(2, "pooled after", Role.OUTPUT),
        *_sliding(view, shifted),
        *_come_in(view, shifted),
        _pooled(view, shifted, view.layer.y[0], 1, "pooled before"),
        replace(_pooled_again(view, shifted, 2), highlighted=_changed(view, shifted, view.again)),
        lettering(
            THIRDS[0] + THIRD / 2, HERO_Y, f"{view.by} pixel{'' if view.by == 1 else 's'} →", Role.INPUT, bold=True,
            size=HERO, anchor="middle", name="how far",
        ),
        *_told(view, shifted),
    )  # fmt: skip


def _come_in(view: View, shifted: Shifted) -> list[AnyMark]:
    """The frame around the zeros that have come in."""
    share = _moved(view)
    grid = _input(view, shifted.x[0])
    width = view.by * grid.u[0] * share
    if width <= 0.0:
        return []
    height = grid.v[1] * view.layer.x.shape[1]
    return [
        Rect(
            x=THIRDS[0], y=TOP, width=width, height=height, radius=min(12.0, width / 4), line=FRAME,
            role=Role.HIGHLIGHT, name="zeros that came in", opacity=share,
        )
    ]  # fmt: skip


def _changed(view: View, shifted: Shifted, count: int) -> tuple[Cell, ...]:
    """The cells, among the first ones, that are not what they were; none where they are too many to be framed."""
    differing = [(int(row), int(column)) for row, column in np.argwhere(shifted.differs[0])]
    if len(differing) > MARKED:
        return ()
    width = view.layer.out[1]
    return tuple(cell for cell in differing if cell[0] * width + cell[1] < count)


def _told(view: View, shifted: Shifted) -> list[AnyMark]:
    """What the frames mean."""
    words = "framed = changed" if _changed(view, shifted, shifted.differs[0].size) else ""
    if not shifted.differs[0].any():
        words = "nothing changed"
    mark = lettering(
        THIRDS[2] + THIRD / 2, HERO_Y, words, Role.HIGHLIGHT, size=44.0, anchor="middle",
        opacity=view.steps.shift.rise(0.85, 0.95),
    )  # fmt: skip
    return [mark] if words else []


def _moved(view: View) -> float:
    """How far the input has moved."""
    return ease(view.steps.shift.t / 0.5)


def _heading(place: int, words: str, role: Role) -> AnyMark:
    return Column(THIRDS[place], 1.0).heading(words, role)


def _input(view: View, array: Floats, column: float = 0.0) -> Grid:
    """The input, or some columns of it that begin at one."""
    rows, wide = view.layer.x.shape[1:]
    cell = fitted(THIRD, THIRD, rows, wide, THIRD / 2)
    return matrix(
        array, (THIRDS[0] + column * cell, TOP), cell, role=view.channels.role(0, Role.INPUT),
        shade=view.layer.input.shade, decimals=decimals_for(view.layer.x),
    )  # fmt: skip


def _pooled(view: View, shifted: Shifted, array: Floats, place: int, name: str) -> Grid:
    """A pooled map, written as the other one is."""
    cell = fitted(THIRD, THIRD, *view.layer.out, THIRD / 2)
    return matrix(
        array, (THIRDS[place], TOP), cell, role=view.channels.role(0, Role.OUTPUT),
        shade=view.layer.input.shade, decimals=shifted.decimals, name=name,
    )  # fmt: skip


def _sliding(view: View, shifted: Shifted) -> list[AnyMark]:
    """The input: what stays in sight slides to the right, what leaves fades, and zeros come in."""
    x, by, share = view.layer.x[0], view.by, _moved(view)
    if share >= 1:
        whole = _input(view, shifted.x[0])
        return [replace(whole, name="shifted input", first=(0, -by), grip=pixel_grip(view.layer.x, 0, (0, -by)))]
    if share <= 0:
        return [replace(_input(view, x), name="shifted input", grip=pixel_grip(view.layer.x, 0))]
    stays = x.shape[1] - by
    parts = (
        (x[:, stays:], float(stays), 1.0 - share),
        (np.zeros_like(x[:, :by]), 0.0, share),
        (x[:, :stays], by * share, 1.0),
    )
    return [replace(_input(view, part, column), opacity=opacity) for part, column, opacity in parts]


def _pooled_again(view: View, shifted: Shifted, place: int) -> Grid:
    """The pooled map of the shifted input, written as the step goes."""
    y = shifted.y[0]
    again = _pooled(view, shifted, y, place, "pooled after")
    return replace(again, shown=view.again)


def _draw_comparison(view: View, shifted: Shifted) -> None:
    """Both pooled maps, the differences written one by one, and the other shifts to choose."""
    share = view.steps.compare.even
    count = int(share * shifted.difference[0].size)
    marked = _changed(view, shifted, count)
    before = _pooled(view, shifted, view.layer.y[0], 0, "pooled before")
    difference = matrix(
        shifted.difference[0], (THIRDS[2], TOP), before.u[0], shown=count, highlighted=marked, name="difference",
        role=Role.PRODUCT,
    )  # fmt: skip
    view.stage.add(
        _heading(0, "pooled before", Role.OUTPUT),
        _heading(1, "pooled after", Role.OUTPUT),
        _heading(2, "difference", Role.PRODUCT),
        before,
        replace(_pooled_again(view, shifted, 1), highlighted=marked),
        difference,
    )
    view.stage.add(Group(marks=tuple(_chips(view)), opacity=view.steps.compare.rise(0.2, 0.7)))


def _chips(view: View) -> Iterator[AnyMark]:
    """The shifts and how many cells each changes; a click chooses one."""
    shifts = [view.layer.shifted(by) for by in view.layer.shifts]
    width = (END - BEGIN - (len(shifts) - 1) * GAP) / len(shifts)
    for index, each in enumerate(shifts):
        x = BEGIN + index * (width + GAP)
        count = (
            f"{each.differ:,} of {each.cells:,}" if each.cells <= COUNTED else f"{100 * each.differ / each.cells:.0f} %"
        )
        box, _ = chip(x, CHIPS_Y, width, "", "shift", each.by, view.by)
        yield replace(box, height=SHIFT_CHIP, name=f"shift by {each.by}", value=float(each.differ))
        for words, down in zip((f"shift by {each.by}", f"{count} changed"), LINES, strict=True):
            yield lettering(
                x + width / 2, CHIPS_Y + down, words, Role.TEXT, bold=each.by == view.by, size=LINE, anchor="middle"
            )


def chip(x: float, y: float, width: float, words: str, knob: str, value: Any, chosen: Any) -> tuple[Rect, AnyMark]:
    """A plate that gives a knob a value when it is clicked; that of the present value is lit."""
    lit = value == chosen
    box = Rect(
        x=x, y=y, width=width, height=CHIP, radius=14, fill=0.22, line=5.0 if lit else 0.0,
        role=Role.HIGHLIGHT if lit else Role.OUTPUT, name=f"{knob} = {value}", grip=SetValue(knob, value),
    )  # fmt: skip
    return box, lettering(x + width / 2, y + CHIP / 2, words, Role.TEXT, bold=lit, size=36, anchor="middle")
