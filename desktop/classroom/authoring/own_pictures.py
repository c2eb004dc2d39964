"""Pictures of the user's own in knobs: as files beside the lesson, so that its text stays one that people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from desktop.classroom.lessons.document import Edit, LessonDocument
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.knobs import FILE
from desktop.pictures.answers import called
from engine.contract.files import write_atomically
from scenes.stage.core.knobs import Knobs, knobs_of, to_plain
from scenes.stage.data.pictures import Picture

Missing = Mapping[Path, bytes]
"""Picture files that a lesson needs, and that aren't beside it yet."""
_LONGEST = 40


@dataclass(frozen=True)
class FileKnobs:
    """Knobs as a lesson file has them, and the pictures that are still to be written for them."""

    plain: dict[str, Any]
    missing: Missing


def knobs_to_file(knobs: Knobs, folder: Path) -> FileKnobs:
    """Knobs for a lesson file in a folder: pictures of bytes are files beside it, which `edit_with` writes.

    Raises LessonError where the folder can't be read. A picture of other numbers than bytes stays among the knobs.
    """
    plain, missing = to_plain(knobs), dict[Path, bytes]()
    for form in knobs_of(knobs):
        value = getattr(knobs, form.name)
        if form.kind == "picture" and form.name in plain and not value.bundled and value.dtype == "uint8":
            data = _png(value)
            path = _place(folder, _stem(value.name), data, missing)
            plain[form.name] = FILE + path.name
            if not path.exists():
                missing[path] = data
    return FileKnobs(plain, missing)


def edit_with(document: LessonDocument, edit: Edit, missing: Missing) -> bool:
    """Change a lesson, and write pictures beside it; where the change is refused, none of them stays there."""
    written: list[Path] = []

    def change(text: str) -> str:
        changed = edit(text)
        for path, data in missing.items():
            _write(path, data)
            written.append(path)
        return changed

    done = document.edit(change)
    if not done:
        for path in written:
            path.unlink(missing_ok=True)
    return done


def _place(folder: Path, stem: str, data: bytes, missing: Missing) -> Path:
    """The path of a file with this picture in it, or of one that can be written."""
    path, number = folder / f"{stem}.png", 1
    try:
        while missing.get(path, data) != data or (path.exists() and path.read_bytes() != data):
            number += 1
            path = folder / f"{stem}-{number}.png"
    except OSError as error:
        raise _refused(path, error) from error
    return path


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as file:
            file.write(data)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> LessonError:
    return LessonError(
        f"The picture {called(path)} can't be written beside the lesson ({error.strerror}), so nothing is added."
    )


def _stem(name: str) -> str:
    words = "-".join(re.findall(r"[A-Za-z0-9]+", Path(name).stem))
    return words[:_LONGEST].strip("-").lower() or "picture"


def _png(picture: Picture) -> bytes:
    assert picture.shape is not None
    pixels = np.frombuffer(picture.data, np.uint8).reshape(picture.shape)
    rows = np.ascontiguousarray(np.moveaxis(pixels if len(pixels) == 3 else pixels[:1].repeat(3, 0), 0, -1))
    height, width, _ = rows.shape
    image = QImage(rows.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    found = QByteArray()
    buffer = QBuffer(found)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(found.data())
