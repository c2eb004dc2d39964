"""The input of the convolution scene: its channels, the padding around them, and the frame of the window."""

from __future__ import annotations

from scenes.convolution.layout import HEADING, LARGEST_CELL, MAGNIFIED
from scenes.convolution.view import View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Cell, Point
from scenes.stage.core.marks import Grid, Role
from scenes.stage.core.stage import LEFT
from scenes.stage.draw.blocks import between, fitted, heading, midway
from scenes.stage.draw.maps import photo
from scenes.stage.draw.matrices import SEPARATE, matrix
from scenes.stage.draw.windows import window_beam, window_frame

PHOTO_SIDE = 600.0
ROOM_FOR_PADDING = 420.0
"""The width of the input's column from which its heading has room for the padding; the caption tells it anyway."""


def draw_input(view: View) -> None:
    """Draw the channels with the zeros around them, and say what the faded cells are."""
    channels, height, width = view.of.x.shape
    roomy = view.place.middle - LEFT > ROOM_FOR_PADDING
    padding = f" + padding {view.of.padding}" if view.of.padding and roomy else ""
    view.stage.add(heading(LEFT, HEADING, "input", f"{channels}×{height}×{width}{padding}", Role.INPUT))
    for channel in range(channels):
        view.stage.add(_channel(view, channel))
    if channels > 1 and _is_picture(view):
        _draw_photo(view)
    if view.of.never_met is not None:
        below = view.place.input_origins[-1][1] + len(view.of.padded[0].array) * view.place.input_cell + 26
        view.stage.text(LEFT, below, "faded: no window reaches", size=22, role=Role.WARNING)


def _channel(view: View, channel: int) -> Grid:
    """One channel, on its way from the whole picture to its place."""
    padding, share = view.of.padding, view.now.intro if view.of.channels > 1 else 1.0
    start, start_cell = _start(view, channel)
    cell = between(start_cell, view.place.input_cell, share)
    grip: Grip | None = view.pixel_grip(channel, (-padding, -padding))
    if _is_picture(view):  # its places can't be picked before it has come to rest
        grip = view.window_grip(channel) if share >= 1.0 else None
    return matrix(
        view.of.padded[channel],
        midway(start, view.place.input_origins[channel], share),
        cell,
        shade=view.of.shade,
        role=view.channel_role(channel),
        limit=view.of.limit,
        hatched=view.of.padding_mask if cell > SEPARATE else None,
        faded=view.of.never_met,
        highlighted=_weighed(view) if cell > SEPARATE else (),
        first=(-padding, -padding),
        name=view.channel_name("input", channel),
        grip=grip,
    )


def _is_picture(view: View) -> bool:
    """Whether the input is looked at as a picture, with its numbers in the magnified window."""
    _, height, width = view.of.x.shape
    return bool(height * width > MAGNIFIED)


def _start(view: View, channel: int) -> tuple[Point, float]:
    """Where a channel comes from, and its cells' side there: a large photograph, or a pile of sheets."""
    x, y = view.place.input_origins[0]
    cell = view.place.input_cell
    if _is_picture(view):
        rows, columns = view.of.padded[0].shape
        return (x, y), fitted(PHOTO_SIDE, PHOTO_SIDE, rows, columns, LARGEST_CELL)
    return (x + channel * cell, y + channel * cell), cell


def _draw_photo(view: View) -> None:
    """The picture in its colours, before it comes apart into channels."""
    origin, start_cell = _start(view, 0)
    cell = between(start_cell, view.place.input_cell, view.now.intro)
    view.stage.add(photo(view.of.colours, origin, cell, opacity=1.0 - view.now.intro))


def _weighed(view: View) -> tuple[Cell, ...]:
    """The cells that meet a weight, where dilation leaves gaps between them."""
    size, dilation, stride = view.of.knobs.size, view.of.knobs.dilation, view.of.knobs.stride
    if dilation == 1 or view.now.window <= 0:
        return ()
    row, column = view.now.cell
    steps = range(0, size * dilation, dilation)
    return tuple((row * stride + u, column * stride + v) for u in steps for v in steps)


def draw_beam(view: View, opacity: float) -> None:
    """Draw the beam from the window to the block of its values."""
    side = view.of.span * view.place.input_cell
    for channel in view.channels_shown:
        corner, block = view.window_corner(channel), view.place.under(channel)
        view.stage.add(window_beam(corner, side, block, view.place.side, opacity))


def draw_frames(view: View) -> None:
    """Draw the window's frame on every channel."""
    side, opacity = view.of.span * view.place.input_cell, min(1.0, view.now.window * 3)
    for channel in range(view.of.channels):
        name, grip = view.channel_name("window", channel), view.window_grip(channel)
        view.stage.add(window_frame(view.window_corner(channel), side, name=name, grip=grip, opacity=opacity))
