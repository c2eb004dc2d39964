"""The chain from the side: a row of cells for each map, the cone of a unit, and k, s, d, r and j beside each row."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scenes.receptive.computed import Chain
from scenes.receptive.knobs import LARGEST
from scenes.receptive.layout import CELL_HEIGHT, PLATE, TABLE, levels, row_y, strip
from scenes.receptive.story import Steps
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Cell, between
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

HEADS = 56.0
"""How far the heads of the columns stand over the last map."""


def draw_chain(stage: Stage, chain: Chain, steps: Steps) -> None:
    """Draw the rows, the cones that are open, and the table as far as it is filled."""
    opacity = steps.seen(steps.unit, steps.networks[0])
    if opacity <= 0:
        return
    marks = [*_cones(chain, steps), *_rows(chain, steps), *_next(chain, steps)]
    stage.add(*marks, *_table(chain, steps), *_widths(chain, steps), opacity=opacity)


def _rows(chain: Chain, steps: Steps) -> list[AnyMark]:
    """A row of cells for each map; those that the cone has reached are filled."""
    marks: list[AnyMark] = []
    low = chain.unit[0] - round(steps.cone.even * chain.unit[0])  # so far down has the cone come
    for row in range(chain.last + 1):
        own, size = strip(chain, row), chain.sizes[row]
        filled = np.zeros((1, size))
        if low <= row <= chain.unit[0]:
            filled[0, sorted(chain.cone[row])] = 1.0
        words, role = (f"layer {row}", Role.PRODUCT) if row else ("input", Role.INPUT)
        chosen = ((0, chain.unit[1]),) if row == chain.unit[0] else ()
        marks.append(Grid(
            values=Values(filled), origin=own.origin, u=own.u, v=own.v, shade="tint", framed=False, numbers=False,
            role=role, highlighted=chosen, name=words, grip=PickCell("unit", levels(chain, row)),
        ))  # fmt: skip
        marks.append(lettering(60, row_y(chain, row) - 12, words, role, bold=True, size=24))
        count = (TextRun(f"{size} cell{'s' if size > 1 else ''}", Role.MUTED),)
        marks.append(Text(x=60, y=row_y(chain, row) + 16, runs=count, size=20))
    return marks


def _cones(chain: Chain, steps: Steps) -> list[AnyMark]:
    """The cone of the chosen unit as far as it has opened, and that of its neighbour."""
    marks = _cone(chain, chain.cone, chain.unit, steps.cone.even, Role.HIGHLIGHT)
    other = chain.neighbour
    if other is not None and steps.neighbour.begun:
        marks += _cone(chain, chain.reached(other), other, steps.neighbour.motion, Role.OUTPUT)
    return marks


def _next(chain: Chain, steps: Steps) -> list[AnyMark]:
    """The frame of the neighbour."""
    if not steps.neighbour.active or chain.neighbour is None:
        return []
    own = strip(chain, chain.neighbour[0])
    x, y = own.at(0, chain.neighbour[1])
    return [Rect(
        x=x + 1, y=y + 1, width=own.u[0] - 2, height=CELL_HEIGHT - 2, radius=6, line=4.0, role=Role.OUTPUT,
    )]  # fmt: skip


def _cone(chain: Chain, cone: tuple[Iterable[int], ...], unit: Cell, share: float, role: Role) -> list[AnyMark]:
    """A piece for each layer between a unit and the input, from the top down, as far as the share says."""
    marks: list[AnyMark] = []
    for step, row in enumerate(range(unit[0], 0, -1)):
        part = max(0.0, min(share * unit[0] - step, 1.0))
        if part <= 0:
            break
        left, right, bottom = _ends(chain, row, cone[row])
        low_left, low_right, top = _ends(chain, row - 1, cone[row - 1])
        top -= CELL_HEIGHT
        y = between(bottom, top, part)
        points = (
            (left, bottom), (right, bottom), (between(right, low_right, part), y), (between(left, low_left, part), y)
        )  # fmt: skip
        marks.append(Path(points=points, closed=True, fill=0.18, line=2.0, role=role))
    return marks


def _ends(chain: Chain, row: int, cells: Iterable[int]) -> tuple[float, float, float]:
    """Left and right end of the cells of a map, and the bottom of their row."""
    own, found = strip(chain, row), list(cells)
    return own.at(0, min(found))[0], own.at(0, max(found) + 1)[0], own.at(1, 0)[1]


def _widths(chain: Chain, steps: Steps) -> list[AnyMark]:
    """Below the input, how wide the receptive field is, and how far the neighbour's lies from it."""
    done = ease((steps.cone.even - 0.8) * 5)
    if done <= 0 or chain.unit[0] == 0:
        return []
    field, y = chain.fields[chain.unit[0]], row_y(chain, 0) + CELL_HEIGHT / 2 + 26
    left, right, _ = _ends(chain, 0, chain.cone[0])
    words = (TextRun("r = ", Role.MUTED), TextRun(str(field.size), Role.HIGHLIGHT, bold=True))
    marks: list[AnyMark] = [
        Path(points=((left, y - 14), (left, y - 6), (right, y - 6), (right, y - 14)), line=3.0, role=Role.HIGHLIGHT),
        Text(x=(left + right) / 2, y=y + 18, runs=words, size=30, anchor="middle"),
    ]
    other = chain.neighbour
    if steps.neighbour.active and other is not None:
        next_left, next_right, _ = _ends(chain, 0, chain.reached(other)[0])
        ends, side = ((left, next_left), -1) if next_left > left else ((next_right, right), 1)
        at = ends[0] - 12 if side < 0 else ends[1] + 12
        words = (TextRun("j = ", Role.MUTED), TextRun(str(field.jump), Role.OUTPUT, bold=True))
        marks += [
            Path(points=((ends[0], y + 8), (ends[1], y + 8)), line=6.0, role=Role.OUTPUT),
            Text(x=at, y=y + 18, runs=words, size=30, anchor="end" if side < 0 else "start"),
        ]
    return [Group(marks=tuple(marks), opacity=done)]


def _table(chain: Chain, steps: Steps) -> list[AnyMark]:
    """Kernel, stride and dilation on plates, r and j behind them, one row for each layer."""
    filled = int(steps.rule.even * (chain.last + 0.999)) + 1 if steps.rule.begun else 0
    top = row_y(chain, chain.last) - HEADS
    marks: list[AnyMark] = [
        heading(TABLE[name] + (PLATE / 2 if name in "ksd" else 0), top, words, "", role, "middle")
        for name, words, role in (
            ("k", "kernel", Role.KERNEL), ("s", "stride", Role.KERNEL), ("d", "dilation", Role.KERNEL),
            ("r", "field r", Role.HIGHLIGHT), ("j", "jump j", Role.OUTPUT),
        )
        if filled or name in "ksd"
    ]  # fmt: skip
    for row in range(chain.last + 1):
        y = row_y(chain, row)
        if row:
            for what, name in enumerate(("k", "s", "d")):
                value = chain.layers[row - 1][what]
                grip = EditCell("layers", index=(row - 1, what), low=1, high=LARGEST[what])
                marks += _number_plate(TABLE[name], y, value, f"{_WORDS[what]} of layer {row}", grip)
        field, shown = chain.fields[row], ease((filled - row) * 2)
        here = row == chain.unit[0]
        for name, value, role in (("r", field.size, Role.HIGHLIGHT), ("j", field.jump, Role.OUTPUT)):
            if shown > 0:
                words = (TextRun(str(value), role, bold=True),)
                size = 44 if here else 34
                marks.append(Text(x=TABLE[name], y=y, runs=words, size=size, anchor="middle", opacity=shown,
                                  name=f"{name} of map {row}"))  # fmt: skip
    return marks


_WORDS = ("kernel", "stride", "dilation")


def _number_plate(x: float, y: float, value: int, name: str, grip: EditCell) -> tuple[AnyMark, ...]:
    box = Rect(
        x=x, y=y - 24, width=PLATE, height=48, radius=10, fill=0.22, line=2.0, role=Role.KERNEL, name=name,
        value=float(value), grip=grip,
    )  # fmt: skip
    middle = lettering(x + PLATE / 2, y, str(value), Role.KERNEL, bold=True, size=28, anchor="middle")
    return box, middle
