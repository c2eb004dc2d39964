"""The knobs of a stop: as a file has them, with pictures as files beside the lesson, and as a scene takes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np

from desktop.classroom.lessons.model import Stop
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs, from_plain, knobs_of
from scenes.stage.data import pictures
from scenes.stage.data.pictures import LARGEST_SIDE, Picture, from_array

FILE = "file:"
"""How a picture begins that is a file beside the lesson."""


def picture_files(stop: Stop) -> tuple[str, ...]:
    """The pictures that a stop needs, as names of files beside its lesson."""
    named = (stop.picture, *stop.knobs.values())
    return tuple(word.removeprefix(FILE) for word in named if isinstance(word, str) and word.startswith(FILE))


def turned(scene: Scene, stop: Stop, own: Mapping[str, Picture] | None = None) -> Knobs:
    """The knobs of a scene as a stop has them; `own` are the pictures out of files beside the lesson, by their names.

    A picture that isn't in `own` is blank. Raises KnobError with one sentence.
    """
    return from_plain(scene.knobs, plain_knobs(scene, stop.knobs, own or {}))


def plain_knobs(scene: Scene, knobs: Mapping[str, Any], own: Mapping[str, Picture]) -> dict[str, Any]:
    """Knobs of a file as `from_plain` reads them, with the pictures themselves instead of their files' names."""
    plain = dict(knobs)
    for form in knobs_of(scene.knobs):
        word = plain.get(form.name)
        if form.kind == "picture" and isinstance(word, str) and word.startswith(FILE):
            plain[form.name] = pictures.to_plain(own.get(word.removeprefix(FILE), blank()))
    return plain


def blank() -> Picture:
    """A picture in place of one that has not been read."""
    return from_array("blank", np.zeros((3, LARGEST_SIDE, LARGEST_SIDE), np.uint8))


def is_beside(name: str) -> bool:
    """Whether a file's name leads to no place but the folder of the lesson, and folders in it."""
    kinds = (PurePosixPath(name), PureWindowsPath(name))
    outside = any(path.is_absolute() or path.drive or path.root or ".." in path.parts for path in kinds)
    return bool(name.strip()) and "\0" not in name and not outside


def is_there(folder: Path, name: str) -> bool:
    """Whether there is a file of a name in a folder; a name that no file can have is none."""
    return os.path.isfile(folder / name)
