"""The input of the convolution scene: its channels, the window on them, and the weights that ride on the window."""

from __future__ import annotations

from scenes.convolution.layout import BLOCK_X, BLOCK_Y, GAP, HEADINGS_Y, LARGEST_CELL, MAGNIFIED, OPENING, PART, part_of
from scenes.convolution.view import ASIDE, NEARER, View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point, between, midway
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Path, Rect, Role, lettering
from scenes.stage.core.timeline import glide
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.maps import pixel_grip
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, flown, underway

BADGE = 0.52
"""The side of a weight that rides on a cell, as a share of the cell's side."""
EDGE = 0.06
"""How far it stays from the cell's edge."""
PILE = 0.5
"""How far each channel lies from the one before it, in cells, before they come apart."""
LETTER = 0.58
"""The width of a letter in ems, with what larger letters need."""
SMALLEST_FRAME = 26.0
"""A window of a few pixels is framed as large as this, to be seen."""
COMING = (0.35, 0.7)
"""The shares of the window's step between which the kernel flies to where it works."""
GONE = 0.25
"""The share of it after which the rest of the input is gone, where the window grows to be looked at alone."""
LARGEST_KERNEL = 150.0
COUNTED = (0.7, 0.85)
"""The shares of it between which it is said how many cells that are."""
COUNT, COUNT_Y = 112.0, BLOCK_Y + 174.0


def draw_opening(view: View) -> None:
    """Draw the input alone on the stage: a picture, and the numbers that it is."""
    if view.layer.channels == 1:
        _draw_picture_and_numbers(view)
    else:
        _draw_channels(view)
    (left, top), _ = view.place.opening[0]
    view.stage.add(heading(left - 6.0, top - 44.0, "input", _note(view, OPENING[0] / 2), Role.INPUT, size=40.0))
    if view.layer.channels == 1:
        (left, top), _ = view.place.opening[1]
        view.stage.add(heading(left - 6.0, top - 44.0, "its numbers", "", Role.INPUT, size=40.0))


def _draw_picture_and_numbers(view: View) -> None:
    """The picture as it is seen at the left; at the right its numbers, of a large one those of a part of it."""
    layer, share = view.layer, min(1.0, view.steps.input.t / 0.7)
    (left, right), whole = view.place.opening, layer.input.padded[0]
    seen = channel_grid(layer.input, 0, left, role=Role.INPUT, numbers=False, name="picture")
    if not _is_picture(view):
        numbers = channel_grid(
            layer.input,
            0,
            right,
            role=Role.INPUT,
            shown=round(share * whole.array.size),
            name="input",
            grip=layer.input.pixel_grip(0) if share >= 1.0 else None,
        )
        view.stage.add(seen, numbers)
        return
    row, column = part_of(whole.shape)
    part = whole.array[row : row + PART, column : column + PART]
    first = layer.input.pixel((0, 0))
    numbers = matrix(
        part,
        right[0],
        right[1],
        role=Role.INPUT,
        shade=layer.input.shade,
        shown=round(share * part.size),
        name="part of the input",
        first=(row + first[0], column + first[1]),
        grip=pixel_grip(layer.x, 0, (row + first[0], column + first[1])) if share >= 1.0 else None,
    )
    (x, y), cell = left
    side = PART * cell
    frame = Rect(
        x=x + column * cell, y=y + row * cell, width=side, height=side, line=5.0, radius=4.0, role=Role.HIGHLIGHT
    )
    view.stage.add(seen, numbers, frame)


def _draw_channels(view: View) -> None:
    """Three channels side by side; a photograph comes apart into them."""
    layer, share = view.layer, glide(view.steps.input.t / 0.7)
    rows, columns = layer.input.padded[0].shape
    photo = _is_picture(view)
    start = view.place.opening[0]
    for channel, spot in enumerate(view.place.opening):
        pile = arriving(start[0], spot[1], channel, (rows, columns), LARGEST_CELL, as_picture=False, pile=PILE)
        at = underway(start if photo else pile, spot, share)
        grip = None if photo else layer.input.pixel_grip(channel)
        name, role = view.channels.name("input", channel), view.channels.role(channel, Role.INPUT)
        view.stage.add(channel_grid(layer.input, channel, at, role=role, name=name, grip=grip))
    if photo:
        view.stage.add(fading_photo(layer.input.colours, start, start[1], share))


def draw_input(view: View) -> None:
    """Draw the channels at the left, with what the window doesn't meet aside."""
    if _visible(view) > 0.0:
        view.stage.add(*(_channel(view, channel) for channel in range(view.layer.channels)))
    (left, _), _ = view.place.inputs[0]
    end = view.place.products[0][0] if view.place.window is None else view.place.window[0][0]
    words = heading(left - 6.0, HEADINGS_Y, "input", _note(view, end - left), Role.INPUT, size=40.0)
    view.stage.add(words, opacity=1.0 - _alone(view))


def _alone(view: View) -> float:
    """How far the input has made place for the window alone, where its numbers are read on the input."""
    if view.place.window is not None or view.steps.multiply[0].begun:
        return 0.0
    return view.steps.window.rise(0.0, GONE)


def _channel(view: View, channel: int) -> Grid:
    grip: Grip | None = view.layer.input.pixel_grip(channel)
    return channel_grid(
        view.layer.input,
        channel,
        view.place.inputs[channel],
        role=view.channels.role(channel, Role.INPUT),
        name=view.channels.name("input", channel),
        grip=view.windows[channel].grip() if _is_picture(view) else grip,
        opacity=_visible(view),
    )


def _visible(view: View) -> float:
    """How visible the input is: where the window is on it, aside, and gone while the window is looked at alone."""
    if view.place.window is not None:
        return 1.0
    return ASIDE if view.steps.multiply[0].begun else 1.0 - _alone(view)


def _is_picture(view: View) -> bool:
    """Whether the input is looked at as a picture, with its numbers in the magnified window."""
    _, height, width = view.layer.x.shape
    return bool(height * width > MAGNIFIED)


def _note(view: View, room: float) -> str:
    """What the heading says of cells that are no picture, or that no window reaches, if there is room for it."""
    note = "with zeros" if view.layer.rings != 0 else ""
    if view.layer.input.never_met is not None and not view.steps.input.active:
        note = "faded = unused"
    return note if _fits(f"input  {note}", room) else ""


def _fits(words: str, room: float) -> bool:
    """Whether a heading has room."""
    return LETTER * 40.0 * len(words) <= room


def draw_window(view: View) -> None:
    """Draw what is under the window, with the weights on it, and the window's frame on every channel."""
    share, channel = view.steps.window.t, view.making.channel
    if view.place.window is None:
        under = _under(view, channel, _on_input(view), visible=view.settled)
        if not view.steps.multiply[0].begun:
            words = heading(BLOCK_X - 6.0, HEADINGS_Y, "window", "", Role.INPUT, size=40.0)
            view.stage.add(words, opacity=view.steps.window.rise(GONE, NEARER[1]))
    else:
        view.stage.add(_beam(view, channel, view.place.window, min(1.0, share * 3)))
        start = view.windows[channel].corner, view.place.input_cell * view.layer.knobs.dilation
        under = _under(view, channel, underway(start, view.place.window, glide(share / 0.3)), visible=1.0)
        (x, _), cell = view.place.window
        colour = view.channels.word(channel) if view.layer.channels > 1 else ""
        colour = colour if _fits(f"window  {colour}", cell * view.layer.knobs.size + GAP) else ""
        words = heading(x - 6.0, HEADINGS_Y, "window", colour, Role.INPUT, size=40.0)
        view.stage.add(words, opacity=min(1.0, share * 3))
    view.stage.add(under)
    for each, windows in enumerate(view.windows):
        name = view.channels.name("window", each)
        view.stage.add(windows.frame(name, min(1.0, share * 4), smallest=SMALLEST_FRAME))
    view.stage.add(*_kernel(view, channel, glide((share - COMING[0]) / (COMING[1] - COMING[0]))))


def _on_input(view: View) -> Spot:
    """Where the values under the window stand on the input itself: its cells, as far apart as dilation has them."""
    (x, y), cell, pitch = view.windows[0].corner, view.place.input_cell, _pitch(view)
    return (x + (cell - pitch) / 2, y + (cell - pitch) / 2), pitch


def _pitch(view: View) -> float:
    """From one cell that meets a weight to the next."""
    if view.place.window is not None:
        return view.place.window[1]
    return view.place.input_cell * view.layer.knobs.dilation


def _tile(view: View) -> float:
    """The side of a cell that meets a weight."""
    return view.place.window[1] if view.place.window is not None else view.place.input_cell


def _under(view: View, channel: int, spot: Spot, visible: float) -> Grid:
    tile = _tile(view) if view.place.window is None else spot[1]
    carried = view.steps.window.t >= COMING[1]
    return flown(
        view.layer.input,
        channel,
        view.cell,
        spot,
        spot,
        1.0,
        role=view.channels.role(channel, Role.INPUT),
        gap=1.0 - tile * (1.0 - CELL_GAP) / spot[1],
        framed=view.place.window is not None,
        aside=carried,
        name=view.channels.name("under the window", channel),
        opacity=visible,
    )


def _kernel(view: View, channel: int, share: float) -> list[AnyMark]:
    """The kernel: at first by itself, where products will stand, then with a weight on each cell of the window."""
    (x, y), cell = _beside(view)
    pitch, tile, (left, top) = _pitch(view), _tile(view), _corner(view)
    badge = BADGE * tile
    middle = tile - badge / 2 - EDGE * tile - pitch / 2
    origin = midway((x, y), (left + middle, top + middle), share)
    side = between(cell, pitch, share)
    swap = view.steps.swap
    beside = matrix(
        view.layer.kernels[0][channel],
        (x, y),
        cell,
        role=Role.KERNEL,
        name="kernel beside",
        scale="weights",
        grip=view.weight_grip(channel),
    )
    words = heading(x - 6.0, HEADINGS_Y, "kernel", view.layer.names[0], Role.KERNEL, size=40.0)
    grid = matrix(
        view.layer.kernels[view.steps.filter_][channel],
        (origin[0], origin[1] - 40 * (1 - swap)),
        side,
        role=Role.KERNEL,
        name=view.channels.name("kernel", channel),
        scale="weights",
        gap=between(CELL_GAP, 1.0 - badge / pitch, share),
        framed=share <= 0.0,
        grip=view.weight_grip(channel),
        opacity=max(0.05, swap),
    )
    return [grid] if view.steps.multiply[0].begun else [words, beside, grid]


def draw_count(view: View) -> None:
    """Draw how many cells the kernel looks at, where the map will stand."""
    count = view.layer.knobs.size**2 * view.layer.channels
    middle = view.place.map[0][0] + view.place.map_side / 2
    view.stage.add(
        lettering(middle, COUNT_Y, f"{count}", Role.INPUT, bold=True, size=COUNT, anchor="middle", name="cells"),
        lettering(middle, COUNT_Y + 112.0, "cell" if count == 1 else "cells", Role.MUTED, size=40.0, anchor="middle"),
        opacity=view.steps.window.rise(*COUNTED),
    )


def _beside(view: View) -> Spot:
    """Where the kernel stands by itself, as large as there is room before the count of its cells."""
    (x, y), _ = view.place.products
    return (x, y), min(LARGEST_KERNEL, (view.place.map[0][0] - 40.0 - x) / view.layer.knobs.size)


def _corner(view: View) -> Point:
    """Where the cells with weights on them begin."""
    if view.place.window is not None:
        return view.place.window[0]
    return view.windows[0].corner


def _beam(view: View, channel: int, block: Spot, opacity: float) -> Path:
    return view.windows[channel].beam(block[0], block[1] * view.layer.knobs.size, opacity)
