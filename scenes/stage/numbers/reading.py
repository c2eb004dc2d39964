"""Numbers as people type them: on the command line, in the window's fields, in the cells of the stage."""

from __future__ import annotations

import math
import re
import unicodedata

LONGEST_ECHO = 80
"""So many letters of what somebody typed are said again at most."""

_EXACT = 300
"""Whole numbers of so many digits stay exact; longer ones don't fit into a float anyway."""
_ENDLESS = 10**15
_SPELLINGS = str.maketrans(dict.fromkeys("−‐‑‒–—", "-") | {"’": "'", "⁄": "/", "∕": "/", "٫": ".", "٬": ","})
_DECIMAL = re.compile(r"(\d+)?(?:([.,])(\d+)?)?(e[+-]?\d+)?", re.IGNORECASE)
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([.,' _])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d*))?")
_FRACTION = re.compile(r"(?:(\d+) )?([\d.,]+) ?/ ?([\d.,]+)")
_MIXED = re.compile(r"(\d*) ?(\D)")

Number = int | float


def readings(text: str, whole: bool = False) -> tuple[Number, ...]:
    """What a text can mean as a number, the likeliest first; () if it is none.

    Taken are a decimal point or comma, groups of three digits, any dash as minus, powers of ten (2e-5), and fractions
    (1/9, ½). "1,000" has two readings: among whole numbers it is a thousand first, elsewhere one. A whole number is an
    int where it can be; one beyond all floats is infinite.
    """
    plain = " ".join(text.translate(_SPELLINGS).split())
    sign = -1 if plain.startswith("-") else 1
    unsigned = plain[1:].lstrip() if plain[:1] in ("-", "+") else plain
    found = _fraction(unsigned, whole) or _in_digits(unsigned, whole)
    return tuple(dict.fromkeys(sign * number for number in found))


def read_number(text: str, whole: bool = False) -> Number | None:
    """The likeliest reading of a text as a number; None if it is none."""
    return next(iter(readings(text, whole)), None)


def echoed(text: str) -> str:
    """What somebody typed, to be said again: the middle of a long text is left out."""
    half = LONGEST_ECHO // 2
    return text if len(text) <= LONGEST_ECHO else f"{text[: half - 1]}…{text[-half:]}"


def number_in_words(number: float) -> str:
    """A number in a sentence or a field: 0.001, 2.5, 1,000,000; a power of ten only where there are too many digits."""
    size = abs(number)
    if isinstance(number, int) and size >= _ENDLESS:
        return f"{'-' if number < 0 else ''}1e+{math.floor(math.log10(size))}"
    if not 1 <= size < _ENDLESS:
        return f"{number:g}"
    text = f"{number:,.{max(0, 5 - math.floor(math.log10(size)))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fraction(text: str, whole: bool) -> tuple[Number, ...]:
    """The reading of 1/9, 2 1/2, ½ or 2½; () if it is no fraction."""
    if match := _FRACTION.fullmatch(text):
        more, above, below = match.groups()
        top, bottom = _in_digits(above, whole), _in_digits(below, whole)
        return (float(more or 0) + top[0] / bottom[0],) if top and bottom and bottom[0] else ()
    if (match := _MIXED.fullmatch(text)) and unicodedata.decomposition(match[2]).startswith("<fraction>"):
        return (float(match[1] or 0) + unicodedata.numeric(match[2]),)
    return ()


def _in_digits(text: str, whole: bool) -> tuple[Number, ...]:
    """The readings of a number written in digits; () if it is none."""
    found: list[Number] = []
    match = _DECIMAL.fullmatch(text)
    if match and (match[1] or match[3]):
        before, mark, after, power = match.groups()
        found.append(_number(before, after, power))
        if mark == "." and not whole:
            return tuple(found)  # as the program itself writes numbers
    if match := _GROUPED.fullmatch(text):
        grouped = _number(match[1].replace(match[2], ""), match[3], None)
        found.insert(0 if whole else len(found), grouped)
    return tuple(found)


def _number(before: str | None, after: str | None, power: str | None) -> Number:
    if before and after is None and power is None and len(before) <= _EXACT:
        return int(before)
    return float(f"{before or 0}.{after or 0}{power or ''}")
