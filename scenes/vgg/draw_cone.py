"""The cone of what a unit sees: through one large window, and through small ones stacked, which leave it as it is."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import Values
from scenes.vgg.computed import SMALL, Stack
from scenes.vgg.knobs import WIDTHS
from scenes.vgg.view import View
from scenes.vgg.words import percent

NEAR, FAR = 170.0, 850.0
"""Where the planes of the input and of the unit stand, from left to right."""
MIDDLE = 410.0
SIDE = 458.0
"""The height of the input's plane."""
LEAN = (0.49, -0.3)
"""How far the planes' rows go to the right and up, for each cell."""
NAMES_Y = 734.0
BARS_X, BARS_Y, BAR = 944.0, 270.0, 94.0
ROW = 208.0
"""From the bar of one way to that of the other."""
HERO_Y = 156.0


def draw_cone(view: View) -> None:
    """Draw the cone with its planes and, beside it, the weights of both ways."""
    of, opened, split = view.stacked, view.steps.large.motion, ease(view.steps.small.t / 0.5)
    sides = of.fields[::-1]
    marks: list[AnyMark] = []
    for index in range(of.count):
        marks += _beam(of, index, opened)
    for index, side in enumerate(sides):
        inner = 0 < index < len(sides) - 1
        shown = split if inner else 1.0 if index == 0 else opened
        if shown > 0.01:
            marks.append(Group(marks=_plane(of, index, side), opacity=shown))
    marks += _bars(of, opened, split)
    marks += _choices(of)
    view.stage.add(*marks)


def _corners(of: Stack, index: int) -> tuple[Point, ...]:
    """The corners of a plane: origin, along a row, opposite, down a column."""
    sides = of.fields[::-1]
    cell = SIDE / of.large
    side = sides[index] * cell
    x = between(NEAR, FAR, index / of.count)
    u, v = (LEAN[0] * side, LEAN[1] * side), (0.0, side)
    origin = (x - u[0] / 2, MIDDLE - (u[1] + v[1]) / 2)
    right = (origin[0] + u[0], origin[1] + u[1])
    return origin, right, (right[0], right[1] + side), (origin[0], origin[1] + side)


def _beam(of: Stack, index: int, opened: float) -> list[AnyMark]:
    """The lines from one plane to the next; they lie on those of the single window."""
    here, there = _corners(of, index), _corners(of, index + 1)
    lines: list[AnyMark] = []
    for start, end in zip(here, there, strict=True):
        lines.append(Path(points=(start, end), role=Role.HIGHLIGHT, line=2.5, opacity=opened))
    face = (here[1], there[1], there[2], here[2])
    lines.append(Path(points=face, closed=True, fill=0.1, line=0.0, role=Role.HIGHLIGHT, opacity=opened))
    return lines


def _plane(of: Stack, index: int, side: int) -> tuple[AnyMark, ...]:
    """A plane of as many cells as the unit sees there, and their number under it."""
    origin, right, _, below = _corners(of, index)
    last = index == of.count
    role = Role.INPUT if index == 0 else Role.OUTPUT if last else Role.PRODUCT
    u = ((right[0] - origin[0]) / side, (right[1] - origin[1]) / side)
    v = (0.0, (below[1] - origin[1]) / side)
    name = "input" if index == 0 else "unit" if last else f"layer {index}"
    x = origin[0] + (right[0] - origin[0]) / 2
    return (
        Grid(values=_ones(side), origin=origin, u=u, v=v, role=role, shade="tint", numbers=False,
             name=f"{name} plane"),
        lettering(x, NAMES_Y, f"{side}×{side}", role, bold=True, size=44, anchor="middle", name=f"side of {name}"),
        *((lettering(x, NAMES_Y + 46, name, role, size=40, anchor="middle"),) if index in (0, of.count) else ()),
    )  # fmt: skip


def _ones(side: int) -> Values:
    return Values(np.ones((side, side)))


def _bars(of: Stack, opened: float, split: float) -> list[AnyMark]:
    """The weights of both ways as bars of one scale, with how they are counted and the activation functions."""
    most, c = max(of.large_weights, of.small_weights), of.channels
    rows = (
        (f"one {of.large}×{of.large}", of.large_weights, f"{of.large}·{of.large}·{c}·{c}, 1 ReLU", opened, Role.MUTED),
        (f"{of.count} times {SMALL}×{SMALL}", of.small_weights,
         f"{of.count}·{SMALL}·{SMALL}·{c}·{c}, {of.count} ReLUs", split, Role.KERNEL),
    )  # fmt: skip
    told = ease(2.0 * split - 1.0)
    marks: list[AnyMark] = [
        lettering(BARS_X, HERO_Y, f"{percent(of)} %", Role.KERNEL, bold=True, size=96, opacity=told, name="percent"),
        lettering(
            BARS_X,
            HERO_Y,
            f"{of.large}×{of.large}",
            Role.INPUT,
            bold=True,
            size=96,
            opacity=opened * (1.0 - ease(2.0 * split)),
            name="seen",
        ),
        lettering(RIGHT, HERO_Y, "weights", Role.KERNEL, bold=True, size=52, anchor="end"),
    ]
    if opened * (1.0 - split) > 0.01:
        marks.append(
            lettering(BARS_X, BARS_Y + ROW + 24, f"k²·C² = {of.large}²·{c}²", size=72, name="formula",
                      opacity=opened * (1.0 - ease(3.0 * split)))
        )  # fmt: skip
    for index, (name, count, account, grown, role) in enumerate(rows):
        y = BARS_Y + ROW * index
        if grown <= 0.01:
            continue
        tone = Role.TEXT if role == Role.MUTED else role
        marks += [
            lettering(BARS_X, y - 28, name, tone, bold=True, size=36),
            lettering(RIGHT, y - 28, f"{round(grown * count):,}", tone, bold=True, size=44, anchor="end",
                      name=f"weights of {name}"),
            Rect(x=BARS_X, y=y, width=grown * (RIGHT - BARS_X) * count / most, height=BAR, radius=6, fill=0.75,
                 role=role, name=f"bar of {name}", value=count),
            lettering(BARS_X, y + BAR + 30, account, size=34, opacity=grown, name=f"account of {name}"),
        ]  # fmt: skip
    return marks


def _choices(of: Stack) -> tuple[AnyMark, ...]:
    """Plates to choose the channels."""
    choices = [(width, width) for width in WIDTHS]
    plates = options(BARS_X, 710.0, 112.0, "channels", choices, str(of.channels), size=36.0)
    return lettering(BARS_X, 672.0, "channels", size=36), *plates
