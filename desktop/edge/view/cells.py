"""What stands in the table of forms, as words and shares of bars: a function of measurements."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from desktop.edge.measuring.words import Measurement
from desktop.edge.model.forms import Forms, milliseconds, share, size

LONGEST = 2.0
"""Whiskers are no longer than so many medians, or one that was disturbed would leave no room for all others."""


class Cell(NamedTuple):
    """A number, words beside it, and a bar (a share of the longest, None for none) with the end of its whisker.

    A whisker that ends beyond 1 has no room for its end.
    """

    number: str
    words: str = ""
    bar: float | None = None
    whisker: float | None = None


class Column(NamedTuple):
    """A heading, what it is about in smaller letters, and the cell of each measurement; `width` is its share."""

    heading: str
    about: str
    width: float
    cell: Callable[[Measurement], Cell]


def columns(forms: Forms) -> tuple[Column, ...]:
    """The columns there is something to say in. Bars of a column share their scale."""
    found = forms.measurements
    slowest = max((min(each.p95, LONGEST * each.median) for each in found), default=0.0)
    largest = max((each.file for each in found), default=0)
    most = max((each.memory for each in found if each.memory is not None), default=0)
    made = [
        Column("One picture", "median and p95", 2.5, lambda one: _time(one, slowest)),
        Column("File", "", 1.0, lambda one: Cell(size(one.file), bar=one.file / largest if largest else None)),
        Column("Activations", "alive at once", 1.0, lambda one: _memory(one, most)),
    ]
    if any(each.right is not None for each in found):
        made.append(Column("Right", "of known classes", 1.0, _right))
    if any(each.answered for each in found):
        made.append(Column("Changed", "first answers", 1.0, _changed))
    return tuple(made)


def _time(one: Measurement, slowest: float) -> Cell:
    if not slowest:
        return Cell(milliseconds(one.median))
    return Cell(milliseconds(one.median), f"p95 {milliseconds(one.p95)}", one.median / slowest, one.p95 / slowest)


def _memory(one: Measurement, most: int) -> Cell:
    if one.memory is None:
        return Cell("–", "not known")
    return Cell(size(one.memory), bar=one.memory / most if most else None)


def _right(one: Measurement) -> Cell:
    if one.right is None or not one.judged:
        return Cell("–")
    return Cell(share(one.right, one.judged), f"of {one.judged:,}", one.right / one.judged)


def _changed(one: Measurement) -> Cell:
    if not one.answered:
        return Cell("–")
    if one.changed is None:
        return Cell("–", f"{one.answered:,} pictures")
    count = len(one.changed)
    return Cell(f"{count:,}", f"of {one.answered:,}", count / one.answered)


def in_words(forms: Forms) -> str:
    """All of the table in words."""
    found = columns(forms)
    lines = []
    for one in forms.measurements:
        cells = [(column.heading, column.cell(one)) for column in found]
        said = ", ".join(f"{heading.lower()} {cell.number} {cell.words}".strip() for heading, cell in cells)
        lines.append(f"{one.form}: {said}.")
    return " ".join(lines)


def measured_on(forms: Forms) -> str:
    """The computer, the threads and the programs that the numbers are of, in a sentence."""
    one = forms.any
    if one is None:
        return ""
    threads = "1 thread" if one.threads == 1 else f"{one.threads} threads"
    programs = dict.fromkeys(each.runtime for each in forms.measurements if each.runtime)
    fewest = min(each.runs for each in forms.measurements)
    said = ", ".join((one.processor, threads, *programs, f"{fewest:,} passes or more"))
    return f"{forms.network}, measured on this computer: {said}."
