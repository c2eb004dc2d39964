"""What is wrong with a lesson file: sentences with their places, and words that may have been meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from desktop.classroom.lessons.layout import Path
from desktop.words.plain import on_one_line
from scenes.stage.numbers.reading import echoed

LIKE = 0.5
"""Words less alike than this are not what somebody has meant."""

Place = tuple[int, int | None]
"""A line and a column, counted from 1."""


class LessonError(Exception):
    """A lesson can't be read or changed; the message says in one sentence why and what to do."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, in one sentence. `stop` is the place of the stop that it breaks in the file, counted from 0."""

    line: int
    column: int | None
    sentence: str
    stop: int | None = None


class Findings:
    """Collects faults by the paths that they are about."""

    def __init__(self, place: Callable[[Path], Place]) -> None:
        self._place = place
        self._faults: list[Fault] = []
        self._doubtful: set[Path] = set()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, in the order of their lines."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line, fault.column or 0)))

    def add(self, path: Path, sentence: str, place: Place | None = None) -> None:
        """Add a fault at a path, or at a place that is known better."""
        line, column = place or self._place(path)
        stop = path[1] if path[:1] == ("stop",) and len(path) > 1 and isinstance(path[1], int) else None
        self._faults.append(Fault(line, column, sentence, stop))
        self.doubt(path)

    def doubt(self, path: Path) -> None:
        """Take what a path says for unknown, so that nothing is concluded from it."""
        self._doubtful.add(path)

    def clean(self, name: str) -> bool:
        """Whether nothing was wrong so far anywhere below a key of the lesson."""
        return not any(path[:1] == (name,) for path in self._doubtful)

    def sure(self, path: Path, *names: str | int) -> bool:
        """Whether nothing was wrong so far with what a table says under some names."""
        return not any((*path, name) in self._doubtful for name in names)


def nearest(word: str, words: Iterable[str]) -> str:
    """The word that may have been meant; "" where none is like it."""
    return next(iter(get_close_matches(word, list(words), 1, LIKE)), "")


def unknown(what: str, word: str, words: Iterable[str]) -> str:
    """The sentence for a word that there is not: with the nearest one, or else with all, if they are few."""
    words = list(words)
    near = nearest(word, words)
    if near:
        return f"There is no {what} {quoted(word)}; did you mean {quoted(near)}?"
    listed = f"; there are {', '.join(words)}" if words and len(words) <= FEW else ""
    return f"There is no {what} {quoted(word)}{listed}."


FEW = 40
"""So many words can be listed in a sentence."""


def quoted(value: Any) -> str:
    """A value as it stands in a lesson file, short enough for a sentence and on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    word = echoed(on_one_line(str(value)))
    return f'"{word}"' if isinstance(value, str) else word
