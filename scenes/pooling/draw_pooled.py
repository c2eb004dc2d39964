"""The pooled maps being written, the numbers rising to their cells, and what is left of the input."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.view import View
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.stage import HEADING_Y
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import between, heading, midway, shape_text
from scenes.stage.draw.matrices import matrix, written_first
from scenes.stage.numbers.values import Values


def draw_pooled(view: View) -> None:
    """Draw the pooled maps as far as they are written, and the numbers on their way to their cells."""
    shape = shape_text(view.layer.y.shape)
    marks: list[AnyMark] = [heading(view.place.output_x, HEADING_Y, "pooled", shape, Role.OUTPUT)]
    for channel in range(view.layer.channels):
        marks += _map(view, channel)
    if 0 < view.lifted < 1 and not view.steps.lost.begun:
        marks += [_rising(view, channel) for channel in range(view.layer.channels)]
    view.stage.add(*marks, opacity=view.steps.pooled)


def draw_leftover(view: View) -> None:
    """Draw the pooled map at about the old size: all that is left."""
    marks: list[AnyMark] = [heading(view.place.middle, HEADING_Y, "what is left", "", Role.OUTPUT)]
    for channel, values in enumerate(view.layer.stretched):
        rows, columns = values.shape
        smaller = min(1.0, view.layer.x.shape[1] / rows, view.layer.x.shape[2] / columns)
        origin, cell = view.place.back(channel), view.place.back_cell * smaller
        marks.append(_grid(view, channel, values, origin, cell, "what is left"))
    view.stage.add(*marks, opacity=view.steps.leftover)


def _grid(view: View, channel: int, values: Values, origin: Point, cell: float, name: str) -> Grid:
    """Pooled numbers, in the colours of the input."""
    return matrix(
        values, origin, cell, role=view.channels.role(channel, Role.OUTPUT), shade=view.layer.input.shade,
        decimals=view.layer.decimals, name=view.channels.name(name, channel),
    )  # fmt: skip


def _map(view: View, channel: int) -> list[AnyMark]:
    """A pooled map with its first cells written, and before the walk begins the one cell made closely."""
    cell, origin = view.place.output_cell, view.place.output(channel)
    grip = view.windows[channel].goes_to(origin, cell)
    steps, shown, values = view.steps, view.forth.done, view.layer.outputs[channel]
    marked: tuple[Cell, ...] = (view.cell,) if steps.window.motion > 0.5 and not steps.lost.begun else ()
    whole = replace(
        _grid(view, channel, values, origin, cell, "pooled"), shown=shown, highlighted=marked, grip=grip
    )  # fmt: skip
    if view.walk.when is not None or steps.write.motion < 1:
        return [whole]
    return [whole, written_first(whole, view.cell, view.result(channel))]


def _corner(view: View, channel: int) -> Point:
    """The corner of the present cell of a pooled map."""
    (row, column), cell = view.cell, view.place.output_cell
    left, top = view.place.output(channel)
    return left + column * cell, top + row * cell


def _rising(view: View, channel: int) -> Grid:
    """The number on its way: from the winner's cell, or from the whole window that has melted into it."""
    lifted = ease(view.lifted)
    (x, y), side = view.place.block(channel), view.place.block_side
    if view.layer.is_max:
        row, column = view.layer.winner(channel, view.cell)
        side = view.place.block_cell
        x, y = x + column * side, y + row * side
    origin = midway((x, y), _corner(view, channel), lifted)
    cell = max(40.0, between(side, view.place.output_cell, lifted))
    number = Values([[view.result(channel)]])
    return replace(_grid(view, channel, number, origin, cell, "rising"), highlighted=((0, 0),))
