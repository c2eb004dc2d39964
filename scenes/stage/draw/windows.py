"""A window that slides over a map: its places, its frame, the beam to its magnified values, where a click takes it."""

from __future__ import annotations

from scenes.stage.core.grips import Grip, PickCell, Scrub
from scenes.stage.core.lattice import Lattice, Point, squares
from scenes.stage.core.marks import Path, Rect, Role


def lattice_of_windows(origin: Point, cell: float, span: int, stride: int, rows: int, columns: int) -> Lattice:
    """The places of a sliding window over a grid at `origin`: each place is a cell around the window's middle."""
    pitch, corner = stride * cell, (span - stride) * cell / 2
    return squares((origin[0] + corner, origin[1] + corner), pitch, rows, columns)


def window_corner(origin: Point, pitch: float, place: Point) -> Point:
    """The corner of the window on a grid at `origin`, at a (row, column) that may lie between two places."""
    return origin[0] + place[1] * pitch, origin[1] + place[0] * pitch


def window_frame(corner: Point, side: float, *, name: str, grip: Grip | None = None, opacity: float = 1.0) -> Rect:
    """The frame of the window; one with a grip can be dragged."""
    x, y = corner
    return Rect(
        x=x, y=y, width=side, height=side, radius=min(8.0, side / 6), line=4.0, role=Role.HIGHLIGHT, name=name,
        grip=grip, opacity=opacity,
    )  # fmt: skip


def window_beam(corner: Point, side: float, block: Point, height: float, opacity: float) -> Path:
    """The beam from the window to the block at its right, `height` high, that shows its values magnified."""
    (x, y), (left, top) = corner, block
    points = ((x + side, y), (left - 8, top), (left - 8, top + height), (x + side, y + side))
    return Path(points=points, closed=True, fill=0.08, line=0.0, role=Role.HIGHLIGHT, opacity=opacity)


def goes_to(places: Lattice, when: tuple[float, float] | None, knob: str = "at") -> Grip:
    """What picking a place does: while the window walks a place is a moment, before that it is a choice (`knob`).

    `when` is a walk's start and length, as `Walk.when` has them.
    """
    return Scrub(places, *when) if when else PickCell(knob, places)
