"""Mistakes in the files of scenes: which line of which file an exception comes from."""

from __future__ import annotations

import traceback
from pathlib import Path


def what(error: BaseException) -> str:
    """An exception in words: its kind, and what it says."""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {said}"


def where(error: BaseException) -> str | None:
    """The line of a scene's own file that led to an exception: "scenes/averages.py, line 58"; None if none did.

    The kit and the libraries that the line calls don't count, for what they complain of is what they were given.
    """
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    named = [f"{name}, line {line}" for path, line in places if (name := _name(path)) is not None]
    return named[-1] if named else None


def _name(path: str) -> str | None:
    """The name of a scene's file from the folder of scenes on; None for other files."""
    import scenes

    for folder in map(Path, scenes.__path__):
        if Path(path).is_relative_to(folder):
            own = Path(path).relative_to(folder)
            return None if own.parts[0] in ("stage", "reference") else f"scenes/{own.as_posix()}"
    return None
