"""Drawing the questions of a homework: for each student others, and variants of an item for a pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from desktop.classroom.lessons.model import Lesson
from desktop.homework.faults import HomeworkError
from desktop.homework.students import Student
from desktop.words.letters import LETTERS
from scenes.questions.items import Item, Question, items

ATTEMPTS = 60
"""So many seeds are tried for numbers that a sheet doesn't have yet."""


@dataclass(frozen=True)
class Homework:
    """What goes home of a lesson: `name` is "lesson/homework" by their ids."""

    name: str
    title: str
    lesson: str
    by: str
    language: str
    items: tuple[Item, ...]
    each: int
    points: float
    closes: date | None


@dataclass(frozen=True)
class Asked:
    """A question of a sheet; `id` is "output-size@1/2": its item, the item's version, and its number among those."""

    id: str
    question: Question

    @property
    def letters(self) -> str:
        """The letters of its options."""
        return LETTERS[: len(self.question.options)]


@dataclass(frozen=True)
class Drawn:
    """The questions of one student."""

    student: Student
    asked: tuple[Asked, ...]


def homework_of(lesson: Lesson) -> Homework:
    """The homework of a lesson. Raises HomeworkError where it has none."""
    block = lesson.homework
    if block is None:
        raise HomeworkError(
            f"The lesson {lesson.title!r} has no homework: give it a [homework] with an id, a title and items."
        )
    found = tuple(items()[name] for name in dict.fromkeys(block.items))
    if not found:
        raise HomeworkError(f'The homework {block.title!r} has no items: name some, as in items = ["output-size"].')
    return Homework(
        name=f"{lesson.id}/{block.id}",
        title=block.title,
        lesson=lesson.title,
        by=lesson.by,
        language=lesson.language,
        items=found,
        each=block.each,
        points=block.points,
        closes=block.closes,
    )


def draw(homework: Homework, students: Sequence[Student], secret: bytes) -> tuple[Drawn, ...]:
    """The questions of each student, the same ones whenever they are drawn with this secret.

    An item of which there are fewer variants than a sheet has of each comes as often as there are.
    """
    return tuple(_drawn(homework, student, secret) for student in students)


def variants(item: Item, n: int) -> tuple[Question, ...]:
    """Up to `n` different variants of an item for a pool: the same ones everywhere, whatever secret sheets have."""
    return tuple(_variants(item, n, "pool", b"the pool"))


def _drawn(homework: Homework, student: Student, secret: bytes) -> Drawn:
    asked = [
        Asked(f"{item.name}@{item.version}/{number}", question)
        for item in homework.items
        for number, question in enumerate(
            _variants(item, homework.each, f"sheet/{homework.name}/{student.id}", secret), 1
        )
    ]
    return Drawn(student, tuple(asked))


def _variants(item: Item, n: int, whose: str, secret: bytes) -> Iterator[Question]:
    """Up to n questions of an item, no two with the same numbers."""
    found: list[object] = []
    for attempt in range(n * ATTEMPTS):
        if len(found) == n:
            return
        question = item.question(_seed(secret, f"{whose}/{item.name}@{item.version}/{attempt}"))
        if question.params not in found:
            found.append(question.params)
            yield question


def _seed(secret: bytes, of: str) -> int:
    """A seed that nobody can guess who doesn't know the secret."""
    return int.from_bytes(blake2b(of.encode(), key=secret, digest_size=16).digest(), "big")
