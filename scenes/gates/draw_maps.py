"""Eight maps of a digit: as they are, drained into their means, and dimmed by their gates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.gates.draw_parts import LEVEL as LEVEL_WIDTH
from scenes.gates.draw_parts import dimmer, level, picture, reset
from scenes.gates.layout import DIMMED_Y, DIMMER, FIRST_X, GATE, LEVEL, MAP, MAPS_Y, PITCH, TIMES_Y, middle
from scenes.gates.trained import Answer
from scenes.gates.view import View
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Lattice, Point, between, midway
from scenes.stage.core.marks import AnyMark, Grid, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import format_number

CANVAS = (64.0, 176.0, 588.0)
"""The canvas alone beside its maps: left, top, side."""
BLOCK_X, BLOCK_Y, BLOCK_PITCH, BLOCK_MAP = 732.0, 176.0, (206.0, 304.0), 190.0
"""There the eight maps are two rows of four."""


def canvas(one: Answer, corner: Point, side: float, name: str) -> Grid:
    """The canvas with its digit; a click puts both digits where it is."""
    rows, columns = one.canvas.shape
    cell = side / rows
    grip = PickCell("place", Lattice(corner, (cell, 0.0), (0.0, cell), rows, columns))
    return matrix(one.canvas, corner, cell, role=Role.INPUT, shade="glow", numbers=False, gap=0.0, name=name, grip=grip)


def draw_whole(view: View) -> None:
    """Draw the digit, and the eight maps that come out of it at full strength."""
    (left, top, side), net = CANVAS, view.net
    marks: list[AnyMark] = [
        heading(left - 6, 124, net.both[0].name, "", Role.INPUT, size=40),
        canvas(net.both[0], (left, top), side, "first canvas"),
        heading(BLOCK_X - 6, 124, f"{len(net.shown)} of its {len(net.way.means)} maps", "", Role.INPUT, size=40),
    ]
    source = (left + side / 2, top + side / 2)
    for place, index in enumerate(net.shown):
        share = view.steps.maps.part(place, len(net.shown))
        if share > 0.01:
            row, column = divmod(place, 4)
            goal = (BLOCK_X + column * BLOCK_PITCH[0], BLOCK_Y + row * BLOCK_PITCH[1])
            size = between(40.0, BLOCK_MAP, share)
            marks.append(picture(_map(view, index), midway(source, goal, share), size, f"map {place + 1}"))
            marks.append(lettering(goal[0] + BLOCK_MAP / 2, goal[1] + BLOCK_MAP + 50, "× 1", Role.MUTED, size=52,
                                   anchor="middle", opacity=ease(4 * share - 3)))  # fmt: skip
    view.stage.add(*marks)


def draw_squeeze(view: View) -> None:
    """Draw the eight maps in a row; each drains into the level of its mean."""
    net, marks = view.net, _row(view)
    for place, index in enumerate(net.shown):
        share, mean = view.steps.squeeze.part(place, len(net.shown)), float(net.way.means[index])
        marks += level(middle(place), LEVEL, share**3 * mean / net.top, mean, f"mean {place + 1}")
        if 0.01 < share < 0.99:
            marks.append(_draining(view, place, share))
        marks.append(lettering(middle(place), 746, format_number(mean, 2), Role.PRODUCT, bold=True, size=44,
                               anchor="middle", opacity=ease(4 * share - 3)))  # fmt: skip
    view.stage.add(*marks)


def draw_dimmed(view: View) -> None:
    """Draw the eight maps, a dimmer under each, and what it leaves of its map."""
    net, marks = view.net, _row(view)
    for place, index in enumerate(net.shown):
        share, gate = view.steps.dim.part(place, len(net.shown)), float(net.gates[index])
        grip = EditCell("hand", index=(index,), low=0.0, high=1.0, step=0.05)
        marks += dimmer(middle(place), DIMMER, gate, f"gate {place + 1}", grip)
        marks.append(lettering(middle(place), TIMES_Y, f"× {format_number(gate, 2)}", GATE, bold=True, size=40,
                               anchor="middle", name=f"times {place + 1}"))  # fmt: skip
        if share > 0.01:
            dimmed = between(1.0, gate, glide(share)) * _map(view, index)
            at = (FIRST_X + place * PITCH, between(MAPS_Y, DIMMED_Y, share))
            marks.append(picture(dimmed, at, MAP, f"dimmed {place + 1}", Role.OUTPUT))
    if view.knobs.hand:
        marks += reset("hand", "compute again")
    view.stage.add(*marks)


def _map(view: View, index: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A map of the first digit (height, width)."""
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = view.net.both[0].maps[view.net.stage - 1][index]
    return found


def _row(view: View) -> list[AnyMark]:
    return [
        picture(_map(view, index), (FIRST_X + place * PITCH, MAPS_Y), MAP, f"map {place + 1}")
        for place, index in enumerate(view.net.shown)
    ]


def _draining(view: View, place: int, share: float) -> Grid:
    """A copy of a map on its way into its level: it gets flat, and all its cells become the mean."""
    index = view.net.shown[place]
    values, mean = _map(view, index), float(view.net.way.means[index])
    (top, height), (rows, columns) = LEVEL, values.shape
    full = height * min(mean / view.net.top, 1.0)
    wide, high = between(MAP, LEVEL_WIDTH, share), between(MAP, max(full, 8.0), share)
    y = between(MAPS_Y, top + height - full, share)
    copy = picture(between(1.0, 0.0, share) * values + share * mean, (middle(place) - wide / 2, y), MAP, "draining")
    return replace(copy, u=(wide / columns, 0.0), v=(0.0, high / rows), opacity=1.0 - ease(4 * share - 3))
