"""The pooled maps being written, the numbers on their way to their cells, and what is left of the input."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.layout import BEGIN, Column
from scenes.pooling.view import View
from scenes.pooling.words import percent
from scenes.stage.core.lattice import Cell, Point, between, midway
from scenes.stage.core.marks import AnyMark, Grid, Group, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.matrices import SEPARATE, matrix, written_first
from scenes.stage.numbers.values import Values

SHARE_Y = 440.0


def draw_pooled(view: View) -> None:
    """Draw the pooled maps as far as they are written, and the numbers on their way to their cells."""
    column, steps = _column(view), view.steps
    title = "what is left" if steps.rest.begun else "pooled map"
    marks: list[AnyMark] = [column.heading(title, Role.OUTPUT)]
    for channel in range(view.layer.channels):
        marks += _map(view, channel, column)
    if steps.write.begun and 0 < view.lifted < 1 and not steps.rest.begun:
        marks += [_rising(view, channel) for channel in range(view.layer.channels)]
    view.stage.add(*marks)
    if steps.rest.begun:
        view.stage.add(Group(marks=_kept(view), opacity=steps.rest.rise(0.5)))


def _column(view: View) -> Column:
    """Where the pooled maps stand: by themselves, beside a window at work, in the end as large as the input."""
    place, share = view.place, glide(view.steps.rest.t / 0.7)
    if not view.steps.window.begun:
        return place.opening_output
    return Column(between(place.output.x, place.rest.x, share), between(place.output.cell, place.rest.cell, share))


def _grid(view: View, channel: int, values: Values, origin: Point, cell: float, name: str) -> Grid:
    """Pooled numbers, in the colours of the input."""
    return matrix(
        values, origin, cell, role=view.channels.role(channel, Role.OUTPUT), shade=view.layer.input.shade,
        decimals=view.layer.decimals, name=view.channels.name(name, channel),
    )  # fmt: skip


def _map(view: View, channel: int, column: Column) -> list[AnyMark]:
    """A pooled map with its first cells written, and before the walk begins the one cell made closely."""
    origin, cell = column.spot(channel)
    steps = view.steps
    marked: tuple[Cell, ...] = (view.cell,) if cell > SEPARATE and not steps.rest.begun else ()
    whole = replace(
        _grid(view, channel, view.layer.outputs[channel], origin, cell, "pooled"),
        shown=view.forth.done,
        highlighted=marked,
        grip=view.windows[channel].goes_to(origin, cell),
    )
    if view.walk.when is not None or steps.write.motion < 1:
        return [whole]
    return [whole, written_first(whole, view.cell, view.result(channel))]


def _rising(view: View, channel: int) -> Grid:
    """The number on its way: from the winner's cell, or from the whole window that has melted into it."""
    lifted, place = ease(view.lifted), view.place
    (x, y), side = place.block.corner(channel), place.block_side
    if view.layer.is_max:
        row, column = view.layer.winner(channel, view.cell)
        side = place.block.cell
        x, y = x + column * side, y + row * side
    (row, column), (left, top) = view.cell, place.output.corner(channel)
    goal = (left + column * place.output.cell, top + row * place.output.cell)
    cell = max(56.0, between(side, place.output.cell, lifted))
    number = Values([[view.result(channel)]])
    return replace(_grid(view, channel, number, midway((x, y), goal, lifted), cell, "rising"), highlighted=((0, 0),))


def _kept(view: View) -> tuple[AnyMark, ...]:
    """How much is left, between the map and what it has become; and that nothing is learned."""
    share = f"{percent(view.layer)} %"
    middle = (BEGIN + 560.0 + view.place.rest.x) / 2
    return (
        lettering(middle, SHARE_Y, share, Role.OUTPUT, bold=True, size=96 if len(share) <= 4 else 80, anchor="middle"),
        lettering(middle, SHARE_Y + 84.0, "is left", Role.MUTED, size=40, anchor="middle"),
        lettering(middle, SHARE_Y + 190.0, "0 weights", Role.KERNEL, bold=True, size=52, anchor="middle"),
    )
