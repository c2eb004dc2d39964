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

from desktop.pictures.answers import called
from desktop.widgets.arriving import dropped, shades_of


@dataclass(frozen=True)
class Opener:
    """Opens one kind of file: `takes` says whether a file is of that kind, as far as can be told without opening it."""

    takes: Callable[[Path], bool]
    open: Callable[[Path], object]


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
