"""The shortcut with small numbers: which pixels it takes, how W mixes them, and how both lanes are added."""

from __future__ import annotations

from scenes.projection.knobs import Knobs
from scenes.projection.small import CHANNELS, OUT, SIDE, STRIDE, Small, spot_of
from scenes.projection.words import weighted
from scenes.stage.core.grips import EditCell, Grip, PickCell
from scenes.stage.core.lattice import Cell, Point, between, midway, squares
from scenes.stage.core.marks import AnyMark, Arrow, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import backed, heading, number
from scenes.stage.draw.matrices import matrix

TOP, PITCH = 150.0, 160.0
CELL, PIXEL = 70.0, 74.0
INPUT_X, MATRIX_X, MADE_X, ACCOUNT_X = LEFT + 6.0, 450.0, 740.0, 930.0
COLUMNS = {"shortcut": 110.0, "F(x)": 510.0, "sum": 910.0, "y": 1330.0}
HEADING_Y = 122.0


def mixed(span: Span, block: Small, knobs: Knobs) -> list[AnyMark]:
    """Both maps of the input, the matrix, and row by row the map that the taken pixels become."""
    spot = spot_of(knobs)
    title = "W x" if block.learned else "pad(x)"
    marks: list[AnyMark] = [
        heading(INPUT_X, HEADING_Y, "x", "", Role.INPUT, size=40),
        heading(MATRIX_X, HEADING_Y, "W" if block.learned else "fixed", "", Role.KERNEL, size=40),
        heading(MADE_X, HEADING_Y, title, "", Role.HIGHLIGHT, size=40),
        *_input(block, spot),
    ]
    for index in range(OUT):
        share = span.part(index, OUT)
        shown = 4 if share >= 1 else 0
        marks += [
            *_weights(block, index),
            *_map(block, "shortcut", index, (MADE_X, _row(index) - CELL), Role.HIGHLIGHT, spot, shown),
        ]
        if 0 < share < 1:
            marks += _pixels_on_their_way(block, index, share)
        if share >= 1:
            result = number(float(block.shortcut[index, spot[0], spot[1]]))
            runs = (TextRun(f"{weighted(block, index, spot)} = ", Role.MUTED), TextRun(result, bold=True))
            marks.append(Text(x=ACCOUNT_X, y=_row(index), runs=runs, size=48, name=f"sum of row {index + 1}"))
    return marks


def added(span: Span, block: Small, knobs: Knobs) -> list[AnyMark]:
    """The maps of both lanes slide into one another row by row and become their sum; then ReLU follows."""
    spot = spot_of(knobs)
    looks = {
        "shortcut": ("W x" if block.learned else "pad(x)", Role.HIGHLIGHT),
        "F(x)": ("F(x)", Role.PRODUCT),
        "sum": ("sum", Role.PRODUCT),
        "y": ("ReLU", Role.OUTPUT),
    }
    marks: list[AnyMark] = [
        heading(COLUMNS[name] + CELL, HEADING_Y, title, "", role, "middle", size=40)
        for name, (title, role) in looks.items()
    ]
    flights: list[AnyMark] = []
    for index in range(OUT):
        summed, cut = span.part(2 * index, 2 * OUT), span.part(2 * index + 1, 2 * OUT)
        come = {"shortcut": 1.0, "F(x)": 1.0, "sum": summed, "y": cut}
        for name, (_, role) in looks.items():
            shown = 4 if come[name] >= 1 else 0
            marks += _map(block, name, index, (COLUMNS[name], _row(index) - CELL), role, spot, shown)
        flights += _flight(block, index, ("shortcut", "F(x)"), "sum", summed)
        flights += _flight(block, index, ("sum",), "y", cut)
        marks += _signs(index)
    return [*marks, *flights]


def _signs(index: int) -> list[AnyMark]:
    """What stands between the maps of a row."""
    y = _row(index)
    start, end = COLUMNS["sum"] + 2 * CELL + 30, COLUMNS["y"] - 30
    marks: list[AnyMark] = [Arrow(start=(start, y), end=(end, y), role=Role.MUTED, line=6.0, head=22.0)]
    for sign, before, after in (("+", "shortcut", "F(x)"), ("=", "F(x)", "sum")):
        middle = (COLUMNS[before] + 2 * CELL + COLUMNS[after]) / 2
        marks.append(lettering(middle, y, sign, bold=True, size=64, anchor="middle"))
    return marks


def _flight(block: Small, index: int, froms: tuple[str, ...], to: str, share: float) -> list[AnyMark]:
    """Copies of maps on their way to where they become another."""
    if not 0 < share < 1:
        return []
    y = _row(index) - CELL
    return [
        matrix(
            block.columns[name][index], (between(COLUMNS[name], COLUMNS[to], share), y), CELL, role=Role.PRODUCT,
            name=f"{name} {index + 1} on its way",
        )
        for name in froms
    ]  # fmt: skip


def _pixels_on_their_way(block: Small, index: int, share: float) -> list[AnyMark]:
    """The pixels that the stride takes, on their way into the new map."""
    marks: list[AnyMark] = []
    for channel in range(CHANNELS):
        if block.matrix[index, channel] == 0:
            continue
        taken = block.x[channel, ::STRIDE, ::STRIDE]
        for row in range(2):
            for column in range(2):
                start = (
                    INPUT_X + STRIDE * column * PIXEL,
                    TOP + channel * (SIDE * PIXEL + 34) + STRIDE * row * PIXEL,
                )
                at = midway(start, (MADE_X + column * CELL, _row(index) - CELL + row * CELL), share)
                name = f"pixel {channel + 1} {row} {column} on its way"
                marks.append(matrix(taken[row : row + 1, column : column + 1], at, CELL, role=Role.INPUT, name=name))
    return marks


def _row(index: int) -> float:
    """The middle of an output channel's row."""
    return TOP + (index + 0.5) * PITCH


def _input(block: Small, spot: Cell) -> list[AnyMark]:
    """The input's two maps below each other; pixels that the stride leaves out are faded."""
    marks: list[AnyMark] = []
    for channel in range(CHANNELS):
        grid = matrix(
            block.columns["x"][channel], (INPUT_X, TOP + channel * (SIDE * PIXEL + 34)), PIXEL, role=Role.INPUT,
            faded=block.dropped, name=f"x {channel + 1}", highlighted=((2 * spot[0], 2 * spot[1]),),
            grip=EditCell("pixels", (channel,), (0, 0), (SIDE, SIDE), 0.0, 9.0, 1.0),
        )  # fmt: skip
        marks += backed(grid, Role.INPUT)
    return marks


def _weights(block: Small, row: int) -> list[AnyMark]:
    """A row of the matrix beside the map that it makes; a learned one can be typed over."""
    y = _row(row)
    grip: Grip | None = EditCell("weights", (), (row, 0), (OUT, CHANNELS), -9.0, 9.0, 1.0) if block.learned else None
    grid = matrix(
        block.matrix[row : row + 1], (MATRIX_X, y - CELL / 2), CELL, role=Role.KERNEL, scale="weights",
        name=f"row {row + 1} of W", grip=grip,
    )  # fmt: skip
    ends = ((MATRIX_X + 2 * CELL + 18, y), (MADE_X - 20, y))
    return [grid, Arrow(start=ends[0], end=ends[1], role=Role.MUTED, line=6.0, head=22.0)]


def _map(
    block: Small, name: str, index: int, corner: Point, role: Role, spot: Cell, shown: int
) -> tuple[AnyMark, ...]:  # fmt: skip
    """A map of 2 × 2, of which so many numbers are written; a click looks at another cell."""
    grid = matrix(
        block.columns[name][index], corner, CELL, role=role, highlighted=(spot,), name=f"{name} {index + 1}",
        shown=shown, grip=PickCell("at", squares(corner, CELL, 2, 2)),
    )  # fmt: skip
    return backed(grid, role)
