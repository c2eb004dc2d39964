"""C3's table of connections: which maps of S2 each of the sixteen maps reads."""

from __future__ import annotations

from functools import lru_cache

from scenes.lenet.computed import Flow, Table, table
from scenes.lenet.knobs import EVERY_MAP, TABLE_1998, Knobs
from scenes.lenet.story import Steps
from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Grid, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.blocks import heading, options
from scenes.stage.numbers.values import Values

CELL = 62.0
ORIGIN = (270.0, 258.0)
THUMB = 52.0
SUMS_X = 1300.0


@lru_cache(maxsize=64)
def _revealed(name: str, columns: int) -> Values:
    """The table with only its first columns filled."""
    values = table(name).values.array.copy()
    values[:, columns:] = 0
    return Values(values)


def draw_table(stage: Stage, flow: Flow, knobs: Knobs, steps: Steps) -> None:
    """Light up the table column by column; then the picked column shows what it reads."""
    chosen, progress = table(knobs.table), min(steps.table.t / 0.7, 1.0)
    columns = len(chosen.reads)
    seen = min(int(progress * columns) + 1, columns)
    looked_at = seen - 1 if progress < 1 else knobs.column[1]
    marks: list[AnyMark] = [
        heading(ORIGIN[0], 188, "maps of C3", "click one", Role.OUTPUT),
        heading(LEFT, 188, "maps of S2", "", Role.OUTPUT),
        _grid(knobs, chosen, seen, looked_at),
        *_rows(flow, chosen, looked_at),
        *_columns(chosen, seen, looked_at),
    ]
    if progress >= 1:
        marks += _sums(chosen)
    marks += options(ORIGIN[0], 728, 180, "table", ((TABLE_1998, TABLE_1998), (EVERY_MAP, EVERY_MAP)), knobs.table)
    stage.add(*marks, opacity=steps.arriving)


def _grid(knobs: Knobs, chosen: Table, seen: int, looked_at: int) -> Grid:
    rows, columns = chosen.values.shape
    return Grid(
        values=_revealed(knobs.table, seen), origin=ORIGIN, u=(CELL, 0), v=(0, CELL), role=Role.KERNEL,
        shade="tint", numbers=False, name="table",
        highlighted=tuple((row, looked_at) for row in chosen.reads[looked_at]),
        grip=PickCell("column", squares(ORIGIN, CELL, rows, columns)),
    )  # fmt: skip


def _rows(flow: Flow, chosen: Table, looked_at: int) -> list[AnyMark]:
    """The maps of S2, those bright that the column reads."""
    marks: list[AnyMark] = []
    for row, values in enumerate(flow.tiles["S2"]):
        read = row in chosen.reads[looked_at]
        y, cell = ORIGIN[1] + (row + 0.5) * CELL, THUMB / values.shape[0]
        runs = (TextRun(str(row), Role.HIGHLIGHT if read else Role.MUTED, bold=read),)
        marks += [
            Grid(
                values=values, origin=(150.0, y - THUMB / 2), u=(cell, 0), v=(0, cell), role=Role.OUTPUT,
                numbers=False, gap=0.0, name=f"S2 row {row}",
                opacity=1.0 if read else 0.35,
            ),
            Text(x=232, y=y, runs=runs, size=26, anchor="middle"),
        ]  # fmt: skip
    return marks


def _columns(chosen: Table, seen: int, looked_at: int) -> list[AnyMark]:
    """The number of each map over its column, its parameters under it."""
    marks: list[AnyMark] = []
    bottom = ORIGIN[1] + chosen.values.shape[0] * CELL
    for column in range(seen):
        x, here = ORIGIN[0] + (column + 0.5) * CELL, column == looked_at
        role = Role.HIGHLIGHT if here else Role.MUTED
        count = (TextRun(str(chosen.parameters(column)), Role.KERNEL, bold=here),)
        marks += [
            lettering(x, ORIGIN[1] - 26, str(column), role, bold=here, size=24, anchor="middle"),
            Text(x=x, y=bottom + 26, runs=count, size=24, anchor="middle", name=f"parameters of map {column}"),
        ]
    marks.append(lettering(ORIGIN[0] - 18, bottom + 26, "parameters", Role.MUTED, size=22, anchor="end"))
    return marks


def _sums(chosen: Table) -> list[AnyMark]:
    """The columns added up by how many maps they read."""
    marks: list[AnyMark] = [heading(SUMS_X, 188, "parameters", "", Role.KERNEL)]
    lines = [(f"{count} × {each}", count * each, f"read {size}") for count, size, each in chosen.groups]
    for index, (product, total, note) in enumerate(lines):
        y = ORIGIN[1] + 30 + 92 * index
        marks += [
            lettering(SUMS_X, y, product, Role.KERNEL, size=26),
            lettering(RIGHT, y, f"{total:,}", bold=True, size=26, anchor="end"),
            lettering(SUMS_X, y + 34, note, Role.MUTED, size=22),
        ]
    y = ORIGIN[1] + 6 * CELL + 26
    marks += [
        lettering(SUMS_X, y, "C3", bold=True, size=26),
        lettering(RIGHT, y, f"{chosen.total:,}", Role.KERNEL, bold=True, size=36, anchor="end",
                  name="parameters of C3"),
    ]  # fmt: skip
    return marks
