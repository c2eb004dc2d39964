"""The last step: a map through ReLU and pooling in both orders, one above the other, and whether they differ."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.draw_shift import MARKED, chip
from scenes.pooling.layout import BEGIN, END
from scenes.pooling.ordered import Ordered, ordered
from scenes.pooling.view import View
from scenes.reference import Floats
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import fitted, heading, how_many_differ
from scenes.stage.draw.matrices import matrix

MAP_SIDE, MAP_Y = 390.0, 200.0
SIDE = 262.0
ROWS_Y = (168.0, 516.0)
XS = (BEGIN + MAP_SIDE + 120.0, BEGIN + MAP_SIDE + 120.0 + SIDE + 120.0)
VERDICT = ((XS[1] + SIDE + 24.0 + END) / 2, 470.0)
CHIPS_Y, CHIP_WIDTH = 672.0, 188.0


def draw_order(view: View) -> None:
    """Draw both ways, each from the map through two operations, written one after the other."""
    both, share, kind = ordered(view.layer), view.steps.order.t / 0.85, view.layer.knobs.kind
    first, second = (max(0.0, min((share - start) / 0.4, 1.0)) for start in (0.05, 0.5))
    marked = both.differing if share > 0.95 and len(both.differing) <= MARKED else ()
    source = replace(_map(both.x, (BEGIN, MAP_Y), Role.INPUT, "map", MAP_SIDE), shown=None)
    view.stage.add(
        heading(BEGIN - 6.0, MAP_Y - 46.0, "map", "", Role.INPUT, size=40.0),
        source,
        *_way(both, ROWS_Y[0], (both.rectified, both.relu_first), ("ReLU", kind), (first, second), marked),
        *_way(both, ROWS_Y[1], (both.pooled, both.pool_first), (kind, "ReLU"), (first, second), marked),
    )
    for index, choice in enumerate(("max", "average")):
        x = BEGIN + index * (CHIP_WIDTH + 14.0)
        view.stage.add(*chip(x, CHIPS_Y, CHIP_WIDTH, choice, "kind", choice, kind))
    view.stage.add(Group(marks=_verdict(both), opacity=ease((share - 0.85) / 0.15)))


def _way(
    both: Ordered, y: float, maps: tuple[Floats, Floats], operations: tuple[str, str], shares: tuple[float, float],
    marked: tuple[Cell, ...],
) -> list[AnyMark]:  # fmt: skip
    """What the first operation makes of the map, and what the second makes of that."""
    middle = y + SIDE / 2
    marks: list[AnyMark] = []
    starts = ((BEGIN + MAP_SIDE + 20.0, MAP_Y + MAP_SIDE / 2), (XS[0] + SIDE + 20.0, middle))
    for index, (operation, share) in enumerate(zip(operations, shares, strict=True)):
        x, values = XS[index], maps[index]
        grid = _map(values, (x, y), Role.OUTPUT, f"{operations[0]} first: after {operation}", SIDE)
        decimals = None if values is both.rectified else both.decimals
        words = f"after {operation}" if index == 0 else f"then {operation}"
        marks += [
            Arrow(start=starts[index], end=(x - 20.0, middle), line=5.0, head=22.0, role=Role.MUTED),
            heading(x - 6.0, y - 36.0, words, "", Role.OUTPUT, size=40.0),
            replace(
                grid, shown=int(share * values.size), decimals=decimals, highlighted=marked if index else ()
            ),
        ]  # fmt: skip
    return marks


def _map(values: Floats, origin: Point, role: Role, name: str, side: float) -> Grid:
    """A signed map in a square; all have one scale."""
    rows, columns = values.shape
    return matrix(values, origin, fitted(side, side, rows, columns, side / 2), role=role, name=name)


def _verdict(both: Ordered) -> tuple[AnyMark, ...]:
    """Whether the order makes a difference."""
    (x, y), count = VERDICT, len(both.differing)
    role = Role.WARNING if count else Role.OUTPUT
    words, below = how_many_differ(count, both.pooled.size, "cell") if count else ("the same", "in every cell")
    return (
        lettering(x, y - 110.0, "≠" if count else "=", role, bold=True, size=112, anchor="middle"),
        lettering(x, y, words, role, bold=True, size=48 if len(words) < 10 else 32, anchor="middle", name="verdict"),
        lettering(x, y + 56.0, below, Role.MUTED, size=36, anchor="middle"),
    )
