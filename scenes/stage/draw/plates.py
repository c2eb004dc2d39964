"""Maps that lie flat above each other, seen from above at a slant, and needles that go down through all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.stage.core.lattice import Cell, Lattice, Point, between
from scenes.stage.core.marks import AnyMark, Grid, Path, Role
from scenes.stage.draw.areas import Area

LEAN = 0.3
"""How far the back edge of a plate lies to the right of its front edge, as a share of its width."""
HIGH = 0.76
"""How much of its share of the height a plate takes."""
BORDER, OFF = 4.0, 9.0
"""How thick the border of a plate is, and how far off its cells."""
ABOVE, BELOW, POINT = 26.0, 24.0, 36.0
"""How far a needle looks out above the first plate and below the last one, and how long its point is."""


@dataclass(frozen=True)
class Plates:
    """So many maps of (rows, columns) above each other in an area of the stage, the first one on top."""

    area: Area
    shape: Cell
    count: int

    def lattice(self, index: int) -> Lattice:
        """The cells of a plate."""
        (rows, columns), lean, pitch = self.shape, LEAN * self.area.width, self.area.height / self.count
        high = HIGH * pitch
        corner = self.area.x + lean, self.area.y + index * pitch + (pitch - high) / 2
        across = (self.area.width - lean) / columns
        return Lattice(corner, (across, 0.0), (-lean / rows, high / rows), rows, columns)

    def middle(self, index: int) -> float:
        """The height on the stage of the middle of a plate."""
        return self.area.y + (index + 0.5) * self.area.height / self.count

    def pierced(
        self, maps: Sequence[Grid], roles: Sequence[Role], places: Sequence[Point], reach: float, half: float
    ) -> list[AnyMark]:
        """The maps with borders in their roles, and needles that have come a share `reach` of their way down.

        Each needle stands on a place (row, column) of the cells, whose middles are at halves, and is twice `half` wide.
        What of it is under a plate is hidden by it.
        """
        marks: list[AnyMark] = self._stretch(places, self.count, reach, half)
        for index in reversed(range(self.count)):
            lattice = self.lattice(index)
            beyond = OFF / lattice.v[1], OFF / lattice.u[0]
            rows, columns = self.shape[0] + beyond[0], self.shape[1] + beyond[1]
            corners = ((-beyond[0], -beyond[1]), (-beyond[0], columns), (rows, columns), (rows, -beyond[1]))
            edge = tuple(lattice.at(*corner) for corner in corners)
            marks += [
                Path(points=edge, closed=True, fill=1.0, line=0.0, role=Role.SURFACE, name=f"ground {index + 1}"),
                Path(points=edge, closed=True, line=BORDER, role=roles[index], name=f"border {index + 1}"),
                replace(maps[index], origin=lattice.origin, u=lattice.u, v=lattice.v, framed=False),
                *self._stretch(places, index, reach, half),
            ]
        return marks

    def _stretch(self, places: Sequence[Point], index: int, reach: float, half: float) -> list[AnyMark]:
        """What of the needles is above a plate and below the one over it; the last stretch is below all of them."""
        marks: list[AnyMark] = []
        for number, place in enumerate(places, 1):
            top = self.lattice(0).origin[1] - ABOVE
            heights = [top, *(self.lattice(each).at(*place)[1] for each in range(self.count))]
            front = self.lattice(self.count - 1).at(self.shape[0], 0)[1]
            tip = between(top, front + BELOW + POINT, reach)
            end = min(tip, heights[index + 1]) if index < self.count else tip
            if end > heights[index]:
                x, above = self.lattice(0).at(*place)[0], heights[index]
                shoulder = end if end < tip else max(above, tip - POINT)
                points = (x - half, above), (x + half, above), (x + half, shoulder), (x, end), (x - half, shoulder)
                marks.append(
                    Path(points=points, closed=True, fill=0.62, line=3.0, role=Role.KERNEL,
                         name=f"needle {number} over {index + 1}")
                )  # fmt: skip
        return marks
