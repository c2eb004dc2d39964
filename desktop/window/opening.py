"""What is dropped on the window or opened again goes to whoever can open it: one table, the first that takes a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

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


def open_with(openers: tuple[Opener, ...], path: Path) -> str:
    """Have a file opened; returns "", or a sentence where nobody takes it."""
    for opener in openers:
        if opener.takes(path):
            opener.open(path)
            return ""
    return f"{called(path)} can't be opened here: no scene of this window shows files of its kind."
