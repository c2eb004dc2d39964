"""What is said of a lesson file before it is opened: its title and its size, read at a glance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load
from desktop.classroom.lessons.model import Stop
from desktop.classroom.lessons.shelf import name_of, own, shipped
from desktop.home.lesson_sheet import LessonCard

USUAL_MINUTES = Stop(id="usual").minutes


def cards() -> tuple[LessonCard, ...]:
    """The lessons that ship, then the user's own."""
    return tuple(card_of(path) for path in (*shipped(), *own()))


def card_of(path: Path) -> LessonCard:
    """The card of a file. One with faults has one too: it can be opened, and says then what is wrong."""
    is_own = path not in shipped()
    try:
        plain = tomllib.loads(load(path))
        stops = [stop for stop in plain.get("stop", ()) if isinstance(stop, dict)]
        minutes = _number(plain.get("minutes")) or sum(_minutes(stop) for stop in stops if not stop.get("optional"))
        title = plain.get("title")
    except (LessonError, tomllib.TOMLDecodeError, TypeError):
        return LessonCard(name_of(path), "It has faults.", path, is_own)
    count = f"{len(stops)} stop{'s' * (len(stops) != 1)}"
    return LessonCard(
        title if isinstance(title, str) and title else name_of(path), f"{minutes:g} min · {count}", path, is_own
    )


def _minutes(stop: dict[str, Any]) -> float:
    return _number(stop.get("minutes", USUAL_MINUTES))


def _number(found: object) -> float:
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else 0.0
