"""The sweeps of the lab that are kept: a folder each, under a name that says what was trained."""

from __future__ import annotations

import re
import shutil
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from engine.contract.sweeps.folder import PLAN, FolderError, SweepFolder, extends, planned
from engine.contract.sweeps.sweep import Sweep

LONGEST = 100
"""A folder's name has so many characters at most, which every file system can have."""


class KeptSweep(NamedTuple):
    """A sweep that is kept: its folder, and what was to be trained."""

    path: Path
    sweep: Sweep

    @property
    def size(self) -> int:
        """How many bytes its files take."""
        return sum(each.stat().st_size for each in self.path.glob("*") if each.is_file())


class SweepStore(QObject):
    """Knows the folders of sweeps within one folder; close it at the end.

    What is deleted can be brought back until then: its files go when the store is closed. `changed` says that there are
    others than before.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._deleted: list[KeptSweep] = []

    @property
    def sweeps(self) -> tuple[KeptSweep, ...]:
        """All sweeps that are not deleted, by the names of their folders; what can't be read is left out."""
        found = []
        for plan in sorted(self.folder.glob(f"*/{PLAN}")):
            try:
                found.append(KeptSweep(plan.parent, planned(plan.parent)))
            except FolderError:
                continue
        gone = {each.path for each in self._deleted}
        return tuple(each for each in found if each.path not in gone)

    @property
    def undoable(self) -> KeptSweep | None:
        """The sweep that `undo` would bring back."""
        return self._deleted[-1] if self._deleted else None

    def delete(self, kept: KeptSweep) -> None:
        """Take a sweep from the list."""
        self._deleted.append(kept)
        self.changed.emit()

    def undo(self) -> None:
        """Bring back the sweep that was deleted last."""
        if self._deleted:
            self._deleted.pop()
            self.changed.emit()

    def use(self, path: Path) -> None:
        """A folder is written into: it is deleted no more."""
        self._deleted = [each for each in self._deleted if each.path != path]
        self.changed.emit()

    def close(self) -> None:
        """Remove the files of what is deleted; what can't be removed is there again at the next start."""
        for kept in self._deleted:
            shutil.rmtree(kept.path, ignore_errors=True)
        self._deleted.clear()

    def home_of(self, wanted: Sweep) -> SweepFolder:
        """The folder of a sweep: the one that it only adds to, else a new one, which takes over runs that are there."""
        alike = [each for each in self.sweeps if each.sweep.base == wanted.base]
        same = [each for each in alike if each.sweep == wanted] or [
            each for each in alike if extends(wanted, each.sweep)
        ]
        if same:
            return SweepFolder(same[0].path, wanted)
        return SweepFolder(self._new(wanted), wanted, [each.path for each in alike])

    def _new(self, wanted: Sweep) -> Path:
        """A folder that isn't there yet."""
        name = re.sub(r"[^\w.,() +-]+", " ", wanted.words)[:LONGEST].strip(" .")
        names = chain([name], (f"{name} {number}" for number in count(2)))
        return next(path for path in (self.folder / each for each in names) if not path.exists())
