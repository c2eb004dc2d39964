"""The input of the pooling scene: its channels, the frames of the windows, and the winners among its cells."""

from __future__ import annotations

from scenes.pooling.layout import LARGEST_CELL
from scenes.pooling.view import View
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role
from scenes.stage.core.stage import HEADING_Y, LEFT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, underway
from scenes.stage.draw.sliding import beams, frames
from scenes.stage.numbers.values import Values

INSET = 4.0
"""How far the frames of overlapping windows keep from each other."""


def draw_input(view: View) -> None:
    """Draw the channels with their padding, the windows on them, and what has won so far."""
    channels, height, width = view.layer.x.shape
    padding = f" + padding {view.layer.knobs.padding}" if view.layer.knobs.padding else ""
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "input", f"{channels}×{height}×{width}{padding}", Role.INPUT)]
    for channel in range(channels):
        marks += [_channel(view, channel), *_all_frames(view, channel), *_winners(view, channel)]
    if channels > 1 and not view.readable:
        colours, share = view.layer.input.colours, view.steps.map.motion
        marks.append(fading_photo(colours, _start(view, 0), view.place.input_cell, share))
    if (opacity := _frame_opacity(view)) > 0:
        marks += frames(view.windows, view.channels, opacity)
    view.stage.add(*marks, opacity=view.steps.forward)


def draw_beam(view: View) -> None:
    """Draw the beam from the window to the block of its values."""
    blocks = [view.place.block(channel) for channel in range(view.layer.channels)]
    view.stage.add(*beams(view.windows, blocks, view.place.block_side, view.steps.making))


def _channel(view: View, channel: int) -> Grid:
    """One channel, on its way from the whole picture to its place; what has lost fades."""
    share = view.steps.map.motion if view.layer.channels > 1 else 1.0
    return channel_grid(
        view.layer.input,
        channel,
        underway(_start(view, channel), (view.place.input(channel), view.place.input_cell), share),
        role=view.channels.role(channel, Role.INPUT),
        faded=_faded(view, channel),
        name=view.channels.name("input", channel),
        grip=view.layer.input.pixel_grip(channel) if view.readable else view.windows[channel].grip(),
    )


def _faded(view: View, channel: int) -> Values | None:
    """The cells that come to nothing: those no window sees, and in the end all that won no window."""
    if view.layer.is_max and view.steps.lost.motion > 0.2:
        return view.layer.losers[channel]
    return view.layer.input.never_met


def _start(view: View, channel: int) -> Spot:
    """Where a channel comes from."""
    place, shape, as_picture = view.place, view.layer.input.padded[0].shape, not view.readable
    return arriving(place.input(0), place.input_cell, channel, shape, LARGEST_CELL, as_picture=as_picture)


def _all_frames(view: View, channel: int) -> list[AnyMark]:
    """The frames of all windows, one after the other; overlapping ones keep a little apart, and step back later."""
    tiles, steps = view.layer.tiles, view.steps
    opacity = steps.lost.fade(0.3) if tiles else steps.window.fade(0.5)
    if not view.outlined or not steps.tiles.begun or opacity <= 0:
        return []
    pitch, side = view.layer.knobs.stride * view.place.input_cell, view.layer.knobs.size * view.place.input_cell
    left, top = view.place.input(channel)
    found: list[AnyMark] = []
    for index in range(view.layer.windows):
        row, column = divmod(index, view.layer.out[1])
        inset = min(3.0, side / 20) if tiles else INSET + INSET * 1.5 * (row % 2 * 2 + column % 2)
        found.append(
            Rect(
                x=left + column * pitch + inset,
                y=top + row * pitch + inset,
                width=side - 2 * inset,
                height=side - 2 * inset,
                radius=min(10.0, side / 6),
                line=min(3.0, side / 20),
                role=Role.OUTPUT,
                opacity=opacity * ease(steps.tiles.motion * view.layer.windows - index),
            )
        )
    return found


def _winners(view: View, channel: int) -> list[AnyMark]:
    """Boxes around the cells that have won a window so far."""
    if not (view.layer.is_max and view.few):
        return []
    cell, padding = view.place.input_cell, view.layer.knobs.padding
    left, top = view.place.input(channel)
    columns, inset = view.layer.out[1], min(3.0, cell / 14)
    won = {view.layer.winners[channel][index // columns][index % columns] for index in range(view.forth.done)}
    return [
        Rect(
            x=left + (column + padding) * cell + inset,
            y=top + (row + padding) * cell + inset,
            width=cell - 2 * inset,
            height=cell - 2 * inset,
            radius=cell / 8,
            line=min(5.0, cell / 9),
            role=Role.OUTPUT,
        )
        for row, column in sorted(won)
    ]


def _frame_opacity(view: View) -> float:
    """The frame is there while a window is worked on: forward, and on the way back; or to stand for all windows."""
    steps = view.steps
    if steps.tiles.active:
        return 0.0 if view.outlined else min(1.0, steps.tiles.motion * 5)
    if not steps.arrive.begun:
        return steps.lost.fade(0.3) if steps.window.begun else 0.0
    return min(1.0, steps.back.t * 8) * (1.0 - ease((steps.back.t - 0.92) / 0.08))
