"""Checking a homework: what was handed in against the key, student by student, whatever is wrong with single files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from desktop.homework.answers import Sheet, SheetQuestion
from desktop.homework.checking.grading import NOTHING, Mark, mark
from desktop.homework.checking.handed_in import Problem, collect
from desktop.homework.key import Key, KeyQuestion, KeySheet
from desktop.pictures.answers import called
from desktop.words.plain import on_one_line
from scenes.stage.numbers.reading import echoed

LISTED = 5
"""So many ids are named in one sentence."""


@dataclass(frozen=True)
class Graded:
    """A student's sheet: a mark for each question of the key; `path` is None where nothing can be graded.

    `broken` is whether something was handed in all the same, which is among the problems then.
    """

    sheet: KeySheet
    path: Path | None
    marks: tuple[Mark, ...]
    broken: bool = False

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(each.right for each in self.marks)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(each.given for each in self.marks)

    @property
    def pairs(self) -> Iterator[tuple[KeyQuestion, Mark]]:
        """The questions with their marks."""
        return zip(self.sheet.question, self.marks, strict=True)


@dataclass(frozen=True)
class Checked:
    """A homework that was checked: all students of the key in its order, and all that was wrong with files."""

    key: Key
    graded: tuple[Graded, ...]
    problems: tuple[Problem, ...]

    @property
    def handed_in(self) -> tuple[Graded, ...]:
        """The students who have handed something in that could be read."""
        return tuple(each for each in self.graded if each.path is not None)


def check(key: Key, paths: Sequence[Path]) -> Checked:
    """Grade all that was handed in. What a file says of its numbers is compared with the key and never believed."""
    sheets, problems = collect(paths)
    found = list(problems)
    chosen = _by_student(key, sheets, found)
    broken = {each.student.casefold() for each in found if each.student}
    graded = tuple(
        _graded(sheet, chosen.get(sheet.student), sheet.student.casefold() in broken, found) for sheet in key.sheet
    )
    return Checked(key, graded, tuple(found))


def _by_student(key: Key, sheets: Iterable[Sheet], problems: list[Problem]) -> dict[str, Sheet]:
    """The sheet of each student of the key."""
    own: list[tuple[str, Sheet]] = []
    for sheet in sheets:
        student = key.by_student.get(sheet.student.casefold())
        if sheet.homework != key.homework:
            sentence = (
                f"This is a sheet of {echoed(on_one_line(sheet.homework))!r}, and the key is to {key.homework!r}."
            )
        elif student is None:
            sentence = f"The key has no student {echoed(on_one_line(sheet.student))!r}."
        else:
            own.append((student.student, sheet))
            continue
        problems.append(Problem(sheet.path, 0, sheet.student, sentence))
    own.sort(key=lambda each: each[0])
    return {
        student: _one_of([sheet for _, sheet in group], problems)
        for student, group in groupby(own, key=lambda each: each[0])
    }


def _one_of(sheets: Sequence[Sheet], problems: list[Problem]) -> Sheet:
    """The one that counts of all that a student has handed in: that which was changed last."""
    latest = max(sheets, key=_changed)
    for sheet in sheets:
        if sheet is not latest:
            same = _answers(sheet) == _answers(latest)
            what = "with the same answers" if same else "with other answers"
            sentence = f"Handed in twice, {what}: {called(latest.path)} counts, which by its date is the last."
            problems.append(Problem(sheet.path, 0, sheet.student, sentence))
    return latest


def _changed(sheet: Sheet) -> tuple[float, str]:
    try:
        return sheet.path.stat().st_mtime, str(sheet.path)
    except OSError:
        return 0.0, str(sheet.path)


def _answers(sheet: Sheet) -> dict[str, str]:
    return {each.id: each.answer for each in sheet.questions}


def _graded(sheet: KeySheet, handed_in: Sheet | None, broken: bool, problems: list[Problem]) -> Graded:
    if handed_in is None:
        return Graded(sheet, None, tuple(Mark("", "", False) for _ in sheet.question), broken)

    def tell(line: int, sentence: str) -> None:
        problems.append(Problem(handed_in.path, line, sheet.student, sentence))

    for note in handed_in.notes:
        tell(note.line, note.sentence)
    asked = _by_id(handed_in.questions, tell)
    marks = []
    for question in sheet.question:
        found = asked.pop(question.id, None)
        if found is None:
            tell(0, f"The question {question.id} is missing.")
        elif _is_changed(found, question):
            tell(found.line, f"The numbers or options of {question.id} were changed; it is graded by the key.")
        marks.append(mark(question, found.answer if found is not None else ""))
        if found is not None and marks[-1].remark:
            tell(found.line, f"{question.id}: {marks[-1].remark}")
    if asked:
        tell(0, f"The sheet never had these questions: {', '.join(map(echoed, list(asked)[:LISTED]))}.")
    return Graded(sheet, handed_in.path, tuple(marks))


_Tell = Callable[[int, str], None]
"""Takes a line and what is wrong there."""


def _by_id(questions: Iterable[SheetQuestion], tell: _Tell) -> dict[str, SheetQuestion]:
    """The questions of a sheet; of one that stands there twice the first one that is answered."""
    found: dict[str, SheetQuestion] = {}
    for each in questions:
        before = found.setdefault(each.id, each)
        if before is each:
            continue
        if before.answer in NOTHING:
            found[each.id] = each
        differ = each.answer not in NOTHING and before.answer not in NOTHING and each.answer != before.answer
        tell(
            each.line,
            f"The question {each.id} stands there twice"
            + (f", with different answers; {echoed(before.answer)!r} counts, which comes first." if differ else "."),
        )
    return found


def _is_changed(found: SheetQuestion, question: KeyQuestion) -> bool:
    """Whether a question is not as it was handed out. What somebody deleted says nothing wrong."""
    return (bool(found.params) and dict(found.params) != question.params) or (
        bool(found.options) and dict(found.options) != question.options
    )
