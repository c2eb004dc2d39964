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

READ = {".toml", ".txt", ""}
"""The endings of files that may be answers; in a folder others are passed over."""
MOST_FILES = 20_000
SKIPPED = ("__MACOSX", ".git")
"""Folders of other programs."""
_SHEET = re.compile(rf"(?<![^\W_])sheet-(.+?){re.escape(ENDING.removesuffix('.toml'))}")


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
    others: Counter[str] = Counter()
    for path in _files(paths, others, problems):
        try:
            sheets.append(load(path))
        except HomeworkError as error:
            problems.append(Problem(path, 0, _student(path), str(error)))
    if others:
        listed = ", ".join(f"{count} {ending or 'other'}" for ending, count in sorted(others.items()))
        sentence = f"Files of other kinds were passed over: {listed}. Answers are files that end in {ENDING}."
        problems.append(Problem(None, 0, "", sentence))
    return tuple(sheets), tuple(problems)


def _files(paths: Iterable[Path], others: Counter[str], problems: list[Problem]) -> Iterator[Path]:
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
                    others[path.suffix.lower()] += 1
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
    """Whose file it is by its name, whatever a browser or a platform has put around that; "" where it can't be told."""
    found = _SHEET.search(path.name)
    return found[1] if found else ""
