"""The channels of a block as sheets that stand one behind the other, and a needle that goes through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.stage.core.lattice import Cell, Lattice, Point, between
from scenes.stage.core.marks import AnyMark, Grid, Path, Role
from scenes.stage.draw.areas import Area

LEAN, FACE, NARROW = 0.26, 0.74, 0.62
"""How much of the height a sheet rises to the right; how much of its share of the width it takes, and of the height."""
BORDER, OFF = 4.0, 9.0
"""How thick the border of a sheet is, and how far off its cells."""
POINT = 36.0
"""How long the point of a needle is."""
THICK, BESIDE = 11.0, 0.84
"""Half of a needle's thickness, and where in a cell it stands: the number stays in sight."""


@dataclass(frozen=True)
class Brick:
    """So many sheets of (rows, columns) in an area of the stage, the first one at the left and at the back."""

    area: Area
    shape: Cell
    count: int

    def lattice(self, index: int) -> Lattice:
        """The cells of a sheet."""
        (rows, columns), pitch, height = self.shape, self.area.width / self.count, self.area.height
        width, rise = min(FACE * pitch, NARROW * height), LEAN * height
        corner = self.area.x + index * pitch + (pitch - width) / 2, self.area.y + rise
        return Lattice(corner, (width / columns, -rise / columns), (0.0, (height - rise) / rows), rows, columns)

    def pierced(self, maps: Sequence[Grid], roles: Sequence[Role], place: Point, reach: float) -> list[AnyMark]:
        """The maps with borders, and a needle through a cell (row, column) that has come a share `reach` of its way.

        What of it is behind a sheet is hidden by it.
        """
        marks = self._stretch(place, 0, reach)
        for index, (grid, role) in enumerate(zip(maps, roles, strict=True)):
            lattice = self.lattice(index)
            rows, columns = OFF / lattice.v[1], OFF / lattice.u[0]
            corners = ((-rows, -columns), (-rows, self.shape[1] + columns),
                       (self.shape[0] + rows, self.shape[1] + columns), (self.shape[0] + rows, -columns))  # fmt: skip
            edge = tuple(lattice.at(*corner) for corner in corners)
            marks += [
                Path(points=edge, closed=True, fill=1.0, line=0.0, role=Role.SURFACE, name=f"{grid.name}, ground"),
                Path(points=edge, closed=True, line=BORDER, role=role, name=f"{grid.name}, border"),
                replace(grid, origin=lattice.origin, u=lattice.u, v=lattice.v, framed=False),
                *self._stretch(place, index + 1, reach),
            ]
        return marks

    def spot(self, index: int, cell: Cell, side: float) -> tuple[Point, float]:
        """Where a tile of a side stands in the middle of a cell."""
        x, y = self.lattice(index).center(*cell)
        return (x - side / 2, y - side / 2), side

    def _stretch(self, place: Point, index: int, reach: float) -> list[AnyMark]:
        """What of the needle lies between the sheet before an index and that one."""
        row, column = place[0] + BESIDE, place[1] + 0.5
        ends = [self.area.x, *(self.lattice(each).at(row, column)[0] for each in range(self.count))]
        tip = between(self.area.x, self.area.x + self.area.width + POINT, reach)
        start, y = ends[index], self.lattice(0).at(row, column)[1]
        end = min(tip, ends[index + 1]) if index < self.count else tip
        if end <= start:
            return []
        shoulder = end if end < tip else max(start, tip - POINT)
        points = ((start, y - THICK), (shoulder, y - THICK), (end, y), (shoulder, y + THICK), (start, y + THICK))
        return [Path(points=points, closed=True, fill=0.5, line=3.0, role=Role.KERNEL, name=f"needle {index + 1}")]
