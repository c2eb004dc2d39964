"""What is dropped on the window, pasted or opened again goes to whoever can open it.

Files go by one table, to the first that takes one; a picture that is in no file goes to a scene that looks at pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from desktop.pictures.answers import called


@dataclass(frozen=True)
class Opener:
    """Opens one kind of file: `takes` says whether a file is of that kind, as far as can be told without opening it."""

    takes: Callable[[Path], bool]
    open: Callable[[Path], object]


def dropped(data: QMimeData) -> Path | None:
    """The file that is dropped, the first one where there are several; None where there is none."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if files else None


def on_clipboard() -> QMimeData:
    """What is on the clipboard, which may be nothing."""
    return QGuiApplication.clipboard().mimeData() or QMimeData()


def shades_of(data: QMimeData) -> NDArray[np.uint8] | None:
    """The picture, uint8 (3, height, width), that is dropped or on the clipboard; None where there is none.

    What is transparent stands on white. Cells of a spreadsheet come as a picture too: those are numbers.
    """
    found = data.imageData() if data.hasImage() and not data.text().strip() else None
    if not isinstance(found, QImage) or found.isNull():
        return None
    image = QImage(found.size(), QImage.Format.Format_RGB888)
    image.fill("white")
    with QPainter(image) as painter:
        painter.drawImage(0, 0, found)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    colours = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    return np.ascontiguousarray(np.moveaxis(colours, 2, 0))


@dataclass(frozen=True)
class Arriving:
    """What comes by drop or by paste: a file for one of the `openers`, or a picture to `show`; `say` tells of others.

    A file goes before a picture of it.
    """

    openers: tuple[Opener, ...]
    show: Callable[[NDArray[np.uint8]], None]
    say: Callable[[str], None]

    def takes(self, data: QMimeData) -> bool:
        """Whether there is something to be taken."""
        return dropped(data) is not None or (data.hasImage() and not data.text().strip())

    def take(self, data: QMimeData) -> bool:
        """Take it; tells whether there was anything."""
        path, shades = dropped(data), shades_of(data)
        if path is not None:
            self.say(open_with(self.openers, path))
        elif shades is not None:
            self.show(shades)
        return path is not None or shades is not None


def open_with(openers: tuple[Opener, ...], path: Path) -> str:
    """Have a file opened; returns "", or a sentence where nobody takes it."""
    for opener in openers:
        if opener.takes(path):
            opener.open(path)
            return ""
    return f"{called(path)} can't be opened here: no scene of this window shows files of its kind."
