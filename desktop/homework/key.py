"""The teacher's key: for each student the questions with their right answers, and whose mistake each wrong one is.

Answers are checked by it alone, so that it holds all that takes, also when an item is asked otherwise by then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from desktop.classroom.lessons import writing
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load as load_text
from desktop.homework.drawing import Asked, Drawn, Homework
from desktop.homework.faults import HomeworkError
from desktop.pictures.answers import called
from desktop.words.plain import on_one_line
from scenes.questions.draws import Param

FORMAT = 1
NAME = "key.toml"
LARGEST = 64_000_000
"""Bytes of the largest key that is read: one of 5000 students has some 20 million."""
_COMMENT = """\
# The key to the homework {title}. It is yours alone: students get the folder of their sheets, and never this file.
# `convoscope homework check ANSWERS --key {name} -o REPORT` checks what they hand in.

"""


class KeyQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question of a sheet: the texts of its options by their letters, and the letter of the right one.

    `values` are the numbers behind the texts, for those that are numbers. `slips` are ids of misconceptions, for the
    wrong ones.
    """

    id: str
    params: dict[str, Param]
    options: Annotated[dict[str, str], Meta(min_length=1)]
    right: str
    values: dict[str, float] = {}
    slips: dict[str, str] = {}

    @property
    def item(self) -> str:
        """The name of its item."""
        return self.id.partition("@")[0]


class KeySheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The questions of a student."""

    student: str
    name: str = ""
    question: tuple[KeyQuestion, ...] = ()


class Key(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The key to a homework: `homework` is "lesson/homework" by their ids, `lesson` the title of that."""

    convoscope_key: Literal[1]
    homework: str
    title: str
    lesson: str = ""
    points: Annotated[float, Meta(gt=0)] = 1.0
    closes: date | None = None
    sheet: tuple[KeySheet, ...] = ()

    @cached_property
    def by_student(self) -> dict[str, KeySheet]:
        """The sheets by the ids of their students, in small letters."""
        return {sheet.student.casefold(): sheet for sheet in self.sheet}


def key_of(homework: Homework, drawn: Sequence[Drawn]) -> Key:
    """The key to the sheets of a homework."""
    return Key(
        convoscope_key=1,
        homework=homework.name,
        title=homework.title,
        lesson=homework.lesson,
        points=homework.points,
        closes=homework.closes,
        sheet=tuple(
            KeySheet(student=each.student.id, name=each.student.name, question=tuple(map(_question, each.asked)))
            for each in drawn
        ),
    )


def _question(asked: Asked) -> KeyQuestion:
    question = asked.question
    by_letter = dict(zip(asked.letters, question.options, strict=True))
    return KeyQuestion(
        id=asked.id,
        params=dict(question.params),
        options={letter: option.text for letter, option in by_letter.items()},
        right=asked.letters[question.right],
        values={letter: each.value for letter, each in by_letter.items() if isinstance(each.value, float)},
        slips={letter: option.slip for letter, option in by_letter.items() if option.slip},
    )


def written(key: Key) -> str:
    """A key as the text of its file."""
    head = {name: getattr(key, name) for name in key.__struct_fields__ if name not in ("sheet", "closes")}
    if key.closes is not None:
        head["closes"] = key.closes
    parts = [_COMMENT.format(title=on_one_line(key.title), name=NAME)]
    parts += [writing.line(name, value) for name, value in head.items()]
    for sheet in key.sheet:
        parts.append(f"\n[[sheet]]\n{writing.line('student', sheet.student)}{writing.line('name', sheet.name)}")
        for question in sheet.question:
            parts.append("[[sheet.question]]\n")
            parts += [writing.line(name, getattr(question, name)) for name in question.__struct_fields__]
    return "".join(parts)


def load_key(path: Path) -> Key:
    """Read a key. Raises HomeworkError."""
    name = called(path)
    try:
        plain = tomllib.loads(load_text(path, "key", LARGEST).removeprefix("\ufeff"))
    except LessonError as error:
        raise HomeworkError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise HomeworkError(
            f"{name} is damaged ({error}). Move it away, and make the homework again: with the same lesson, list and "
            "secret its key is the same."
        ) from error
    version = plain.get("convoscope_key")
    if version is None:
        raise HomeworkError(f"{name} is no key: that is the file {NAME} which was made with the sheets.")
    if isinstance(version, int) and version > FORMAT:
        raise HomeworkError(f"{name} was made by a newer Convoscope: install that one to check with it.")
    try:
        key = msgspec.convert(plain, Key)
    except (msgspec.ValidationError, OverflowError) as error:
        raise HomeworkError(
            f"{name} was changed and can't be trusted any more ({error}). Move it away, and make it again."
        ) from error
    for sheet in key.sheet:
        for question in sheet.question:
            if question.right not in question.options:
                raise HomeworkError(
                    f"{name} was changed and can't be trusted any more: {question.id} of {sheet.student} has no right "
                    "answer. Move it away, and make it again."
                )
    return key
