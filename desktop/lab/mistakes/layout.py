"""Where confusion matrices stand in the room that there is, so that their cells are as large as can be."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.widgets.box import Box

GAP = 1.2
"""Between two matrices, in letters."""
HEAD = 1.7
"""The line with a contestant's name, in letters."""


@dataclass(frozen=True)
class Room:
    """What matrices have to fit into, in pixels: width and height, a letter, and the room of the classes' names."""

    width: float
    height: float
    letter: float
    beside: float
    above: float


@dataclass(frozen=True)
class Placed:
    """One matrix: its cells, and whether the names of its rows stand at its left; those of its columns stand above."""

    contestant: int
    cells: Box
    cell: float
    names: bool

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell (row, column) under a point; None beside them."""
        if not self.cells.holds(x, y):
            return None
        return int((y - self.cells.y) / self.cell), int((x - self.cells.x) / self.cell)

    def box(self, row: int, column: int) -> Box:
        """Where a cell stands."""
        return Box(self.cells.x + column * self.cell, self.cells.y + row * self.cell, self.cell, self.cell)


def placed(contestants: tuple[int, ...], classes: int, room: Room) -> tuple[Placed, ...]:
    """Place one matrix for each contestant; those in one row share the names of the classes at their left."""
    best = max(range(1, len(contestants) + 1), key=lambda abreast: _cell(len(contestants), abreast, classes, room))
    cell = _cell(len(contestants), best, classes, room)
    side, gap, above = cell * classes, GAP * room.letter, HEAD * room.letter + room.above
    found = list[Placed]()
    for index, contestant in enumerate(contestants):
        row, place = divmod(index, best)
        x = room.beside + place * (side + gap)
        y = row * (above + side + gap) + above
        found.append(Placed(contestant, Box(x, y, side, side), cell, place == 0))
    return tuple(found)


def _cell(count: int, abreast: int, classes: int, room: Room) -> float:
    """How large cells are where so many matrices stand side by side."""
    rows, gap = -(-count // abreast), GAP * room.letter
    width = (room.width - room.beside - (abreast - 1) * gap) / (abreast * classes)
    height = (room.height - rows * (HEAD * room.letter + room.above) - (rows - 1) * gap) / (rows * classes)
    return max(1.0, min(width, height))


def every(cell: float, letter: float) -> int:
    """Every how many-th class has its name beside its row: all of them where there is room."""
    return max(1, -(-int(1.15 * letter) // max(1, int(cell))))
