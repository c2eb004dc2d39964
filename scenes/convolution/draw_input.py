"""The input of the convolution scene: its channels, the window on them, and the weights that ride on the window."""

from __future__ import annotations

from scenes.convolution.layout import HEADINGS_Y, LARGEST_CELL, MAGNIFIED
from scenes.convolution.view import ASIDE, View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import CELL_GAP, AnyMark, Grid, Group, Path, Role
from scenes.stage.core.timeline import glide
from scenes.stage.draw.blocks import between, heading, midway
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, flown, underway
from scenes.stage.draw.sliding import frames

BADGE = 0.52
"""The side of a weight that rides on a cell, as a share of the cell's side."""
EDGE = 0.06
"""How far it stays from the cell's edge."""
COMING = (0.15, 0.6)
"""The shares of the window's step between which the kernel flies to where it works."""


def draw_opening(view: View) -> None:
    """Draw the input alone on the stage: a picture in its colours comes apart, numbers come in reading order."""
    layer, share = view.layer, view.steps.input.t
    rows, columns = layer.input.padded[0].shape
    photo = layer.channels > 1 and _is_picture(view)
    for channel, spot in enumerate(view.place.opening):
        start = arriving(view.place.opening[0][0], spot[1], channel, (rows, columns), LARGEST_CELL, as_picture=photo)
        grid = channel_grid(
            layer.input,
            channel,
            underway(start, spot, glide(share / 0.7)) if photo else spot,
            role=view.channels.role(channel, Role.INPUT),
            shown=None if photo or _is_picture(view) else round(min(1.0, share / 0.7) * rows * columns),
            name=view.channels.name("input", channel),
            grip=None if _is_picture(view) else layer.input.pixel_grip(channel),
        )
        view.stage.add(grid)
    (left, top), _ = view.place.opening[0]
    view.stage.add(heading(left - 6.0, top - 44.0, "input", _note(view), Role.INPUT, size=40.0))
    if photo:
        view.stage.add(fading_photo(layer.input.colours, start, view.place.opening[0][1], glide(share / 0.7)))


def draw_input(view: View) -> None:
    """Draw the channels at the left, with what the window doesn't meet aside."""
    for channel in range(view.layer.channels):
        view.stage.add(_channel(view, channel))
    (left, _), _ = view.place.inputs[0]
    view.stage.add(heading(left - 6.0, HEADINGS_Y, "input", _note(view), Role.INPUT, size=40.0))


def _channel(view: View, channel: int) -> Grid:
    grip: Grip | None = view.layer.input.pixel_grip(channel)
    return channel_grid(
        view.layer.input,
        channel,
        view.place.inputs[channel],
        role=view.channels.role(channel, Role.INPUT),
        name=view.channels.name("input", channel),
        grip=view.windows[channel].grip() if _is_picture(view) else grip,
        opacity=between(1.0, ASIDE, view.steps.window.rise(0.0, 0.3)) if view.place.window is None else 1.0,
    )


def _is_picture(view: View) -> bool:
    """Whether the input is looked at as a picture, with its numbers in the magnified window."""
    _, height, width = view.layer.x.shape
    return bool(height * width > MAGNIFIED)


def _note(view: View) -> str:
    """What the heading says of cells that are no picture, or that no window reaches."""
    if view.layer.input.never_met is not None and not view.steps.input.active:
        return "faded = never reached"
    return "with zeros" if view.layer.rings != 0 else ""


def draw_window(view: View) -> None:
    """Draw what is under the window, with the weights on it, and the window's frame on every channel."""
    share, channel = view.steps.window.t, view.making.channel
    if view.place.window is None:
        under = _under(view, channel, _on_input(view), ease_in=view.walk.glide if view.walk.when else 1.0)
    else:
        view.stage.add(_beam(view, channel, view.place.window, min(1.0, share * 3)))
        start = view.windows[channel].corner, view.place.input_cell * view.layer.knobs.dilation
        under = _under(view, channel, underway(start, view.place.window, glide(share / 0.3)), ease_in=1.0)
    view.stage.add(under)
    view.stage.add(*frames(view.windows, view.channels, min(1.0, share * 4)))
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


def _under(view: View, channel: int, spot: Spot, ease_in: float) -> Grid:
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
        opacity=max(0.0, min(1.0, (ease_in - 0.7) / 0.3)),
    )


def _kernel(view: View, channel: int, share: float) -> list[AnyMark]:
    """The kernel: at first by itself, where products will stand, then with a weight on each cell of the window."""
    (x, y), cell = view.place.products
    pitch, tile, (left, top) = _pitch(view), _tile(view), _corner(view)
    badge = BADGE * tile
    middle = tile - badge / 2 - EDGE * tile - pitch / 2
    origin = midway((x, y), (left + middle, top + middle), share)
    side = between(cell, pitch, share)
    swap = view.steps.swap
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
    marks: list[AnyMark] = [grid]
    fading = view.steps.window.fade(0.3)
    if fading > 0.0:
        marks.append(Group(marks=(heading(x - 6.0, HEADINGS_Y, "kernel", "", Role.KERNEL, size=40.0),), opacity=fading))
    return marks


def _corner(view: View) -> Point:
    """Where the cells with weights on them begin."""
    if view.place.window is not None:
        return view.place.window[0]
    return view.windows[0].corner


def _beam(view: View, channel: int, block: Spot, opacity: float) -> Path:
    return view.windows[channel].beam(block[0], block[1] * view.layer.knobs.size, opacity)
