"""A 3×3 convolution of one map in the making: the kernel slides along, and each of its sums becomes a cell.

Maps are (rows, columns). A single column meets the middle column of the kernel only; what is under the window
is then magnified beside it. On the way back a gradient is convolved with the kernel turned by 180°, from right to left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.reference import Floats, pad
from scenes.stage.core.grips import EditCell, Scrub
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Rect, Role, lettering
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling, underway
from scenes.stage.draw.walk import walk
from scenes.stage.numbers.values import Values
from scenes.stage.residual.passing import Shown

WIDTH = 1600.0
LABEL = 34.0
"""How far over its map a name stands."""
TURN = 1.1
"""The seconds in which a kernel is turned by 180°."""
REST = 0.12
"""The share of the step after the last sum."""
SEEN, MULTIPLIED, ADDED, LEAVES = (0.15, 0.36), (0.36, 0.5), (0.5, 0.66), 0.72
"""When, of a cell's time, what is under the window is magnified, multiplied and added, and when the sum goes on."""
FIRST = 3.0
"""How many times longer the first cell of a map takes."""
COLUMN, LARGEST = 122.0, 194.0
"""The sides of a single column's cells with its zeros, and of what is magnified beside it."""
COLUMNS = (66.0, 254.0, 500.0, 746.0, 1340.0)
"""Where a column begins, what of it is under the window, the kernel, the products, and the result."""
CELL, SMALL, LARGE = 98.0, 88.0, 110.0
"""The sides of the cells of a map with its zeros, of kernel and products, and of the result."""
TOP = 168.0


@dataclass(frozen=True)
class Convolution:
    """What is convolved with which weights (3, 3), and what comes out; the step that it is made in.

    `grip` changes the weights. With `back` the kernel is shown turned, as the gradient meets it.
    """

    source: Shown
    weights: Floats
    title: str
    kernel: str
    result: Shown
    span: Span
    grip: EditCell | None = None
    back: bool = False

    @property
    def single(self) -> bool:
        """Whether the map is a column."""
        return bool(self.source.values.shape[1] == 1)

    @cached_property
    def shown_weights(self) -> Floats:
        """The weights as they lie over the map."""
        turned = self.weights[::-1, ::-1] if self.back else self.weights
        return turned[:, 1:2] if self.single else turned

    @property
    def turning(self) -> float:
        """The share of the step in which the kernel is turned."""
        return TURN / self.span.seconds if self.back else 0.0

    @property
    def turned(self) -> float:
        """How far it has been turned, 0..1."""
        return glide((self.span.t - self.source.lead(self.span)) / self.turning) if self.back else 1.0

    @cached_property
    def padded(self) -> Floats:
        """The map with the zeros around it that are met."""
        whole = pad(self.source.values[None], 1)[0]
        return np.asarray(whole[:, 1:-1] if self.single else whole)

    @property
    def shown(self) -> tuple[Spot, Spot, Spot, Spot]:
        """Where the map with its zeros, the kernel, the products and the result stand."""
        rows, columns = self.source.values.shape
        if self.single:
            top = TOP + (5 * COLUMN - 3 * LARGEST) / 2
            found: tuple[Spot, ...] = ((COLUMNS[0], TOP), COLUMN), *(((x, top), LARGEST) for x in COLUMNS[2:])
            widths: tuple[float, ...] = (COLUMN, LARGEST, LARGEST, LARGEST)
        else:
            side, kernel_x = CELL * (columns + 2), 66.0 + CELL * (columns + 2) + 80.0
            below = TOP + (rows + 2) * CELL - 3 * SMALL
            result = 1534.0 - LARGE * columns, TOP + ((rows + 2) * CELL - rows * LARGE) / 2
            found = (((66.0, TOP), CELL), ((kernel_x, TOP), SMALL), ((kernel_x, below), SMALL), (result, LARGE))
            widths = (side, 3 * SMALL, 3 * SMALL, LARGE * columns)
        if self.back:
            found = tuple((mirrored(corner, width), cell) for (corner, cell), width in zip(found, widths, strict=True))
        return found[0], found[1], found[2], found[3]


def convolved_spot(shape: tuple[int, int], *, back: bool = False) -> Spot:
    """Where the result of a convolution stands."""
    empty = Shown(np.zeros(shape), "", "", Role.OUTPUT)
    return Convolution(empty, np.zeros((3, 3)), "", "", empty, Span(0.0, 1.0, 0.0), back=back).shown[3]


def mirrored(corner: Point, width: float) -> Point:
    """The corner of something so wide on the other side of the stage."""
    return WIDTH - corner[0] - width, corner[1]


def draw_convolution(of: Convolution) -> list[AnyMark]:
    """Draw the map with the window on it, kernel and products, and the result as far as it is made."""
    rows, columns = of.source.values.shape
    (corner, cell), kernel, products, (goal, large) = of.shown
    lead = of.source.lead(of.span) + of.turning
    now = walk(of.span, rows, columns, (0, 0), lead, REST, firsts=() if of.single else (FIRST,))
    row, column = now.cell
    y, x = corner[1] + now.place[0] * cell, corner[0] + now.place[1] * cell
    inner = corner if of.single else (corner[0] + cell, corner[1])
    when = now.when or (of.span.start, of.span.seconds)
    scrub = Scrub(squares((inner[0], inner[1] + cell), cell, rows, columns), *when, now.firsts)
    window = Rect(
        x=x - 4.0, y=y - 4.0, width=(1 if of.single else 3) * cell + 8.0, height=3 * cell + 8.0, radius=18.0, line=8.0,
        role=Role.KERNEL, name="window", grip=scrub,
    )  # fmt: skip
    under = of.padded[row : row + 3, column : column + of.shown_weights.shape[1]]
    made = under * of.shown_weights
    marks: list[AnyMark] = [*_source(of, corner, cell), window, *_kernel(of, kernel)]
    if of.single:
        marks += _magnified(of, under, (x, y), now.inside)
        marks += _account(of, made, now.inside)
    else:
        label = kernel[0][0] + 1.5 * SMALL, (kernel[0][1] + 3 * SMALL + products[0][1]) / 2
        marks.append(lettering(*label, "products", Role.PRODUCT, bold=True, size=40.0, anchor="middle"))
    marks += _products(made, products, now.inside)
    grid = matrix(
        of.result.values, goal, large, role=of.result.role, name=of.result.name, shown=now.index + (now.inside >= 1.0),
        grip=Scrub(squares(goal, large, rows, columns), *when, now.firsts),
    )  # fmt: skip
    marks += [grid, _over(goal, large, columns, of.result.title, of.result.role)]
    come = (now.inside - LEAVES) / (1.0 - LEAVES)
    if 0.0 < come < 1.0:
        value, end = float(of.result.values[row, column]), (grid.lattice.at(row, column), large)
        marks.append(travelling(value, _sum(of), end, glide(come), of.result.role, "sum on its way"))
    return _with_source(of, marks)


def _with_source(of: Convolution, marks: list[AnyMark]) -> list[AnyMark]:
    """The picture with the map on its way to its place, over all else, as long as it has not come."""
    (grid,) = [mark for mark in marks if isinstance(mark, Grid) and mark.name == of.source.name]
    coming = of.source.coming(grid, of.span)
    return [*(mark for mark in marks if mark is not grid), *coming] if coming else marks


def _sum(of: Convolution) -> Spot:
    """Where the products are added up: beside a column of them, and in the middle of a square of them."""
    (x, y), side = of.shown[2]
    if not of.single:
        return (x + side, y + side), side
    (goal, _), large = of.shown[3]
    middle = (x + goal + large) / 2
    return (middle - large / 2, y + side), large


def _source(of: Convolution, corner: Point, cell: float) -> list[AnyMark]:
    """The map, and the zeros around it."""
    rows, columns = of.source.values.shape
    begin = 0 if of.single else 1
    zeros = np.ones(of.padded.shape, dtype=bool)
    zeros[1 : 1 + rows, begin : begin + columns] = False
    inner = corner[0] + begin * cell, corner[1] + cell
    return [
        matrix(np.zeros(of.padded.shape), corner, cell, role=of.source.role, padding=Values(zeros), framed=False),
        matrix(of.source.values, inner, cell, role=of.source.role, name=of.source.name, grip=of.source.grip),
        _over(corner, cell, of.padded.shape[1], of.source.title, of.source.role),
    ]


def _kernel(of: Convolution, spot: Spot) -> list[AnyMark]:
    corner, cell = spot
    name = _over(corner, cell, of.shown_weights.shape[1], of.title, Role.KERNEL)
    if of.turned < 1.0:
        return [*_turning(of, spot), name]
    grid = matrix(of.shown_weights, corner, cell, role=Role.KERNEL, scale="weights", name=of.kernel, grip=of.grip)
    return [grid, name]


def _turning(of: Convolution, spot: Spot) -> list[AnyMark]:
    """The weights on their way round the middle of the kernel, each upright."""
    (x, y), cell = spot
    rows, columns = of.shown_weights.shape
    turn = math.pi * (of.turned - 1.0)
    marks: list[AnyMark] = []
    for row, column in np.ndindex(rows, columns):
        across, down = (column - (columns - 1) / 2) * cell, (row - (rows - 1) / 2) * cell
        left = x + (columns - 1) * cell / 2 + across * math.cos(turn) - down * math.sin(turn)
        top = y + (rows - 1) * cell / 2 + across * math.sin(turn) + down * math.cos(turn)
        marks.append(
            matrix([[of.shown_weights[row, column]]], (left, top), cell, role=Role.KERNEL, scale="weights",
                   framed=False, name=f"weight {row}, {column} turning")
        )  # fmt: skip
    return marks


def _magnified(of: Convolution, under: Floats, window: Point, inside: float) -> list[AnyMark]:
    """What is under the window on a column, on its way out of it to beside the kernel."""
    share = glide((inside - SEEN[0]) / (SEEN[1] - SEEN[0]))
    if share <= 0.0:
        return []
    goal = (COLUMNS[1], of.shown[1][0][1])
    if of.back:
        goal = mirrored(goal, LARGEST)
    (corner, cell) = underway((window, COLUMN), (goal, LARGEST), share)
    return [matrix(under, corner, cell, role=of.source.role, name="under the window")]


def _account(of: Convolution, made: Floats, inside: float) -> list[AnyMark]:
    """The signs between the columns, and the products as they are added up."""
    (kernel, _), (products, side), ((goal, _), _) = of.shown[1:]
    under = mirrored((COLUMNS[1], 0.0), LARGEST)[0] if of.back else COLUMNS[1]
    middle = products[1] + 1.5 * side
    marks: list[AnyMark] = [
        lettering((one + other + LARGEST) / 2, middle, sign, Role.MUTED, size=72.0, anchor="middle")
        for sign, one, other in (("×", under, kernel[0]), ("=", kernel[0], products[0]))
    ]
    ends = sorted((products[0], goal))
    start, end = ends[0] + LARGEST + 26.0, ends[1] - 26.0
    if of.back:
        start, end = end, start
    marks.append(Arrow(start=(start, middle), end=(end, middle), role=Role.MUTED, line=6.0, head=26.0))
    marks.append(
        lettering((start + end) / 2, middle - side, "added up", Role.PRODUCT, bold=True, size=40.0,
                  anchor="middle")
    )  # fmt: skip
    share = (inside - ADDED[0]) / (ADDED[1] - ADDED[0])
    spot = _sum(of)
    if 0.0 < share < 1.0:
        for row in range(3):
            begin = (products[0], products[1] + row * side), side
            marks.append(travelling(float(made[row, 0]), begin, spot, glide(share), Role.PRODUCT, f"product {row + 1}"))
    elif share >= 1.0:
        marks.append(matrix(made.sum(keepdims=True), *spot, role=of.result.role, name="added up"))
    return marks


def _products(values: Floats, spot: Spot, inside: float) -> list[AnyMark]:
    """What the kernel makes of the cells under it."""
    begin, end = MULTIPLIED
    there = ease((inside - begin) / (end - begin))
    return [matrix(values, *spot, role=Role.PRODUCT, name="products", opacity=there)] if there > 0.0 else []


def _over(corner: Point, cell: float, columns: int, words: str, role: Role) -> AnyMark:
    """The name of a map, over it."""
    x = corner[0] + columns * cell / 2
    return lettering(x, corner[1] - LABEL, words, role, bold=True, size=40.0, anchor="middle")
