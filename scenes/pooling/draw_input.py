"""The input of the pooling scene: its channels, the frames of the windows, and the winners among its cells."""

from __future__ import annotations

from dataclasses import replace

from scenes.pooling.layout import LARGEST_CELL
from scenes.pooling.view import View
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.sheets import Spot, arriving, channel_grid, fading_photo, underway
from scenes.stage.draw.sliding import beams

SMALLEST_FRAME = 26.0
"""A window of a few pixels is framed as large as this, to be seen."""
INSET = 4.0
"""How far the frames of overlapping windows keep from each other."""
APART = 0.3
"""The share of the first step in which a picture comes apart into its channels."""


def draw_input(view: View) -> None:
    """Draw the channels with their padding, the windows on them, and what has won so far."""
    channels = view.layer.channels
    marks: list[AnyMark] = [view.source.heading("input", Role.INPUT)]
    for channel in range(channels):
        marks += [*_channel(view, channel), *_all_frames(view, channel), *_winners(view, channel)]
    if channels > 1 and not view.readable and _apart(view) < 1.0:
        marks.append(fading_photo(view.layer.input.colours, _start(view, 0), view.source.cell, _apart(view)))
    if view.steps.window.begun and not view.steps.rest.begun:
        blocks = [view.place.block.corner(channel) for channel in range(channels)]
        share = min(1.0, view.steps.window.motion * 2.0)
        marks += beams(view.windows, blocks, view.place.block_side, share)
    if not view.steps.rest.begun:
        marks += _frames(view, min(1.0, view.steps.windows.t * 8.0))
    elif view.steps.back.begun:
        marks += _frames(view, min(1.0, view.steps.back.t * 8.0) * (1.0 - ease((view.steps.back.t - 0.92) / 0.08)))
    view.stage.add(*marks)


def _frames(view: View, opacity: float) -> list[AnyMark]:
    """The frame of the present window on every channel."""
    return [
        each.frame(view.channels.name("window", channel), opacity, smallest=SMALLEST_FRAME)
        for channel, each in enumerate(view.windows)
    ]


def _apart(view: View) -> float:
    """How far three channels have come to their places."""
    return glide(view.steps.windows.t / APART) if view.layer.channels > 1 else 1.0


def _channel(view: View, channel: int) -> tuple[Grid, ...]:
    """One channel, on its way from the whole picture to its place; what has lost fades in the end."""
    whole = channel_grid(
        view.layer.input,
        channel,
        underway(_start(view, channel), view.source.spot(channel), _apart(view)),
        role=view.channels.role(channel, Role.INPUT),
        name=view.channels.name("input", channel),
        grip=view.layer.input.pixel_grip(channel) if view.readable else view.windows[channel].grip(),
    )
    if not (view.layer.is_max and view.steps.rest.begun):
        return (whole,)
    faded, fresh = replace(whole, faded=view.layer.losers[channel]), view.steps.rest.fade(0.7)
    if not fresh:
        return (faded,)
    return replace(whole, name="", grip=None, opacity=fresh), replace(faded, opacity=1.0 - fresh)


def _start(view: View, channel: int) -> Spot:
    """Where a channel comes from."""
    (corner, cell), shape = view.source.spot(0), view.layer.input.padded[0].shape
    return arriving(corner, cell, channel, shape, LARGEST_CELL, as_picture=not view.readable)


def _all_frames(view: View, channel: int) -> list[AnyMark]:
    """The frames of all windows as each is looked at; overlapping ones keep a little apart, and are gone later."""
    tiles = view.layer.tiles
    if not view.outlined or view.steps.rest.begun or (view.steps.window.begun and not tiles):
        return []
    cell = view.source.cell
    pitch, side = view.layer.knobs.stride * cell, view.layer.knobs.size * cell
    left, top = view.source.corner(channel)
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
                line=min(4.0, side / 20),
                role=Role.OUTPUT,
                opacity=ease(view.scan.index + view.scan.inside - index),
            )
        )
    return found


def _winners(view: View, channel: int) -> list[AnyMark]:
    """Boxes around the cells that have won a window so far."""
    if not (view.layer.is_max and view.few):
        return []
    cell, padding = view.source.cell, view.layer.knobs.padding
    left, top = view.source.corner(channel)
    columns, inset = view.layer.out[1], min(3.0, cell / 14)
    won = {view.layer.winners[channel][index // columns][index % columns] for index in range(view.forth.done)}
    return [
        Rect(
            x=left + (column + padding) * cell + inset,
            y=top + (row + padding) * cell + inset,
            width=cell - 2 * inset,
            height=cell - 2 * inset,
            radius=cell / 8,
            line=min(6.0, cell / 9),
            role=Role.OUTPUT,
            name=view.channels.name(f"winner {row}, {column}", channel),
        )
        for row, column in sorted(won)
    ]
