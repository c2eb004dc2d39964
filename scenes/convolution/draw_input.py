"""The input of the convolution scene: its channels, the padding around them, and the frame of the window."""

from __future__ import annotations

from scenes.convolution.layout import LARGEST_CELL, MAGNIFIED
from scenes.convolution.view import View
from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid, Role
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, underway
from scenes.stage.draw.sliding import beams, frames

ROOM_FOR_PADDING = 420.0
"""The width of the input's column from which its heading has room for the padding; the caption tells it anyway."""


def draw_input(view: View) -> None:
    """Draw the channels with the zeros around them, and say what the faded cells are."""
    channels, height, width = view.layer.x.shape
    roomy = view.place.middle - LEFT > ROOM_FOR_PADDING
    rings = view.layer.rings
    padding = f" + padding {'same' if rings is None else rings}" if rings != 0 and roomy else ""
    view.stage.add(heading(LEFT, HEADING_Y, "input", f"{channels}×{height}×{width}{padding}", Role.INPUT))
    for channel in range(channels):
        view.stage.add(_channel(view, channel))
    if channels > 1 and _is_picture(view):
        colours, share = view.layer.input.colours, view.steps.input.motion
        view.stage.add(fading_photo(colours, _start(view, 0), view.place.input_cell, share))
    if view.layer.input.never_met is not None:
        below = view.place.input_origins[-1][1] + len(view.layer.input.padded[0].array) * view.place.input_cell + 26
        view.stage.text(LEFT, below, "faded: no window reaches", size=22, role=Role.WARNING)


def _channel(view: View, channel: int) -> Grid:
    """One channel, on its way from the whole picture to its place."""
    share = view.steps.input.motion if view.layer.channels > 1 else 1.0
    grip: Grip | None = view.layer.input.pixel_grip(channel)
    if _is_picture(view):  # its places can't be picked before it has come to rest
        grip = view.windows[channel].grip() if share >= 1.0 else None
    return channel_grid(
        view.layer.input,
        channel,
        underway(_start(view, channel), (view.place.input_origins[channel], view.place.input_cell), share),
        role=view.channels.role(channel, Role.INPUT),
        highlighted=_weighed(view),
        name=view.channels.name("input", channel),
        grip=grip,
    )


def _is_picture(view: View) -> bool:
    """Whether the input is looked at as a picture, with its numbers in the magnified window."""
    _, height, width = view.layer.x.shape
    return bool(height * width > MAGNIFIED)


def _start(view: View, channel: int) -> Spot:
    """Where a channel comes from."""
    place, shape, as_picture = view.place, view.layer.input.padded[0].shape, _is_picture(view)
    return arriving(place.input_origins[0], place.input_cell, channel, shape, LARGEST_CELL, as_picture=as_picture)


def _weighed(view: View) -> tuple[Cell, ...]:
    """The cells that meet a weight, where dilation leaves gaps between them."""
    size, dilation, stride = view.layer.knobs.size, view.layer.knobs.dilation, view.layer.knobs.stride
    if dilation == 1 or view.steps.window.motion <= 0:
        return ()
    row, column = view.cell
    steps = range(0, size * dilation, dilation)
    return tuple((row * stride + u, column * stride + v) for u in steps for v in steps)


def draw_beam(view: View, opacity: float) -> None:
    """Draw the beam from the window to the block of its values."""
    windows = [view.windows[channel] for channel in view.channels_shown]
    blocks = [view.place.under(channel) for channel in view.channels_shown]
    view.stage.add(*beams(windows, blocks, view.place.side, opacity))


def draw_frames(view: View) -> None:
    """Draw the window's frame on every channel."""
    view.stage.add(*frames(view.windows, view.channels, min(1.0, view.steps.window.motion * 3)))
