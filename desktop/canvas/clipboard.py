"""Numbers of the stage on the clipboard: a grid copied as a table, a table pasted at a cell."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from scenes.stage.core.gestures import Hit, paste, rows_written
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.marks import Grid
from scenes.stage.numbers.tables import Table, TableError, read_table, write_table


def copied(found: Hit | None) -> str:
    """Copy all numbers of the grid that was hit, as spreadsheets take them; returns the words for it.

    Raises KnobError, as the others do, with a sentence about what can't be done.
    """
    if found is None or not isinstance(found.mark, Grid):
        raise KnobError("Point at a grid of numbers, or go there with Tab; then its numbers can be copied.")
    QGuiApplication.clipboard().setText(write_table(rows_written(found.mark)))
    rows, columns = found.mark.values.shape
    return f"{found.name}: {rows} × {columns} numbers copied"


def pasted(knobs: Knobs, found: Hit | None) -> tuple[Knobs, str]:
    """Put what was copied into the grid that was hit, the first number at the cell; also says what was left out."""
    try:
        table = read_table(QGuiApplication.clipboard().text())
    except TableError as error:
        raise KnobError(str(error)) from error
    if found is None:
        raise KnobError("Point at the cell where the numbers begin, or go there with Tab; then paste them.")
    return with_table(knobs, found, table)


def with_table(knobs: Knobs, found: Hit, table: Table) -> tuple[Knobs, str]:
    """Put a table into the grid that was hit."""
    changed, left_out = paste(knobs, found, table)
    return changed, f"{left_out} of the numbers would lie outside the grid, and were left out." if left_out else ""
