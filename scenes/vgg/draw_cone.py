"""The cone of what a unit sees: through one large window, and through small ones stacked, which leave it as it is."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.values import Values
from scenes.vgg.computed import SMALL, Stack
from scenes.vgg.knobs import WIDTHS
from scenes.vgg.story import Steps

NEAR, FAR = 130.0, 830.0
"""Where the planes of the input and of the unit stand, from left to right."""
MIDDLE = 470.0
SIDE = 330.0
"""The height of the input's plane."""
LEAN = (0.42, -0.26)
"""How far the planes' rows go to the right and up, for each cell."""
NAMES_Y = 730.0
BARS_X, BARS_Y, BAR = 980.0, 300.0, 74.0


def draw_cone(stage: Stage, of: Stack, now: Steps) -> None:
    """Draw the cone with its planes and, beside it, the weights of both ways."""
    opened = now.share("large")
    split = ease(now.spans["small"].t / 0.5)
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
    stage.add(*marks, opacity=min(ease(now.spans["large"].t / 0.1), 1 - _leaving(now)))


def _leaving(now: Steps) -> float:
    return ease(now.spans["shares"].t / 0.06)


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
        lettering(x, NAMES_Y, name, role, bold=True, size=24, anchor="middle"),
        lettering(x, NAMES_Y + 34, f"{side}×{side}", size=26, anchor="middle", name=f"side of {name}"),
    )  # fmt: skip


def _ones(side: int) -> Values:
    return Values(np.ones((side, side)))


def _bars(of: Stack, opened: float, split: float) -> list[AnyMark]:
    """The weights of both ways as bars of one scale, with the number of activation functions."""
    most = max(of.large_weights, of.small_weights)
    rows = (
        (f"one {of.large}×{of.large}", of.large_weights, "1 ReLU", opened, Role.MUTED),
        (f"{of.count} times {SMALL}×{SMALL}", of.small_weights, f"{of.count} ReLUs", split, Role.KERNEL),
    )
    marks: list[AnyMark] = [heading(BARS_X, BARS_Y - 84, "weights", "without biases", Role.KERNEL)]
    for index, (name, count, note, grown, role) in enumerate(rows):
        y = BARS_Y + 186 * index
        if grown <= 0.01:
            continue
        words = (TextRun(name, bold=True), TextRun(f"   {note}", Role.MUTED))
        marks += [
            Text(x=BARS_X, y=y - 26, runs=words, size=27),
            lettering(RIGHT, y - 26, f"{round(grown * count):,}", role, bold=True, size=30, anchor="end",
                      name=f"weights of {name}"),
            Rect(x=BARS_X, y=y, width=grown * (RIGHT - BARS_X) * count / most, height=BAR, fill=0.75, role=role),
        ]  # fmt: skip
    return marks


def _choices(of: Stack) -> list[AnyMark]:
    """Plates to choose the channels."""
    return [
        lettering(BARS_X, 662, "channels C", Role.MUTED, size=24),
        *options(BARS_X, 688, 100, "channels", [(width, width) for width in WIDTHS], str(of.channels)),
    ]
