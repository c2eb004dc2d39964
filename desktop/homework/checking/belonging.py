"""Whose a sheet is by its numbers and options, whatever student it says; and which of several counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from desktop.homework.answers import Sheet, SheetQuestion
from desktop.homework.checking.grading import NOTHING
from desktop.homework.key import Key, KeyQuestion, KeySheet


def is_changed(found: SheetQuestion, question: KeyQuestion) -> bool:
    """Whether a question is not as it was handed out. What somebody deleted says nothing wrong."""
    return (bool(found.params) and dict(found.params) != question.params) or (
        bool(found.options) and dict(found.options) != question.options
    )


class Belonging:
    """Tells the students of a key apart by the questions that they have got."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._owners: Mapping[Any, list[str]] = defaultdict(list)
        for sheet in key.sheet:
            for question in sheet.question:
                self._owners[_print(question)].append(sheet.student)

    def foreign_to(self, sheet: Sheet, student: str) -> str:
        """The other student whose numbers a sheet has rather than its own student's; "" where there is none."""
        counts = Counter(owner for each in sheet.questions for owner in self._owners.get(_print(each), ()))
        owner, most = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
        return owner if most > counts[student] else ""

    def worth(self, sheet: Sheet, student: str) -> tuple[bool, bool]:
        """What comes before the date where a student has several sheets: it is no one else's; it fits and says more."""
        own = self._key.by_student[student.casefold()]
        is_answered = any(each.answer not in NOTHING for each in sheet.questions)
        return not self.foreign_to(sheet, student), is_answered and _fits(sheet, own)


def _fits(sheet: Sheet, own: KeySheet) -> bool:
    handed_out = {question.id: question for question in own.question}
    return all(each.id in handed_out and not is_changed(each, handed_out[each.id]) for each in sheet.questions)


def _print(question: SheetQuestion | KeyQuestion) -> Any:
    """What tells a question from those of others; of two students it is seldom the same."""
    return question.id, frozenset(question.params.items()), frozenset(question.options.items())
