"""The last step: ReLU and pooling in both orders, one above the other, and what differs."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.draw_shift import LOWER, MARKED, SIDE
from scenes.pooling.ordered import Ordered, ordered
from scenes.pooling.view import View
from scenes.reference import Floats
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Role, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, RIGHT, TOP
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import fitted, heading, how_many_differ, options
from scenes.stage.draw.maps import COLOURS
from scenes.stage.draw.matrices import matrix

XS = (LEFT, LEFT + SIDE + 150.0, LEFT + 2 * (SIDE + 150.0))
VERDICT_X = XS[2] + SIDE + 34.0


def draw_order(view: View) -> None:
    """Draw both ways, each from the map through two operations, written one after the other."""
    both, share = ordered(view.layer), view.steps.order.motion
    first, second = (max(0.0, min((share - start) / 0.3, 1.0)) for start in (0.2, 0.5))
    marked = both.differing if share > 0.85 and len(both.differing) <= MARKED else ()
    marks = [
        *_way(view, TOP, (both.x, both.rectified, both.relu_first), ("ReLU", view.layer.knobs.kind), (first, second),
              marked),
        *_way(view, LOWER, (both.x, both.pooled, both.pool_first), (view.layer.knobs.kind, "ReLU"), (first, second),
              marked),
    ]  # fmt: skip
    if share > 0.8:
        marks.append(Group(marks=_verdict(view, both), opacity=ease((share - 0.8) / 0.15)))
    view.stage.add(Group(marks=tuple(marks), opacity=ease((share - 0.1) / 0.1)))


def _way(
    view: View, y: float, maps: tuple[Floats, Floats, Floats], operations: tuple[str, str],
    shares: tuple[float, float], marked: tuple[Cell, ...],
) -> list[AnyMark]:  # fmt: skip
    """The map, what the first operation makes of it, what the second makes of that."""
    both, colour = ordered(view.layer), f", {COLOURS[0]} channel" if view.layer.channels == 3 else ""
    above = HEADING_Y if y == TOP else LOWER - 24
    marks: list[AnyMark] = [
        heading(XS[0], above, "map", f"{both.less} less{colour}", Role.INPUT),
        _map(maps[0], (XS[0], y), Role.INPUT, f"{operations[0]} first: map"),
    ]
    for index, (operation, share) in enumerate(zip(operations, shares, strict=True)):
        x, values = XS[index + 1], maps[index + 1]
        grid = _map(values, (x, y), Role.OUTPUT, f"{operations[0]} first: after {operation}")
        decimals = None if values is both.rectified else both.decimals
        marks += [
            *_arrow(x, y, operation),
            heading(x, above, f"after {operation}", "", Role.OUTPUT),
            replace(
                grid, shown=int(share * values.size), decimals=decimals, highlighted=marked if index else ()
            ),
        ]  # fmt: skip
    return marks


def _arrow(x: float, y: float, operation: str) -> tuple[AnyMark, AnyMark]:
    """The arrow to a map, with its operation over it."""
    middle = y + SIDE / 2
    words = lettering(x - 75, middle - 26, operation, bold=True, size=24, anchor="middle")
    return Arrow(start=(x - 126, middle), end=(x - 24, middle), role=Role.MUTED), words


def _map(values: Floats, origin: Point, role: Role, name: str) -> Grid:
    """A signed map in a square; all have one scale."""
    rows, columns = values.shape
    return matrix(values, origin, fitted(SIDE, SIDE, rows, columns, SIDE / 2), role=role, name=name)


def _verdict(view: View, both: Ordered) -> tuple[AnyMark, ...]:
    """Whether the order makes a difference, and the kind of pooling to click."""
    count, role = len(both.differing), Role.WARNING if both.differing else Role.OUTPUT
    words, below = how_many_differ(count, both.pooled.size, "cell") if count else ("the same", "in every cell")
    kind, width = view.layer.knobs.kind, (RIGHT - VERDICT_X - 10) / 2
    return (
        lettering(VERDICT_X, TOP + SIDE / 2 - 24, words, role, bold=True, size=36, name="verdict"),
        lettering(VERDICT_X, TOP + SIDE / 2 + 24, below, role, size=28),
        *options(VERDICT_X, LOWER + SIDE / 2 - 24, width, "kind", (("max", "max"), ("average", "average")), kind),
    )
