"""The way back: the gradient at the output, the gradient at the input, and the shares on their way between them."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.layout import HEADING
from scenes.pooling.view import View
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import AnyMark, Grid, Role
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading, midway
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values


def draw_back(view: View) -> None:
    """Draw the gradients at both ends, and the present window's on its way."""
    place, now = view.place, view.now
    marks: list[AnyMark] = [
        heading(place.output_x, HEADING, "gradient at the output", "", Role.GRADIENT),
        heading(place.middle, HEADING, "gradient at the input", "", Role.GRADIENT),
    ]
    for channel in range(view.of.channels):
        marks += [_at_output(view, channel), _at_input(view, channel)]
        if view.few and 0 < now.back.flight < 1:
            marks += _on_the_way(view, channel)
    view.stage.add(*marks, opacity=now.backward)


def _at_output(view: View, channel: int) -> Grid:
    """The gradient that arrives, where the pooled map was."""
    place, active = view.place, 0 < view.now.returned < 0.93
    grid = _grid(
        view, channel, view.of.arriving[channel], place.output(channel), place.output_cell, "gradient at the output"
    )
    return replace(grid, highlighted=(view.cell,) if active else (), grip=view.upstream_grip(channel))


def _at_input(view: View, channel: int) -> Grid:
    """The gradient at the input so far: sums where few windows are followed, else the rows that are finished."""
    origin, cell, done = view.place.back(channel), view.place.back_cell, view.now.back.done
    if view.few:
        return _grid(view, channel, view.of.gradient(done)[channel], origin, cell, "gradient at the input")
    height, width = view.of.x.shape[1:]
    rows = height if done >= view.of.windows else _finished_rows(view, done // view.of.out[1])
    whole = _grid(view, channel, view.of.gradient()[channel], origin, cell, "gradient at the input")
    return replace(whole, shown=max(0, min(rows, height)) * width)


def _finished_rows(view: View, window_rows: int) -> int:
    """The rows of the input that no later window reaches."""
    return window_rows * view.of.knobs.stride - view.of.knobs.padding


def _grid(view: View, channel: int, values: Values, origin: Point, cell: float, name: str) -> Grid:
    """Gradients, signed."""
    return matrix(
        values, origin, cell, role=Role.GRADIENT, limit=view.of.gradient_limit, name=view.channels.name(name, channel)
    )  # fmt: skip


def _on_the_way(view: View, channel: int) -> list[AnyMark]:
    """What the present window hands back: all of it to its winner, or a share to each of its cells."""
    (row, column), share = view.cell, ease(view.now.back.flight)
    amount = float(view.of.upstream[channel, row, column])
    goals = _receivers(view, channel)
    if not view.of.is_max:
        amount /= view.of.knobs.size**2
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
    if view.of.is_max:
        row, column = view.cell
        return [view.of.winners[channel][row][column]]
    (top, left), k, (height, width) = view.of.input.pixel(view.cell), view.of.knobs.size, view.of.x.shape[1:]
    cells = [(top + u, left + v) for u in range(k) for v in range(k)]
    return [(r, c) for r, c in cells if 0 <= r < height and 0 <= c < width]
