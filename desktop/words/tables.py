"""Tables for table programs, whoever has written what is in their cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from desktop.words.plain import on_one_line

_BEGINS_A_FORMULA = tuple("=+-@|%＝＋－＠")
"""With these a table program begins to compute what somebody has written."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table in UTF-8 with the mark by which table programs know that, and no cell that computes anything."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    words = on_one_line(cell)
    return f"'{words}" if words.startswith(_BEGINS_A_FORMULA) and not _is_number(words) else words


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()
