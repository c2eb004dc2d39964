"""One filter closely: the channels slide apart, their kernels slide over them and make partial maps."""

from __future__ import annotations

from scenes.channels.layout import (
    FILTER_FRAME,
    FILTER_ROW,
    INPUT_ROW,
    LABELS_X,
    OPENING,
    PARTIAL_ROW,
    SLIDE_ROW,
)
from scenes.channels.view import COLUMN_GAP, View, above
from scenes.stage.core.grips import Grip
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.maps import photo
from scenes.stage.draw.sheets import Spot, travelling, underway
from scenes.stage.draw.sliding import Windows

SMALLEST_WINDOW = 26.0
"""The frame of a window of a few pixels of a photograph is larger than the window, to be seen at all."""
PILED = 44.0
"""How far each sheet of a pile lies from the one before it."""
LEAVES, ARRIVES = 0.4, 0.85
"""The shares of a window's time between which its number flies to its cell."""


def draw_opening(view: View) -> None:
    """Draw the channels as they slide apart; a picture comes apart into its colours."""
    layer, share = view.layer, view.steps.channels.motion
    shape = layer.x.shape[1:]
    goals = [area.spot(shape) for area in view.columns(OPENING)]
    piled = _pile(OPENING.columns(3, COLUMN_GAP)[1].spot(shape), layer.channels, PILED if layer.readable else 0.0)
    shown = ease(share * 6 - 5)
    for channel in reversed(range(layer.channels)):
        spot = underway(piled[channel], goals[channel], share)
        grip = layer.input.pixel_grip(channel) if layer.readable and share >= 1 else None
        view.stage.add(*view.channel(channel, spot, numbers=channel == 0 or share > 0.7, grip=grip, stacked=True))
        name = above(goals[channel], view.channels.word(channel), view.role(channel))
        view.stage.add(name, opacity=shown)
    if not layer.readable and share < 1:
        at = underway(piled[0], goals[0], share)
        view.stage.add(photo(layer.input.colours, *at, opacity=1.0 - ease(share * 2)))


def _pile(spot: Spot, count: int, step: float) -> list[Spot]:
    """Where sheets lie one behind the other around a spot."""
    (x, y), cell = spot
    middle = (count - 1) / 2
    return [((x + (index - middle) * step, y - (index - middle) * step), cell) for index in range(count)]


def draw_kernels(view: View) -> None:
    """Draw the channels with the kernels of one filter under them, which come out of one pile."""
    layer, span = view.layer, view.steps.kernels
    size = (layer.size, layer.size)
    spots = [area.spot(layer.x.shape[1:]) for area in view.columns(INPUT_ROW)]
    goals = [area.spot(size) for area in view.columns(FILTER_ROW)]
    pile = _pile(FILTER_ROW.columns(3, COLUMN_GAP)[1].spot(size), layer.channels, PILED / 4)
    frame = FILTER_FRAME
    marks: list[AnyMark] = [
        lettering(LABELS_X, INPUT_ROW.middle[1], "input", Role.INPUT, bold=True, size=40.0),
        lettering(LABELS_X, frame.middle[1], _filter_name(view), Role.KERNEL, bold=True, size=40.0),
        Rect(
            x=frame.x, y=frame.y, width=frame.width, height=frame.height, radius=18.0, line=4.0, role=Role.KERNEL,
            fill=0.05,
        ),
    ]  # fmt: skip
    for channel in reversed(range(layer.channels)):
        marks += view.channel(channel, spots[channel], grip=_grip(view, channel, spots))
        marks.append(above(spots[channel], view.channels.word(channel), view.role(channel)))
        spot = underway(pile[channel], goals[channel], glide(span.t / 0.6))
        marks += view.kernel(layer.shown, channel, spot, "kernel", stacked=span.t < 0.6)
    view.stage.add(*marks, *_frames(view, spots, span.rise(0.8)))


def _filter_name(view: View) -> str:
    return f"filter {view.layer.shown + 1}" if view.layer.filters > 1 else "filter"


def _grip(view: View, channel: int, spots: list[Spot]) -> Grip:
    """Numbers are changed by hand; over a picture the hand moves the window."""
    return view.layer.input.pixel_grip(channel) if view.layer.readable else view.windows(spots)[channel].grip()


def _frames(view: View, spots: list[Spot], opacity: float) -> list[Rect]:
    """The window on each channel."""
    return [
        windows.frame(view.channels.name("window", channel), opacity, smallest=SMALLEST_WINDOW)
        for channel, windows in enumerate(view.windows(spots))
    ]


def draw_slide(view: View) -> None:
    """Draw the windows as they slide over their channels, and the partial maps as far as they are written."""
    layer, walk = view.layer, view.walk
    spots = [channel for channel, _ in view.sliding]
    windows = view.windows(spots)
    written = walk.index + (walk.inside >= ARRIVES) if view.followed else walk.written()
    marks: list[AnyMark] = []
    for channel, (spot, kernel) in reversed([*enumerate(view.sliding)]):
        goal = view.columns(PARTIAL_ROW)[channel].spot(layer.out)
        marks.append(lettering(spot[0][0] - 6.0, SLIDE_ROW.y - 32.0, view.channels.word(channel), view.role(channel),
                               bold=True, size=40.0))  # fmt: skip
        marks += view.channel(channel, spot, grip=_grip(view, channel, spots))
        marks += view.kernel(layer.shown, channel, kernel, "kernel")
        marks.append(above(goal, "partial map", Role.PRODUCT))
        grip = windows[channel].goes_to(*goal)
        marks += view.partial(channel, goal, shown=written, cell=walk.cell, grip=grip)
    view.stage.add(*marks, *_frames(view, spots, 1.0))
    if view.followed and LEAVES < walk.inside < ARRIVES:
        view.stage.add(*(_flying(view, channel, each) for channel, each in enumerate(windows)))


def _flying(view: View, channel: int, windows: Windows) -> AnyMark:
    """The number of a window on its way to its cell of the partial map."""
    (x, y), cell = view.columns(PARTIAL_ROW)[channel].spot(view.layer.out)
    row, column = view.walk.cell
    (left, top), side = windows.corner, windows.side
    small = min(0.7 * side, cell)
    start = (left + (side - small) / 2, top + (side - small) / 2), small
    share = glide((view.walk.inside - LEAVES) / (ARRIVES - LEAVES))
    value = view.layer.sum_at(channel, view.walk.cell)
    return travelling(value, start, ((x + column * cell, y + row * cell), cell), share, Role.PRODUCT)
