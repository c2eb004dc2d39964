"""Tables of numbers as people paste them: from a spreadsheet, a text, a program, a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenes.stage.numbers.reading import Number, echoed, read_number

Table = tuple[tuple[Number | None, ...], ...]
"""Rows of numbers; None where a cell is empty."""

_FRACTION = re.compile(r"\\[td]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_LATEX = re.compile(r"\\(?:begin|end)\s*\{[^}]*\}(?:\{[^}]*\})?|\\hline|\\left|\\right|\\[,;! ]|[$]")
_WORDS = re.compile(r"\b(?:np\.|numpy\.|torch\.)?(?:array|tensor|matrix)\b|\bdtype\s*=\s*[\w.]+")
_ROW_END = re.compile(r"[\])]\s*[,;]?\s*(?=[\[(])")


class TableError(ValueError):
    """Says in one sentence why a text is no table of numbers."""


def read_table(text: str) -> Table:
    """Read rows of numbers, divided by tabs, semicolons, spaces or commas; also lists in brackets, and LaTeX.

    A comma is the decimal one unless something shows that it divides. Raises TableError for what is no table.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\\\", "\n")
    plain = _LATEX.sub(" ", _FRACTION.sub(r"\1/\2", plain))
    bracketed = bool(re.search(r"[\[(]", plain))
    if bracketed:
        plain = re.sub(r"\s*\n\s*", " ", _WORDS.sub(" ", plain)) if "," in plain or "]" in plain else plain
        plain = re.sub(r"[\[\]()]", " ", _ROW_END.sub("\n", plain))
    lines = [line.strip(" ") for line in plain.strip("\n ").split("\n")]
    lines = [line for line in lines if line.strip(" ,;")]
    if not lines:
        raise TableError("There are no numbers to paste.")
    if _semicolons_end_rows(lines, bracketed):
        lines = [part for part in lines[0].split(";") if part.strip()]
    divider = _divider(lines, bracketed)
    return tuple(tuple(_cell(cell, row) for cell in _cells(line, divider)) for row, line in enumerate(lines))


def write_table(rows: Sequence[Sequence[float | None]]) -> str:
    """Rows of numbers as spreadsheets take them: tabs between cells, a line for each row."""
    return "\n".join("\t".join("" if value is None else f"{value:.10g}" for value in row) for row in rows)


def _semicolons_end_rows(lines: list[str], bracketed: bool) -> bool:
    """Whether semicolons stand between rows, as in 1 2; 3 4, and not between cells."""
    if len(lines) > 1 or ";" not in lines[0] or "\t" in lines[0] or "&" in lines[0]:
        return False
    return bracketed or any(len(part.split()) > 1 for part in lines[0].split(";"))


def _divider(lines: list[str], bracketed: bool) -> str:
    """What divides the cells of a row, as a pattern."""
    for sign in ("\t", "&", ";"):
        if any(sign in line.strip(f"{sign} ") for line in lines):
            return rf" *{sign}"
    commas_divide = any(
        re.search(r",\s|,\S*,", line) or (bracketed and "," in line) or re.search(r"\.\d*,|,\d*\.", line)
        for line in lines
    )
    return r"\s*,\s*" if commas_divide else r"\s+"


def _cells(line: str, divider: str) -> list[str]:
    if divider.endswith(("\t", "&")):
        return re.split(divider, line)
    return re.split(divider, line.strip(" ;" if divider.endswith(";") else " ,"))


def _cell(text: str, row: int) -> Number | None:
    if not text.strip():
        return None
    value = read_number(text)
    if value is None:
        raise TableError(f"“{echoed(text.strip())}” in row {row + 1} of what you paste is no number.")
    return value
