"""The way back: the gradient that arrives at the pooled map, and how windows hand it to the cells of the input."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.draw_input import draw_input
from scenes.pooling.layout import BEGIN, Column
from scenes.pooling.view import View
from scenes.stage.core.lattice import Cell, midway
from scenes.stage.core.marks import AnyMark, Formula, Grid, Role
from scenes.stage.core.timeline import ease
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

COMES_FROM = 300.0
"""How far at the right each number of the gradient appears."""
AT_INPUT, AT_OUTPUT = (rf"\textcolor{{gradient}}{{\partial L / \partial {letter}}}" for letter in "xy")
BACK_MAX = (
    rf"{AT_INPUT} = \sum_{{\mathrm{{windows\ won}}}}\; {AT_OUTPUT}",
    "gradient at x = the sum of the gradients of the windows that x has won",
)
BACK_MEAN = (
    rf"{AT_INPUT} = \sum_{{\mathrm{{its\ windows}}}}\; ({AT_OUTPUT}) \;/\; k^2",
    "gradient at x = the sum of the gradients of the windows that x is in, divided by k²",
)


def draw_back(view: View) -> None:
    """Draw how the gradient arrives, or how it goes on to the input."""
    if view.steps.back.begun:
        _draw_way(view)
    else:
        _draw_arrival(view)


def _draw_arrival(view: View) -> None:
    """The pooled map, and beside it the gradient that comes in cell by cell."""
    place, share = view.place, view.steps.arrive.even
    marks: list[AnyMark] = [
        place.pooled.heading("pooled map", Role.OUTPUT),
        place.arriving.heading("its gradient", Role.GRADIENT),
    ]
    for channel in range(view.layer.channels):
        marks += [_pooled(view, channel), *_arriving(view, channel, share)]
    view.stage.add(*marks)


def _pooled(view: View, channel: int) -> Grid:
    (origin, cell), layer = view.place.pooled.spot(channel), view.layer
    return matrix(
        layer.outputs[channel], origin, cell, role=view.channels.role(channel, Role.OUTPUT),
        shade=layer.input.shade, decimals=layer.decimals, name=view.channels.name("pooled", channel),
    )  # fmt: skip


def _arriving(view: View, channel: int, share: float) -> list[AnyMark]:
    """The gradient as far as it has come, and the number that is on its way."""
    column, values = view.place.arriving, view.layer.arriving[channel]
    index, inside = divmod(share * view.layer.windows, 1.0)
    whole = replace(
        _grid(view, channel, values, column, "gradient at the output"),
        shown=int(index), grip=view.upstream_grip(channel),
    )  # fmt: skip
    if not view.few or share >= 1.0:
        return [whole]
    at = divmod(int(index), view.layer.out[1])
    goal, near = whole.lattice.at(*at), ease(inside)
    number = replace(
        whole, values=Values([[values.array[at]]]), origin=midway((goal[0] + COMES_FROM, goal[1]), goal, near),
        shown=None, name="", grip=None, opacity=near,
    )  # fmt: skip
    return [whole, number]


def _draw_way(view: View) -> None:
    """The input with its winners, the gradient there so far, and the gradient that is handed back."""
    place = view.place
    draw_input(view)
    marks: list[AnyMark] = [
        place.back.heading("input gradient", Role.GRADIENT),
        place.back_output.heading("output gradient", Role.GRADIENT),
    ]
    for channel in range(view.layer.channels):
        marks += [_at_output(view, channel), _at_input(view, channel)]
        if view.few and 0 < view.back.flight < 1:
            marks += _on_the_way(view, channel)
    tex, plain = BACK_MAX if view.layer.is_max else BACK_MEAN
    marks.append(Formula(tex=tex, plain=plain, x=BEGIN, y=place.formula_y, size=44.0, name="formula"))
    view.stage.add(*marks)


def _at_output(view: View, channel: int) -> Grid:
    """The gradient that has arrived."""
    active = 0 < view.steps.back.t < 0.93
    grid = _grid(view, channel, view.layer.arriving[channel], view.place.back_output, "gradient at the output")
    return replace(grid, highlighted=(view.cell,) if active else (), grip=view.upstream_grip(channel))


def _at_input(view: View, channel: int) -> Grid:
    """The gradient at the input so far: sums where few windows are followed, else the rows that are finished."""
    column, done = view.place.back, view.back.done
    if view.few:
        return _grid(view, channel, view.layer.gradient(done)[channel], column, "gradient at the input")
    height, width = view.layer.x.shape[1:]
    rows = height if done >= view.layer.windows else _finished_rows(view, done // view.layer.out[1])
    whole = _grid(view, channel, view.layer.gradient()[channel], column, "gradient at the input")
    return replace(whole, shown=max(0, min(rows, height)) * width)


def _finished_rows(view: View, window_rows: int) -> int:
    """The rows of the input that no later window reaches."""
    return window_rows * view.layer.knobs.stride - view.layer.knobs.padding


def _grid(view: View, channel: int, values: Values, column: Column, name: str) -> Grid:
    """Gradients, signed."""
    origin, cell = column.spot(channel)
    name = view.channels.name(name, channel)
    return matrix(values, origin, cell, role=Role.GRADIENT, scale="gradients", name=name)


def _on_the_way(view: View, channel: int) -> list[AnyMark]:
    """What the present window hands back: all of it to its winner, or a share to each of its cells."""
    share, (row, column) = ease(view.back.flight), view.cell
    amount = float(view.layer.upstream[channel, row, column])
    if not view.layer.is_max:
        amount /= view.layer.knobs.size**2
    output, back = (
        _grid(view, channel, view.layer.arriving[channel], view.place.back_output, "share"),
        _grid(view, channel, Values([[amount]]), view.place.back, "share"),
    )
    start, (left, top), cell = output.lattice.at(row, column), back.origin, back.u[0]
    return [
        replace(back, origin=midway(start, (left + c * cell, top + r * cell), share), highlighted=((0, 0),))
        for r, c in _receivers(view, channel)
    ]


def _receivers(view: View, channel: int) -> list[Cell]:
    """The cells of the input that the present window's gradient goes to; the padding's shares go nowhere."""
    if view.layer.is_max:
        row, column = view.cell
        return [view.layer.winners[channel][row][column]]
    (top, left), k, (height, width) = view.layer.input.pixel(view.cell), view.layer.knobs.size, view.layer.x.shape[1:]
    cells = [(top + u, left + v) for u in range(k) for v in range(k)]
    return [(r, c) for r, c in cells if 0 <= r < height and 0 <= c < width]
