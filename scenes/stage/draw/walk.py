"""A walk over all cells of a map in reading order, as a window slides: where it has come to within a step."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.lattice import Cell
from scenes.stage.core.timeline import Pace, Span, ease

GLIDE = 0.32
"""The share of a cell's time in which the window glides in from the cell before."""
DONE = 0.999
"""The share of a cell's time at which it is as good as done, and the next has not begun."""
FOLLOWED = 150
"""Up to so many cells, each is long enough on the stage for the window to glide."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The cell being made, where its window is drawn (it glides between cells), and how far that cell has come.

    `index` cells are finished; `inside` runs from 0 to 1 for the present one, and `glide` while its window comes.
    `when` is the start and length of the walk, for a `Scrub`; None as long as it has not begun. The `firsts` of its
    cells take so many times as long as the others.
    """

    cell: Cell
    place: tuple[float, float]
    index: int
    inside: float
    glide: float
    when: tuple[float, float] | None
    firsts: tuple[float, ...] = ()

    @property
    def slow(self) -> bool:
        """Whether the cell is one that takes longer than the others."""
        return self.index < len(self.firsts) and self.firsts[self.index] > 1.0

    def written(self, glides: bool = True) -> int:
        """How many cells are written, if each is as soon as its window has arrived."""
        return self.index + (self.inside > (GLIDE if glides else 0.0))


def walk(
    span: Span,
    rows: int,
    columns: int,
    at: Cell,
    lead: float = 0.0,
    rest: float = 0.08,
    *,
    pace: float = GLIDE,
    early: bool = False,
    firsts: tuple[float, ...] = (),
) -> Walk:
    """Walk over rows x columns cells within a step; before it begins the window waits at a cell.

    `lead` and `rest` are the shares of the step before and after the walk, `pace` the share of a cell's time in which
    the window glides. With `early` it comes to the first cell within the lead already. The `firsts` take longer, each
    so many times as long as one of the others, and the window glides no longer than elsewhere.
    """
    if not span.begun:
        return Walk(at, (float(at[0]), float(at[1])), 0, 0.0, 1.0, None)
    count, length = rows * columns, 1.0 - lead - rest
    share = max(0.0, min((span.t - lead) / length, 1.0))
    index, inside = Pace(count, firsts).at(share)
    cell = divmod(index, columns)
    before = divmod(index - 1, columns) if index else at
    if index < len(firsts):
        pace /= firsts[index]
    glide = ease(inside / pace) if count <= FOLLOWED else 1.0
    if early and index == 0:
        glide = ease(span.t / lead)
    place = (before[0] + (cell[0] - before[0]) * glide, before[1] + (cell[1] - before[1]) * glide)
    when = (span.start + lead * span.seconds, length * span.seconds)
    return Walk(cell, place, index, inside, glide, when, firsts)


def arrived(
    rows: int, columns: int, at: Cell, lead: float = 0.0, rest: float = 0.08, firsts: tuple[float, ...] = ()
) -> float:
    """The share of such a walk's step at which a cell is done, and the window still stands there."""
    pace, index = Pace(rows * columns, firsts), at[0] * columns + at[1]
    begin, end = pace.before(index), pace.before(index + 1)
    return lead + (1.0 - lead - rest) * (begin + DONE * (end - begin))


def at_work(share: float, rows: int, columns: int) -> tuple[Cell, ...]:
    """The cell that is being worked on when a share of all cells is done, to be highlighted; none before and after."""
    count = rows * columns
    return (divmod(min(int(share * count), count - 1), columns),) if 0 < share < 1 else ()
