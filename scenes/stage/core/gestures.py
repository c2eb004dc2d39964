"""What a hand does to a picture: pure functions from (frame, knobs, t, hit, point) to (knobs, t).

Mouse, touch and keyboard all come through here, so everything that can be dragged can be done with keys alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from scenes.stage.core.grips import Brush, EditCell, PickCell, PickNumber, Scrub, SetValue
from scenes.stage.core.knobs import KnobError, Knobs, change, with_edit
from scenes.stage.core.lattice import Cell, Lattice, Point
from scenes.stage.core.marks import Drawn, Formula, Grid, Image, Rect, Text, outline
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.strokes import covered
from scenes.stage.numbers.reading import number_in_words
from scenes.stage.numbers.values import LEAST, decimals_for, format_number, two_figures

K = TypeVar("K", bound=Knobs)

DRAG_PER_STEP = 14.0
"""How many stage units up or down change a number by one step."""
FRAME_REACH = 12.0
"""How near to the line of an unfilled box a hand must be to take hold of it."""
TANGIBLE = 0.3
"""Marks of this opacity or less are on their way in or out: neither mouse nor keyboard can take hold of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point: the mark, the cell of it (grids and pictures), and the value there if it has one.

    `shift` is how far the groups around the mark have moved it.
    """

    mark: Drawn
    cell: Cell | None
    point: Point
    value: float | None
    shift: Point = (0.0, 0.0)

    @property
    def name(self) -> str:
        """The mark's name."""
        return self.mark.name


def hit(frame: Frame, point: Point) -> Hit | None:
    """The topmost named mark under a point, in stage units."""
    for each in reversed(tuple(frame.touched())):
        if each.mark.name and each.opacity > TANGIBLE:
            found = _hit_mark(each, point)
            if found is not None:
                return found
    return None


def describe(found: Hit) -> str:
    """Read out what lies under the hand: "input [0, 2] = 3"."""
    where = ""
    if found.cell is not None:
        first = found.mark.first if isinstance(found.mark, Grid) else (0, 0)
        where = f" [{found.cell[0] + first[0]}, {found.cell[1] + first[1]}]"
    if found.value is None:
        return f"{found.name}{where}"
    return f"{found.name}{where} = {_exactly(found.value)}"


def printed(frame: Frame, found: Hit) -> bool:
    """Whether the number under the hand stands there in figures: in its cell, or on its plate."""
    if found.value is None:
        return False
    if isinstance(found.mark, Grid):
        return found.mark.number_size > 0
    return any(_figures_on(found, each) for each in frame.touched())


def gesture(frame: Frame, knobs: K, t: float, found: Hit, point: Point, *, rubbing: bool = False) -> tuple[K, float]:
    """Drag from where the hit was to a point (a click is a drag to the same point); a brush may be `rubbing` out.

    Raises KnobError with the reason where a click or a number is refused; a drag over cells just stays where it is.
    """
    grip = found.mark.grip
    if isinstance(grip, Scrub):
        return knobs, grip.time(grip.lattice.nearest(_aim(found, point)))
    if isinstance(grip, PickNumber):
        for knob, value in grip.before:
            knobs = change(knobs, knob, value)
    if isinstance(grip, PickCell):
        return _tried(knobs, grip.knob, grip.value(grip.lattice.nearest(_aim(found, point)))), t
    if isinstance(grip, SetValue):
        for knob, value in ((grip.knob, grip.value), *grip.also):
            knobs = change(knobs, knob, value)
        return knobs, t
    if isinstance(grip, Brush):
        return _drawn(knobs, grip, found, point, rubbing), t
    if isinstance(grip, EditCell) and found.value is not None:
        steps = round((found.point[1] - point[1]) / DRAG_PER_STEP)
        if steps:
            return enter(knobs, found, found.value + steps * grip.step), t
    return knobs, t


def _drawn(knobs: K, grip: Brush, found: Hit, point: Point, rubbing: bool) -> K:
    """Lay a straight stroke over the grid that was hit; where there is as much ink already, it adds none."""
    grid = found.mark
    if not isinstance(grid, Grid):
        return knobs
    before = grid.values.array
    share = covered(grid.lattice.moved(*found.shift), found.point, point, grip.radius)
    ink = np.rint(share * (grip.high - grip.low) / grip.step) * grip.step
    after = np.minimum(before, grip.high - ink) if rubbing else np.maximum(before, grip.low + ink)
    edits = dict(getattr(knobs, grip.knob))
    for row, column in np.argwhere(after != before).tolist():
        target = grip.target((row, column))
        if target is not None:
            edits[target] = float(after[row, column])
    return change(knobs, grip.knob, tuple(sorted(edits.items())))


def enter(knobs: K, found: Hit, value: float) -> K:
    """Set the number under the hand to a typed value, within the grip's bounds.

    Raises KnobError for what is no number, and with the reason where the scene refuses it.
    """
    grip = found.mark.grip
    if not math.isfinite(value):
        raise KnobError("A cell holds a finite number.")
    target = grip.target(found.cell) if isinstance(grip, EditCell) else None
    if not isinstance(grip, EditCell) or target is None:
        return knobs
    bounded = max(grip.low, min(value, grip.high))
    return change(knobs, grip.knob, with_edit(getattr(knobs, grip.knob), target, bounded))


def paste(knobs: K, found: Hit, table: Sequence[Sequence[float | None]]) -> tuple[K, int]:
    """Set the cells of a grid to a table's numbers, its first at the cell that was hit.

    Also tells how many numbers fall where nothing can be changed. Raises KnobError, and changes nothing, for numbers
    beyond the grip's bounds.
    """
    grip = found.mark.grip
    if not isinstance(grip, EditCell) or not editable(found):
        raise KnobError("The numbers under the cursor can't be changed.")
    (top, left), edits, left_out = found.cell or (0, 0), dict(getattr(knobs, grip.knob)), 0
    size = found.mark.values.shape if isinstance(found.mark, Grid) else (1, 1)
    for row, numbers in enumerate(table):
        for column, value in enumerate(numbers):
            if value is None:
                continue
            cell = (top + row, left + column)
            target = grip.target(cell) if found.cell is not None or (row, column) == (0, 0) else None
            if target is None or cell[0] >= size[0] or cell[1] >= size[1]:
                left_out += 1
            elif not grip.low <= value <= grip.high:
                raise KnobError(_beyond(grip, value))
            else:
                edits[target] = float(value)
    return change(knobs, grip.knob, tuple(sorted(edits.items()))), left_out


def rows_written(mark: Grid) -> list[list[float | None]]:
    """The numbers of a grid, None where none is written yet."""
    rows, columns = mark.values.shape
    return [[_value(mark, (row, column)) for column in range(columns)] for row in range(rows)]


def _beyond(grip: EditCell, value: float) -> str:
    low, high = number_in_words(grip.low), number_in_words(grip.high)
    return f"Numbers here go from {low} to {high}; {number_in_words(value)} does not fit, so nothing was pasted."


def nudge(frame: Frame, knobs: K, t: float, found: Hit, rows: int, columns: int) -> tuple[K, float]:
    """Move by cells, as arrow keys do: the picked cell, or the moment of a scrub."""
    grip = found.mark.grip
    if isinstance(grip, Scrub):
        row, column = grip.cell(t)
        return knobs, grip.time(grip.lattice.clamp((row + rows, column + columns)))
    if isinstance(grip, PickCell):
        row, column = grip.cell(getattr(knobs, grip.knob))
        return _tried(knobs, grip.knob, grip.value(grip.lattice.clamp((row + rows, column + columns)))), t
    return knobs, t


def windows_at(frame: Frame, found: Hit) -> tuple[Rect, ...]:
    """The frames of windows as they would stand if the cell under the hand were picked."""
    grip = found.mark.grip
    if found.cell is None or not isinstance(grip, Scrub | PickCell):
        return ()
    row, column = grip.lattice.nearest(_aim(found, found.point))
    moved = []
    for each in frame.touched():
        box = each.mark
        if (
            not isinstance(box, Rect)
            or box.fill > 0
            or each.opacity <= TANGIBLE
            or not isinstance(box.grip, Scrub | PickCell)
        ):
            continue
        places = box.grip.lattice
        if (places.rows, places.columns) == (grip.lattice.rows, grip.lattice.columns):
            x, y = places.center(row, column)
            moved.append(replace(box, x=x - box.width / 2 + each.dx, y=y - box.height / 2 + each.dy))
    return tuple(moved)


def editable(found: Hit) -> bool:
    """Whether typing changes the number under the hand."""
    grip = found.mark.grip
    return isinstance(grip, EditCell) and grip.target(found.cell) is not None


def targets(frame: Frame) -> tuple[Hit, ...]:
    """The marks that the keyboard can go to, one for each grip, in drawing order."""
    found: dict[str, Hit] = {}
    for each in frame.touched():
        mark = each.mark
        if mark.grip is None or not mark.name or each.opacity <= TANGIBLE:
            continue
        lattice = _lattice(each)
        cell = (0, 0) if lattice is not None else None
        found[mark.name] = hit_at(each, cell)
    return tuple(found.values())


def hit_at(each: Placed, cell: Cell | None) -> Hit:
    """The hit in the middle of a mark, or of one of its cells."""
    lattice = _lattice(each)
    if lattice is not None and cell is not None:
        cell = lattice.clamp(cell)
        return Hit(each.mark, cell, lattice.center(*cell), _value(each.mark, cell), (each.dx, each.dy))
    return Hit(each.mark, None, _middle(each), _value(each.mark, None), (each.dx, each.dy))


def _middle(each: Placed) -> Point:
    """The middle of a mark, or the anchor of one that has no box."""
    mark = each.mark
    if isinstance(mark, Text | Formula):
        return mark.x + each.dx, mark.y + each.dy
    left, top, right, bottom = outline(mark)
    return (left + right) / 2 + each.dx, (top + bottom) / 2 + each.dy


def _aim(found: Hit, point: Point) -> Point:
    """Where a drag to a point leads, as the mark's grip counts: a box is carried by whatever part of it is held."""
    if isinstance(found.mark, Rect):
        box = found.mark
        x, y = box.x + box.width / 2, box.y + box.height / 2
        return x + point[0] - found.point[0], y + point[1] - found.point[1]
    return point[0] - found.shift[0], point[1] - found.shift[1]


def _tried(knobs: K, name: str, value: object) -> K:
    """Turn a knob if it can be turned; a hand that drags where nothing can be shown changes nothing."""
    try:
        return change(knobs, name, value)
    except KnobError:
        return knobs


def _lattice(each: Placed) -> Lattice | None:
    if isinstance(each.mark, Grid | Image):
        return each.mark.lattice.moved(each.dx, each.dy)
    return None


def _hit_mark(each: Placed, point: Point) -> Hit | None:
    mark = each.mark
    lattice = _lattice(each)
    if lattice is not None:
        cell = lattice.cell(point)
        if cell is not None and isinstance(mark, Grid) and mark.loose and not _on_tile(mark, lattice, point):
            cell = None
        if cell is None or (mark.grip is None and isinstance(mark, Grid) and not _written(mark, cell)):
            return None
        return Hit(mark, cell, point, _value(mark, cell), (each.dx, each.dy))
    x, y = point[0] - each.dx, point[1] - each.dy
    if isinstance(mark, Rect) and _touches(mark, x, y):
        return Hit(mark, None, point, _value(mark, None), (each.dx, each.dy))
    return None


def _on_tile(mark: Grid, lattice: Lattice, point: Point) -> bool:
    """Whether a point is on a cell itself, not in the space around it."""
    place = lattice.position(point)
    return place is not None and all(abs(part % 1.0 - 0.5) <= (1.0 - mark.gap) / 2 for part in place)


def _written(mark: Grid, cell: Cell) -> bool:
    """Whether a number stands in a cell already."""
    return mark.shown is None or cell[0] * mark.values.shape[1] + cell[1] < mark.shown


def _touches(mark: Rect, x: float, y: float) -> bool:
    """Whether a point is on a box that is filled or stands for a number.

    Another is held by its line only, so that what it frames stays in reach.
    """
    inside = -FRAME_REACH <= x - mark.x <= mark.width + FRAME_REACH
    inside = inside and -FRAME_REACH <= y - mark.y <= mark.height + FRAME_REACH
    if not inside or mark.fill > 0 or mark.value is not None:
        return inside and _inside(mark, x, y)
    edge = min(abs(x - mark.x), abs(x - mark.x - mark.width), abs(y - mark.y), abs(y - mark.y - mark.height))
    return edge <= FRAME_REACH


def _figures_on(found: Hit, each: Placed) -> bool:
    """Whether a mark is text with figures that stands on the box that was hit."""
    box, text = found.mark, each.mark
    if not isinstance(box, Rect) or not isinstance(text, Text) or not any(map(str.isdigit, text.text)):
        return False
    return _inside(box, text.x + each.dx - found.shift[0], text.y + each.dy - found.shift[1])


def _inside(box: Rect, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _value(mark: Drawn, cell: Cell | None) -> float | None:
    if isinstance(mark, Grid) and cell is not None and _written(mark, cell):
        return float(mark.values.array[cell])
    if isinstance(mark, Rect):
        return mark.value
    return None


def _exactly(value: float) -> str:
    """A number to four decimals, without zeros at its end; a smaller one with its power of ten."""
    if 0.0 < abs(value) < LEAST:
        return two_figures(value)
    text = format_number(value, 4 if decimals_for([value]) else 0)
    return text.rstrip("0").rstrip(".") if "." in text else text
