"""`convoscope homework`: sheets and pools of questions are made, and what is handed in is checked; without a window."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.streams import say
from desktop.cli.words import UsageError
from desktop.words.plain import counted, on_one_line

if TYPE_CHECKING:
    from desktop.homework.drawing import Homework
    from desktop.homework.pool.model import Pool

LOGS = "the log of a class that the lesson was given to, whose votes count too; may be said again"
WHAT = "a lesson file with a [homework], or names of items; without any, all items of the course"
STEPS = 10
"""So often it is told how far the making has come."""
MOST_VARIANTS = 50


def add_homework_words(parser: argparse.ArgumentParser) -> None:
    """Let homework be made and checked."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    make = verbs.add_parser("make", help="make a sheet for each student, and the key to them")
    make.add_argument("lesson", metavar="LESSON", type=Path, help="a lesson file with a [homework]")
    make.add_argument("--students", metavar="FILE", type=Path, required=True, help="a table (CSV): an id and a name")
    make.add_argument("-o", "--output", metavar="FOLDER", type=Path, required=True, help="where to put the sheets")
    make.add_argument("--key-to", metavar="FOLDER", type=Path, help="where to put the key (default: FOLDER/teacher)")
    make.set_defaults(act=lambda options: make_homework(options))
    check = verbs.add_parser("check", help="grade what was handed in, and say which misconceptions stand behind it")
    check.add_argument("answers", metavar="ANSWERS", nargs="+", type=Path, help="answers files, or folders of them")
    check.add_argument("--key", metavar="FILE", type=Path, required=True, help="the key that was made with the sheets")
    check.add_argument("--class", metavar="LOG", dest="logs", action="append", default=[], type=Path, help=LOGS)
    check.add_argument("-o", "--output", metavar="FOLDER", type=Path, required=True, help="where to put the report")
    check.set_defaults(act=lambda options: check_homework(options))
    pool = verbs.add_parser("pool", help="write questions for Moodle, Canvas and other platforms, for each item some")
    pool.add_argument("what", metavar="LESSON|ITEM", nargs="*", help=WHAT)
    pool.add_argument("--each", metavar="N", type=int, default=5, help="variants of each item (default: 5)")
    pool.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help="FILE.xml (Moodle) or FILE.zip (QTI)"
    )
    pool.set_defaults(act=lambda options: make_pool(options))
    keep = verbs.add_parser("secret", help="take the secret that numbers are drawn with to another computer")
    ways = keep.add_subparsers(metavar="WAY", required=True)
    out = ways.add_parser("export", help="write it into a file")
    out.add_argument("file", metavar="FILE", type=Path)
    out.set_defaults(act=lambda options: export_secret(options.file))
    back = ways.add_parser("import", help="take it over from a file")
    back.add_argument("file", metavar="FILE", type=Path)
    back.add_argument("--replace", action="store_true", help="also where this computer has another one")
    back.set_defaults(act=lambda options: import_secret(options.file, options.replace))


def make_homework(options: argparse.Namespace) -> int:
    """Write the sheets, the key and the pools of a lesson's homework. Raises UsageError."""
    from desktop.export.still import ExportError
    from desktop.homework.faults import HomeworkError
    from desktop.homework.making import make, places
    from desktop.homework.pool.writing import MOODLE, QTI, pool_for, write_pool
    from desktop.homework.secret import secret
    from desktop.homework.students import load_students

    try:
        homework = _homework(options.lesson)
        students = load_students(options.students)
        where = places(options.output, options.key_to)
        made = make(homework, students, secret(), where, lambda done, of: _told(done, of, "printed"))
        pool, files = pool_for(homework), [where.teacher / name for name in (MOODLE, QTI)]
        write_pool(pool, files, lambda done, of: _told(done, of, "painted"))
    except (HomeworkError, ExportError) as error:
        raise UsageError(str(error)) from error
    print(f"{where.sheets}: {counted(len(made.drawn), 'sheet')}, for the students")
    print(f"{where.teacher}: the key, and {_questions(pool)} for learning platforms, for you alone")
    for student in made.left_alone:
        say(f"The file of {student} holds answers already and stays as it is.")
    return 0


def check_homework(options: argparse.Namespace) -> int:
    """Grade what was handed in, and write the report. Raises UsageError."""
    from desktop.export.still import ExportError
    from desktop.homework.checking.checking import check
    from desktop.homework.checking.report import summary, write_report
    from desktop.homework.checking.slips import load_classes, table
    from desktop.homework.faults import HomeworkError
    from desktop.homework.key import load_key

    for path in options.answers:
        if not path.exists():
            raise UsageError(f"There is no file or folder {path}: give answers files, or a folder that they are in.")
    try:
        key = load_key(options.key)
        classes, troubles = load_classes(key, options.logs)
        checked = check(key, options.answers)
        checked = replace(checked, problems=(*checked.problems, *troubles))
        rows = table(checked, classes)
        files = write_report(checked, rows, options.output)
    except (HomeworkError, ExportError) as error:
        raise UsageError(str(error)) from error
    for line in summary(checked, rows):
        print(line)
    for each in checked.problems:
        place = f"{each.file}{f':{each.line}' if each.line else ''}: " if each.file is not None else ""
        say(on_one_line(f"{place}{each.sentence}"))
    for path in files:
        print(path)
    return 0


def make_pool(options: argparse.Namespace) -> int:
    """Write questions into a file for a learning platform. Raises UsageError."""
    from desktop.export.still import ExportError
    from desktop.homework.faults import HomeworkError
    from desktop.homework.pool.writing import require_ending, write_pool

    if not 1 <= options.each <= MOST_VARIANTS:
        raise UsageError(f"A pool has 1 to {MOST_VARIANTS} variants of each item, not {options.each}.")
    try:
        require_ending(options.output)
        pool = _pool(options.what, options.each)
        write_pool(pool, [options.output], lambda done, of: _told(done, of, "painted"))
    except (HomeworkError, ExportError) as error:
        raise UsageError(str(error)) from error
    print(f"{options.output}: {_questions(pool)}")
    for group in pool.groups:
        if len(group.variants) < options.each:
            ways = f"{len(group.variants)} ways" if len(group.variants) > 1 else "one way"
            say(f"{group.item.name} can be asked in {ways} only.")
    return 0


def export_secret(file: Path) -> int:
    """Write the secret into a file. Raises UsageError."""
    from desktop.homework import secret
    from desktop.homework.faults import HomeworkError

    try:
        secret.export_secret(file)
    except HomeworkError as error:
        raise UsageError(str(error)) from error
    print(f"{file}: the secret; take it to your other computer, and show it to no student")
    return 0


def import_secret(file: Path, replace: bool) -> int:
    """Take a secret over from a file. Raises UsageError."""
    from desktop.homework import secret
    from desktop.homework.faults import HomeworkError

    try:
        new = secret.import_secret(file, replace)
    except HomeworkError as error:
        raise UsageError(str(error)) from error
    print("The secret is taken over: homework gets the same numbers here." if new else "This secret is here already.")
    return 0


def _homework(path: Path) -> Homework:
    """The homework of a lesson file; a fault in it is told with its line. Raises UsageError or HomeworkError."""
    from desktop.classroom.lessons.faults import LessonError
    from desktop.classroom.lessons.files import load
    from desktop.classroom.lessons.reading import read
    from desktop.homework.drawing import homework_of
    from desktop.pictures.answers import called

    try:
        text = load(path)
    except LessonError as error:
        raise UsageError(str(error)) from error
    found = read(text, name=called(path))
    if found.lesson is None or (found.faults and found.lesson.homework is None):
        faults = [fault for fault in found.faults if fault.stop is None] or found.faults
        raise UsageError("\n".join(f"{path}:{fault.line}: {fault.sentence}" for fault in faults))
    return homework_of(found.lesson)


def _pool(what: list[str], each: int) -> Pool:
    """The pool of a lesson's homework, of some items, or of the whole course. Raises UsageError or HomeworkError."""
    from desktop.classroom.lessons.faults import unknown
    from desktop.homework.pool.model import pool_of
    from desktop.homework.pool.writing import pool_for
    from scenes.questions.items import items

    if len(what) == 1 and what[0] not in items() and (what[0].endswith(".toml") or Path(what[0]).exists()):
        return pool_for(_homework(Path(what[0])), each)
    for name in what:
        if name not in items():
            raise UsageError(unknown("item", name, items()))
    return pool_of("Convoscope", [items()[name] for name in dict.fromkeys(what) or items()], each)


def _questions(pool: Pool) -> str:
    """How many questions there are."""
    return f"{counted(len(pool), 'question')} of {counted(len(pool.groups), 'item')}"


def _told(done: int, of: int, how: str) -> None:
    """Say how far the making has come."""
    if done % max(1, of // STEPS) == 0 or done == of:
        say(f"{done} of {of} are {how}.")
