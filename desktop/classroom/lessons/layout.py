"""Where in the text of a TOML file everything stands: tables, keys and values, with the lines that they take.

`tomllib` says what a file means and forgets where. This walks over a text that `tomllib` has accepted, and remembers.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from operator import itemgetter

Path = tuple[str | int, ...]
"""A place in the data, ("stop", 1, "ask", 0, "at") say: names of keys, and places in lists counted from 0."""
Span = tuple[int, int]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_GAP = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}#\r\n]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")'  # up to two quotes before the last three are of the text
    r"|'''.*?'''(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


DEEPEST = 16
"""So many names and places a path may have; those of a lesson have up to eight."""
LONGEST = 100
"""Letters of a number or a day. Python itself can't write out a whole number of more than 4300 digits."""


TOO_DEEP = "Too many keys or brackets stand within each other here."
TOO_LONG = "A number here has too many digits."


class LayoutError(ValueError):
    """A text that `tomllib` takes and a lesson can't be; the message says why, and `at` is the place."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.at = at


@dataclass(frozen=True)
class KeyEntry:
    """A key with its value, or a value in a list: where all of it stands, and where the value does."""

    path: Path
    span: Span
    value: Span


@dataclass(frozen=True)
class Section:
    """A table with its heading: where it begins, with the comments right above it, and where the next one begins.

    `written` is where the last thing of it ends, and `heading` where its heading does; the first section is what
    stands above all headings.
    """

    path: Path
    span: Span
    heading: Span
    written: int


@dataclass(frozen=True)
class Layout:
    """The places of everything in a text. `text` may begin with a byte order mark."""

    text: str
    entries: tuple[KeyEntry, ...] = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)

    @cached_property
    def by_path(self) -> dict[Path, KeyEntry]:
        """The entries by their paths."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line(self, at: int) -> int:
        """The line of a place in the text, counted from 1."""
        return bisect_right(self._starts, at)

    def column(self, at: int) -> int:
        """The column of a place in the text, counted from 1."""
        return at - self._starts[self.line(at) - 1] + 1

    def find(self, path: Path) -> int:
        """Where a path begins in the text: its key or heading, or else that of the nearest thing it is part of."""
        return next(
            (self._first[path[:length]] for length in range(len(path), 0, -1) if path[:length] in self._first), 0
        )

    @cached_property
    def _first(self) -> dict[Path, int]:
        """Where each path, and all that it is part of, is named first."""
        headings = [(section.heading[0], section.path) for section in self.sections[1:]]
        found: dict[Path, int] = {}
        for at, path in sorted(
            [*headings, *((entry.span[0], entry.path) for entry in self.entries)], key=itemgetter(0)
        ):
            for length in range(1, len(path) + 1):
                found.setdefault(path[:length], at)
        return found

    def of(self, path: Path) -> tuple[Section, ...]:
        """The sections that a table is made of: its own, and those of what it holds."""
        return tuple(self._tables.get(path, ()))

    @cached_property
    def _tables(self) -> dict[Path, list[Section]]:
        """For each table the sections that it is made of."""
        found: dict[Path, list[Section]] = {(): [*self.sections[1:]]}
        for section in self.sections[1:]:
            for length in range(1, len(section.path) + 1):
                found.setdefault(section.path[:length], []).append(section)
        return found


def layout(text: str) -> Layout:
    """Find where everything stands in a text that `tomllib` can read. Raises LayoutError where it goes too far."""
    return _Walk(text).walked()


class _Walk:
    """One walk over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.entries: list[KeyEntry] = []
        self.counts: dict[Path, int] = {}
        """How many tables the lists of tables have up to here."""

    def walked(self) -> Layout:
        headings: list[tuple[Path, Span]] = [((), (0, 0))]
        written: list[int] = [self.at]
        self._skip(_BLANK)
        while self.at < len(self.text):
            start = self.at
            if self.text[start] == "[":
                headings.append((self._heading(), (start, self.at)))
                written.append(self.at)
            else:
                self._pair(headings[-1][0])
                written[-1] = self.at
            self._skip(_BLANK)
        begins = [0, *(self._above(end, span[0]) for end, (_, span) in zip(written, headings[1:], strict=False))]
        ends = [*begins[1:], len(self.text)]
        sections = (
            Section(path, (begin, end), heading, last)
            for (path, heading), begin, end, last in zip(headings, begins, ends, written, strict=True)
        )
        return Layout(self.text, tuple(self.entries), tuple(sections))

    def _above(self, end: int, heading: int) -> int:
        """Where the comments right above a heading begin; `end` is where what stands before it ends."""
        start = self.text.rfind("\n", 0, heading) + 1
        while start > end:
            before = self.text.rfind("\n", 0, start - 1) + 1
            if before < end or not self.text[before:start].lstrip(" \t").startswith("#"):
                break
            start = before
        return max(start, end)

    def _heading(self) -> Path:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        self._skip(_GAP)
        names = self._names()
        self.at += 2 if many else 1
        path: Path = ()
        for name in names[:-1]:
            path = self._latest((*path, name))
        path = (*path, names[-1])
        if not many:
            return self._latest(path)
        self.counts[path] = self.counts.get(path, 0) + 1
        return self._latest(path)

    def _latest(self, path: Path) -> Path:
        return (*path, self.counts[path] - 1) if path in self.counts else path

    def _names(self) -> list[str]:
        """The parts of a key, and go behind it and the gap after it."""
        names = [self._name()]
        while self.text.startswith(".", self.at):
            self.at += 1
            self._skip(_GAP)
            names.append(self._name())
        if len(names) > DEEPEST:
            raise LayoutError(TOO_DEEP, self.at)
        return names

    def _name(self) -> str:
        start = self.at
        self._skip(_BARE if self.text[start] not in "\"'" else _STRING)
        word = self.text[start : self.at]
        self._skip(_GAP)
        return str(tomllib.loads(f"k = {word}")["k"]) if word[:1] in ("'", '"') else word

    def _pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self._names())
        self.at += 1  # the equals sign
        self._skip(_GAP)
        self._value(path, start)

    def _value(self, path: Path, start: int) -> None:
        begin, place = self.at, len(self.entries)
        letter = self.text[begin]
        if len(path) > DEEPEST:
            raise LayoutError(TOO_DEEP, begin)
        if letter in "\"'":
            self._skip(_STRING)
        elif letter == "[":
            numbers = count()
            self._each("]", _BLANK, lambda: self._value((*path, next(numbers)), self.at))
        elif letter == "{":
            self._each("}", _GAP, lambda: self._pair(path))
        else:
            self._skip(_PLAIN)
            self.at = begin + len(self.text[begin : self.at].rstrip(" \t"))
            if self.at - begin > LONGEST:
                raise LayoutError(TOO_LONG, begin)
        self.entries.insert(place, KeyEntry(path, (start, self.at), (begin, self.at)))

    def _each(self, close: str, between: re.Pattern[str], read: Callable[[], None]) -> None:
        self.at += 1
        self._skip(between)
        while self.text[self.at] != close:
            read()
            self._skip(between)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(between)
        self.at += 1

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self.text, self.at)
        if found is None:
            raise ValueError(f"the text is no TOML at {self.at}")
        self.at = found.end()


def lines_with(text: str, pattern: re.Pattern[str], span: Span) -> Iterator[tuple[re.Match[str], int]]:
    """The whole lines of a stretch of a text that are like a pattern, each with where it begins."""
    at = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        found = pattern.fullmatch(line.rstrip("\r"))
        if found:
            yield found, at
        at += len(line) + 1
