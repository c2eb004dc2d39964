"""What is being built and what of it is chosen; whoever shows it listens to `changed`."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.lab.builder import draft as drafts
from desktop.lab.builder.draft import Draft, drafted, part_at, places, row_at
from desktop.lab.builder.estimate import seconds
from desktop.lab.builder.faults import Fault, Fix, faults
from desktop.player.history import History
from engine.contract.spec import MAX_CONTESTANTS, MAX_NAME, Contestant, Data
from engine.contract.spec.built.network import MAX_LEAVES
from engine.contract.spec.built.parts import Lanes, Part, Residual
from engine.contract.spec.built.survey import Place
from engine.contract.spec.choices import Initialisation


class Builder(QObject):
    """The draft with its history, and the chosen parts: `extent` neighbours from `place` on in row `row`.

    `place` may be the end of a row of parts, where nothing stands yet. `told` carries a sentence on why something
    can't be done.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(Draft((), "animals"))
        self.row, self.place, self.extent = 0, Place((0,)), 1
        self.batch = 64
        self.speed: float | None = None
        """Multiply-accumulates a second that this machine was seen to do, if a run has told."""

    def open(self, contestants: tuple[Contestant, ...], data: Data) -> None:
        """Begin with contestants as they are; what was built before is past."""
        self._history = History(drafted(contestants, data))
        self.row, self.place, self.extent = 0, (0,), 1
        self.changed.emit()

    def open_as_change(self, contestants: tuple[Contestant, ...], data: Data) -> None:
        """Have contestants in place of what is built, as one change that can be taken back."""
        draft = drafted(contestants, data)
        self.row = 0
        self._change(draft, (0,))

    @property
    def draft(self) -> Draft:
        """What is being built."""
        return self._history.present

    @property
    def part(self) -> Part | None:
        """The one part that is chosen; None at the end of a row, or where several are."""
        return part_at(self.draft.rows[self.row].parts, self.place) if self.extent == 1 else None

    @property
    def chosen(self) -> tuple[Place, ...]:
        """The places that are chosen."""
        return tuple((*self.place[:-1], self.place[-1] + n) for n in range(self.extent))

    def seconds(self, index: int) -> float | None:
        """About how long a step of a row takes on this machine; None where no run has told."""
        return seconds(self.draft.survey(index).macs, self.batch, self.speed)

    def faults(self, index: int) -> tuple[Fault, ...]:
        """What is wrong with a row."""
        return faults(self.draft, index, self.seconds(index))

    # --- Choosing ---------------------------------------------------------------------------------------------------

    def choose(self, row: int, place: Place, extent: int = 1) -> None:
        """Choose some neighbours."""
        self.row, self.place, self.extent = row, place, extent
        self.changed.emit()

    def go(self, by: int) -> None:
        """Choose the next place or the one before, through brackets and ends of rows."""
        found = places(self.draft.rows[self.row].parts)
        at = found.index(self.place) + by
        if 0 <= at < len(found):
            self.choose(self.row, found[at])

    def widen(self, by: int) -> None:
        """Choose one more neighbour at the right, or one fewer."""
        row = row_at(self.draft.rows[self.row].parts, self.place[:-1])
        self.choose(self.row, self.place, max(1, min(self.extent + by, len(row) - self.place[-1])))

    def go_row(self, by: int) -> None:
        """Choose in the contestant above or below."""
        row = min(max(self.row + by, 0), len(self.draft.rows) - 1)
        if row != self.row:
            last = len(self.draft.rows[row].parts)
            self.choose(row, (min(self.place[0], last),))

    # --- Changing parts ---------------------------------------------------------------------------------------------

    def add(self, part: Part) -> None:
        """Put a part behind what is chosen, or at the end that is; a bracket goes around what is chosen."""
        parts = self.draft.rows[self.row].parts
        if isinstance(part, Residual | Lanes) and part_at(parts, self.place) is not None:
            self._put(drafts.wrapped(parts, self.place, self.extent, part), self.place)
            return
        there = part_at(parts, self.place) is not None
        self.insert(part, self.row, (*self.place[:-1], self.place[-1] + self.extent) if there else self.place)

    def insert(self, part: Part, row: int, place: Place) -> None:
        """Put a part before a place."""
        parts = self.draft.rows[row].parts
        if drafts.leaf_count(parts) >= MAX_LEAVES:
            self.told.emit(f"A net is built of at most {MAX_LEAVES} layers; take one out first.")
            return
        self.row = row
        self._put(drafts.spliced(parts, place, 0, (part,)), place)

    def replace(self, part: Part) -> None:
        """Have another part in place of the chosen one."""
        self._put(drafts.spliced(self.draft.rows[self.row].parts, self.place, 1, (part,)), self.place)

    def remove(self) -> None:
        """Take out what is chosen."""
        parts = self.draft.rows[self.row].parts
        if part_at(parts, self.place) is None:
            if self.place[-1] == 0:
                return
            self.place, self.extent = (*self.place[:-1], self.place[-1] - 1), 1
        self._put(drafts.spliced(parts, self.place, self.extent, ()), self.place)

    def shift(self, by: int) -> None:
        """Let what is chosen and its neighbour change places."""
        to = self.place[-1] + (by if by < 0 else self.extent + by)
        row = row_at(self.draft.rows[self.row].parts, self.place[:-1])
        if 0 <= to <= len(row) and self.place[-1] < len(row):
            self.drop((*self.place[:-1], to))

    def drop(self, to: Place) -> None:
        """Move what is chosen before a place of the same contestant."""
        parts, place = drafts.moved(self.draft.rows[self.row].parts, self.place, self.extent, to)
        self._put(parts, place, self.extent)

    def unwrap(self) -> None:
        """Take the chosen bracket off what is inside of it."""
        if isinstance(self.part, Residual | Lanes):
            self._put(drafts.unwrapped(self.draft.rows[self.row].parts, self.place), self.place)

    def use(self, row: int, fix: Fix) -> None:
        """Do what a fix offers."""
        self.row = row
        parts = fix.parts
        there = self.place if self.place in places(parts) else (len(parts),)
        self._put(parts, there)

    def _put(self, parts: tuple[Part, ...], place: Place, extent: int = 1) -> None:
        self._change(self.draft.with_parts(self.row, parts), place, extent)

    # --- Changing contestants ---------------------------------------------------------------------------------------

    def twin(self) -> None:
        """Put a copy of the chosen contestant under it, and go there: for one change."""
        if len(self.draft.rows) >= MAX_CONTESTANTS:
            self.told.emit(f"At most {MAX_CONTESTANTS} networks can race; take one out first.")
            return
        made = self.draft.twin(self.row)
        self.row += 1
        self._change(made, self.place, self.extent)

    def remove_row(self) -> None:
        """Take the chosen contestant out."""
        if len(self.draft.rows) == 1:
            self.told.emit("This is the only network; a race needs one.")
            return
        made = self.draft.without(self.row)
        self.row = min(self.row, len(made.rows) - 1)
        self._change(made, (len(made.rows[self.row].parts),))

    def rename(self, name: str) -> str:
        """Give the chosen contestant another name; returns why not, in one sentence, or ""."""
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME:
            return f"A name has 1 to {MAX_NAME} characters."
        row = self.draft.rows[self.row]
        if name != row.name and any(each.name == name for each in self.draft.rows):
            return "Another network has this name; choose one of its own."
        self._change(self.draft.with_row(self.row, replace(row, name=name)), self.place, self.extent)
        return ""

    def start_as(self, init: Initialisation) -> None:
        """Let the weights of the chosen contestant start in another way."""
        self._change(self.draft.with_init(self.row, init), self.place, self.extent)

    def use_data(self, data: Data) -> None:
        """Build for other pictures."""
        self._change(replace(self.draft, data=data), self.place, self.extent)

    # --- History ----------------------------------------------------------------------------------------------------

    def _change(self, draft: Draft, place: Place, extent: int = 1) -> None:
        self._history = self._history.recorded(draft)
        self.place, self.extent = place, extent
        self.changed.emit()

    def undo(self) -> None:
        """Take the last change back."""
        self._go_to(self._history.undone())

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._go_to(self._history.redone())

    def _go_to(self, history: History[Draft]) -> None:
        before, self._history = self.draft.rows, history
        names = [row.name for row in self.draft.rows]
        if len(names) != len(
            before
        ):  # the same contestant may stand elsewhere; a twin that is gone stood under its own
            name = before[self.row].name
            self.row = names.index(name) if name in names else max(0, self.row - 1)
        self.row = min(self.row, len(names) - 1)
        parts = self.draft.rows[self.row].parts
        if self.place not in places(parts):
            self.place = (len(parts),)
        self.extent = 1
        self.changed.emit()
