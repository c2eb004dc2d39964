"""`convoscope lesson`: lesson files are checked, begun, listed and exported without a window."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.classroom.lessons.model import ENDING
from desktop.cli.export import add_lesson_export_words
from desktop.cli.words import UsageError
from desktop.words.plain import counted, on_one_line

if TYPE_CHECKING:
    from desktop.classroom.lessons.model import Lesson
    from desktop.classroom.lessons.reading import Read

FAULTY = 2


def add_lesson_words(parser: argparse.ArgumentParser) -> None:
    """Let lessons be checked, begun, listed and exported."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    check = verbs.add_parser("check", help="say what is wrong in lesson files, each fault with its line")
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)
    check.set_defaults(act=lambda options: check_lessons(options.files))
    new = verbs.add_parser("new", help="write a lesson to begin with")
    new.add_argument("name", metavar="TITLE|FILE", help=f"its title, or a file that ends in {ENDING}")
    new.set_defaults(act=lambda options: new_lesson(options.name))
    export = verbs.add_parser("export", help="save a lesson, or what was shown in a class, as pages")
    add_lesson_export_words(export)
    every = verbs.add_parser("list", help="list the lessons that ship and your own")
    every.set_defaults(act=lambda options: list_lessons())


def check_lessons(files: list[Path]) -> int:
    """Print every fault of some files as `file:line: sentence`; the exit status is 2 if there is any."""
    faulty = False
    for path in files:
        found = _read(path)
        if isinstance(found, str):
            print(f"{path}: {found}")
        else:
            for fault in found.faults:
                print(f"{path}:{fault.line}: {fault.sentence}")
            if not found.faults:
                print(f"{path.name}: {_size(found)}, no fault")
        faulty = faulty or isinstance(found, str) or bool(found.faults)
    return FAULTY if faulty else 0


def new_lesson(name: str) -> int:
    """Write a new lesson: at a file, or of a title in the user's folder; print where. Raises UsageError."""
    from desktop.classroom.lessons.faults import LessonError
    from desktop.classroom.lessons.files import create
    from desktop.classroom.lessons.shelf import id_of, keep, name_of
    from desktop.classroom.lessons.writing import new_lesson as text_of

    if not name.strip():
        raise UsageError("A lesson needs a title.")
    is_file = name.endswith(ENDING) or os.sep in name
    path = Path(name if name.endswith(ENDING) else name + ENDING)
    title = name_of(path).replace("-", " ").capitalize() if is_file else name
    text = text_of(title, id_of(name_of(path) if is_file else name))
    try:
        if is_file:
            create(path, text)
        else:
            path = keep(title, text)
    except LessonError as error:
        raise UsageError(str(error)) from error
    print(path)
    return 0


def list_lessons() -> int:
    """Print the lessons there are, each with its size and its file; returns the exit status."""
    from desktop.classroom.lessons.shelf import own, own_folder, shipped

    for path in (*shipped(), *own()):
        found = _read(path)
        if isinstance(found, str) or found.lesson is None:
            print(f"{path}\n    {found if isinstance(found, str) else 'No stop of it can be read; check it.'}")
        else:
            faults = ", with faults" if found.faults else ""
            print(f"{path}\n    {on_one_line(found.lesson.title)}: {_size(found)}{faults}")
    if not own():
        print(f"Your own lessons lie in {own_folder()}; `convoscope lesson new TITLE` begins one.")
    return 0


def lesson_in(path: Path) -> tuple[Lesson, str]:
    """The lesson of a file with the stops that are right, and in words how many faults it has; "" for none.

    Raises UsageError where no stop of it can be shown.
    """
    found = _read(path)
    if isinstance(found, str):
        raise UsageError(found)
    if found.lesson is None:
        raise UsageError(found.faults[0].sentence)
    return found.lesson, counted(len(found.faults), "fault") if found.faults else ""


def _read(path: Path) -> Read | str:
    """What a file says; a sentence where it can't be read as text."""
    from desktop.classroom.conducting.checking import faults_of, steps_of
    from desktop.classroom.lessons.faults import LessonError
    from desktop.classroom.lessons.files import load
    from desktop.classroom.lessons.reading import read
    from desktop.pictures.answers import called

    try:
        folder = path.parent
        return read(load(path), folder, steps_of=steps_of(folder), faults_of=faults_of(folder), name=called(path))
    except LessonError as error:
        return str(error)


def _size(found: Read) -> str:
    minutes = found.lesson.planned if found.lesson is not None else 0.0
    return f"{counted(len(found.entries), 'stop')}, {counted(minutes, 'minute')}"
