"""What was handed in: files and folders of them, whatever is in those, with a sentence for each that is no use."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.homework.answers import ENDING, Sheet, load
from desktop.homework.faults import HomeworkError
from desktop.pictures.answers import called

READ = {".toml", ".txt", ""}
"""The endings of files that may be answers; in a folder others are passed over."""
MOST_FILES = 20_000
SKIPPED = ("__MACOSX", ".git")
"""Folders of other programs."""
_SHEET = re.compile(rf"(?<![^\W_])sheet-(.+?)(?:{re.escape(ENDING.removesuffix('.toml'))}|\.[^.]+$)")
_SAYS = re.compile(rb"^[ \t]*student[ \t]*=[ \t]*[\"']([^\"'\r\n]{1,64})[\"']", re.MULTILINE)
LOOKED_AT = 100_000
"""So many bytes of a file that can't be read are searched for whose it is."""
NAMED = 5
"""So many files of other kinds are named."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with something handed in, in one sentence; `line` is 0 where it is about the whole file."""

    file: Path | None
    line: int
    student: str
    sentence: str


def collect(paths: Sequence[Path]) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read all answers files of some files and folders; never stops at a broken one."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    others: list[Path] = []
    for path in _files(paths, others, problems):
        try:
            sheets.append(load(path))
        except HomeworkError as error:
            problems.append(Problem(path, 0, _student(path), str(error)))
    problems += _passed_over(others)
    return tuple(sheets), tuple(problems)


def _passed_over(others: Sequence[Path]) -> Iterator[Problem]:
    """What is to be told of files of other kinds: a student's for itself, the rest together."""
    rest: list[Path] = []
    for path in others:
        student = _student(path) if path.suffix.lower() != ".pdf" else ""
        if not student:
            rest.append(path)
            continue
        sentence = (
            f"{called(path)} is a {path.suffix.lower()}, which can't be graded. Ask for the file that ends in {ENDING}."
        )
        yield Problem(path, 0, student, sentence)
    if rest:
        counts = Counter(path.suffix.lower() for path in rest)
        listed = ", ".join(f"{count} {ending or 'other'}" for ending, count in sorted(counts.items()))
        names = ", ".join(map(called, rest[:NAMED])) + (" and more" if len(rest) > NAMED else "")
        what = "A file of another kind was" if len(rest) == 1 else "Files of other kinds were"
        yield Problem(None, 0, "", f"{what} passed over: {listed} ({names}). Answers are files that end in {ENDING}.")


def _files(paths: Iterable[Path], others: list[Path], problems: list[Problem]) -> Iterator[Path]:
    """The files that may be answers, each once, in the order of their names."""
    seen: set[Path] = set()
    count = 0
    for given in paths:
        for path in _within(given) if given.is_dir() else (given,):
            count += 1
            if count > MOST_FILES:
                problems.append(Problem(given, 0, "", f"There are more than {MOST_FILES} files; the rest is not read."))
                return
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            if given.is_dir() and path.suffix.lower() not in READ:
                if not _belongs_to_a_sheet(path):
                    others.append(path)
                continue
            yield path


def _within(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        yield from (Path(place) / name for name in sorted(names) if not name.startswith("."))


def _belongs_to_a_sheet(path: Path) -> bool:
    """Whether a file is the printed sheet beside its answers."""
    return path.suffix.lower() == ".pdf" and path.with_name(f"{path.stem}{ENDING}").exists()


def _student(path: Path) -> str:
    """Whose file it is by its name, whatever a browser or a platform has put around that, or by what it says.

    "" where it can't be told.
    """
    found = _SHEET.search(path.name)
    if found:
        return found[1]
    if not path.is_file():  # a pipe would be waited for
        return ""
    try:
        with path.open("rb") as file:
            says = _SAYS.search(file.read(LOOKED_AT))
    except OSError:
        return ""
    return says[1].decode("utf-8", "replace") if says else ""
