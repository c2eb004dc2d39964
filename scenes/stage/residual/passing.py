"""Maps that pass a ReLU, number by number: forwards through max(0, ·), backwards only where its input was positive."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenes.reference import Floats
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, lettering
from scenes.stage.core.timeline import COUNTING, Span, glide
from scenes.stage.draw.blocks import number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, underway
from scenes.stage.numbers.values import Values, label_width
from scenes.stage.residual.lanes import bed

MIDDLE = (800.0, 468.0)
SIDE, THIRD = 572.0, 460.0
"""The side of each of two maps, and of each of three."""
AWAY = 634.0
"""How far the middles of narrow maps are from that of the gate."""
LABEL = 40.0
"""How far over its map a name stands."""
ACROSS = 0.9
"""The seconds in which a map comes from where the step before has left it."""
STAGGER = 0.5
"""The last number sets off when so much of the time is over."""
GATE = 190.0
"""The width of the gate between maps; between columns it has room for what it computes."""
WIDE_GATE = 560.0
LANE = 44.0
"""How wide the road of each number of a column is."""


@dataclass(frozen=True)
class Shown:
    """A map (rows, columns) with the name of its mark, what is said over it, and what hands can do with it.

    It may come from a `start`, where the step before has left it.
    """

    values: Floats
    name: str
    title: str
    role: Role
    grip: Grip | None = None
    start: Spot | None = None

    def coming(self, grid: Grid, span: Span) -> tuple[Grid, ...]:
        """The grid on its way from where it was left, to be drawn over all else; none if it has come."""
        share = glide(span.t * span.seconds / ACROSS)
        if self.start is None or share >= 1.0:
            return ()
        corner, cell = underway(self.start, (grid.origin, grid.u[0]), share)
        return (replace(grid, origin=corner, u=(cell, 0.0), v=(0.0, cell)),)

    def lead(self, span: Span) -> float:
        """The share of a step in which it comes."""
        return 0.0 if self.start is None else ACROSS / span.seconds


def passed_spot(shape: tuple[int, int], *, back: bool = False) -> Spot:
    """Where the result stands that has passed a ReLU, or on the way `back` a gate."""
    empty = Shown(np.zeros(shape), "", "", Role.OUTPUT)
    grid = _maps(empty, empty, -1.0 if back else 1.0, THIRD if back else SIDE)[1]
    return grid.origin, grid.u[0]


def draw_relu(source: Shown, result: Shown, span: Span) -> list[AnyMark]:
    """Draw a map on its way through a ReLU, from left to right, within a step."""
    before, after = _maps(source, result, 1.0)
    share = _done(source, span)
    single = source.values.shape[1] == 1
    width = WIDE_GATE if single else GATE
    (x, y), height = MIDDLE, before.u[0] * source.values.shape[0]
    box = Rect(x=x - width / 2, y=y - height / 2, width=width, height=height, radius=24.0, fill=1.0, role=Role.SURFACE)
    edge = Rect(x=box.x, y=box.y, width=width, height=height, radius=24.0, line=5.0, role=Role.OUTPUT)
    marks: list[AnyMark] = [*_lines(before, after, None), *_named(source, before), *_named(result, after)]
    marks += [*_ways(before, after, share), box, edge]
    marks.append(lettering(x, y - height / 2 - LABEL, "ReLU", Role.OUTPUT, bold=True, size=40.0, anchor="middle"))
    if single:
        marks += _accounts(before, after, share)
    else:
        marks.append(lettering(x, y, "max(0, ·)", Role.TEXT, size=38.0, anchor="middle"))
    return _finished(marks, source, before, after, span)


def draw_gate(source: Shown, result: Shown, gate: Shown, span: Span) -> list[AnyMark]:
    """Draw a gradient on its way back through a ReLU, from right to left: it passes where `gate` was positive."""
    before, after = _maps(source, result, -1.0, THIRD)
    share = _done(source, span)
    (x, y), cell = MIDDLE, before.u[0]
    rows, columns = gate.values.shape
    left = x - WIDE_GATE / 2 if columns == 1 else x - columns * cell / 2
    grid = matrix(
        gate.values, (left, y - rows * cell / 2), cell, role=gate.role, name=gate.name, grip=gate.grip,
        faded=Values(gate.values <= 0),
    )  # fmt: skip
    marks: list[AnyMark] = [*_lines(before, after, gate.values), *_named(source, before), *_named(result, after)]
    marks += _ways(before, after, share)
    if columns == 1:
        marks += _doors(gate, grid)
    middle = lettering(x, y - rows * cell / 2 - LABEL, gate.title, gate.role, bold=True, size=40.0, anchor="middle")
    return _finished([*marks, grid, middle], source, before, after, span)


def _doors(gate: Shown, grid: Grid) -> list[AnyMark]:
    """A door for each number of a column, beside it: open where it is positive."""
    cell, marks = grid.u[0], list[AnyMark]()
    for row, value in enumerate(gate.values[:, 0]):
        (x, y), shut = grid.lattice.at(row, 0), bool(value <= 0)
        words, role = ("stops", Role.MUTED) if shut else ("passes", gate.role)
        box = Rect(
            x=x + cell / 2,
            y=y + 6.0,
            width=WIDE_GATE + 20.0 - cell / 2,
            height=cell - 12.0,
            radius=24.0,
            fill=1.0,
            role=Role.SURFACE,
        )
        marks += [box, replace(box, fill=0.0, line=5.0, role=role)]
        middle = (x + cell + x + WIDE_GATE) / 2
        marks.append(lettering(middle, y + cell / 2, words, role, bold=not shut, size=60.0, anchor="middle"))
    return marks


def _maps(source: Shown, result: Shown, way: float, side: float = SIDE) -> tuple[Grid, Grid]:
    """Both maps at the two sides of the gate; those of one column are as large as there is room."""
    rows, columns = source.values.shape
    cell = (SIDE if columns == 1 else side) / rows
    away = AWAY if columns == 1 else 744.0 - columns * cell / 2 - 10.0
    found = []
    for each, sign in ((source, -way), (result, way)):
        corner = (MIDDLE[0] + sign * away - columns * cell / 2, MIDDLE[1] - rows * cell / 2)
        found.append(matrix(each.values, corner, cell, role=each.role, name=each.name, grip=each.grip))
    return found[0], found[1]


def _named(shown: Shown, grid: Grid) -> tuple[AnyMark, AnyMark]:
    x, y = grid.lattice.at(0, grid.values.shape[1] / 2)
    return lettering(x, y - LABEL, shown.title, shown.role, bold=True, size=40.0, anchor="middle"), grid


def _come(share: float, index: int, count: int) -> float:
    """How far one of several numbers has come, when a share of all the time is over."""
    begin = STAGGER * index / max(1, count - 1)
    return max(0.0, min((share - begin) / (1.0 - STAGGER), 1.0))


def _ways(before: Grid, after: Grid, share: float) -> list[AnyMark]:
    """The numbers on their way: behind the gate each is what has become of it."""
    count, cell, marks = before.values.array.size, before.u[0], list[AnyMark]()
    for index, place in enumerate(np.ndindex(before.values.array.shape)):
        come = _come(share, index, count)
        if 0.0 < come < 1.0:
            at = midway(before.lattice.at(*place), after.lattice.at(*place), glide(come))
            value = (before if come < 0.5 else after).values.array[place]
            marks.append(matrix([[value]], at, cell, role=after.role, name="number on its way", framed=False))
    return marks


def _done(source: Shown, span: Span) -> float:
    """How far the numbers have come through the gate, after all of them have come to it."""
    lead = source.lead(span)
    return max(0.0, min((span.t - lead) / (COUNTING - lead), 1.0))


def _finished(marks: list[AnyMark], source: Shown, before: Grid, after: Grid, span: Span) -> list[AnyMark]:
    """The picture with only those numbers of the result written that have come, and the source on its way here."""
    count, share = after.values.array.size, _done(source, span)
    shown = sum(_come(share, index, count) >= 1.0 for index in range(count))
    coming = source.coming(before, span)
    rest = [mark for mark in marks if mark is not before] if coming else marks
    return [*(replace(after, shown=shown) if mark is after else mark for mark in rest), *coming]


def _lines(before: Grid, after: Grid, gate: Floats | None) -> list[AnyMark]:
    """A road for each number of a column; where a gate is closed it ends there."""
    if before.values.shape[1] > 1:
        return []
    marks: list[AnyMark] = []
    for row in range(before.values.shape[0]):
        start, end = before.lattice.center(row, 0), after.lattice.center(row, 0)
        closed = gate is not None and gate[row, 0] <= 0
        stop: Point = (MIDDLE[0], end[1]) if closed else end
        marks.append(bed((start, stop), width=LANE))
    return marks


def _accounts(before: Grid, after: Grid, share: float) -> list[AnyMark]:
    """What the gate computes of each number of a column, from when the number is in it."""
    count, marks = before.values.array.size, list[AnyMark]()
    for row in range(count):
        opacity = max(0.0, min(4.0 * (_come(share, row, count) - 0.4), 1.0))
        words = f"max(0, {number(float(before.values.array[row, 0]))}) = {number(float(after.values.array[row, 0]))}"
        size = min(60.0, (WIDE_GATE - 50.0) / (0.86 * label_width(words)))
        y = before.lattice.center(row, 0)[1]
        marks.append(lettering(MIDDLE[0], y, words, size=size, anchor="middle", opacity=opacity))
    return marks
