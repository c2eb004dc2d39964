"""Pictures of the user's own out of a folder, as a network takes them: the centred square of each."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.edge.measuring.words import Progress
from desktop.pictures.answers import PictureError, called
from desktop.pictures.many import read_pictures
from desktop.pictures.square import brought_to
from desktop.sets.folders import class_of, files_below, names_of
from desktop.words.plain import counted
from scenes.stage.data.pictures import SLIDE_SIDE

MOST = 1000
"""So many files of a folder are read at most: of 224 pixels a side they are 150 MB."""
MOST_NAMED = 3
"""So many folders that are no class are named."""
PAUSE = 0.1
"""Seconds between two words about how far it is."""


class FolderError(ValueError):
    """A folder with no picture in it; one sentence, which says what to do."""


class Found(NamedTuple):
    """The pictures of a folder, uint8 (count, channels, height, width), with their files in it and `labels`.

    A label is that of the class that the nearest folder is named as, -1 where none is. `notes` say what is left out.
    """

    pixels: NDArray[np.uint8]
    names: tuple[str, ...]
    labels: NDArray[np.int64]
    notes: tuple[str, ...]


def found(folder: Path, shape: tuple[int, int, int], classes: Sequence[str]) -> Generator[Progress, None, Found]:
    """Read the pictures of a folder, and of those in it, for a network; raises FolderError."""
    if not folder.is_dir():
        raise FolderError(f"The folder {called(folder)} is not there. Choose a folder with pictures in it.")
    files = list(files_below(folder, MOST + 1))
    names, pixels, labels, read = names_of(classes), list[NDArray[np.uint8]](), list[int](), list[str]()
    told = time.monotonic()
    for done, (file, each) in enumerate(
        zip(files[:MOST], read_pictures(files[:MOST], SLIDE_SIDE), strict=True), start=1
    ):
        if time.monotonic() - told >= PAUSE:
            told = time.monotonic()
            yield Progress("Reading pictures", done, len(files[:MOST]))
        if isinstance(each, PictureError) or each.damage:
            continue
        inside = file.relative_to(folder)
        label = class_of(inside, names)
        pixels.append(brought_to(each.picture, shape))
        labels.append(-1 if label is None else label)
        read.append(inside.as_posix())
    if not pixels:
        raise FolderError(f"There is no picture in the folder {called(folder)} that can be read. Choose another one.")
    left = len(files[:MOST]) - len(pixels)
    notes = [f"{counted(left, 'file')} in the folder can’t be read as pictures."] if left else []
    known = np.array(labels, np.int64)
    if known.max() < 0:
        notes.append(_why_nothing_is_right({Path(name).parent.name for name in read}, classes))
    if len(files) > MOST:
        notes.append(f"The folder has more than {MOST:,} files: the first {MOST:,} were taken.")
    return Found(np.stack(pixels), tuple(read), known, tuple(notes))


def _why_nothing_is_right(folders: set[str], classes: Sequence[str]) -> str:
    """Why it isn't known of any picture which answer is right, in a sentence or two."""
    if not classes:
        return "Nobody knows which answers are right: it isn’t known what the network’s classes are called."
    named = sorted(folders - {""})
    if not named:
        return (
            "Nobody knows which answers are right. Put the pictures into folders that are named as their classes, and "
            "right answers are counted."
        )
    told = ", ".join(f"“{called(Path(each))}”" for each in named[:MOST_NAMED])
    more = " and others" if len(named) > MOST_NAMED else ""
    return (
        f"Nobody knows which answers are right: no class of the network is called as the folders {told}{more}. Name "
        "folders as its classes, and right answers are counted."
    )
