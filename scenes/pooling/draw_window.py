"""One window at work: its values are compared and the largest wins, or they are added up and melt into their mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.pooling.layout import HEADING
from scenes.pooling.view import ADDED, View
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Rect, Role
from scenes.stage.draw.blocks import between, heading, midway, plate
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.walk import at_work
from scenes.stage.numbers.values import Values

PLATE = 58.0
PITCH = 68.0


def draw_window(view: View) -> None:
    """Draw the magnified window of every channel, and the account of its largest value or its mean."""
    size = view.of.knobs.size
    marks: list[AnyMark] = [heading(view.place.middle, HEADING, "window", f"{size}×{size}", Role.INPUT)]
    for channel in range(view.of.channels):
        marks += [*_block(view, channel), *_account(view, channel)]
    view.stage.add(*marks, opacity=view.now.making)


def _block(view: View, channel: int) -> list[AnyMark]:
    """The values under the window; they fly out of the input first."""
    values, size, fetched = view.of.under(channel, view.cell), view.of.knobs.size, view.now.window
    cell = between(view.place.input_cell, view.place.block_cell, fetched)
    origin = midway(view.window_corner(channel), view.place.block(channel), fetched)
    row, column = (place * view.of.knobs.stride - view.of.knobs.padding for place in view.cell)
    seen = min(int(_looked(view) * size * size), size * size - 1)
    grid = matrix(
        values,
        origin,
        cell,
        gap=CELL_GAP,
        role=view.role(channel, Role.INPUT),
        shade=view.of.shade,
        limit=view.of.limit,
        hatched=view.of.outside(view.cell),
        faded=_beaten(view, channel) if view.work >= 1 and view.of.is_max else None,
        highlighted=at_work(_looked(view), size, size),
        first=(row, column),
        name=view.name("under the window", channel),
        grip=view.pixel_grip(channel, (row, column)),
        opacity=1.0 - 0.7 * view.melted,
    )
    if view.of.is_max:
        best = divmod(int(np.argmax(values.array.ravel()[: seen + 1])), size)
        return [grid, _winner(origin, cell, best)] if view.work > 0 else [grid]
    return [grid, *_melting(view, channel, grid)] if view.melted > 0 and view.lifted <= 0 else [grid]


def _looked(view: View) -> float:
    """How many of the values have been compared or added, as a share."""
    return view.work if view.of.is_max else min(1.0, view.work / ADDED)


def _winner(origin: Point, cell: float, at: tuple[int, int]) -> Rect:
    """The box around the largest value so far."""
    row, column = at
    return Rect(
        x=origin[0] + column * cell + 3,
        y=origin[1] + row * cell + 3,
        width=cell - 6,
        height=cell - 6,
        radius=cell / 8,
        line=6.0,
        role=Role.OUTPUT,
    )


def _beaten(view: View, channel: int) -> Values:
    """The cells of the window that did not win."""
    mask = np.ones((view.of.knobs.size, view.of.knobs.size), dtype=bool)
    mask[view.of.winner(channel, view.cell)] = False
    return Values(mask)


def _melting(view: View, channel: int, grid: Grid) -> list[AnyMark]:
    """The values of the window sliding together, and their mean spreading over the window."""
    size, share, lattice = view.of.knobs.size, view.melted, grid.lattice
    middle = lattice.at((size - 1) / 2, (size - 1) / 2)
    loose = replace(grid, hatched=None, highlighted=(), grip=None, name="", opacity=1.0 - share)
    found: list[AnyMark] = []
    for row, column in np.ndindex(size, size):
        value = Values(grid.values.array[row : row + 1, column : column + 1])
        found.append(replace(loose, values=value, origin=midway(lattice.at(row, column), middle, share)))
    side = view.place.block_side
    mean = replace(
        loose, values=Values([[view.result(channel)]]), u=(side, 0.0), v=(0.0, side), decimals=view.of.decimals,
        role=view.role(channel, Role.OUTPUT), gap=0.06 / size, opacity=share, name=view.name("mean", channel),
    )  # fmt: skip
    return [*found, mean]


def _account(view: View, channel: int) -> list[AnyMark]:
    """The running comparison, or the sum and its division."""
    values = view.of.under(channel, view.cell).array.ravel()
    seen = values[: min(int(_looked(view) * values.size) + 1, values.size)]
    lines: list[tuple[str, float | None, Role, str]]
    if view.of.is_max:
        lines = [("largest so far", float(seen.max()), Role.INPUT, "largest so far")]
    else:
        divisor = float(values.size) if view.work >= ADDED else None
        lines = [("sum", float(seen.sum()), Role.INPUT, "sum"), ("divided by", divisor, Role.TEXT, "divisor")]
    if view.work <= 0:
        lines = [(label, None, role, name) for label, _, role, name in lines]
    lines.append(("= y", view.result(channel) if view.work >= 1 else None, Role.OUTPUT, "result"))
    (x, y), width, marks = view.place.plates(channel), view.place.plate_width, list[AnyMark]()
    for index, (label, value, role, name) in enumerate(lines):
        top = y + index * PITCH
        text = view.written(channel) if name == "result" else None
        marks += plate(x, top, width, PLATE, label, value, role, name=view.name(name, channel), text=text)
    return marks
