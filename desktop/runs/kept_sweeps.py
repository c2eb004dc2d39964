"""The sweeps of the lab that are kept: a folder each, under a name that says what was trained."""

from __future__ import annotations

import re
import shutil
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from desktop.system.keeping import Keeping
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


class SweepStore(Keeping[KeptSweep]):
    """Knows the folders of sweeps within one folder."""

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

    def use(self, path: Path) -> None:
        """A folder is written into: it is deleted no more."""
        self._deleted = [each for each in self._deleted if each.path != path]
        self.changed.emit()

    def _remove(self, kept: KeptSweep) -> None:
        shutil.rmtree(kept.path, ignore_errors=True)

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
