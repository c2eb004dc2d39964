"""The way back: the gradient at the output, the gradient at the input, and the shares on their way between them."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.view import View
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.stage import HEADING_Y
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, midway
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values


def draw_back(view: View) -> None:
    """Draw the gradients at both ends, and the present window's on its way."""
    place = view.place
    marks: list[AnyMark] = [
        heading(place.output_x, HEADING_Y, "gradient at the output", "", Role.GRADIENT),
        heading(place.middle, HEADING_Y, "gradient at the input", "", Role.GRADIENT),
    ]
    for channel in range(view.layer.channels):
        marks += [_at_output(view, channel), _at_input(view, channel)]
        if view.few and 0 < view.back.flight < 1:
            marks += _on_the_way(view, channel)
    view.stage.add(*marks, opacity=view.steps.backward)


def _at_output(view: View, channel: int) -> Grid:
    """The gradient that arrives, where the pooled map was."""
    place, active = view.place, 0 < view.steps.back.t < 0.93
    grid = _grid(
        view, channel, view.layer.arriving[channel], place.output(channel), place.output_cell, "gradient at the output"
    )
    return replace(grid, highlighted=(view.cell,) if active else (), grip=view.upstream_grip(channel))


def _at_input(view: View, channel: int) -> Grid:
    """The gradient at the input so far: sums where few windows are followed, else the rows that are finished."""
    origin, cell, done = view.place.back(channel), view.place.back_cell, view.back.done
    if view.few:
        return _grid(view, channel, view.layer.gradient(done)[channel], origin, cell, "gradient at the input")
    height, width = view.layer.x.shape[1:]
    rows = height if done >= view.layer.windows else _finished_rows(view, done // view.layer.out[1])
    whole = _grid(view, channel, view.layer.gradient()[channel], origin, cell, "gradient at the input")
    return replace(whole, shown=max(0, min(rows, height)) * width)


def _finished_rows(view: View, window_rows: int) -> int:
    """The rows of the input that no later window reaches."""
    return window_rows * view.layer.knobs.stride - view.layer.knobs.padding


def _grid(view: View, channel: int, values: Values, origin: Point, cell: float, name: str) -> Grid:
    """Gradients, signed."""
    name = view.channels.name(name, channel)
    return matrix(values, origin, cell, role=Role.GRADIENT, scale="gradients", name=name)


def _on_the_way(view: View, channel: int) -> list[AnyMark]:
    """What the present window hands back: all of it to its winner, or a share to each of its cells."""
    (row, column), share = view.cell, ease(view.back.flight)
    amount = float(view.layer.upstream[channel, row, column])
    goals = _receivers(view, channel)
    if not view.layer.is_max:
        amount /= view.layer.knobs.size**2
    start = view.place.output(channel)
    start = (start[0] + column * view.place.output_cell, start[1] + row * view.place.output_cell)
    left, top = view.place.back(channel)
    cell = view.place.back_cell
    whole = _grid(view, channel, Values([[amount]]), start, cell, "share")
    return [
        replace(whole, origin=midway(start, (left + c * cell, top + r * cell), share), highlighted=((0, 0),))
        for r, c in goals
    ]


def _receivers(view: View, channel: int) -> list[Cell]:
    """The cells of the input that the present window's gradient goes to; the padding's shares go nowhere."""
    if view.layer.is_max:
        row, column = view.cell
        return [view.layer.winners[channel][row][column]]
    (top, left), k, (height, width) = view.layer.input.pixel(view.cell), view.layer.knobs.size, view.layer.x.shape[1:]
    cells = [(top + u, left + v) for u in range(k) for v in range(k)]
    return [(r, c) for r, c in cells if 0 <= r < height and 0 <= c < width]
