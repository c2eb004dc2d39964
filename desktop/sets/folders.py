"""Folders of pictures: a folder a class, alone or below "train" and "test" (as torchvision's ImageFolder has them)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop.pictures.answers import OpenedPicture, PictureError, called
from desktop.pictures.many import read_pictures
from desktop.sets.gathered import MOST_FILES, Gathered, Report, SetError, class_names, short_name, title_of

LEARNING = ("train", "training")
JUDGING = ("test", "testing", "val", "valid", "validation")
"""What the two parts of a set that is split already are called."""
DRAFT = 96
"""The longest side, in pixels, that pictures are kept with until it is known how large they shall be."""
_IGNORED = ("thumbs.db", "desktop.ini", "__macosx")


@dataclass(frozen=True)
class _File:
    path: Path
    folder: str
    judging: bool


def gather(folder: Path, report: Report, side: int = DRAFT) -> Gathered:
    """Read all pictures of a folder, at most `side` pixels a side; raises SetError where they are no set."""
    where = called(folder)
    top = _with_classes(folder)
    parts = _parts(top)
    skipped = [f"{called(each)} lies in no folder of a class." for each in _files(top)]
    files, names = list[_File](), set[str]()
    for part, judging in parts or [(top, False)]:
        loose = _files(part) if parts else ()
        skipped += [f"{called(part)}/{called(each)} lies in no folder of a class." for each in loose]
        for each in _folders(part):
            names.add(short_name(each.name))
            files += [
                _File(path, short_name(each.name), judging) for path in files_below(each, MOST_FILES + 1 - len(files))
            ]
    if len(files) > MOST_FILES:
        raise SetError(f"{where} has more than {MOST_FILES:,} files. Import a part of them, or make them an .npz file.")
    if not files:
        raise SetError(
            f"There is no picture in {where} that lies in a folder of its class. Put the pictures of each class into a "
            "folder with its name."
        )
    class_names(sorted({file.folder for file in files}), where)
    found = _read(folder, files, bool(parts), report, side)
    lost = [f"The folder {name} holds no picture." for name in sorted(names - set(found.classes))]
    return replace(found, skipped=[*lost, *skipped, *found.skipped])


def _read(folder: Path, files: list[_File], split: bool, report: Report, side: int) -> Gathered:
    """Decode the files, in a process of their own, and keep those that are whole pictures."""
    pictures, kept, skipped = [], list[_File](), list[str]()
    for done, (file, found) in enumerate(
        zip(files, read_pictures([file.path for file in files], side), strict=True), start=1
    ):
        if isinstance(found, PictureError) or found.damage:
            skipped.append(_with_folder(file, found))
        else:
            shape = found.picture.shape
            assert shape is not None
            pictures.append(np.frombuffer(found.picture.data, np.uint8).reshape(shape))
            kept.append(file)
        report(done, len(files))
    if not kept:
        raise SetError(f"None of the {len(files):,} files in {called(folder)} can be read as a picture.")
    classes = class_names(sorted({file.folder for file in kept}), called(folder))
    places = {name: place for place, name in enumerate(classes)}
    return Gathered(
        title=title_of(folder),
        classes=classes,
        pictures=pictures,
        labels=np.array([places[file.folder] for file in kept], np.uint8),
        names=lambda index: f"{kept[index].folder}/{called(kept[index].path)}",
        judging=np.array([file.judging for file in kept]) if split else None,
        skipped=skipped,
    )


def _with_folder(file: _File, found: OpenedPicture | PictureError) -> str:
    """Why a file is skipped, with its name as that of one among many."""
    why = found.damage if isinstance(found, OpenedPicture) else str(found)
    name = called(file.path)
    return why.replace(name, f"{file.folder}/{name}", 1)


def _with_classes(folder: Path) -> Path:
    """The folder itself, or the one inside it that everything lies in, as archives are unpacked."""
    for _ in range(4):
        inside = _folders(folder)
        if len(inside) != 1 or _files(folder) or not _folders(inside[0]):
            return folder
        folder = inside[0]
    return folder


def _parts(folder: Path) -> list[tuple[Path, bool]]:
    """The parts of a set that is split already, and whether each is one to be judged by; none where it isn't."""
    found = {each.name.lower(): each for each in _folders(folder)}
    learning = [(found[name], False) for name in LEARNING if name in found]
    judging = [(found[name], True) for name in JUDGING if name in found]
    return learning + judging if learning and judging and len(found) == len(learning) + len(judging) else []


def _folders(folder: Path) -> list[Path]:
    return [each for each in _entries(folder) if each.is_dir() and not each.is_symlink()]


def _files(folder: Path) -> list[Path]:
    return [each for each in _entries(folder) if each.is_file()][: MOST_FILES + 1]


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, in the order of names, without what systems leave there."""
    try:
        found = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError as error:
        raise SetError(f"The folder {called(folder)} can't be read ({error.strerror}).") from error
    return [each for each in found if _counts(each.name)]


def _counts(name: str) -> bool:
    return not name.startswith(".") and name.lower() not in _IGNORED


def files_below(folder: Path, most: int) -> Iterator[Path]:
    """The files of a class, also in folders within its folder, at most so many."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(filter(_counts, folders))
        for name in sorted(filter(_counts, names)):
            if most <= 0:
                return
            most -= 1
            yield Path(root) / name


def names_of(classes: Sequence[str]) -> dict[str, int]:
    """The numbers of classes by their names, however these are written as those of folders; see `class_of`."""
    return {_plain(name): place for place, name in enumerate(classes)}


def class_of(file: Path, names: Mapping[str, int]) -> int | None:
    """The class that the nearest folder of a file is named as, None where none is."""
    return next((names[_plain(part)] for part in reversed(file.parts[:-1]) if _plain(part) in names), None)


def _plain(name: str) -> str:
    """A name of a class however it is written as a folder's."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
