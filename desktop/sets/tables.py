"""Pictures as a table of numbers (CSV): a row a picture, with its class and then its pixels, as Kaggle has MNIST."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.pictures.answers import called
from desktop.sets.gathered import (
    MOST_PICTURES,
    MOST_WORTH,
    Gathered,
    Report,
    SetError,
    as_shades,
    class_names,
    hold_to_size,
    short_name,
    title_of,
)
from engine.contract.spec import SIDES

LABELS = ("label", "labels", "class", "target", "y")
"""What the column with the class may be called; without a name it is the first one."""
_REPORT_EVERY = 500


class _Layout(NamedTuple):
    """How the rows of a table are to be read: `column` has the class, and the pixels make a square."""

    divider: str
    header: bool
    column: int
    width: int
    side: int


def gather(path: Path, report: Report) -> Gathered:
    """Read a table; raises SetError, with the row and the column, where it holds no pictures."""
    where = called(path)
    try:
        with _opened(path) as file:
            layout = _layout(file, where)
        with _opened(path) as file:
            labels, pixels = _rows(file, layout, where, report, path.stat().st_size)
    except (OSError, EOFError) as error:
        raise SetError(f"{where} can't be read ({getattr(error, 'strerror', None) or 'it is cut off'}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SetError(f"{where} is no table of numbers. Save it as CSV and import that.") from error
    classes, notes = class_names(sorted(set(labels)), where), list[str]()
    places = {name: place for place, name in enumerate(classes)}
    shades = as_shades(pixels, where, notes).reshape(-1, 1, layout.side, layout.side)
    first = 2 if layout.header else 1
    return Gathered(
        title=title_of(path),
        classes=classes,
        pictures=shades,
        labels=np.array([places[label] for label in labels], np.uint8),
        names=lambda index: f"row {index + first:,}",
        notes=[f"Each row is a picture of {layout.side}×{layout.side} pixels.", *notes],
    )


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _layout(file: IO[str], where: str) -> _Layout:
    """Look at the first rows; raises SetError where they are no pictures."""
    first = file.readline(1_000_000)
    divider = max(",;\t", key=first.count)
    head = next(csv.reader([first], delimiter=divider), [])
    if not head:
        raise SetError(f"{where} is empty.")
    if first.count(divider) == 0:
        raise SetError(f"{where} has one column. Each row needs a class and then the numbers of a picture.")
    named = [cell.strip().lower() for cell in head]
    column = next((named.index(name) for name in LABELS if name in named), 0)
    header = sum(not _is_number(cell) for cell in head) > 1 or (column > 0 or named[0] in LABELS)
    numbers = len(head) - 1
    side = math.isqrt(numbers)
    if side * side != numbers:
        if math.isqrt(len(head)) ** 2 == len(head):
            raise SetError(
                f"The rows of {where} have {len(head):,} numbers and no class. Put it into the first column."
            )
        raise SetError(
            f"A row of {where} has {numbers:,} numbers beside its class, and no square picture has so many: "
            f"28×28 pixels make {28 * 28}."
        )
    if side > max(SIDES):
        raise SetError(f"The pictures of {where} are {side}×{side} pixels, and at most {max(SIDES)} a side are read.")
    return _Layout(divider, header, column, len(head), side)


def _rows(
    file: IO[str], layout: _Layout, where: str, report: Report, size: int
) -> tuple[list[str], NDArray[np.float32]]:
    """All classes and pixels of a table; how much is read is told in thousandths of the file, as far as it is known."""
    labels, pixels, taken = list[str](), list[NDArray[np.float32]](), 0
    reader = csv.reader(file, delimiter=layout.divider)
    for number, row in enumerate(_after_header(reader, layout), start=2 if layout.header else 1):
        if not row:
            continue
        if len(row) != layout.width:
            raise SetError(
                f"Row {number:,} of {where} has {len(row):,} columns, and the first has {layout.width:,}. "
                "Make them equal and import it again."
            )
        label = row.pop(layout.column).strip()
        if not label:
            raise SetError(f"Row {number:,} of {where} has no class. Fill it in, or delete the row.")
        labels.append(_label(label))
        pixels.append(_numbers(row, number, layout.column, where))
        if len(labels) > MOST_PICTURES:
            hold_to_size(len(labels), 1, where)
        taken += 2 * len(row)
        if number % _REPORT_EVERY == 0:
            report(min(taken, size), size)
    if not labels:
        raise SetError(f"{where} has no row with a picture.")
    hold_to_size(len(labels), layout.side**2, where)
    return labels, np.stack(pixels)


def _after_header(reader: Iterator[list[str]], layout: _Layout) -> Iterator[list[str]]:
    if layout.header:
        next(reader)
    return reader


def _label(word: str) -> str:
    """The class that a cell names: 3.0 is the class 3."""
    if _is_number(word) and float(word).is_integer() and abs(float(word)) < 1e6:
        return str(int(float(word)))
    return short_name(word)


def _numbers(row: list[str], number: int, column: int, where: str) -> NDArray[np.float32]:
    """The pixels of a row; raises SetError for the first cell that can't be one."""
    try:
        found = np.fromiter(map(float, row), np.float64, len(row))
    except ValueError:
        place = next(place for place, cell in enumerate(row) if not _is_number(cell))
        cell = row[place].strip()[:20]
        said = f"holds “{cell}”" if cell else "is empty"
        raise SetError(
            f"Column {_column(place, column)} of row {number:,} of {where} {said}, and a number is needed there."
        ) from None
    wrong = ~(np.abs(found) <= MOST_WORTH)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise SetError(
            f"Column {_column(place, column)} of row {number:,} of {where} holds {found[place]:g}. Pixels are numbers "
            f"up to {MOST_WORTH:,}."
        )
    return found.astype(np.float32)


def _column(place: int, label: int) -> str:
    """The number of a column as people count, from its place among the pixels."""
    return f"{place + 1 + (place >= label):,}"


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
