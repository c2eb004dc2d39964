"""How the receptive field grows: for each layer the cells that it adds to what the layer before it sees."""

from __future__ import annotations

import numpy as np

from scenes.receptive.computed import Chain
from scenes.receptive.layout import BELOW, BESIDE_TWO, PLATE_X, SECOND_X, Rows
from scenes.receptive.plates import plates
from scenes.receptive.rows import COUNT, HERO, row_label
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Grid, Group, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS
from scenes.stage.draw.fields import widening
from scenes.stage.numbers.values import Values

FORMULA, NUMBERS, NUMBERS_X = 48.0, 52.0, 800.0
TEX = (
    r"\textcolor{highlight}{r_l} = \textcolor{highlight}{r_{l-1}} + \textcolor{kernel}{(k_l - 1)\, d_l}\, "
    r"\textcolor{output}{j_{l-1}}",
    "r_l = r_(l−1) + (k_l − 1) d_l j_(l−1)",
)
IN_BLOCK, FIGURE = 40.0, 0.66
"""The type size of the numbers in the blocks, and how wide a figure is at most, in ems."""
BEHIND, ROOM = 28.0, 140.0
"""How far behind a bar its number stands, and the room that it takes."""
FROM_AFAR = 40.0
"""A block that is added comes from so far right of its place."""


def draw_rule(stage: Stage, chain: Chain, step: Span) -> None:
    """Draw the field of a unit of every map on the input, one row after the other, each made from the one below."""
    rows, progress = Rows(chain, BESIDE_TWO), step.even * (chain.last + 0.4) + 0.6
    stage.add(*plates(rows, 0, PLATE_X), *plates(rows, 2, SECOND_X))
    for row in range(chain.last + 1):
        stage.add(row_label(row, rows.y(row)), _ruler(rows, row), *_made(rows, row, progress - row))
    stage.add(Formula(tex=TEX[0], plain=TEX[1], x=LEFT, y=BELOW, size=FORMULA, name="formula"))
    row = min(int(progress + 0.4), chain.last)
    if row:
        before, after = chain.fields[row - 1 : row + 1]
        runs = widening(before.size, chain.layers[row - 1], before.jump, after.size)
        stage.add(Text(x=NUMBERS_X, y=BELOW, runs=runs, size=NUMBERS, name="formula numbers"))


def _width(rows: Rows) -> float:
    """The width of a cell: the longest bar leaves room for its number."""
    room, cells = RIGHT - rows.left, rows.chain.sizes[0]
    return min(room / cells, (room - BEHIND - ROOM) / rows.chain.fields[-1].size)


def _ruler(rows: Rows, row: int) -> Grid:
    """The cells of the input, to count by."""
    width = _width(rows)
    return Grid(
        values=Values(np.zeros((1, rows.chain.sizes[0]))), origin=(rows.left, rows.y(row) - rows.height / 2),
        u=(width, 0.0), v=(0.0, rows.height), shade="tint", framed=False, numbers=False, role=Role.INPUT,
        name=f"input of layer {row}" if row else "input",
    )  # fmt: skip


def _made(rows: Rows, row: int, come: float) -> list[AnyMark]:
    """What the map below sees, come up from there, then the cells that are added to it, and the sum."""
    if come <= 0:
        return []
    if row == 0:
        return [_block(rows, 0, 1, rows.y(0), Role.HIGHLIGHT, "1"), _number(rows, 0, 1.0)]
    before, layer = rows.chain.fields[row - 1], rows.chain.layers[row - 1]
    added, y = layer.dilation * before.jump, between(rows.y(row - 1), rows.y(row), glide(come / 0.5))
    marks: list[AnyMark] = [_block(rows, 0, before.size, y, Role.HIGHLIGHT, str(before.size))]
    for index in range(layer.kernel - 1):
        shown = ease((come - 0.5) / 0.4 * (layer.kernel - 1) - index)
        block = _block(rows, before.size + index * added, added, rows.y(row), Role.KERNEL, f"+{added}", str(added))
        marks.append(Group(marks=(block,), dx=FROM_AFAR * (1.0 - shown), opacity=shown))
    return [*marks, _number(rows, row, ease((come - 0.9) / 0.1))]


def _number(rows: Rows, row: int, shown: float) -> Text:
    """The receptive field of a unit of a map, behind its bar."""
    size, cells = HERO if row == rows.chain.last else COUNT, rows.chain.fields[row].size
    x = rows.left + cells * _width(rows) + BEHIND
    return lettering(x, rows.y(row), str(cells), Role.HIGHLIGHT, bold=True, size=size, opacity=shown,
                     name=f"r of map {row}")  # fmt: skip


def _block(rows: Rows, start: int, cells: int, y: float, role: Role, *words: str) -> Group:
    """Some cells of the input in one piece, with the first of the words in it for which there is room."""
    width, height = _width(rows), rows.height
    x, wide = rows.left + start * width, cells * width
    box = Rect(
        x=x + 2, y=y - height / 2 + 2, width=wide - 4, height=height - 4, radius=12, fill=0.85, role=role,
        name="seen" if role is Role.HIGHLIGHT else "added",
    )  # fmt: skip
    for text in words:
        if LARGER_LETTERS * FIGURE * IN_BLOCK * len(text) < wide:
            return Group(
                marks=(box, lettering(x + wide / 2, y, text, Role.SURFACE, bold=True, size=IN_BLOCK, anchor="middle"))
            )
    return Group(marks=(box,))
