"""Pictures from files into classes: read in a thread, by a process of their own, and never waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop.pictures.answers import OpenedPicture, PictureError, called
from desktop.pictures.many import read_pictures
from desktop.sets import folders
from desktop.sets.collection import Collection, CollectionError, Picture, Shape
from desktop.sets.gathered import Report, SetError
from desktop.sets.preparing import one_alike
from desktop.sets.words import Options

SIDE = 256
"""The longest side, in pixels, that pictures are read with before they are made alike."""
MOST = 2000
"""So many files are read at once."""


class Brought(NamedTuple):
    """Pictures that were read, with the names of their classes, and a sentence about what was left out."""

    classes: tuple[tuple[str, tuple[Picture, ...]], ...]
    skipped: str = ""

    def into(self, collection: Collection) -> Collection:
        """The collection with these pictures, in its classes or new ones; raises CollectionError."""
        for name, pictures in self.classes:
            if name not in collection.classes:
                collection = collection.with_class(name)
            collection = collection.with_pictures(collection.classes.index(name), pictures)
        return collection


class _StoppedError(Exception):
    """Nobody wants the pictures any more."""


class Bringing(QObject):
    """Reads one folder, or some files, at a time.

    `progressed` carries how many of how many are read, `brought` a `Brought` and `failed` a sentence.
    """

    progressed = Signal(int, int)
    brought = Signal(object)
    failed = Signal(str)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._going: threading.Event | None = None
        self._done.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether something is read."""
        return self._going is not None

    def open_set(self, folder: Path, shape: Shape) -> None:
        """Read a folder with a folder for each class, as pictures of a shape."""
        self._begin(lambda report: _set(folder, shape, report))

    def open_class(self, name: str, paths: list[Path], shape: Shape) -> None:
        """Read files, and those in folders, as pictures of one class."""
        self._begin(lambda report: _class(name, paths, shape, report))

    def close(self) -> None:
        """Read no further; nobody hears of it."""
        if self._going is not None:
            self._going.set()
            self._going = None

    def _begin(self, read: Callable[[Report], Brought]) -> None:
        self.close()
        stopped = self._going = threading.Event()

        def report(done: int, total: int) -> None:
            if stopped.is_set():
                raise _StoppedError
            self.progressed.emit(done, total)

        def work() -> None:
            try:
                found: Brought | str = read(report)
            except (SetError, CollectionError, OSError) as error:
                found = str(error)
            except _StoppedError:
                return
            self._done.emit(stopped, found)

        threading.Thread(target=work, name="pictures", daemon=True).start()

    def _take(self, stopped: threading.Event, found: Brought | str) -> None:
        if stopped is not self._going:
            return
        self._going = None
        if isinstance(found, str):
            self.failed.emit(found)
        else:
            self.brought.emit(found)


def _set(folder: Path, shape: Shape, report: Report) -> Brought:
    gathered = folders.gather(folder, report, SIDE)
    alike = [one_alike(picture, _options(shape)) for picture in gathered.pictures]
    classes = tuple(
        (name, tuple(alike[place] for place in np.flatnonzero(gathered.labels == label)))
        for label, name in enumerate(gathered.classes)
    )
    return Brought(classes, _told(gathered.skipped))


def _class(name: str, paths: list[Path], shape: Shape, report: Report) -> Brought:
    files = list(_files(paths))
    if len(files) > MOST:
        raise SetError(f"These are {len(files):,} files, and at most {MOST:,} are read at once. Take fewer.")
    pictures, skipped = list[Picture](), list[str]()
    for done, found in enumerate(read_pictures(files, SIDE), start=1):
        if isinstance(found, OpenedPicture) and not found.damage and found.picture.shape is not None:
            pixels = np.frombuffer(found.picture.data, np.uint8).reshape(found.picture.shape)
            pictures.append(one_alike(pixels, _options(shape)))
        else:
            skipped.append(str(found) if isinstance(found, PictureError) else found.damage)
        report(done, len(files))
    if not pictures:
        raise SetError(skipped[0] if skipped else f"There is no picture in {called(paths[0])}.")
    return Brought(((name, tuple(pictures)),), _told(skipped))


def _files(paths: list[Path]) -> Iterator[Path]:
    """All files of some paths: folders give those that lie in them, but for hidden ones."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        else:
            yield path


def _options(shape: Shape) -> Options:
    return Options(shape[1], 3 if shape[0] == 3 else 1)


def _told(skipped: list[str]) -> str:
    """What to say of pictures that are left out."""
    if not skipped:
        return ""
    more = f" So it is with {len(skipped) - 1:,} others." if len(skipped) > 1 else ""
    return f"{skipped[0]}{more}"
