"""What the classes of a network are called: read from a text file or a JSON list, or the names of ImageNet."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.pictures.answers import called
from scenes.stage.data import published
from scenes.stage.data.published import LITE

IMAGENET = 1000
"""A network with so many classes is taken for one of ImageNet."""
ASSUMED = "Assumed: ImageNet’s names in their usual order."
MOST_BYTES = 4_000_000
LONGEST = 200
"""So many letters of a name are kept."""


class NamesError(ValueError):
    """Why a file gives no names, in a sentence."""


def usual(classes: int) -> tuple[str, ...]:
    """The names of ImageNet, where a network has as many classes; else none."""
    return published.labels(LITE) if classes == IMAGENET else ()


def read_names(path: Path, classes: int) -> tuple[str, ...]:
    """One name a line, or a list in JSON; raises NamesError where there aren't as many names as classes."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NamesError(f"{called(path)} is too large for a list of names.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NamesError(f"{called(path)} can’t be read. The system says: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NamesError(f"{called(path)} is no text. Save it as text in UTF-8.") from error
    found = _listed(text)
    if len(found) != classes:
        raise NamesError(
            f"{called(path)} has {len(found):,} names, but the network has {classes:,} classes. "
            "It needs one name a line, or a list in JSON."
        )
    return found


def _listed(text: str) -> tuple[str, ...]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(_name(each) for each in found)
    return tuple(_name(line) for line in text.splitlines() if line.strip())


def _name(text: str) -> str:
    """A name in one line of printable letters."""
    return "".join(each if each.isprintable() else " " for each in text).strip()[:LONGEST]
