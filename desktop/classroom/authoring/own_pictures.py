"""Pictures of the user's own in knobs: as files beside the lesson, so that its text stays one that people read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.knobs import FILE
from desktop.pictures.answers import called
from engine.contract.files import write_atomically
from scenes.stage.core.knobs import Knobs, knobs_of, to_plain
from scenes.stage.data.pictures import Picture

_LONGEST = 40


def plain_knobs(knobs: Knobs, folder: Path) -> dict[str, Any]:
    """Knobs as a lesson file in a folder has them; pictures of bytes are written there, unless they are there already.

    Raises LessonError where they can't be written. A picture of other numbers than bytes stays among the knobs.
    """
    plain = to_plain(knobs)
    for form in knobs_of(knobs):
        value = getattr(knobs, form.name)
        if form.kind == "picture" and form.name in plain and not value.bundled and value.dtype == "uint8":
            plain[form.name] = FILE + _put(value, folder)
    return plain


def _put(picture: Picture, folder: Path) -> str:
    """The name of a file with a picture in it, written where there is none yet."""
    data, stem, number = _png(picture), _stem(picture.name), 1
    path = folder / f"{stem}.png"
    try:
        while path.exists() and path.read_bytes() != data:
            number += 1
            path = folder / f"{stem}-{number}.png"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with write_atomically(path) as file:
                file.write(data)
    except OSError as error:
        raise LessonError(
            f"The picture {called(path)} can't be written beside the lesson ({error.strerror}), so nothing is added."
        ) from error
    return path.name


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
