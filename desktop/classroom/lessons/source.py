"""A lesson file as plain data with its places, also where something in it can't be read as TOML.

`tomllib` gives up at its first complaint. A stop that can't be read must not take the others with it, so such a file is
cut before each heading of a stop, and the pieces are read one by one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from desktop.classroom.lessons.faults import Fault, Place
from desktop.classroom.lessons.layout import DEEPEST, TOO_DEEP, TOO_LONG, Layout, LayoutError, Path, layout
from desktop.classroom.lessons.model import MOST_STOPS

_HEADINGS = re.compile(r"^[ \t]*\[+[ \t]*(stop|homework)[ \t]*\]+", re.MULTILINE)
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PIECES = 4
"""So many pieces are tried as one: a note may hold what looks like a heading."""
_MOST_PIECES = 2 * MOST_STOPS
"""So many are read by themselves; what follows belongs to the last one."""
_DEEP = re.compile(rf"(?<![\w\"'.-])(?:[\w\"'-]+\.){{{DEEPEST}}}[\w\"'.-]*[ \t]*[=\]]")
"""A key of so many parts that `tomllib` would take seconds for it."""
_CODE = "In double quotes \\ begins a code: write \\\\, or take single quotes"
_TWICE = "This says again what was said before: take one of the two away"
_SENTENCES = (
    ("Expected \"'''\"", "A text over several lines has no end: put ''' behind it"),
    ("Unterminated string", "A text has no end: put the same quotes behind it that stand before it"),
    ('Expected "\'"', "A text has no end: put the same quotes behind it that stand before it"),
    ("Illegal character '\\n'", "A text has no end: put the same quotes behind it that stand before it, on its line"),
    ("Illegal character", "There is a character that no lesson can hold: delete it"),
    ("Found invalid character", "A text has no end on its line, or there is a character that no lesson can hold"),
    ("Expected '=' after a key", "After a key comes =, as in minutes = 5"),
    ("Invalid initial character for a key", "Here a key should begin, as in minutes = 5"),
    ("Invalid statement", "This line is neither a key like minutes = 5, nor a heading like [[stop]], nor a # comment"),
    (
        "Expected newline or end",
        "Something stands behind the value: write one key a line, text in quotes, numbers with a point",
    ),
    ("Expected ']", "A heading ends in as many brackets as it begins with, as in [[stop]]"),
    ("Cannot overwrite a value", _TWICE),
    ("Duplicate inline table key", _TWICE),
    (
        "Cannot declare",
        "This heading stands there twice; several of one kind stand in double brackets, as [[stop]] does",
    ),
    ("Cannot mutate immutable", "This was given its value before, and nothing can be added to that"),
    ("Cannot redefine namespace", "This heading stands elsewhere in another way: a stop begins with [[stop]]"),
    ("Unclosed array", 'A list has no end, or lacks a comma: write ["one", "two"]'),
    ("Unclosed inline table", "A table has no end on its line, or lacks a comma: write { stride = 2, padding = 1 }"),
    ("Unescaped '\\'", _CODE),
    ("Invalid hex value", _CODE),
    ("Escaped character", _CODE),
    ("Invalid date or datetime", "There is no such day or time; a day is written like 2026-03-31"),
    ("Invalid value", "This is no value: text stands in quotes, and yes or no is true or false"),
)
"""How what `tomllib` says begins, and what is said to a teacher."""


@dataclass(frozen=True)
class Piece:
    """A part of a file that was read by itself, where it begins, and its layout; None where it can't be read."""

    above: int
    lines: tuple[int, int]
    layout: Layout | None


@dataclass(frozen=True)
class Source:
    """What a file says as `plain` data, with None for a stop that can't be read, and the faults that keep it from it.

    `pieces` are what it was read in, by the paths that they say something of; () is what stands above all stops, or
    the whole. `headless` is whether that can't be read.
    """

    plain: dict[str, Any]
    pieces: Mapping[Path, Piece]
    faults: tuple[Fault, ...] = ()

    @property
    def headless(self) -> bool:
        """Whether what stands above all stops can't be read."""
        return self.pieces[()].layout is None

    def piece(self, path: Path) -> tuple[Piece, Path]:
        """The piece that a path is in, and the path within it."""
        if path[:2] in self.pieces and path[:1] == ("stop",):
            return self.pieces[path[:2]], ("stop", 0, *path[2:])
        return self.pieces.get(path[:1], self.pieces[()]), path

    def place(self, path: Path) -> Place:
        """The line and column of a path."""
        piece, inside = self.piece(path)
        if piece.layout is None:
            return piece.lines[0], None
        at = piece.layout.find(inside)
        return piece.above + piece.layout.line(at), piece.layout.column(at)

    def lines(self, stop: int) -> tuple[int, int]:
        """The first and the last line of a stop."""
        piece, path = self.piece(("stop", stop))
        if piece.layout is None:
            return piece.lines
        found = piece.layout.of(path)
        entry = piece.layout.by_path.get(path)
        ends = (found[0].span[0], found[-1].written) if found else entry.span if entry else (0, 0)
        first, last = (piece.above + piece.layout.line(at) for at in ends)
        return first, last


def read_source(text: str) -> Source:
    """Read a text as TOML: as a whole where that can be done, else stop by stop."""
    whole = _read(text, 0)
    if not isinstance(whole, Fault):
        plain, found = whole
        return Source(plain, {(): Piece(0, (1, found.line(len(text))), found)})
    return _in_pieces(text, whole)


def _in_pieces(text: str, complaint: Fault) -> Source:
    """Read a text that can't be read as a whole; `complaint` is what is wrong with it where no piece is."""
    plain: dict[str, Any] = {}
    stops: list[Any] = []
    pieces: dict[Path, Piece] = {}
    faults: list[Fault] = []
    headings = list(islice(_HEADINGS.finditer(text), _MOST_PIECES))
    cuts = [0, *(found.start() for found in headings), len(text)]
    names = ["", *(found[1] for found in headings)]
    place = 0
    while place < len(names):
        read, taken = _piece(text, cuts, place)
        path: Path = ("stop", len(stops)) if names[place] == "stop" else tuple(filter(None, names[place : place + 1]))
        start, end = cuts[place], cuts[place + taken]
        above = text.count("\n", 0, start)
        lines = (above + 1, above + 1 + text[start:end].rstrip().count("\n"))
        if isinstance(read, Fault):
            faults.append(replace(read, stop=len(stops) if path[:1] == ("stop",) else None))
            found: dict[str, Any] = {"stop": [None]} if path[:1] == ("stop",) else {}
        else:
            found = read[0]
        pieces[path] = Piece(above, lines, None if isinstance(read, Fault) else read[1])
        if path[:1] == ("stop",):
            begun = found.pop("stop", None)
            stops.append(begun[0] if isinstance(begun, list) else begun)
        plain = {**found, **plain}
        place += taken
    return Source({**plain, "stop": stops}, pieces, tuple(faults) or (complaint,))


_Read = tuple[dict[str, Any], Layout]


def _piece(text: str, cuts: Sequence[int], place: int) -> tuple[_Read | Fault, int]:
    """What a piece says, or what is wrong with it, and of how many cuts it is: notes may hold a line like a heading."""
    above = text.count("\n", 0, cuts[place])
    alone = _read(text[cuts[place] : cuts[place + 1]], above)
    if isinstance(alone, Fault):
        for taken in range(2, min(_PIECES, len(cuts) - 1 - place) + 1):
            joined = _read(text[cuts[place] : cuts[place + taken]], above)
            if not isinstance(joined, Fault):
                return joined, taken
    return alone, 1


def _read(text: str, above: int) -> _Read | Fault:
    """A text as data with its layout, or what is wrong with it; `above` lines stand above it."""
    clean = f" {text[1:]}" if text.startswith("\ufeff") else text
    deep = _DEEP.search(clean)
    if deep is not None:
        return Fault(above + clean.count("\n", 0, deep.start()) + 1, None, TOO_DEEP)
    try:
        return tomllib.loads(clean), layout(clean)
    except RecursionError:
        return Fault(above + 1, None, TOO_DEEP)
    except tomllib.TOMLDecodeError as error:
        return _complaint(clean, above, str(error))
    except LayoutError as error:
        return Fault(above + clean.count("\n", 0, error.at) + 1, None, str(error))
    except ValueError:  # Python reads no number of more than 4300 digits
        return Fault(above + 1, None, TOO_LONG)


def _complaint(text: str, above: int, words: str) -> Fault:
    where = _WHERE.search(words)
    reason = words[: where.start()] if where else words
    sentence = next((told for begin, told in _SENTENCES if reason.startswith(begin)), reason)
    if where and where[1]:
        return Fault(above + int(where[1]), int(where[2]), f"{sentence}.")
    quotes = max(text.rfind("'''"), text.rfind('"""'))
    unended = "several lines" in sentence or reason.startswith("Unterminated")
    at = quotes if unended and quotes >= 0 else len(text.rstrip())
    return Fault(above + text.count("\n", 0, at) + 1, None, f"{sentence}.")
