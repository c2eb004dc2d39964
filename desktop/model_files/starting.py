"""How the process that reads a network's file is started, and what is said of one that says nothing or breaks down."""

from __future__ import annotations

from pathlib import Path

from desktop.pictures.answers import called
from desktop.pictures.reading import environment

MODULE = "desktop.model_files.process"
SECONDS = 20
"""So long one waits for what is in a file, and for what its network makes of a picture."""
CURE = "Save it as safetensors, and open that."


def surroundings(folder: str) -> dict[str, str]:
    """The environment to start it in; what is unpacked lies in a folder, so that nothing is left however it ends."""
    return {**environment(), **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)}


def too_slow(path: Path, seconds: float) -> str:
    """What is said of a file that takes too long."""
    return f"{called(path)} is not read within {seconds:g} seconds, so it is given up. {CURE}"


def never_answers(path: Path, seconds: float) -> str:
    """What is said of a network that computes too long, or for ever."""
    return (
        f"The network of {called(path)} does not answer to a picture within {seconds:g} seconds, so it is stopped. "
        "Open it again to ask once more."
    )


def broken_down(path: Path) -> str:
    """What is said of a file that breaks what reads it."""
    return f"{called(path)} can’t be read: what reads it broke down. {CURE}"


def no_longer_open(path: Path) -> str:
    """What is said of a file that was read, and broke what reads it later."""
    return f"{called(path)} is no longer open: what reads it broke down. Open it again."
