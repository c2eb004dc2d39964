"""Numbers that can stand in a frozen mark: an array that never changes and compares by content."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
LONGEST_CLOCK = 100.0 * 3600 - 1
"""The most seconds that are written as on a clock."""
RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("-0123456789", RAISED)
POWERS = -1
"""In place of a number of decimals: two significant digits each, and a power of ten."""
LEAST = 0.001
"""Numbers of smaller size, and limits, are written with a power of ten."""


class Values:
    """A read-only array, equal to another with the same shape, type and content.

    Marks are compared, hashed and cached, which numpy arrays can't be. Making a `Values` copies the array unless it
    is read-only already; scenes make theirs once for each set of knobs, so that painters can cache by it.
    """

    __slots__ = ("_hash", "array")

    def __init__(self, array: npt.ArrayLike | Values) -> None:
        if isinstance(array, Values):
            self.array: Array = array.array
        else:
            found = np.asarray(array)
            if found.flags.writeable or not found.flags.owndata:
                found = found.copy()
                found.setflags(write=False)
            self.array = found
        self._hash: int | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array."""
        return self.array.shape

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Values):
            return NotImplemented
        mine, theirs = self.array, other.array
        if mine is theirs:
            return True
        return mine.dtype == theirs.dtype and mine.shape == theirs.shape and mine.tobytes() == theirs.tobytes()

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.array.shape, self.array.tobytes()))
        return self._hash

    def __repr__(self) -> str:
        return f"Values(shape={self.shape}, dtype={self.array.dtype})"


@lru_cache(maxsize=16384)
def format_number(value: float, decimals: int = 0, plus: bool = False) -> str:
    """Write a number as the stage shows it: a true minus sign, no "-0", an explicit plus where signs are the point."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    text = f"{abs(value):.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    return ("−" if value < 0 else "+" if plus else "") + text


def superscript(power: int) -> str:
    """A whole number raised as an exponent: -3 as in 10⁻³."""
    return str(power).translate(_RAISED)


def power_text(value: float) -> str:
    """A number of any size: 2.59, 0.349, 10⁻¹⁰, 2.7 × 10⁻⁵."""
    size = abs(value)
    if size == 0 or 0.01 <= size < 10000:
        whole = value == round(value)
        return format_number(value, 0 if whole else max(0, 2 - math.floor(math.log10(size))))
    mantissa, exponent = f"{value:.1e}".split("e")
    power = "10" + superscript(int(exponent))
    sign = "−" if value < 0 else ""
    mantissa = mantissa.lstrip("-").removesuffix(".0")
    return f"{sign}{power}" if mantissa == "1" else f"{sign}{mantissa} × {power}"


def two_figures(value: float, plus: bool = False) -> str:
    """A number in few letters, but with two significant digits at least: 0.44, 0.012, 1.2·10⁻⁵."""
    size = abs(value)
    if not math.isfinite(value) or size == 0 or size >= 0.1:
        return format_number(value, decimals_for([value]), plus)
    digits = f"{size:.1e}"
    if float(digits) >= LEAST:
        return format_number(value, 1 - int(digits.partition("e")[2]), plus)
    mantissa, _, power = digits.partition("e")
    return f"{'−' if value < 0 else '+' if plus else ''}{mantissa}·10{superscript(int(power))}"


def limit_text(limit: float, sign: str = "") -> str:
    """The limit of a scale, which has one significant digit or two: 3, 0.06, 3·10⁻⁵."""
    if limit >= LEAST:
        return f"{sign}{format_number(limit, decimals_of(limit))}"
    mantissa, _, power = f"{limit:.1e}".partition("e")
    return f"{sign}{mantissa.removesuffix('.0')}·10{superscript(int(power))}"


def decimals_of(limit: float) -> int:
    """How many decimals write the limit of a scale."""
    return next((digits for digits in range(12) if math.isclose(limit, round(limit, digits))), 12)


def decimals_under(limit: float, least: int = 2) -> int:
    """How many decimals show two significant digits of numbers that a scale of this limit is for, or `POWERS`."""
    return POWERS if limit < LEAST else max(least, 1 - math.floor(math.log10(limit) + 1e-9))


def figures_text(value: float) -> str:
    """Three significant digits, written out from 0.0001 to 100,000 and as `power_text` beyond: 0.00515, 13,781."""
    size = abs(value)
    if not 1e-4 <= size < 1e5:
        return power_text(value)
    decimals = 0 if value == round(value) else max(0, 2 - math.floor(math.log10(size)))
    return ("−" if value < 0 else "") + f"{size:,.{decimals}f}"


def clock_words(seconds: float) -> str:
    """A span of time as a clock writes it, 2:10 or 1:02:10, seconds that have begun left out: from 0:00 to 99:59:59."""
    whole = int(min(max(0.0, seconds + 1e-6), LONGEST_CLOCK)) if seconds == seconds else 0
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def decimals_for(array: npt.ArrayLike) -> int:
    """How many decimals show an array honestly and briefly: none for whole numbers, fewer for larger ones."""
    numbers = np.asarray(array, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    if numbers.size == 0 or np.all(np.abs(numbers - np.round(numbers)) < 1e-9):
        return 0
    largest = float(np.max(np.abs(numbers)))
    return 2 if largest < 100 else 1


@lru_cache(maxsize=512)
def labels(
    values: Values, decimals: int | None = None, plus: bool = False, brief: bool = False
) -> tuple[tuple[str, ...], ...]:
    """The text of every cell of a (rows, columns) array; with `decimals` None all cells share what suits them.

    With `POWERS` each has a power of ten where it is small.

    `brief` labels do without plus signs and without the zero before the point (-.25).
    """
    digits = decimals_for(values.array) if decimals is None else decimals

    def text(value: float) -> str:
        if digits == POWERS:
            return two_figures(value, plus)
        written = format_number(value, digits, plus and not brief)
        return written.replace("0.", ".", 1) if brief and abs(value) < 1 else written

    return tuple(tuple(text(float(value)) for value in row) for row in values.array)


def rows_text(array: npt.ArrayLike | Values, decimals: int | None = None) -> str:
    """A (rows, columns) array as one line of text, without plus signs: "4 5 / 6 8"."""
    return " / ".join(" ".join(row) for row in labels(Values(array), decimals))


def label_width(text: str) -> float:
    """The width of a number in ems, in the bundled font, bold, with tabular figures (rounded up)."""
    return sum(0.3 if each in ".·" else 0.45 if each in RAISED else 0.674 for each in text)


@lru_cache(maxsize=512)
def widest_label(values: Values, decimals: int | None = None, plus: bool = False, brief: bool = False) -> float:
    """The width in ems of the widest label of an array; 0.674 at least."""
    return max((label_width(text) for row in labels(values, decimals, plus, brief) for text in row), default=0.674)
