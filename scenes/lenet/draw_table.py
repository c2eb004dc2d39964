"""C3's table of connections: which maps of S2 each of the sixteen maps reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.lenet.computed import Flow, Table, connections
from scenes.lenet.draw_digit import FRAME, HEADING_Y, TOP
from scenes.lenet.draw_maps import tile
from scenes.lenet.knobs import EVERY_MAP, TABLE_1998, Knobs
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import heading, options
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

CELL, THUMB = 86.0, 76.0
TABLE_X = RIGHT - FRAME - 16 * CELL
BELOW = 736.0
"""The line of the numbers under the table."""


def table(span: Span, flow: Flow, knobs: Knobs) -> list[AnyMark]:
    """Light up the table column by column while the parameters add up; then the picked column shows what it reads."""
    chosen, progress = connections(knobs.table), min(span.t / 0.7, 1.0)
    rows, columns = chosen.values.shape
    seen = min(int(progress * columns) + 1, columns)
    looked_at = seen - 1 if progress < 1 else knobs.column[1]
    read, lit = chosen.reads[looked_at], chosen.values.array * (np.arange(columns) < seen)
    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "S2", "", Role.OUTPUT, size=40),
        heading(TABLE_X, HEADING_Y, "maps of C3", "click one", Role.KERNEL, size=40),
        matrix(
            Values(lit), (TABLE_X, TOP), CELL, role=Role.KERNEL, shade="tint", numbers=False, name="table",
            highlighted=tuple((row, looked_at) for row in read),
            grip=PickCell("column", squares((TABLE_X, TOP), CELL, rows, columns)),
        ),
    ]  # fmt: skip
    for row, values in enumerate(flow.tiles["S2"]):
        corner = (LEFT, TOP + row * CELL + (CELL - THUMB) / 2)
        thumb = tile(values, corner, THUMB / values.shape[0], f"S2 map {row + 1}")
        marks.append(thumb if row in read else replace(thumb, opacity=0.38))
    choices = [(name, name) for name in (TABLE_1998, EVERY_MAP)]
    marks += options(LEFT, BELOW - 36, 208, "table", choices, knobs.table, size=34)
    return [*marks, *_parameters(chosen, seen, looked_at, ease((span.t - 0.7) / 0.1))]


def _parameters(chosen: Table, seen: int, looked_at: int, picked: float) -> list[AnyMark]:
    """What the picked map costs, and all maps together as far as the table is lit."""
    maps, area = len(chosen.reads[looked_at]), chosen.kernel**2
    words = f"{maps}·{area} + 1 = {chosen.parameters(looked_at)}"
    total = sum(chosen.parameters(column) for column in range(seen))
    return [
        lettering(530, BELOW, words, Role.KERNEL, size=44, opacity=picked, name="parameters of the picked map"),
        lettering(1160, BELOW, "in all", Role.MUTED, size=44, anchor="end"),
        lettering(RIGHT, BELOW, f"{total:,}", Role.KERNEL, bold=True, size=104, anchor="end",
                  name="parameters of C3"),
    ]  # fmt: skip
