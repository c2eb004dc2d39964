"""Paths of files that a user names, and files that can't be read."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ENDING = re.compile(r"\.[a-z][a-z0-9]*", re.IGNORECASE)
"""What a kind of files is told by. The dot of a number ("run 1.5") or of a sentence begins none."""


def with_ending(path: Path, kind: str) -> Path:
    """A path with the ending of a kind of files, such as "PNG (*.png)", where it was typed without one.

    Not where there is such a file already: the dialog has not asked whether to replace that one.
    """
    ended = path.with_name(path.name + kind.rpartition("*")[2].rstrip(")"))
    return path if _ENDING.fullmatch(path.suffix) or ended.exists() else ended


def set_aside(path: Path) -> Path:
    """Rename a damaged file, so that nothing of it is lost; returns its new path. Raises OSError."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        if not aside.exists():
            break
    os.replace(path, aside)
    return aside
