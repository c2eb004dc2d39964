"""What the drawing functions of the residual scene share: blocks of numbers in their places, kernels, roads, arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.reference import Floats
from scenes.residual.computed import Block
from scenes.residual.knobs import Knobs
from scenes.residual.layout import (
    AHEAD,
    FORK,
    KERNEL,
    KERNEL_CELL,
    KERNELS,
    KERNELS_BACK,
    LOWER,
    PLUS,
    SIDE,
    SLOTS,
    UPPER,
    centre,
)
from scenes.residual.story import CELL_BY_CELL, Steps
from scenes.stage.core.grips import EditCell, Grip, PickCell
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import AnyMark, Arrow, Path, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import ROUND, heading, options
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values, decimals_for


@dataclass(frozen=True, eq=False)
class View:
    """One moment of one block on a stage."""

    stage: Stage
    of: Block
    now: Steps
    knobs: Knobs

    @cached_property
    def side(self) -> float:
        """The side of a cell."""
        return float(SIDE / max(self.of.x.shape))

    @property
    def half(self) -> float:
        """Half the width of a block of numbers."""
        return float(self.side * self.of.x.shape[1] / 2)

    def corner(self, slot: str) -> Point:
        """The corner of the numbers in a slot."""
        x, y = SLOTS[slot]
        return x + SIDE / 2 - self.half, y

    def numbers(
        self,
        slot: str,
        array: Floats,
        role: Role,
        name: str,
        *,
        title: str = "",
        at: Point | None = None,
        shown: int | None = None,
        busy: Sequence[Cell] = (),
        gate: Floats | None = None,
        grip: Grip | None = None,
        opacity: float = 1.0,
    ) -> list[AnyMark]:
        """A block of numbers in its slot, or with its middle `at` a point; cells where `gate` is not positive fade."""
        x, y = self.corner(slot) if at is None else (at[0] - self.half, at[1] - SIDE / 2)
        grid = matrix(
            array, (x, y), self.side, role=role, name=name,
            shown=shown, highlighted=tuple(busy),
            faded=Values(gate <= 0) if gate is not None else None, opacity=opacity,
            grip=grip or (self._pick((x, y)) if name else None),
        )  # fmt: skip
        if not title:
            return [grid]
        middle = x + self.half
        return [grid, lettering(middle, y - 23, title, role, bold=True, size=24, anchor="middle",
                                opacity=opacity)]  # fmt: skip

    def kernel(
        self, index: int, weights: Floats, *, turned: bool, busy: bool = False, opacity: float = 1.0
    ) -> list[AnyMark]:
        """A kernel above the arrow that it stands for; of three numbers in a column only its middle column counts."""
        shown = weights[::-1, ::-1] if turned else weights
        shown = shown[:, 1:2] if self.of.single else shown
        cell = 48.0 if self.of.single else KERNEL_CELL
        knob = ("first", "second")[index]
        middle = (KERNELS_BACK if turned else KERNELS)[index]
        x, y = middle - cell * shown.shape[1] / 2, KERNEL + 60 - cell * 1.5
        grip = EditCell(
            knob, (), (0, 1 if self.of.single else 0), (3, 3), -9.0, 9.0, _step(weights), turned=turned
        )  # fmt: skip
        word = f"conv {index + 1}{', turned' if turned else ''}"
        grid = matrix(
            shown, (x, y), cell, role=Role.KERNEL, scale="weights",
            name=f"kernel {index + 1}", opacity=opacity,
            grip=None if self.knobs.zero else grip, highlighted=self._all_cells(shown) if busy else (),
        )  # fmt: skip
        return [grid, heading(middle, y - 24, word, "", Role.KERNEL, "middle")]

    @property
    def cell(self) -> Cell:
        """The cell that the numbers under the formula are about: the one being worked on, else the chosen one."""
        name, of = self.now.name, self.of
        working = self.now.working(name, of.cells) if name in CELL_BY_CELL else None
        return self.now.cell if working is None else divmod(working, of.x.shape[1])

    def focus(self, *steps: str) -> tuple[Cell, ...]:
        """That cell, in one of these steps; a finished column of numbers is looked at as a whole."""
        if self.now.name not in steps:
            return ()
        resting = self.now.name not in CELL_BY_CELL or self.now.working(self.now.name, self.of.cells) is None
        return () if self.of.single and resting else (self.cell,)

    def window(self, cell: Cell) -> tuple[Cell, ...]:
        """The cells that a 3×3 window around a cell meets."""
        rows, columns = self.of.x.shape
        near = ((cell[0] + u, cell[1] + v) for u in (-1, 0, 1) for v in (-1, 0, 1))
        return tuple((row, column) for row, column in near if 0 <= row < rows and 0 <= column < columns)

    def input_grip(self) -> EditCell:
        """Typing on a number of the input, or dragging it up and down, changes it."""
        return EditCell("pixels", (), (0, 0), self._shape, -9.0, 9.0, _step(self.of.x))

    def upstream_grip(self) -> EditCell:
        """Typing on the gradient that arrives, or dragging it up and down, changes it."""
        return EditCell("upstream", (), (0, 0), self._shape, -9.0, 9.0, _step(self.of.upstream))

    @property
    def _shape(self) -> tuple[int, int]:
        return self.of.x.shape[0], self.of.x.shape[1]

    def _pick(self, corner: Point) -> Grip | None:
        """A click on a result looks at that cell, where there are too many to look at all."""
        if self.of.single:
            return None
        return PickCell("at", squares(corner, self.side, *self._shape))

    @staticmethod
    def _all_cells(array: Floats) -> tuple[Cell, ...]:
        return tuple((int(row), int(column)) for row, column in np.ndindex(array.shape))


def _step(array: Floats) -> float:
    """Whole numbers are dragged by ones."""
    return 1.0 if decimals_for(array) == 0 else 0.1


def roads(shortcut: bool) -> list[AnyMark]:
    """The two lanes as roads under everything else, and the plus where they meet."""
    beds: list[AnyMark] = [
        Path(points=points, line=34.0, role=Role.SURFACE, opacity=0.75)
        for points in ((UPPER, LOWER) if shortcut else (UPPER,))
    ]
    beds.append(Path(points=AHEAD, line=34.0, role=Role.SURFACE, opacity=0.75))
    return beds


def switches(knobs: Knobs) -> list[AnyMark]:
    """Plates that turn F's weights to 0 and back, and take the shortcut away and put it back."""
    marks: list[AnyMark] = []
    for x, title, knob, choices, chosen in (
        (1130.0, "weights of F", "zero", (("kept", False), ("all 0", True)), knobs.zero),
        (1364.0, "shortcut", "shortcut", (("on", True), ("off", False)), knobs.shortcut),
    ):
        marks.append(lettering(x, 702, title, Role.MUTED, size=22))
        marks += options(x, 722, 86, knob, choices, chosen)
    return marks


def arrow(start: Point, end: Point, back: bool = False) -> Arrow:
    """An arrow of the way forwards, or backwards along the same way."""
    if back:
        start, end = end, start
    return Arrow(start=start, end=end, role=Role.GRADIENT if back else Role.MUTED, line=3.0)


def arrows(view: View, back: bool) -> list[AnyMark]:
    """The arrows between the blocks, in the direction that things go, and which of them is which convolution."""
    half = view.half + 10
    x, z, h, f, s, y = (centre(slot) for slot in ("x", "z", "h", "f", "s", "y"))
    fork_high = (FORK[0] + 20, FORK[1] - 34)
    entry = (fork_high, (z[0] - half, z[1] + 10)) if back else ((x[0] + half, x[1] - 24), (z[0] - half, z[1] + 10))
    ways = [
        entry,
        ((z[0] + half, z[1]), (h[0] - half, h[1])),
        ((h[0] + half, h[1]), (f[0] - half, f[1])),
        ((f[0] + half, f[1] + 12), (PLUS[0] - 24, PLUS[1] - 30)),
        ((PLUS[0] + ROUND + 4, PLUS[1]), (s[0] - half, s[1])),
        ((s[0] + half, s[1]), (y[0] - half, y[1])),
    ]
    found: list[AnyMark] = [arrow(start, end, back) for start, end in ways]
    feet = ((KERNELS_BACK[0], z[1] - 14), (KERNELS_BACK[1], z[1] - 14)) if back else (
        (KERNELS[0], FORK[1] - 66), (KERNELS[1], z[1] - 14)
    )  # fmt: skip
    for middle, foot in feet:
        thread = ((middle, KERNEL + 140), (middle, foot))
        found.append(Path(points=thread, line=2.0, role=Role.KERNEL, dashed=True, opacity=0.7))
    return found
