"""Making a homework: a sheet and a file for answers for each student, and apart from them the teacher's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.export.progress import Progress, unwatched
from desktop.export.still import write
from desktop.homework import answers, key
from desktop.homework.answers import Sheet, SheetQuestion
from desktop.homework.drawing import Drawn, Homework, draw
from desktop.homework.faults import HomeworkError
from desktop.homework.pictures import Pictures
from desktop.homework.printing import key_pdf, sheet_pdf
from desktop.homework.students import Student
from desktop.pictures.answers import called

SHEETS, TEACHER = "students", "teacher"
"""The folders of what goes to the students, and of what stays with the teacher."""


@dataclass(frozen=True)
class Places:
    """Where a homework lies: the folder that students get their sheets from, and the teacher's own."""

    sheets: Path
    teacher: Path


@dataclass(frozen=True)
class MadeHomework:
    """What was made: the sheets, and the ids of students whose files were left alone, since they hold answers."""

    drawn: tuple[Drawn, ...]
    left_alone: tuple[str, ...]


def places(folder: Path, teacher: Path | None = None) -> Places:
    """The two folders. Raises HomeworkError where the key would lie among the sheets."""
    found = Places(folder / SHEETS, teacher or folder / TEACHER)
    sheets, own = found.sheets.resolve(), found.teacher.resolve()
    if own == sheets or sheets in own.parents:
        raise HomeworkError(
            f"The key must not lie among the sheets: choose a folder for it that is not {found.sheets}."
        )
    return found


def make(
    homework: Homework,
    students: Sequence[Student],
    secret: bytes,
    where: Places,
    progress: Progress = unwatched,
) -> MadeHomework:
    """Write the sheets and the key; what is there of the same homework is written anew, but for filled-in answers.

    `progress` counts sheets and the key. Raises HomeworkError or ExportError, StoppedError where it is stopped.
    """
    drawn = draw(homework, students, secret)
    sheets = [sheet_of(homework, each, where.sheets) for each in drawn]
    _require_own_key(homework, drawn, secret, where)
    filled = {sheet.student for sheet in sheets if _is_filled(sheet)}
    _make_folders(where)
    pictures, count = Pictures(), len(drawn) + 1
    made_key = key.key_of(homework, drawn)
    write(where.teacher / key.NAME, key.written(made_key).encode())
    for number, (each, sheet) in enumerate(zip(drawn, sheets, strict=True)):
        progress(number, count)
        printed = sheet_pdf(homework, each, sheet.path.name, pictures)
        write(where.sheets / f"sheet-{each.student.id}.pdf", printed)
        if sheet.student not in filled:
            write(sheet.path, answers.written(sheet).encode())
    progress(count - 1, count)
    write(where.teacher / "key.pdf", key_pdf(homework, drawn, pictures))
    progress(count, count)
    return MadeHomework(drawn, tuple(each.student.id for each in drawn if each.student.id in filled))


def sheet_of(homework: Homework, drawn: Drawn, folder: Path) -> Sheet:
    """The answers file of a student, still empty."""
    return Sheet(
        path=folder / f"sheet-{drawn.student.id}{answers.ENDING}",
        homework=homework.name,
        title=homework.title,
        student=drawn.student.id,
        closes=homework.closes,
        questions=tuple(
            SheetQuestion(
                id=each.id,
                stem=each.question.stem,
                params=each.question.params,
                options=dict(zip(each.letters, (option.text for option in each.question.options), strict=True)),
                answer="",
                how="",
                line=0,
            )
            for each in drawn.asked
        ),
    )


def _require_own_key(homework: Homework, drawn: Sequence[Drawn], secret: bytes, where: Places) -> None:
    """Raise HomeworkError where the key of other sheets would be lost, which may be in students' hands already.

    Students may leave the list, if their sheets would be the same with them in it again.
    """
    path = where.teacher / key.NAME
    if not path.exists():
        return
    old, new = key.load_key(path), key.key_of(homework, drawn).by_student
    gone = [Student(sheet.student) for student, sheet in old.by_student.items() if student not in new]
    new = {**new, **key.key_of(homework, draw(homework, gone, secret)).by_student}
    if old.homework == homework.name and all(
        sheet.question == new[student].question for student, sheet in old.by_student.items()
    ):
        return
    raise HomeworkError(
        f"{path} is the key to other sheets, which can't be checked without it. Choose another folder, or move the old "
        "one away."
    )


def _is_filled(sheet: Sheet) -> bool:
    """Whether somebody has written answers into the file of a sheet. Raises HomeworkError where they are to others."""
    if not sheet.path.exists():
        return False
    found = answers.load(sheet.path)
    if not any(each.answer or each.how for each in found.questions):
        return False
    if [(each.id, each.options) for each in found.questions] != [(each.id, each.options) for each in sheet.questions]:
        raise HomeworkError(
            f"{called(sheet.path)} holds answers to other questions, and nothing is written over them. Choose another "
            "folder, or move it away."
        )
    return True


def _make_folders(where: Places) -> None:
    for folder in (where.sheets, where.teacher):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeworkError(f"The folder {folder} can't be made ({error.strerror}).") from error
