"""One window at work: its values are compared and the largest wins, or they are added up and melt into their mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.pooling.view import ADDED, View
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Rect, Role
from scenes.stage.core.stage import HEADING_Y
from scenes.stage.draw.blocks import heading, midway, plate
from scenes.stage.draw.sheets import flown
from scenes.stage.draw.walk import at_work
from scenes.stage.numbers.values import Values

PLATE = 58.0
PITCH = 68.0


def draw_window(view: View) -> None:
    """Draw the magnified window of every channel, and the account of its largest value or its mean."""
    size = view.layer.knobs.size
    marks: list[AnyMark] = [heading(view.place.middle, HEADING_Y, "window", f"{size}×{size}", Role.INPUT)]
    for channel in range(view.layer.channels):
        marks += [*_block(view, channel), *_account(view, channel)]
    view.stage.add(*marks, opacity=view.steps.making)


def _block(view: View, channel: int) -> list[AnyMark]:
    """The values under the window; they fly out of the input first."""
    size, looked = view.layer.knobs.size, _looked(view)
    grid = flown(
        view.layer.input,
        channel,
        view.cell,
        (view.windows[channel].corner, view.place.input_cell),
        (view.place.block(channel), view.place.block_cell),
        view.steps.window.motion,
        role=view.channels.role(channel, Role.INPUT),
        padding=view.layer.outside(view.cell),
        faded=_beaten(view, channel) if view.work >= 1 and view.layer.is_max else None,
        highlighted=at_work(looked, size, size),
        name=view.channels.name("under the window", channel),
        opacity=1.0 - 0.7 * view.melted,
    )
    if view.layer.is_max:
        seen = min(int(looked * size * size), size * size - 1)
        best = divmod(int(np.argmax(grid.values.array.ravel()[: seen + 1])), size)
        return [grid, _winner(grid, best)] if view.work > 0 else [grid]
    return [grid, *_melting(view, channel, grid)] if view.melted > 0 and view.lifted <= 0 else [grid]


def _looked(view: View) -> float:
    """How many of the values have been compared or added, as a share."""
    return view.work if view.layer.is_max else min(1.0, view.work / ADDED)


def _winner(grid: Grid, at: Cell) -> Rect:
    """The box around the largest value so far."""
    (x, y), cell = grid.lattice.at(*at), grid.u[0]
    return Rect(
        x=x + 3,
        y=y + 3,
        width=cell - 6,
        height=cell - 6,
        radius=cell / 8,
        line=6.0,
        role=Role.OUTPUT,
    )


def _beaten(view: View, channel: int) -> Values:
    """The cells of the window that did not win."""
    mask = np.ones((view.layer.knobs.size, view.layer.knobs.size), dtype=bool)
    mask[view.layer.winner(channel, view.cell)] = False
    return Values(mask)


def _melting(view: View, channel: int, grid: Grid) -> list[AnyMark]:
    """The values of the window sliding together, and their mean spreading over the window."""
    size, share, lattice = view.layer.knobs.size, view.melted, grid.lattice
    middle = lattice.at((size - 1) / 2, (size - 1) / 2)
    loose = replace(grid, padding=None, highlighted=(), grip=None, name="", opacity=1.0 - share)
    found: list[AnyMark] = []
    for row, column in np.ndindex(size, size):
        value = Values(grid.values.array[row : row + 1, column : column + 1])
        found.append(replace(loose, values=value, origin=midway(lattice.at(row, column), middle, share)))
    side = view.place.block_side
    mean = replace(
        loose, values=Values([[view.result(channel)]]), u=(side, 0.0), v=(0.0, side), decimals=view.layer.decimals,
        role=view.channels.role(channel, Role.OUTPUT), gap=CELL_GAP / size, opacity=share,
        name=view.channels.name("mean", channel),
    )  # fmt: skip
    return [*found, mean]


def _account(view: View, channel: int) -> list[AnyMark]:
    """The running comparison, or the sum and its division."""
    values = view.layer.input.under(channel, view.cell).array.ravel()
    seen = values[: min(int(_looked(view) * values.size) + 1, values.size)]
    lines: list[tuple[str, float | None, Role, str]]
    if view.layer.is_max:
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
        marks += plate(x, top, width, PLATE, label, value, role, name=view.channels.name(name, channel), text=text)
    return marks
