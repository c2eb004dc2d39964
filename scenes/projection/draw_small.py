"""The shortcut with small numbers: which pixels it takes, how W mixes them, and how both lanes are added."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.projection.knobs import Knobs
from scenes.projection.small import CHANNELS, OUT, SIDE, Small
from scenes.stage.core.grips import EditCell, Grip, PickCell
from scenes.stage.core.lattice import Cell, Point, squares
from scenes.stage.core.marks import AnyMark, Arrow, Group, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import backed, heading, shape_text
from scenes.stage.draw.matrices import matrix

TOP, PITCH = 182.0, 154.0
CELL, PIXEL = 62.0, 66.0
INPUT_X, MATRIX_X = 62.0, 400.0
COLUMNS = {"shortcut": 620.0, "F(x)": 844.0, "sum": 1090.0, "y": 1372.0}
BEGIN = {"shortcut": 0.12, "F(x)": 0.4, "sum": 0.55, "y": 0.75}
"""The shares of the step at which the columns begin to be written."""


@dataclass(frozen=True)
class Look:
    """How a column of maps is called, and its role."""

    title: str
    role: Role


def draw_small(stage: Stage, block: Small, knobs: Knobs, t: float, opacity: float) -> None:
    """Draw both maps of the input, the matrix, and column by column what comes of them."""
    if opacity <= 0:
        return
    spot = spot_of(knobs)
    marks = [*_input(block, spot), *_matrix(block, ease(t * 12))]
    looks = {
        "shortcut": Look("W x" if block.learned else "pad(x)", Role.HIGHLIGHT),
        "F(x)": Look("F(x)", Role.PRODUCT), "sum": Look("sum", Role.PRODUCT), "y": Look("ReLU", Role.OUTPUT),
    }  # fmt: skip
    for name, look in looks.items():
        share = (t - BEGIN[name]) / 0.15
        if share > 0:
            marks.append(Group(marks=tuple(_column(block, name, look, spot, share)), opacity=ease(share * 4)))
    stage.add(*marks, opacity=opacity)


def spot_of(knobs: Knobs) -> Cell:
    """The cell of the output that is looked at."""
    return min(max(knobs.at[0], 0), 1), min(max(knobs.at[1], 0), 1)


def _row(index: int) -> float:
    """The middle of an output channel's row."""
    return TOP + (index + 0.5) * PITCH


def _input(block: Small, spot: Cell) -> list[AnyMark]:
    """The input's two maps below each other; pixels that the stride leaves out are faded."""
    shape = shape_text(block.x.shape)
    marks: list[AnyMark] = [heading(INPUT_X, TOP - 20, "x", shape, Role.INPUT)]
    for channel in range(CHANNELS):
        y = TOP + 14 + channel * (SIDE * PIXEL + 44)
        grid = matrix(
            block.columns["x"][channel], (INPUT_X, y), PIXEL, role=Role.INPUT,
            faded=block.dropped, name=f"x {channel + 1}",
            highlighted=((2 * spot[0], 2 * spot[1]),),
            grip=EditCell("pixels", (channel,), (0, 0), (SIDE, SIDE), 0.0, 9.0, 1.0),
        )  # fmt: skip
        marks += backed(grid, Role.INPUT)
    return marks


def _matrix(block: Small, share: float) -> list[AnyMark]:
    """The matrix row by row beside the channels that it makes; a learned one can be typed over."""
    role = Role.KERNEL if block.learned else Role.MUTED
    words = ("W", "1×1, stride 2") if block.learned else ("fixed", "stride 2")
    title = heading(MATRIX_X + CELL, TOP - 20, *words, role, "middle")
    marks: list[AnyMark] = [title]
    for row in range(OUT):
        y = _row(row)
        grip: Grip | None = (
            EditCell("weights", (), (row, 0), (OUT, CHANNELS), -9.0, 9.0, 1.0) if block.learned else None
        )
        grid = matrix(
            block.matrix[row : row + 1], (MATRIX_X, y - CELL / 2), CELL,
            role=Role.KERNEL, scale="weights", name=f"row {row + 1} of W",
            grip=grip,
        )  # fmt: skip
        ends = ((MATRIX_X + 2 * CELL + 12, y), (COLUMNS["shortcut"] - 14, y))
        marks += [grid, Arrow(start=ends[0], end=ends[1], role=Role.MUTED)]
    return [Group(marks=tuple(marks), opacity=share)]


def _column(block: Small, name: str, look: Look, spot: Cell, share: float) -> list[AnyMark]:
    """One column of maps of 2 × 2, written channel by channel; the sign before it says how it comes about."""
    x = COLUMNS[name]
    shape = f"{OUT}×2×2" if name == "shortcut" else ""
    marks: list[AnyMark] = [heading(x + CELL, TOP - 20, look.title, shape, look.role, "middle")]
    array = block.columns[name]
    for index, values in enumerate(array):
        corner: Point = (x, _row(index) - CELL)
        grid = matrix(
            values, corner, CELL, role=look.role,
            highlighted=(spot,), name=f"{name} {index + 1}",
            shown=max(0, min(4, int(share * OUT * 4) - index * 4)),
            grip=PickCell("at", squares(corner, CELL, 2, 2)),
        )  # fmt: skip
        marks += backed(grid, look.role)
        sign = {"F(x)": "+", "sum": "=", "y": ""}.get(name, "")
        if sign:
            before = COLUMNS["shortcut"] if name == "F(x)" else COLUMNS["F(x)"]
            middle = (before + 2 * CELL + x) / 2
            marks.append(lettering(middle, _row(index), sign, bold=True, size=40, anchor="middle"))
        elif name == "y":
            start = COLUMNS["sum"] + 2 * CELL + 18
            marks.append(Arrow(start=(start, _row(index)), end=(x - 18, _row(index)), role=Role.MUTED))
    return marks
