"""A homework on paper: the sheet of a student, and the teacher's key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from desktop.export.paper import language_of, pdf
from desktop.homework.drawing import Asked, Drawn, Homework
from desktop.homework.pictures import Picture, Pictures
from desktop.words.plain import counted, day
from scenes.stage.core.catalogue import catalogue

COLUMNS = 14
"""So many questions stand beside each other in a table of letters."""
PICTURED = 40
"""So many different questions of an item have their picture in the key; those of a large class beyond it have words."""
HOW = (
    "Answer with the letter of an option or with a number, and show your way on the squared paper. "
    "Write your answers into the file {file} too, and hand in that file."
)


def sheet_pdf(homework: Homework, drawn: Drawn, file: str, pictures: Pictures) -> bytes:
    """The sheet of a student, whose answers go into `file`. Raises ExportError."""
    shown = [pictures.of(each.question.before) for each in drawn.asked]
    data = {
        "document": f"{homework.title} · {drawn.student.id}",
        "title": homework.title,
        "lesson": homework.lesson,
        "by": homework.by,
        "language": language_of(homework.language),
        "student": drawn.student.id,
        "name": drawn.student.name,
        "running": f"{homework.title} · {drawn.student.id}",
        "counts": _counts(homework, len(drawn.asked)),
        "how": HOW.format(file=file),
        "questions": [
            {
                "number": str(number),
                "stem": each.question.stem,
                "picture": picture.name,
                "alt": picture.alt,
                "caption": picture.caption,
                "options": [
                    {"letter": letter, "text": option.text}
                    for letter, option in zip(each.letters, each.question.options, strict=True)
                ],
            }
            for number, (each, picture) in enumerate(zip(drawn.asked, shown, strict=True), 1)
        ],
    }
    return pdf("sheet", data, _files(shown))


def key_pdf(homework: Homework, drawn: Sequence[Drawn], pictures: Pictures) -> bytes:
    """The key: the right letters of all students, then each different question with what shows its answer.

    Raises ExportError.
    """
    groups = [_group(item.name, drawn) for item in homework.items]
    pictured = [each for group in groups for each in islice(group.values(), PICTURED)]
    shown = {id(each): pictures.of(_shown(each[0])) for each in pictured}
    data = {
        "title": f"Key to {homework.title}",
        "lesson": homework.lesson,
        "by": homework.by,
        "language": language_of(homework.language),
        "running": f"Key to {homework.title} · for the teacher alone",
        "tables": list(_tables(drawn)),
        "numbers": _numbered(drawn),
        "items": [
            {
                "title": f"{catalogue().find(item.scene).title}: {item.name}",
                "questions": [_answer(whose, shown.get(id(whose))) for whose in group.values()],
            }
            for item, group in zip(homework.items, groups, strict=True)
        ],
    }
    return pdf("key", data, _files(shown.values()))


def _counts(homework: Homework, questions: int) -> str:
    """How many points there are, and until when."""
    by = f" · hand in by {day(homework.closes)}" if homework.closes is not None else ""
    return f"{counted(questions, 'question')}, {counted(questions * homework.points, 'point')}{by}"


_Whose = list[tuple[Asked, str]]
"""A question, by all sheets that have it, with the ids of their students."""


def _group(item: str, drawn: Sequence[Drawn]) -> Mapping[str, _Whose]:
    """The different questions of an item that are on some sheet, by their numbers."""
    found: dict[str, _Whose] = {}
    for each in drawn:
        for asked in each.asked:
            if asked.question.item == item:
                found.setdefault(repr(sorted(asked.question.params.items())), []).append((asked, each.student.id))
    return found


def _shown(asked: tuple[Asked, str]) -> Any:
    question = asked[0].question
    return question.key.shown or question.before


def _answer(whose: _Whose, picture: Picture | None) -> Mapping[str, Any]:
    question = whose[0][0].question
    wrong = [option for option in question.options if option is not question.key]
    return {
        "picture": picture.name if picture is not None else "",
        "alt": picture.alt if picture is not None else "",
        "stem": question.stem,
        "right": question.key.text,
        "why": question.key.why,
        "wrong": [{"text": option.text, "why": option.why, "slip": option.slip} for option in wrong],
        "whose": "On the sheets of " + ", ".join(f"{student} ({_right(asked)})" for asked, student in whose),
    }


def _tables(drawn: Sequence[Drawn]) -> Iterator[Mapping[str, Any]]:
    """The right letters, a student a row; many questions in several tables."""
    most = max((len(each.asked) for each in drawn), default=0)
    for first in range(0, most, COLUMNS):
        yield {
            "heads": [str(number + 1) for number in range(first, min(most, first + COLUMNS))],
            "rows": [
                [each.student.id, each.student.name]
                + [
                    _right(each.asked[at]) if at < len(each.asked) else ""
                    for at in range(first, min(most, first + COLUMNS))
                ]
                for each in drawn
            ],
        }


def _numbered(drawn: Sequence[Drawn]) -> str:
    """Which question has which number."""
    asked = max((each.asked for each in drawn), key=len, default=())
    return "; ".join(f"{number}: {each.id}" for number, each in enumerate(asked, 1))


def _right(asked: Asked) -> str:
    return asked.letters[asked.question.right]


def _files(pictures: Iterable[Picture]) -> Mapping[str, bytes]:
    return {each.name: each.content for each in pictures}
