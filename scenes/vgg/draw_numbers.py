"""What becomes of the numbers: bars for the cells of a map, for the channels, and for the numbers of all maps."""

from __future__ import annotations

from dataclasses import replace

from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import brief, heading
from scenes.vgg.computed import Stop
from scenes.vgg.view import View
from scenes.vgg.words import fewer

QUANTITIES = (
    ("H·W", "cells of one map", Role.INPUT),
    ("C", "channels", Role.KERNEL),
    ("C·H·W", "numbers in all maps", Role.OUTPUT),
)
BASE, TALLEST = 728.0, 462.0
WIDE, NARROW = 190.0, 120.0
"""The widths of the bars whose turn it is, and of those in front of others."""
SHAPE_Y = 762.0
COMES, TURN = 0.15, 0.28
"""The shares of the step in which the bars of one quantity grow, and after which the next one's turn is."""
BEHIND = 0.38
"""How visible the channels are behind the numbers, which get fewer while they grow."""
HEADING_Y, HERO_Y = 128.0, 206.0


def draw_numbers(view: View) -> None:
    """Draw the bars of one quantity after another; in the end the numbers stand in front of the channels."""
    t, stops = view.steps.numbers.t, view.of.stops
    marks: list[AnyMark] = [_shape(view, column, stop) for column, stop in enumerate(stops)]
    for index, (name, words, role) in enumerate(QUANTITIES):
        last = index == len(QUANTITIES) - 1
        grown = ease((t - TURN * index) / COMES)
        after = 0.0 if last else ease((t - TURN * (index + 1) + 0.08) / 0.08)
        left = BEHIND if index else 0.0
        seen = 1.0 - (1.0 - left) * after
        if grown * seen > 0.0:
            bars = [_bar(view, column, index, grown, NARROW if last else WIDE) for column in range(len(stops))]
            marks.append(Group(marks=tuple(bars), opacity=seen))
            title = heading(LEFT, HEADING_Y, words, name, role, size=44.0)
            marks.append(replace(title, name=f"bars of {name}", opacity=grown * (1.0 - after)))
    told = ease((t - TURN * 2 - COMES) / 0.08)
    view.stage.add(*marks, Group(marks=_compared(view), opacity=told))


def _x(view: View, column: int) -> float:
    """The middle of a column."""
    return LEFT + (column + 0.5) * (RIGHT - LEFT) / len(view.of.stops)


def _height(view: View, column: int, index: int) -> float:
    """The height of a whole bar; each quantity has a scale of its own."""
    amounts = [_amounts(stop)[index] for stop in view.of.stops]
    return amounts[column] / max(amounts) * TALLEST


def _bar(view: View, column: int, index: int, grown: float, wide: float) -> Rect:
    """The bar of a quantity in a column."""
    stop, (name, _, role) = view.of.stops[column], QUANTITIES[index]
    height = max(grown * _height(view, column, index), 4.0)
    return Rect(
        x=_x(view, column) - wide / 2, y=BASE - height, width=wide, height=height, radius=4, fill=0.85, role=role,
        value=_amounts(stop)[index], name=f"{name} of {stop.name}",
    )  # fmt: skip


def _shape(view: View, column: int, stop: Stop) -> Text:
    """The shape at a stop, each factor in the colour of its bars."""
    runs = (TextRun(f"{stop.shape[1]}²", Role.INPUT, bold=True), TextRun(f"×{stop.shape[0]}", Role.KERNEL, bold=True))
    return Text(x=_x(view, column), y=SHAPE_Y, runs=runs, size=36, anchor="middle", name=f"shape of {stop.name}")


def _compared(view: View) -> tuple[AnyMark, ...]:
    """How many numbers the first block makes, how many are left in the end, and how many times fewer that is."""
    last = len(view.of.stops) - 1
    amounts = [
        lettering(_x(view, column), BASE - _height(view, column, 2) - 34, brief(view.of.stops[column].numbers),
                  Role.OUTPUT, bold=True, size=52, anchor="middle", name=f"numbers of {view.of.stops[column].name}")
        for column in (1, last)
    ]  # fmt: skip
    return (
        *amounts,
        lettering(RIGHT, HEADING_Y, "channels", Role.KERNEL, bold=True, size=44, anchor="end", name="channels behind"),
        lettering(_x(view, 2) - 70, HERO_Y, f"{fewer(view.of)}×", Role.OUTPUT, bold=True, size=112, name="times fewer"),
        lettering(_x(view, 2) + 290, HERO_Y, "fewer numbers", size=52),
    )


def _amounts(stop: Stop) -> tuple[int, int, int]:
    return stop.places, stop.shape[0], stop.numbers
