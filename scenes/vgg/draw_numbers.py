"""What becomes of the numbers: bars for the cells of a map, then for the numbers of all maps; the photo is apart."""

from __future__ import annotations

from dataclasses import replace

from scenes.stage.core.marks import AnyMark, Group, Image, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import brief, heading
from scenes.stage.draw.maps import photograph
from scenes.vgg.computed import Stop
from scenes.vgg.view import PHOTO, View
from scenes.vgg.words import fewer

QUANTITIES = (
    ("H·W", "cells of one map", Role.INPUT),
    ("C·H·W", "numbers in all maps", Role.OUTPUT),
)
BASE, TALLEST = 662.0, 440.0
WIDE = 168.0
SHAPES = (700.0, 758.0)
"""The lines of what a map measures, and of how many maps there are."""
APART, PHOTO_SIDE = 100.0, 230.0
"""The room that the photo has beyond a column, and its side: it is no map, and has no bar."""
GLASS = 0.1
"""How strong it is drawn what a block has less than the first."""
COMES, TURN = 0.2, 0.42
"""The shares of the step in which the bars of one quantity grow, and after which the other's turn is."""
HEADING_Y, HERO = 128.0, (200.0, 330.0)


def draw_numbers(view: View) -> None:
    """Draw the bars of one quantity, then of the other; in the end how many times fewer numbers there are."""
    t, stops = view.steps.numbers.t, view.of.stops
    marks: list[AnyMark] = [*_photo(view), *_shapes(view)]
    for index, (name, words, role) in enumerate(QUANTITIES):
        grown = ease((t - TURN * index) / COMES)
        gone = 0.0 if index else ease((t - TURN + 0.08) / 0.08)
        if grown * (1.0 - gone) > 0.0:
            bars = [_bar(view, column, index, grown) for column in range(1, len(stops))]
            title = heading(LEFT, HEADING_Y, words, name, role, size=44.0)
            marks.append(Group(marks=tuple(bars), opacity=1.0 - gone))
            marks.append(replace(title, name=f"bars of {name}", opacity=grown * (1.0 - gone)))
    told = ease((t - TURN - COMES) / 0.08)
    view.stage.add(*marks, Group(marks=_compared(view), opacity=told))


def _photo(view: View) -> tuple[AnyMark, ...]:
    """The photo at the left of the maps, with a line between them."""
    x, side = (_edge(view) + LEFT) / 2, view.of.stops[0].shape[1]
    cell = PHOTO_SIDE / side
    origin = x - PHOTO_SIDE / 2, BASE - PHOTO_SIDE
    return (
        Image(pixels=photograph(PHOTO, side), origin=origin, u=(cell, 0.0), v=(0.0, cell), name="photo"),
        lettering(x, BASE - PHOTO_SIDE - 36.0, "photo", Role.INPUT, bold=True, size=44.0, anchor="middle"),
        Path(points=((_edge(view), 270.0), (_edge(view), SHAPES[1] + 26.0)), line=4.0, dashed=True, role=Role.MUTED,
             name="photo apart"),
    )  # fmt: skip


def _pitch(view: View) -> float:
    return (RIGHT - LEFT - APART) / len(view.of.stops)


def _edge(view: View) -> float:
    """Where the photo's room ends."""
    return LEFT + _pitch(view) + APART - 20.0


def _x(view: View, column: int) -> float:
    """The middle of a column; the photo's is the first."""
    if column == 0:
        return (_edge(view) + LEFT) / 2
    return LEFT + APART + (column + 0.5) * _pitch(view)


def _height(view: View, column: int, index: int) -> float:
    """The height of a whole bar; each quantity has a scale of its own."""
    amounts = [_amounts(stop)[index] for stop in view.of.stops]
    return amounts[column] / max(amounts[1:]) * TALLEST


def _bar(view: View, column: int, index: int, grown: float) -> Rect:
    """The bar of a quantity in a column."""
    stop, (name, _, role) = view.of.stops[column], QUANTITIES[index]
    height = max(grown * _height(view, column, index), 4.0)
    return Rect(
        x=_x(view, column) - WIDE / 2, y=BASE - height, width=WIDE, height=height, radius=4,
        fill=0.85, role=role,
        value=_amounts(stop)[index], name=f"{name} of {stop.name}",
    )  # fmt: skip


def _shapes(view: View) -> list[AnyMark]:
    """Under every column the cells of a map, and the number of channels: that one only as a number."""
    marks: list[AnyMark] = []
    for column, stop in enumerate(view.of.stops):
        x, (channels, side, _) = _x(view, column), stop.shape
        marks += [
            lettering(x, SHAPES[0], f"{side}²", Role.INPUT, bold=True, size=44, anchor="middle",
                      name=f"cells of {stop.name}"),
            lettering(x, SHAPES[1], f"× {channels}", Role.KERNEL, bold=True, size=52, anchor="middle",
                      name=f"channels of {stop.name}"),
        ]  # fmt: skip
    return marks


def _compared(view: View) -> tuple[AnyMark, ...]:
    """How many numbers each block makes, and how many times fewer are left in the end than the first one has."""
    amounts = [
        lettering(_x(view, column), BASE - _height(view, column, 1) - 34, brief(stop.numbers), Role.OUTPUT, bold=True,
                  size=48, anchor="middle", name=f"numbers of {stop.name}")
        for column, stop in enumerate(view.of.stops) if column
    ]  # fmt: skip
    return (
        *(_less(view, column) for column in range(2, len(view.of.stops))),
        *amounts,
        lettering(RIGHT, HERO[0], f"{fewer(view.of)}×", Role.OUTPUT, bold=True, size=112, anchor="end",
                  name="times fewer"),
        lettering(RIGHT, HERO[1], "fewer numbers", size=72, anchor="end"),
    )  # fmt: skip


def _less(view: View, column: int) -> Rect:
    """What a block has less than the first one."""
    top, height = BASE - _height(view, 1, 1), _height(view, 1, 1) - _height(view, column, 1)
    return Rect(x=_x(view, column) - WIDE / 2, y=top, width=WIDE, height=max(height, 0.0), radius=4, fill=GLASS,
                role=Role.OUTPUT, name=f"less in {view.of.stops[column].name}")  # fmt: skip


def _amounts(stop: Stop) -> tuple[int, int]:
    return stop.places, stop.numbers
