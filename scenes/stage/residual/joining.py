"""Numbers of two roads that are added: they come to where the roads meet, slide into one another, and go on as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenes.reference import Floats
from scenes.stage.core.lattice import between, midway
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.matrices import matrix
from scenes.stage.residual.lanes import along, rounded
from scenes.stage.residual.two_roads import MIDDLE, Slot, TwoRoads

BESIDE, JOINED, LEAVES = 0.3, 0.62, 0.7
"""When both stand side by side where the roads meet, when they are one, and when that goes on."""
STAGGER = 0.5
"""The last row slides when so much of that time is over."""
NARROW, WIDE = 1.0, 0.6
"""How large the cells of a column and of a map are while two of them stand side by side."""
APART = 5.0


@dataclass(frozen=True)
class Term:
    """Numbers (rows, columns) in a slot of the roads, or on their way into it."""

    slot: Slot
    values: Floats
    role: Role


def joining(roads: TwoRoads, terms: tuple[Term, Term], total: Term, t: float) -> list[AnyMark]:
    """Draw two terms on their way to one another, and their total on its way to its slot, at t of 0..1."""
    (x, _), small = _meet(roads), _small(roads)
    apart = roads.half * small + APART
    if t < BESIDE:
        share, marks = glide(t / BESIDE), list[AnyMark]()
        for term, side in zip(terms, (-1.0, 1.0), strict=True):
            start, aside = roads.places[term.slot], x + side * apart
            at = along(rounded((start, (aside, start[1]), (aside, MIDDLE))), share)
            size = between(roads.size(term.slot), small, share)
            marks.append(_moving(roads, term, at, size))
        return marks
    if t < LEAVES:
        return list(_sliding(roads, terms, total, (t - BESIDE) / (JOINED - BESIDE)))
    share = glide((t - LEAVES) / (1.0 - LEAVES))
    at = midway(_meet(roads), roads.places[total.slot], share)
    return [_moving(roads, total, at, between(small, roads.size(total.slot), share))]


def passing(roads: TwoRoads, term: Term, goal: Slot, t: float) -> Grid:
    """Draw what goes on alone where nothing is added to it, at t of 0..1."""
    start, end = roads.places[term.slot], roads.places[goal]
    (x, _), share = _meet(roads), glide(t)
    at = along(rounded((start, (x, start[1]), (x, MIDDLE), end)), share)
    return _moving(roads, term, at, between(roads.size(term.slot), roads.size(goal), ease(4.0 * share - 3.0)))


def _meet(roads: TwoRoads) -> tuple[float, float]:
    return roads.fork if roads.back else roads.plus


def _small(roads: TwoRoads) -> float:
    return NARROW if roads.shape[1] == 1 else WIDE


def _moving(roads: TwoRoads, term: Term, at: tuple[float, float], size: float) -> Grid:
    return roads.grid(term.slot, term.values, at=at, size=size, role=term.role, name=f"{term.slot} moving")


def _sliding(roads: TwoRoads, terms: tuple[Term, Term], total: Term, share: float) -> Iterator[AnyMark]:
    """Both side by side: row by row they become their sum."""
    rows, columns = roads.shape
    (px, py), cell = _meet(roads), roads.cell * _small(roads)
    apart, left = columns * cell / 2 + APART, px - columns * cell / 2
    for row in range(rows):
        come = glide((share - STAGGER * row / max(1, rows - 1)) / (1.0 - STAGGER))
        y, there = py + (row - rows / 2) * cell, ease((come - 0.5) / 0.5)
        placed = [
            (term, left + side * apart * (1.0 - come), 1.0 - there) for term, side in zip(terms, (-1, 1), strict=True)
        ]
        for term, x, opacity in (*placed, (total, left, there)):
            if opacity > 0.0:
                name = f"row {row} of {term.slot}"
                part = term.values[row : row + 1]
                yield matrix(part, (x, y), cell, role=term.role, framed=False, opacity=opacity, name=name)
