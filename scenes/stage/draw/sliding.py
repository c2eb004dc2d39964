"""A window that slides over a map: its places, its frame, the beam to its magnified values, where a click takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes import reference
from scenes.stage.core.grips import Grip, PickCell, Scrub
from scenes.stage.core.lattice import Cell, Lattice, Point, squares
from scenes.stage.core.marks import Path, Rect, Role
from scenes.stage.draw.sheets import Channels
from scenes.stage.draw.walk import Walk

WINDOW_LINE = 8.0
"""How thick the frame of a window is; it is the kernel's, which looks there."""


def lattice_of_windows(origin: Point, cell: float, span: int, stride: int, rows: int, columns: int) -> Lattice:
    """The places of a sliding window over a grid at `origin`: each place is a cell around the window's middle."""
    pitch, corner = stride * cell, (span - stride) * cell / 2
    return squares((origin[0] + corner, origin[1] + corner), pitch, rows, columns)


def goes_to(places: Lattice, walk: Walk, knob: str = "at") -> Grip:
    """What picking a place does: while the window walks a place is a moment, before that it is a choice (`knob`)."""
    return Scrub(places, *walk.when, walk.firsts) if walk.when else PickCell(knob, places)


@dataclass(frozen=True)
class Windows:
    """The windows of `span` cells on a map at `origin`, one every `stride` cells, and the walk over them.

    `out` is how many (rows, columns) of windows there are, and so the shape of the map that they make.
    """

    origin: Point
    cell: float
    span: int
    stride: int
    out: Cell
    walk: Walk

    @property
    def side(self) -> float:
        """The side of a window."""
        return self.span * self.cell

    @property
    def corner(self) -> Point:
        """The corner of the present window, gliding between places."""
        (x, y), pitch, (row, column) = self.origin, self.stride * self.cell, self.walk.place
        return x + column * pitch, y + row * pitch

    def grip(self) -> Grip:
        """Dragging on the map moves the window."""
        return goes_to(lattice_of_windows(self.origin, self.cell, self.span, self.stride, *self.out), self.walk)

    def goes_to(self, origin: Point, cell: float) -> Grip:
        """Clicking a cell of the map that the windows make, which stands at another origin, goes to its window."""
        return goes_to(squares(origin, cell, *self.out), self.walk)

    def frame(self, name: str, opacity: float = 1.0, *, smallest: float = 0.0) -> Rect:
        """The frame of the present window; it can be dragged. One of a few pixels is drawn larger, to be seen."""
        (x, y), side = self.corner, max(self.side, smallest)
        more = (side - self.side) / 2
        return Rect(
            x=x - more, y=y - more, width=side, height=side, radius=min(14.0, side / 6),
            line=min(WINDOW_LINE, side / 8), role=Role.KERNEL, name=name, grip=self.grip(), opacity=opacity,
        )  # fmt: skip

    def beam(self, block: Point, height: float, opacity: float) -> Path:
        """The beam from the present window to the block at its right, `height` high, with its values magnified."""
        (x, y), (left, top), side = self.corner, block, self.side
        points = ((x + side, y), (left - 8, top), (left - 8, top + height), (x + side, y + side))
        return Path(points=points, closed=True, fill=0.08, line=0.0, role=Role.KERNEL, opacity=opacity)


def frames(windows: Sequence[Windows], channels: Channels, opacity: float = 1.0) -> tuple[Rect, ...]:
    """The frame of the present window on every channel."""
    return tuple(each.frame(channels.name("window", channel), opacity) for channel, each in enumerate(windows))


def beams(windows: Sequence[Windows], blocks: Sequence[Point], height: float, opacity: float) -> tuple[Path, ...]:
    """The beams from the present window on each of some channels to the block at the right with its values."""
    return tuple(each.beam(block, height, opacity) for each, block in zip(windows, blocks, strict=True))


def size_numbers(shape: Sequence[int], k: int, s: int, p: int, d: int | None = None) -> str:
    """How the size of the output follows from that of an input (H, W), in numbers, for its columns and like rows.

    floor((n + 2p - d (k - 1) - 1) / s) + 1; without a dilation d, as where there is none, floor((n + 2p - k) / s) + 1.
    """
    height, width = shape
    rows, columns = (reference.output_size(side, k, s, p, d or 1) for side in (height, width))
    inner = f"{k}" if d is None else f"{d}·{k - 1} − 1"
    top = width + 2 * p - reference.window_span(k, d or 1)
    rounded = f", rounded down to {top // s}" if top % s else ""
    numbers = f"({width} + 2·{p} − {inner}) / {s} = {top / s:.4g}{rounded}, and {top // s} + 1 = {columns}"
    return numbers if height == width else f"rows {rows}, columns: {numbers}"
