"""How wide words are in the bundled typeface, and words broken into lines. Nothing here needs a window."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

import assets
from scenes.stage.core.marks import TextRun

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FILES = {False: "Inter-Regular.otf", True: "Inter-SemiBold.otf"}
LARGEST = 1.12
"""How much larger letters are in the theme that has the largest."""
SPARE, OVERHANG = 1.02, 0.08
"""So much more room is kept, for pairs of letters that stand apart, and, in ems, for what reaches over a line's end."""
FOREIGN = 1.5
"""The width, in ems, of a letter that the typeface hasn't: another one draws it."""
PAIRS, ONE_BY_ONE = 2, 1
"""Kinds of tables in which a font says how pairs of letters stand."""
FIGURES, FIGURE = "0123456789", 0.674
"""Figures are of equal width."""
TIMES = re.compile(r"(?<=\d)x|x(?=\d)")
"""What the typeface draws as a sign of multiplication."""

Line = tuple[TextRun, ...]


def width(runs: Sequence[TextRun], size: float) -> float:
    """How wide a line of text is at most, in units, in any theme."""
    ems = sum(_ems(run.text, run.bold) for run in runs)
    return size * LARGEST * (SPARE * ems + OVERHANG) if ems else 0.0


def wrapped(runs: Sequence[TextRun], size: float, room: float) -> tuple[Line, ...]:
    """Words in lines that are at most `room` units wide in any theme; a word that is wider is cut into pieces."""
    lines: list[list[TextRun]] = [[]]
    for word in _words(runs):
        fits = width(_stripped([*lines[-1], *word]), size) <= room
        if lines[-1] and not fits:
            lines.append([])
        for piece in [word] if width(_stripped(word), size) <= room else _pieces(word, size, room):
            if lines[-1] and width(_stripped([*lines[-1], *piece]), size) > room:
                lines.append([])
            lines[-1] += piece
    return tuple(line for each in lines if (line := _joined(_stripped(each))))


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Words as far as they fit on one line, with dots where some are missing."""
    if width((TextRun(text, None, bold),), size) <= room:
        return text

    def wide(count: int) -> float:
        return width((TextRun(f"{text[:count].rstrip()}…", None, bold),), size)

    fitting = bisect_right(range(1, len(text) + 1), room, key=wide)
    return f"{text[:fitting].rstrip()}…"


def _words(runs: Sequence[TextRun]) -> Iterator[list[TextRun]]:
    """Words with the space behind them; one may be of several runs."""
    word: list[TextRun] = []
    for run in runs:
        rest = run.text
        while rest:
            head, space, rest = rest.partition(" ")
            word.append(replace(run, text=head + space))
            if space:
                yield word
                word = []
    if word:
        yield word


def _pieces(word: list[TextRun], size: float, room: float) -> Iterator[list[TextRun]]:
    """A word letter by letter."""
    return ([replace(run, text=letter)] for run in word for letter in run.text)


def _stripped(runs: Sequence[TextRun]) -> list[TextRun]:
    """Runs without the space at their end."""
    kept = list(runs)
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    return [*kept[:-1], replace(kept[-1], text=kept[-1].text.rstrip())] if kept else []


def _joined(runs: Sequence[TextRun]) -> Line:
    """Neighbours of one look as one run."""
    joined: list[TextRun] = []
    for run in runs:
        if joined and (joined[-1].role, joined[-1].bold) == (run.role, run.bold):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _ems(text: str, bold: bool) -> float:
    found, text = _advances(bold), TIMES.sub("×", text)
    return sum(found.get(letter, FOREIGN) for letter in text) + sum(_apart(*pair, bold) for pair in pairwise(text))


@lru_cache(maxsize=2)
def _advances(bold: bool) -> dict[str, float]:
    """How wide each letter of the typeface is, in ems."""
    font = _font(bold)
    em, advances = font["head"].unitsPerEm, font["hmtx"]
    widths = {chr(letter): advances[glyph][0] / em for letter, glyph in font.getBestCmap().items()}
    return widths | dict.fromkeys(FIGURES, FIGURE)


@lru_cache(maxsize=4096)
def _apart(left: str, right: str, bold: bool) -> float:
    """How far the typeface moves two neighbours apart, in ems; 0 where it draws them together.

    The pairs stand in the font's table GPOS, one by one or by classes of letters (OpenType 1.9, GPOS lookup type 2).
    """
    font = _font(bold)
    first, second = (font.getBestCmap().get(ord(letter), "") for letter in (left, right))
    widest = max(_kerning(font, *pair) for pair in product(_forms(first), _forms(second)))
    return max(0.0, widest / float(font["head"].unitsPerEm))


def _forms(glyph: str) -> tuple[str, str]:
    """A glyph, and the one that stands for it beside capitals."""
    return glyph, f"{glyph}.case"


def _kerning(font: TTFont, first: str, second: str) -> int:
    """What the font's table says of two glyphs, in its own units."""
    (pairs,) = (lookup for lookup in font["GPOS"].table.LookupList.Lookup if lookup.LookupType == PAIRS)
    for table in pairs.SubTable:
        if first not in table.Coverage.glyphs:
            continue
        if table.Format == ONE_BY_ONE:
            records = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
            value = next((record.Value1 for record in records if record.SecondGlyph == second), None)
        else:
            row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
            value = row.Class2Record[table.ClassDef2.classDefs.get(second, 0)].Value1
        if value is not None:
            return int(getattr(value, "XAdvance", 0))
    return 0


@cache
def _font(bold: bool) -> TTFont:
    """The typeface's file; what is not asked for is not read."""
    from fontTools.ttLib import TTFont

    return TTFont(assets.path("fonts", FILES[bold]), lazy=True)
