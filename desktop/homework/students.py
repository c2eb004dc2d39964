"""The list of a class, as a table program writes it: a student a line, with an id and a name."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load_bytes
from desktop.homework.faults import HomeworkError
from desktop.pictures.answers import called
from desktop.words.plain import on_one_line
from scenes.stage.numbers.reading import echoed

LARGEST = 4_000_000
"""Bytes of a list."""
MOST = 5000
LONGEST_ID, LONGEST_NAME = 64, 200
_IDS = {
    *("id", "student", "student id", "student_id", "studentid", "number", "id number", "idnumber"),
    *("username", "user", "login", "matriculation", "matrikel", "matrikelnummer"),
}
_NAMES = {"name", "full name", "fullname", "student name", "surname", "last name"}
_ID = re.compile(r"\w[\w.@+-]*")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Student:
    """A student by an id that can be part of a file's name. `name` may be ""."""

    id: str
    name: str = ""


def load_students(path: Path) -> tuple[Student, ...]:
    """Read a list of students. Raises HomeworkError, whose message has a line for each thing that is wrong."""
    name = called(path)
    try:
        data = load_bytes(path, "list of students", LARGEST)
    except LessonError as error:
        raise HomeworkError(str(error)) from error
    return read_students(_decoded(data, name), name)


def read_students(text: str, name: str = "The list") -> tuple[Student, ...]:
    """The students of a table with commas, semicolons or tabs, with a line of heads or without.

    Raises HomeworkError.
    """
    rows = _rows(text, name)
    if not rows:
        raise HomeworkError(f"{name} has no students: write an id, a comma and a name on each line.")
    id_at, name_at, rows = _columns(rows)
    found: dict[str, tuple[int, Student]] = {}
    faults: list[str] = []
    for line, row in rows:
        word = _cell(row, id_at)
        fault = _fault(word) or _twice(word, found)
        if fault:
            faults.append(f"{name}:{line}: {fault}")
        else:
            found[word.casefold()] = (line, Student(word, _cell(row, name_at)[:LONGEST_NAME]))
    if not faults and not found:
        faults.append(f"{name} has a line of heads and no student below it.")
    if len(found) > MOST:
        faults.append(f"{name} has {len(found)} students, and a homework is for {MOST} at most.")
    if faults:
        raise HomeworkError("\n".join(faults))
    return tuple(student for _, student in found.values())


def _decoded(data: bytes, name: str) -> str:
    """The text of a file of whatever encoding a table program chooses."""
    if data.startswith(b"PK"):
        raise HomeworkError(f"{name} is a workbook. Save its sheet as CSV in the table program, and give that file.")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise HomeworkError(f"{name} is no text. Save the table of students as CSV in UTF-8.")


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """The lines that aren't empty, each with its number and its cells."""
    lines = text.splitlines()
    mark = re.fullmatch(r"(?i)sep=(.)", lines[0].strip()) if lines else None
    between = mark[1] if mark else _separator(lines)
    reader = csv.reader(lines[1:] if mark else lines, delimiter=between, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    above = 1 if mark else 0
    before = 0
    try:
        for row in reader:
            cells = [_clean(cell) for cell in row]
            if any(cells):
                rows.append((above + before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise HomeworkError(f"{name}:{above + reader.line_num}: This line is no line of a table ({error}).") from error
    return rows


def _separator(lines: list[str]) -> str:
    """What stands between the cells: whichever sign stands in most lines, outside quotes."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines[:200]]
    return max(",;\t", key=lambda sign: sum(sign in line for line in bare))


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[int, int | None, list[tuple[int, list[str]]]]:
    """Where ids and names stand, and the rows below the heads, if there are any."""
    heads = [cell.casefold() for cell in rows[0][1]]
    id_at = next((at for at, head in enumerate(heads) if head in _IDS), None)
    name_at = next((at for at, head in enumerate(heads) if head in _NAMES), None)
    if id_at is None and name_at is None:
        return 0, 1, rows
    if id_at is None:  # the heads are some other language's
        id_at = 1 if name_at == 0 else 0
    if name_at is None:
        name_at = 1 if id_at == 0 else None
    return id_at, name_at, rows[1:]


def _cell(row: list[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _clean(cell: str) -> str:
    """A cell without what can't be printed, in one way of writing letters with accents."""
    return on_one_line(unicodedata.normalize("NFC", cell))


def _fault(word: str) -> str:
    """Why a word is no id; "" where it is one."""
    if not word:
        return "This line has no id."
    if len(word) > LONGEST_ID:
        return f"An id has at most {LONGEST_ID} letters, and this one has {len(word)}."
    if not _ID.fullmatch(word) or word.endswith(".") or _RESERVED.fullmatch(word):
        return (
            f"{echoed(word)!r} can't be part of a file's name, as an id is: take letters and digits, and . _ - @ + "
            "between them."
        )
    return ""


def _twice(word: str, found: dict[str, tuple[int, Student]]) -> str:
    """Why an id can't be another student's too; "" where nobody has it."""
    if word.casefold() not in found:
        return ""
    line, other = found[word.casefold()]
    alike = "" if other.id == word else f" (as {other.id!r}: files make no difference)"
    return f"The id {word!r} stands in line {line} already{alike}. Give each student an id of their own."
