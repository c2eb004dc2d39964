"""The sets that are kept: a file of pictures each, and a small one beside it that says what they are."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject

from desktop.system.keeping import Keeping
from desktop.system.sharing import FolderWatch
from engine.contract import own_data
from engine.contract.files import remove_partials, write_atomically
from engine.contract.spec import OwnData, SpecError, check_data

SUFFIX = ".json"


class KeptSet(NamedTuple):
    """A set that is kept, and how many bytes its pictures take."""

    data: OwnData
    size: int


class SetStore(Keeping[OwnData]):
    """Knows the sets of pictures, by their names."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(folder, parent)
        self._sets = self._read()
        self._watch = FolderWatch(folder, self)
        self._watch.changed.connect(self._look)

    @property
    def sets(self) -> tuple[KeptSet, ...]:
        """All sets that are not deleted."""
        return tuple(each for each in self._sets if each.data not in self._deleted)

    def has(self, data: OwnData) -> bool:
        """Whether the pictures of a set are here."""
        return any(each.data.digest == data.digest for each in self.sets)

    def add(self, data: OwnData) -> None:
        """List a set whose pictures are in the folder; raises OSError where that can't be written down.

        The same pictures under another name are the same set, called so from now on.
        """
        with write_atomically(self._label(data)) as file:
            file.write(msgspec.json.format(msgspec.json.encode(data)))
        self._deleted = [each for each in self._deleted if each.digest != data.digest]
        self._look()

    def delete(self, kept: OwnData) -> None:
        """Take a set from the list, if it is there."""
        if self.has(kept):
            super().delete(kept)

    def close(self) -> None:
        """Remove the files of what is deleted."""
        self._watch.close()
        super().close()

    def _remove(self, kept: OwnData) -> None:
        for path in (self._label(kept), own_data.path_of(self.folder, kept)):
            with contextlib.suppress(OSError):
                path.unlink()

    def _label(self, data: OwnData) -> Path:
        return self.folder / (data.digest + SUFFIX)

    def _look(self) -> None:
        """Follow what this or another window has put into the folder, or taken from it."""
        found = self._read()
        if found != self._sets:
            self._sets = found
        self.changed.emit()

    def _read(self) -> tuple[KeptSet, ...]:
        remove_partials(self.folder)
        found = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError, SpecError):
                data = msgspec.json.decode(path.read_bytes(), type=OwnData)
                check_data(data)
                found.append(KeptSet(data, own_data.path_of(self.folder, data).stat().st_size))
        return tuple(sorted(found, key=lambda each: (each.data.title.lower(), each.data.digest)))
