"""What is said of a lesson file before it is opened: its title and its size, read at a glance."""

from __future__ import annotations

from pathlib import Path

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load
from desktop.classroom.lessons.reading import outline
from desktop.classroom.lessons.shelf import name_of, own, shipped
from desktop.home.lesson_sheet import LessonCard

FAULTY = "It has faults."


def cards() -> tuple[LessonCard, ...]:
    """The lessons that ship, then the user's own."""
    return tuple(card_of(path) for path in (*shipped(), *own()))


def card_of(path: Path) -> LessonCard:
    """The card of a file. One with faults has one too: it can be opened, and says then what is wrong."""
    is_own = path not in shipped()
    try:
        found = outline(load(path))
    except LessonError:
        return LessonCard(name_of(path), FAULTY, path, is_own)
    lesson = found.lesson
    title = (lesson.title if lesson is not None else "") or name_of(path)
    if lesson is None or found.faults:
        return LessonCard(title, FAULTY, path, is_own)
    count = f"{len(lesson.stop)} stop{'s' * (len(lesson.stop) != 1)}"
    return LessonCard(title, f"{lesson.planned:g} min · {count}", path, is_own)
