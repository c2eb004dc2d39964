"""What dragging, clicking or typing on a mark does: data, carried out by `scenes.stage.core.gestures`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenes.stage.core.lattice import Cell, Lattice
from scenes.stage.core.timeline import Pace


@dataclass(frozen=True, slots=True)
class Scrub:
    """The cell under the pointer sets the time: cell k of the lattice in reading order is the middle of its share.

    The stretch of time begins at `start` and lasts `seconds`; the `firsts` take longer than the others.
    """

    lattice: Lattice
    start: float
    seconds: float
    firsts: tuple[float, ...] = ()

    @property
    def pace(self) -> Pace:
        """How the cells share the time."""
        return Pace(self.lattice.rows * self.lattice.columns, self.firsts)

    def time(self, cell: Cell) -> float:
        """The time at which a cell is being worked on."""
        index = cell[0] * self.lattice.columns + cell[1]
        return self.start + (self.pace.before(index) + self.pace.before(index + 1)) / 2 * self.seconds

    def cell(self, t: float) -> Cell:
        """The cell that is being worked on at a time."""
        index, _ = self.pace.at((t - self.start) / self.seconds if self.seconds else 0.0)
        return divmod(index, self.lattice.columns)


@dataclass(frozen=True, slots=True)
class PickCell:
    """The cell under the pointer becomes the value of a knob, as (row, column).

    A knob that several lattices share is finer than theirs: a cell is worth so many `times` its row and its column.
    """

    knob: str
    lattice: Lattice
    times: int = 1

    def value(self, cell: Cell) -> Cell:
        """What the knob becomes for a cell."""
        return cell[0] * self.times, cell[1] * self.times

    def cell(self, value: Cell) -> Cell:
        """The cell nearest to what the knob has."""
        return self.lattice.clamp((value[0] // self.times, value[1] // self.times))


@dataclass(frozen=True, slots=True)
class PickNumber(PickCell):
    """The cell under the pointer becomes the value of a knob, as its number in reading order, from `first` on.

    Other knobs are set `before` that, as with a click.
    """

    first: int = 0
    before: tuple[tuple[str, Any], ...] = ()

    def value(self, cell: Cell) -> Any:
        """What the knob becomes for a cell."""
        return self.first + cell[0] * self.lattice.columns + cell[1]

    def cell(self, value: Any) -> Cell:
        """The cell of what the knob has."""
        return self.lattice.clamp(divmod(value - self.first, self.lattice.columns))


@dataclass(frozen=True, slots=True)
class EditCell:
    """Dragging up or down, or typing, changes one number of a knob that holds edits.

    The number's index is `index`, followed for grids by `spacing` times the cell under the pointer plus `offset`. Only
    indices of the cell within `shape` can be edited (padding can't). `turned` says that the grid shows the numbers
    rotated by 180 degrees. Values stay within `low`..`high`; a drag moves by `step`.
    """

    knob: str
    index: tuple[int, ...] = ()
    offset: tuple[int, int] = (0, 0)
    shape: tuple[int, int] | None = None
    low: float = -99.0
    high: float = 99.0
    step: float = 1.0
    turned: bool = False
    spacing: int = 1

    def target(self, cell: Cell | None) -> tuple[int, ...] | None:
        """The index that an edit at a cell changes; None where nothing can be edited."""
        if self.shape is None:
            return self.index
        if cell is None:
            return None
        row, column = cell[0] * self.spacing + self.offset[0], cell[1] * self.spacing + self.offset[1]
        if self.turned:
            row, column = self.shape[0] - 1 - row, self.shape[1] - 1 - column
        inside = 0 <= row < self.shape[0] and 0 <= column < self.shape[1]
        return (*self.index, row, column) if inside else None


@dataclass(frozen=True, slots=True)
class Brush(EditCell):
    """Dragging over a grid draws with a round, soft pen: ink from `low`, which is none, to `high`, in whole steps.

    The other button, or Shift, rubs out. A number can be typed as with `EditCell`. `radius` is the pen's, in cells.
    """

    radius: float = 0.7


@dataclass(frozen=True, slots=True)
class SetValue:
    """A click gives a knob a value, and `also` some others, one after the other."""

    knob: str
    value: Any
    also: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenScene:
    """A click opens another scene with knobs of these `values`, and there is a way back to this one as it is.

    `note` says in a sentence what is shown there; knobs that aren't named have their defaults. One comes in at the end
    of the `step` of that title, else where that scene wants it.
    """

    scene: str
    values: tuple[tuple[str, Any], ...] = ()
    note: str = ""
    step: str = ""


Grip = Scrub | PickCell | EditCell | SetValue | OpenScene
