"""Tables: the first column begins at its place, the others end at theirs, and cells are named."""

from __future__ import annotations

import pytest

from scenes.stage.core.marks import AnyMark, Role, Text, TextRun
from scenes.stage.draw.tables import Table

TABLE = Table((("net", 100.0), ("MACs", 400.0)))


def texts(marks: list[AnyMark]) -> list[tuple[float, str, str, str]]:
    return [(mark.x, mark.anchor, mark.text, mark.name) for mark in marks if isinstance(mark, Text)]


def test_heads_are_the_names_of_the_columns_or_other_words() -> None:
    assert texts(TABLE.heads(50.0)) == [(100, "start", "net", ""), (400, "end", "MACs", "")]
    assert texts(TABLE.heads(50.0, ("network", "work")))[1] == (400, "end", "work", "")


def test_a_cell_is_one_run_or_several_and_has_a_name() -> None:
    cells = (TextRun("A", bold=True), (TextRun("about ", Role.MUTED), TextRun("3 G")))
    assert texts(TABLE.row(90.0, cells, 26.0, "A")) == [
        (100, "start", "A", "A net"),
        (400, "end", "about 3 G", "A MACs"),
    ]


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    with pytest.raises(ValueError, match="shorter"):
        TABLE.row(90.0, (TextRun("A"),), 26.0, "A")
