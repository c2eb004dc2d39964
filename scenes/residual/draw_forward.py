"""The way forwards: the input takes both lanes, F makes something of it, and at the plus they meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.residual.computed import Block
from scenes.residual.layout import LOW, LOWER, PLUS, SIDE, UPPER, along, centre
from scenes.residual.view import View, arrow, arrows, roads, switches
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import plus_sign

OFF = 0.35
"""When, in the step that turns F off, its weights have become 0."""


def draw_forward(view: View) -> None:
    """Draw the block and its numbers as far as they are computed."""
    now = view.now
    opacity = now.seen("enter", "arrive")
    if opacity <= 0:
        return
    off = now.share("zero") > OFF
    of = turned_off(view.of) if off else view.of
    marks = [*roads(of.shortcut), *arrows(view, back=False), *_lane_names(view, of)]
    marks += [*_input(view, of), *_kernels(view, of), *_lane(view, of), *_sum(view, of), *switches(view.knobs)]
    view.stage.add(*marks, opacity=opacity)


def turned_off(of: Block) -> Block:
    """The same block with all weights of F at 0."""
    return replace(of, first=np.zeros_like(of.first), second=np.zeros_like(of.second))


def _lane_names(view: View, of: Block) -> list[AnyMark]:
    """What the lower lane is."""
    words = "shortcut: the input itself" if of.shortcut else "no shortcut"
    y = LOW + SIDE / 2 - (44 if of.shortcut else 0)
    name = lettering(622, y, words, Role.INPUT, size=26, anchor="middle",
                     opacity=ease((view.now.share("enter") - 0.8) * 5))  # fmt: skip
    marks: list[AnyMark] = [name]
    if of.shortcut:
        fx, fy = centre("copy")
        half = view.half + 10
        marks += [
            arrow((320.0, fy), (fx - half, fy)),
            arrow((fx + half, fy - 12), (1068.0 - 24, LOW - 7)),
        ]
    return marks


def _input(view: View, of: Block) -> list[AnyMark]:
    """The input, and its two copies on their ways."""
    share = view.now.share("enter")
    marks = view.numbers(
        "x", of.x, Role.INPUT, "x", title="x", busy=_window_of(view, "first"), grip=view.input_grip()
    )  # fmt: skip
    if of.shortcut:
        if share >= 1:
            marks += view.numbers("copy", of.x, Role.INPUT, "x on the shortcut", title="x", busy=view.focus("add"))
        elif share > 0:
            at = along(LOWER[:3], share)
            marks += view.numbers("copy", of.x, Role.INPUT, "", at=at, opacity=min(1.0, share * 4))
    if 0 < share < 1:
        at, fading = along(UPPER[:2], min(share * 1.6, 1.0)), 1.0 - ease((share - 0.5) * 4)
        marks += view.numbers("z", of.x, Role.INPUT, "", at=at, opacity=0.9 * fading)
    return marks


def _kernels(view: View, of: Block) -> list[AnyMark]:
    """Both kernels; turned off, they blink out and come back as zeros."""
    blink = abs(view.now.share("zero") - OFF) / 0.15
    opacity = min(1.0, max(0.15, blink)) if 0 < view.now.share("zero") < 1 else 1.0
    marks: list[AnyMark] = []
    for index, (weights, step) in enumerate(((of.first, "first"), (of.second, "second"))):
        marks += view.kernel(index, weights, turned=False, busy=bool(view.focus(step)), opacity=opacity)
    return marks


def _lane(view: View, of: Block) -> list[AnyMark]:
    """The lane of F: convolution, ReLU, convolution."""
    now, marks = view.now, list[AnyMark]()
    for slot, array, step, title, busy in (
        ("z", of.z, "first", "z", view.focus("first", "inner")),
        ("h", of.h, "inner", "ReLU(z)", view.focus("inner") or _window_of(view, "second")),
        ("f", of.f, "second", "F(x)", view.focus("second", "add")),
    ):
        if now.even(step) <= 0:
            continue
        shown = min(of.cells, int(now.even(step) * of.cells) + 1)
        marks += view.numbers(slot, array, Role.PRODUCT, title, title=title, shown=shown, busy=busy)
    return marks


def _sum(view: View, of: Block) -> list[AnyMark]:
    """The sum at the plus, and the output after the last ReLU."""
    now, marks = view.now, list[AnyMark]()
    if of.shortcut:
        marks += plus_sign(PLUS)
    title = "F(x) + x" if of.shortcut else "F(x)"
    for slot, array, step, text, busy in (
        ("s", of.s, "add", title, view.focus("add", "outer")),
        ("y", of.y, "outer", "y", view.focus("outer")),
    ):
        if now.even(step) <= 0:
            continue
        shown = min(of.cells, int(now.even(step) * of.cells) + 1)
        if of.shortcut and now.name == "zero" and slot == "y" and now.share("zero") >= 1:
            busy = tuple(
                (row, column) for row, column in np.ndindex(of.y.shape) if of.y[row, column] == of.x[row, column]
            )
        marks += view.numbers(
            slot, array, Role.OUTPUT, text if slot == "y" else "sum", title=text, shown=shown, busy=busy
        )
    if now.even("outer") > 0:
        x, y = centre("y")
        marks.append(lettering(x, y + SIDE / 2 + 28, "after ReLU", Role.MUTED, size=24, anchor="middle"))
    return marks


def _window_of(view: View, step: str) -> tuple[Cell, ...]:
    """The cells under the window of the cell that a step is about."""
    return tuple(near for cell in view.focus(step) for near in view.window(cell))
