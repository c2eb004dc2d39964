"""The numbers that stand in a picture in figures: in cells, on plates, and in lines of text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenes.questions.moments import VISIBLE
from scenes.stage.core.camera import Room, room_of
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Rect, Role, Text, outline
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.reading import read_number
from scenes.stage.numbers.values import format_number

_LINE = re.compile(r"(?:(?:\w+ )?[=≈] ?)?((?:[×÷+−] )?([−+]?\d[\d.,]*)(?:\s(%|×|[^\W\d_]+))?)")
"""A number by itself, after a sign of reckoning and before a unit: 0.25, = 7, r = 10, 15.3 %, × 6, 39 parameters."""
_UNITS = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_UNITS |= {f"{prefix}B": size for prefix, size in _UNITS.items() if len(prefix) == 1}
_HALF = 0.501
"""A number is written on a plate where it is the plate's own, to half a unit of its last figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in figures: the mark, the cell of it (grids), the value, and how it is written.

    `text` is without what stands before it, as in “r = 10”. `place` is the cell as the scene counts it, where padding
    has negative rows; `where` says so in words, as far as the grid has several rows or columns. `room` is where it
    stands in the picture as it is seen: left, top, right, bottom in stage units. The camera passes over it where it is
    `pinned`. One that is `typed` can be typed over on the stage.
    """

    mark: str
    cell: Cell | None
    place: Cell | None
    value: float
    text: str
    room: Room
    role: Role = Role.TEXT
    pinned: bool = False
    typed: bool = False
    where: str = ""

    @property
    def key(self) -> tuple[str, Cell | None]:
        """What it is found by in another picture of its scene."""
        return self.mark, self.place


def figures(frame: Frame) -> tuple[Figure, ...]:
    """All numbers that can be read in a picture, on marks with names, in drawing order.

    Of several under one name, the one drawn last counts, which is the one that is seen.
    """
    seen = [each for each in frame.touched() if each.opacity >= VISIBLE]
    lines = list(_lines(seen))
    written: set[int] = set()
    found: dict[tuple[str, Cell | None], Figure] = {}
    for each in seen:
        mark = each.mark
        if mark.name and isinstance(mark, Rect) and mark.value is not None:
            on_it = next((pair for pair in lines if _stands_on(each, *pair)), None)
            if on_it is not None:
                written.add(id(on_it[0]))
                _put(found, _of(each, mark.value, on_it[1].text))
        elif mark.name and isinstance(mark, Grid):
            for figure in _cells(each, mark):
                _put(found, figure)
    for line, number in lines:
        if line.mark.name and id(line) not in written:
            _put(found, _of(line, number.value, number.text))
    order = {name: at for at, name in enumerate(each.mark.name for each in seen)}
    return tuple(sorted(found.values(), key=lambda figure: order[figure.mark]))


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a line of text: its value, how it is written with its unit, and what its last figure counts."""

    value: float
    text: str
    unit: float


def number_in(line: str) -> Number | None:
    """The number that a line of text is, by itself or with its unit; None if it is none, or says more."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        return None
    number, size = read_number(match[2], whole="," in match[2]), _UNITS.get(match[3] or "", 1.0)
    if number is None:
        return None
    sign = -1.0 if match[1].startswith("− ") else 1.0
    return Number(sign * float(number) * size, match[1], size * 10.0 ** -len(match[2].partition(".")[2]))


def _lines(seen: Sequence[Placed]) -> Iterator[tuple[Placed, Number]]:
    """The lines of text that are numbers."""
    for each in seen:
        number = number_in(each.mark.text) if isinstance(each.mark, Text) else None
        if number is not None:
            yield each, number


def _put(found: dict[tuple[str, Cell | None], Figure], figure: Figure) -> None:
    found.pop(figure.key, None)
    found[figure.key] = figure


def _of(each: Placed, value: float, text: str) -> Figure:
    mark, grip = each.mark, each.mark.grip
    typed = isinstance(grip, EditCell) and grip.target(None) is not None
    return Figure(mark.name, None, None, value, text, room_of(mark, each.dx, each.dy), mark.role, each.pinned, typed)


def _cells(each: Placed, grid: Grid) -> Iterator[Figure]:
    """The cells in which a number stands."""
    if not grid.number_size:
        return
    rows, columns = grid.values.shape
    count = rows * columns if grid.shown is None else max(0, min(grid.shown, rows * columns))
    for index in range(count):
        row, column = divmod(index, columns)
        if not math.isfinite(grid.values.array[row, column]):
            continue
        yield Figure(
            grid.name, (row, column), (row + grid.first[0], column + grid.first[1]),
            float(grid.values.array[row, column]), grid.labels[row][column],
            _cell_room(each, grid, row, column),
            grid.role, each.pinned, isinstance(grid.grip, EditCell) and grid.grip.target((row, column)) is not None,
            _in_words(grid, row, column),
        )  # fmt: skip


def _cell_room(each: Placed, grid: Grid, row: int, column: int) -> Room:
    return _around([grid.lattice.at(row + down, column + right) for down in (0, 1) for right in (0, 1)], each)


def cell_room(frame: Frame, figure: Figure) -> Room | None:
    """Where the cell of a figure of another picture is seen in this one, written or empty; None without its grid."""
    if figure.place is None:
        return None
    for each in reversed(list(frame.touched())):
        grid = each.mark
        if isinstance(grid, Grid) and grid.name == figure.mark and each.opacity >= VISIBLE:
            row, column = figure.place[0] - grid.first[0], figure.place[1] - grid.first[1]
            if 0 <= row < grid.values.shape[0] and 0 <= column < grid.values.shape[1]:
                return _cell_room(each, grid, row, column)
    return None


def _in_words(grid: Grid, row: int, column: int) -> str:
    rows, columns = grid.values.shape
    places = (rows, "row", row + grid.first[0]), (columns, "column", column + grid.first[1])
    return ", ".join(f"{what} {format_number(place)}" for count, what, place in places if count > 1)


def _around(points: Sequence[tuple[float, float]], each: Placed) -> Room:
    xs, ys = [x + each.dx for x, _ in points], [y + each.dy for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _stands_on(plate: Placed, line: Placed, number: Number) -> bool:
    """Whether a line of text stands on a plate and is the plate's number."""
    box, text = plate.mark, line.mark
    if not isinstance(box, Rect) or box.value is None or not isinstance(text, Text):
        return False
    left, top, right, bottom = outline(box)
    x, y = text.x + line.dx - plate.dx, text.y + line.dy - plate.dy
    on_it = left <= x <= right and top <= y <= bottom
    return on_it and abs(number.value - box.value) <= _HALF * number.unit
