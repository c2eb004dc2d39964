"""A homework, a class and a made homework for the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.classroom.lessons.model import Homework as Block
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.homework.drawing import Homework, homework_of
from desktop.homework.making import MadeHomework, Places, make, places
from desktop.homework.students import Student

SECRET = bytes(range(32))
ITEMS = ("output-size", "one-cell", "relu-map", "cross-entropy")


def lesson_of(*items: str, each: int = 1, points: float = 1.0) -> Lesson:
    return Lesson(
        convoscope=1,
        id="five-errors",
        title="Five errors",
        by="A teacher",
        stop=(Stop(id="a", scene="padding"),),
        homework=Block(
            id="sheet-1", title="Sheet 1", items=items or ITEMS, each=each, points=points, closes=date(2026, 12, 24)
        ),
    )


def homework(*items: str, each: int = 1, points: float = 1.0) -> Homework:
    return homework_of(lesson_of(*items, each=each, points=points))


def a_class(count: int) -> tuple[Student, ...]:
    return tuple(Student(f"s{number}", f"Student {number}") for number in range(1, count + 1))


def made(folder: Path, count: int, *items: str, each: int = 1, points: float = 1.0) -> tuple[MadeHomework, Places]:
    where = places(folder)
    return make(homework(*items, each=each, points=points), a_class(count), SECRET, where), where
