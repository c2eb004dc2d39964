"""One window at work: its values are compared and the largest wins, or they are added up and melt into their mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.pooling.view import View
from scenes.pooling.words import account
from scenes.stage.core.lattice import Cell, Point, between, midway
from scenes.stage.core.marks import CELL_GAP, AnyMark, Formula, Grid, Rect, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS, LETTER, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import flown
from scenes.stage.draw.walk import at_work
from scenes.stage.numbers.values import Values

HERO, IN_ROW = 112.0, 64.0
"""The type size of the number that a window makes; where three channels have a row each."""
ROOM = 21
"""So many letters fit in the line before the number."""
FORMULA = 56.0
Y, X = r"\textcolor{output}{y}", r"\textcolor{input}{x}"
MAX = rf"{Y} = \mathrm{{largest}}\; {X}\; \mathrm{{in\ the\ window}}", "y = the largest x in the window"
MEAN = rf"{Y} = \sum \, {X} \;/\; k^2", "y = the sum of the x in the window, divided by k²"


def draw_window(view: View) -> None:
    """Draw the magnified window of every channel, and the account of its largest value or its mean."""
    marks: list[AnyMark] = [view.place.block.heading("window", Role.KERNEL)]
    for channel in range(view.layer.channels):
        block = _block(view, channel)
        marks += [block, *_at_work(view, channel, block)]
        if view.work > 0.0:
            marks += _account(view, channel)
    if view.steps.slide.begun:
        tex, plain = MAX if view.layer.is_max else MEAN
        marks.append(
            Formula(tex=tex, plain=plain, x=view.place.block.x, y=view.place.formula_y, size=FORMULA, name="formula",
                    opacity=view.steps.slide.rise(0.0, 0.2))
        )  # fmt: skip
    view.stage.add(*marks)


def _block(view: View, channel: int) -> Grid:
    """The values under the window; they fly out of the input first."""
    size = view.layer.knobs.size
    return flown(
        view.layer.input,
        channel,
        view.cell,
        (view.windows[channel].corner, view.source.cell),
        view.place.block.spot(channel),
        glide(view.steps.window.t / 0.7),
        role=view.channels.role(channel, Role.INPUT),
        padding=view.layer.outside(view.cell),
        faded=_beaten(view, channel) if view.made and view.layer.is_max else None,
        highlighted=at_work(view.looked, size, size),
        framed=False,
        name=view.channels.name("under the window", channel),
        opacity=1.0 - 0.7 * view.melted,
    )


def _compared(view: View, channel: int) -> list[float]:
    """The values of the window that have been compared or added so far."""
    values = [float(value) for value in view.layer.input.under(channel, view.cell).array.ravel()]
    return values[: int(view.looked * len(values) + 1e-9)]


def _at_work(view: View, channel: int, block: Grid) -> list[AnyMark]:
    """What happens to the values: the winner's box, the mean that they melt into, a value on its way to the account."""
    marks: list[AnyMark] = []
    values = _compared(view, channel)
    if view.layer.is_max and values:
        marks.append(_winner(block, divmod(int(np.argmax(values)), view.layer.knobs.size)))
    elif view.melted > 0 and view.lifted <= 0:
        marks += _melting(view, channel, block)
    if view.walk.when is None and 0.0 < view.looked < 1.0:
        marks.append(_on_its_way(view, channel, block))
    return marks


def _winner(grid: Grid, at: Cell) -> Rect:
    """The box around the largest value so far."""
    (x, y), cell = grid.lattice.at(*at), grid.u[0]
    return Rect(
        x=x + 3, y=y + 3, width=cell - 6, height=cell - 6, radius=cell / 8, line=8.0, role=Role.OUTPUT
    )  # fmt: skip


def _beaten(view: View, channel: int) -> Values:
    """The cells of the window that did not win."""
    mask = np.ones((view.layer.knobs.size, view.layer.knobs.size), dtype=bool)
    mask[view.layer.winner(channel, view.cell)] = False
    return Values(mask)


def _on_its_way(view: View, channel: int, block: Grid) -> Grid:
    """The value that is being compared or added, as a tile on its way to the number that it may become."""
    count = block.values.array.size
    index, inside = divmod(view.looked * count, 1.0)
    at = divmod(min(int(index), count - 1), view.layer.knobs.size)
    share, side = glide(inside), block.u[0]
    (x, y), size = _number_place(view, channel), HERO * 0.9
    goal = (x, y - size / 2)
    tile = matrix(
        [[block.values.array[at]]], midway(block.lattice.at(*at), goal, share), between(side, size, share),
        role=block.role, shade=block.shade, scale=block.scale, framed=False,
    )  # fmt: skip
    return replace(tile, opacity=1.0 - ease((inside - 0.75) / 0.25))


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


def _number_place(view: View, channel: int) -> Point:
    """Where the number of the window stands: the left end and the middle of its line, under the map it goes to."""
    x, y = view.place.account(channel)
    return (x, y) if view.place.rows else (view.place.output.x, y)


def _account(view: View, channel: int) -> list[AnyMark]:
    """The largest value so far or the sum, large; then how the number was made, and the number."""
    values, (x, y) = _compared(view, channel), _number_place(view, channel)
    if view.made:
        label, value, role, name = _made(view, channel), view.result(channel), Role.OUTPUT, "result"
        text = view.number(value)
    elif values:
        label = name = "largest so far" if view.layer.is_max else "sum"
        value, role = (max(values) if view.layer.is_max else sum(values)), Role.INPUT
        text = number(value)
    else:
        return []
    size, role = IN_ROW if view.place.rows else HERO, view.channels.role(channel, role)
    box = Rect(
        x=x, y=y - size / 2, width=0.6 * size * len(text), height=size, role=role, value=value,
        name=view.channels.name(name, channel),
    )  # fmt: skip
    marks: list[AnyMark] = [box, lettering(x, y, text, role, bold=True, size=size)]
    if not view.place.rows:
        left, _ = view.place.account(channel)
        room = (x - left) / LARGER_LETTERS - 24.0
        marks.append(lettering(left, y, label, Role.TEXT, size=min(48.0, room / (LETTER * len(label)))))
    return marks


def _made(view: View, channel: int) -> str:
    """How the number was made; of a maximum with all values, if there is room for them."""
    values, count = view.layer.input.under(channel, view.cell).array, view.layer.knobs.size**2
    if not view.layer.is_max:
        return f"{number(float(values.sum()))} / {count} ="
    line = f"{account(view.layer, channel, view.cell)} ="
    return line if len(line) <= ROOM else f"largest of {count} ="
