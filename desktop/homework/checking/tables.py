"""The results as tables for a table program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.homework.checking.checking import Checked, Graded
from desktop.homework.checking.handed_in import Problem
from desktop.homework.checking.slips import SlipRow
from desktop.words.tables import as_csv


def grades_csv(checked: Checked) -> bytes:
    """A row a student: points, and each question with 1, 0, or nothing where it has no answer.

    Who has handed in what can't be read has no points yet, not 0.
    """
    ids = question_ids(checked)
    head = ["student", "name", "points", "of", "right", "answered", "file", *ids]
    return as_csv(head, (_row(checked, each, ids) for each in checked.graded))


def slips_csv(rows: Sequence[SlipRow]) -> bytes:
    """A row a misconception, with how many have it and the command that shows what refutes it."""
    head = ["slip", "belief", "truth", "students", "asked", "votes", "questions", "show it"]
    return as_csv(
        head,
        (
            [
                row.slip.name,
                row.slip.belief,
                row.slip.truth,
                row.students,
                row.offered,
                "; ".join(f"vote {vote}: {hands} of {of}" for vote, hands, of in row.votes),
                " ".join(row.items),
                row.shell,
            ]
            for row in rows
        ),
    )


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """A row a thing that is wrong with a file."""
    rows = ([str(each.file or ""), each.line or "", each.student, each.sentence] for each in problems)
    return as_csv(["file", "line", "student", "problem"], rows)


def question_ids(checked: Checked) -> list[str]:
    """The ids of all questions that are on some sheet, in the order of the sheets."""
    longest = max((each.sheet.question for each in checked.graded), key=len, default=())
    every = [question.id for each in checked.graded for question in each.sheet.question]
    return list(dict.fromkeys([*(question.id for question in longest), *every]))


def _row(checked: Checked, graded: Graded, ids: Sequence[str]) -> list[Any]:
    points = checked.key.points
    marks = {question.id: mark for question, mark in graded.pairs}
    cells = [("" if not marks[name].given else int(marks[name].right)) if name in marks else "" for name in ids]
    return [
        graded.sheet.student,
        graded.sheet.name,
        "" if graded.broken else _number(graded.right * points),
        _number(len(graded.marks) * points),
        "" if graded.broken else graded.right,
        "" if graded.broken else graded.answered,
        _file(graded),
        *cells,
    ]


def _file(graded: Graded) -> str:
    if graded.path is not None:
        return graded.path.name
    return "can't be graded: see problems.csv" if graded.broken else "not handed in"


def _number(value: float) -> str:
    return f"{value:.10g}"
