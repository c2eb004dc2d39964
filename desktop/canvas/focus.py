"""Where the keyboard is on the stage: one mark of the picture, and for grids one of its cells.

It is remembered by name, so that it stays where it is while the picture moves on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenes.stage.core.gestures import Hit, editable, hit_at
from scenes.stage.core.grips import Brush, EditCell, PickCell, Scrub
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.lattice import Cell
from scenes.stage.core.marks import Grid
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame

Way = Literal["next", "back", "up", "down", "left", "right"]
"""Where to go on from a number: in reading order, or in a direction."""
_DIRECTIONS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


@dataclass(frozen=True, slots=True)
class FocusCursor:
    """The mark that has the focus, and the cell of it that the cursor is on."""

    name: str
    cell: Cell = (0, 0)


def stops(frame: Frame) -> tuple[str, ...]:
    """The marks that the keyboard goes to, in drawing order: what can be changed, and grids that can be read."""
    named = [each.mark for each in frame.touched() if each.mark.name]
    return tuple(dict.fromkeys(mark.name for mark in named if mark.grip is not None or isinstance(mark, Grid)))


def neighbour(frame: Frame, ring: FocusCursor | None, by: int) -> FocusCursor | None:
    """The stop that Tab (`by` 1) or Shift+Tab (−1) goes to; None beyond the last one."""
    names = stops(frame)
    beyond = -1 if by > 0 else len(names)
    index = (names.index(ring.name) if ring is not None and ring.name in names else beyond) + by
    return FocusCursor(names[index]) if 0 <= index < len(names) else None


def placed_named(frame: Frame, name: str) -> Placed | None:
    """The topmost mark of a name; one that can be taken hold of before one that can't."""
    found = [each for each in frame.touched() if each.mark.name == name]
    return max(found, key=lambda each: each.mark.grip is not None, default=None)


def under(frame: Frame, ring: FocusCursor, knobs: Knobs) -> tuple[Placed, Hit] | None:
    """What the ring is around in this picture; None where the mark is gone.

    On a grid whose cells are picked or scrubbed the cursor is where the picture is.
    """
    each = placed_named(frame, ring.name)
    if each is None:
        return None
    grip, cell = each.mark.grip, ring.cell
    if isinstance(each.mark, Grid) and isinstance(grip, Scrub | PickCell):
        chosen = grip.cell(frame.t) if isinstance(grip, Scrub) else grip.cell(getattr(knobs, grip.knob))
        cell = each.mark.lattice.cell(grip.lattice.center(*chosen)) or cell
    return each, hit_at(each, cell)


def moved(ring: FocusCursor, hit: Hit, rows: int, columns: int) -> FocusCursor:
    """The ring with its cursor elsewhere in the same grid."""
    if hit.cell is None:
        return ring
    height, width = hit.mark.values.shape if isinstance(hit.mark, Grid) else (1, 1)
    row, column = hit.cell[0] + rows, hit.cell[1] + columns
    return FocusCursor(ring.name, (max(0, min(row, height - 1)), max(0, min(column, width - 1))))


def following(frame: Frame, hit: Hit, way: Way) -> Hit | None:
    """The number that can be changed next to one: in the reading order of its grid, or in a direction.

    In a direction that ends here it is the number itself.
    """
    each = placed_named(frame, hit.name)
    if each is None or not isinstance(each.mark, Grid) or hit.cell is None:
        return None
    lattice = each.mark.lattice
    row, column = hit.cell
    if way in ("next", "back"):
        start, by = row * lattice.columns + column, 1 if way == "next" else -1
        end = lattice.rows * lattice.columns if by > 0 else -1
        cells = [divmod(index, lattice.columns) for index in range(start + by, end, by)]
    else:
        down, right = _DIRECTIONS[way]
        far = range(1, max(lattice.rows, lattice.columns))
        cells = [(row + down * by, column + right * by) for by in far]
        cells = [*(cell for cell in cells if lattice.clamp(cell) == cell), hit.cell]
    found = (hit_at(each, cell) for cell in cells)
    return next((hit for hit in found if editable(hit)), None)


def hint(hit: Hit, by_keys: bool) -> str:
    """What a hand can do here, in a few words; "" where it can only read."""
    grip = hit.mark.grip
    if isinstance(grip, Scrub | PickCell):
        return "arrow keys move it · Esc leaves" if by_keys else "click or drag to go there"
    if isinstance(grip, EditCell) and grip.target(hit.cell) is not None:
        if by_keys:
            return "arrow keys go on · type a number · Esc leaves"
        if isinstance(grip, Brush):
            return "drag to draw · right button or Shift rubs out · click to type"
        return "click to type · drag up or down to change"
    if grip is not None and not isinstance(grip, EditCell):
        return "Enter chooses it · Esc leaves" if by_keys else "click to choose"
    return "arrow keys go on · Esc leaves" if by_keys else ""
