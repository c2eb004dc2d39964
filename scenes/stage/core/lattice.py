"""Cells on the stage: where each lies, and which one a point is in."""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]
Cell = tuple[int, int]


def between(start: float, end: float, share: float) -> float:
    """The number a share of the way from start to end."""
    return start + (end - start) * share


def midway(start: Point, end: Point, share: float) -> Point:
    """The point a share of the way from start to end."""
    return between(start[0], end[0], share), between(start[1], end[1], share)


def nearest_cell(cell: Cell, rows: int, columns: int) -> Cell:
    """The cell of rows x columns nearest to a cell that may lie outside."""
    return max(0, min(cell[0], rows - 1)), max(0, min(cell[1], columns - 1))


@dataclass(frozen=True, slots=True)
class Lattice:
    """`rows` x `columns` cells; cell (r, c) has its first corner at origin + c*u + r*v."""

    origin: Point
    u: Point
    v: Point
    rows: int
    columns: int

    def at(self, row: float, column: float) -> Point:
        """The point at a (fractional) row and column; whole numbers are the cells' first corners."""
        return (
            self.origin[0] + column * self.u[0] + row * self.v[0],
            self.origin[1] + column * self.u[1] + row * self.v[1],
        )

    def center(self, row: float, column: float) -> Point:
        """The middle of a cell."""
        return self.at(row + 0.5, column + 0.5)

    def position(self, point: Point) -> Point | None:
        """The fractional (row, column) of a point; None where u and v don't span a plane."""
        determinant = self.u[0] * self.v[1] - self.u[1] * self.v[0]
        if abs(determinant) < 1e-12:
            return None
        x, y = point[0] - self.origin[0], point[1] - self.origin[1]
        column = (x * self.v[1] - y * self.v[0]) / determinant
        row = (self.u[0] * y - self.u[1] * x) / determinant
        return row, column

    def cell(self, point: Point) -> Cell | None:
        """The cell that a point lies in, None outside."""
        found = self.position(point)
        if found is None:
            return None
        row, column = math.floor(found[0]), math.floor(found[1])
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def nearest(self, point: Point) -> Cell:
        """The cell nearest to a point, for dragging beyond the border."""
        row, column = self.position(point) or (0.0, 0.0)
        return self.clamp((math.floor(row), math.floor(column)))

    def clamp(self, cell: Cell) -> Cell:
        """The nearest existing cell."""
        return nearest_cell(cell, self.rows, self.columns)

    def moved(self, dx: float, dy: float) -> Lattice:
        """The same cells elsewhere."""
        return Lattice((self.origin[0] + dx, self.origin[1] + dy), self.u, self.v, self.rows, self.columns)

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """The corners of the whole, in order around it."""
        return self.at(0, 0), self.at(0, self.columns), self.at(self.rows, self.columns), self.at(self.rows, 0)


def squares(origin: Point, cell: float, rows: int, columns: int) -> Lattice:
    """Upright square cells with the side `cell`, the first one's corner at `origin`."""
    return Lattice(origin, (cell, 0.0), (0.0, cell), rows, columns)
