"""The collections that are kept while they grow: a file each, with a label that can be read alone."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec
import numpy as np
from PySide6.QtCore import QObject

from desktop.sets.collection import Collection, CollectionError, Pile, Sample
from desktop.system.keeping import Keeping
from desktop.system.sharing import FolderWatch
from engine.contract.files import remove_partials, write_atomically

SUFFIX = ".npz"
_DAMAGE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error, msgspec.DecodeError)


class Label(msgspec.Struct, frozen=True):
    """What is known of a collection without its pictures: `counts` has how many each class has."""

    title: str
    shape: tuple[int, int, int]
    classes: tuple[str, ...]
    counts: tuple[int, ...]
    shown: bool = True
    made: tuple[str, ...] = ()


class Draft(NamedTuple):
    """A collection that is kept under a key, and how many bytes it takes."""

    key: str
    label: Label
    size: int


class DraftStore(Keeping[Draft]):
    """Knows the collections in a folder."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(folder, parent)
        self._drafts = self._read()
        self._watch = FolderWatch(folder, self)
        self._watch.changed.connect(self._look)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All collections that are not deleted, by their names."""
        gone = {each.key for each in self._deleted}
        return tuple(each for each in self._drafts if each.key not in gone)

    def find(self, key: str) -> Draft | None:
        """The collection of a key, if there is one."""
        return next((each for each in self.drafts if each.key == key), None)

    def load(self, key: str) -> Collection:
        """Read a collection; raises CollectionError where that can't be done."""
        try:
            with self._path(key).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                label = msgspec.json.decode(stored["label"].tobytes(), type=Label)
                x, split = stored["x"], stored["split"]
            if x.dtype != np.uint8 or x.shape != (sum(label.counts), *label.shape) or split.shape != x.shape[:1]:
                raise ValueError("the pictures are not those of the label")
        except _DAMAGE as error:
            raise CollectionError(
                "This set can't be read; its file is gone or damaged. Begin it anew, or import its pictures."
            ) from error
        samples = iter([Sample(picture.tobytes(), int(side)) for picture, side in zip(x, split, strict=True)])
        piles = tuple(
            Pile(name, tuple(next(samples) for _ in range(count)))
            for name, count in zip(label.classes, label.counts, strict=True)
        )
        return Collection(label.title, label.shape, piles, label.shown, label.made)

    def save(self, collection: Collection, key: str = "") -> str:
        """Write a collection under its key, or a new one; returns the key. Raises OSError."""
        key = key or uuid4().hex
        label = Label(
            collection.title,
            collection.shape,
            collection.classes,
            tuple(len(pile.samples) for pile in collection.piles),
            collection.shown,
            collection.made,
        )
        samples = [sample for pile in collection.piles for sample in pile.samples]
        data = b"".join(sample.pixels for sample in samples)
        self.folder.mkdir(parents=True, exist_ok=True)
        with write_atomically(self._path(key)) as file:
            np.savez(
                file,
                label=np.frombuffer(msgspec.json.encode(label), np.uint8),
                x=np.frombuffer(data, np.uint8).reshape(-1, *collection.shape),
                split=np.array([sample.side for sample in samples], np.uint8),
            )
        self._deleted = [each for each in self._deleted if each.key != key]
        self._look()
        return key

    def close(self) -> None:
        """Remove the files of what is deleted."""
        self._watch.close()
        super().close()

    def _remove(self, kept: Draft) -> None:
        with contextlib.suppress(OSError):
            self._path(kept.key).unlink()

    def _path(self, key: str) -> Path:
        return self.folder / (key + SUFFIX)

    def _look(self) -> None:
        """Follow what this or another window has put into the folder, or taken from it."""
        found = self._read()
        if found != self._drafts:
            self._drafts = found
            self.changed.emit()

    def _read(self) -> tuple[Draft, ...]:
        remove_partials(self.folder)
        found = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(*_DAMAGE), np.load(path, allow_pickle=False) as stored:
                label = msgspec.json.decode(stored["label"].tobytes(), type=Label)
                found.append(Draft(path.stem, label, path.stat().st_size))
        return tuple(sorted(found, key=lambda each: (each.label.title.lower(), each.key)))
