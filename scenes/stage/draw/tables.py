"""Tables: where columns stand, their heads, and rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.core.marks import AnyMark, Role, Text, TextRun

Cell = TextRun | tuple[TextRun, ...]


@dataclass(frozen=True)
class Table:
    """The columns by name: what is in the first begins at its place, what is in the others ends at theirs."""

    columns: tuple[tuple[str, float], ...]

    def heads(self, y: float, words: Sequence[str] = (), size: float = 22) -> list[AnyMark]:
        """What stands over the columns: their names, or other words."""
        names = [name for name, _ in self.columns]
        return self._texts(y, [TextRun(word, Role.MUTED) for word in words or names], size, [""] * len(names))

    def row(self, y: float, cells: Sequence[Cell], size: float, name: str) -> list[AnyMark]:
        """A row; each cell is named after the row and its column."""
        return self._texts(y, cells, size, [f"{name} {column}" for column, _ in self.columns])

    def _texts(self, y: float, cells: Sequence[Cell], size: float, names: Sequence[str]) -> list[AnyMark]:
        marks: list[AnyMark] = []
        for (_, x), cell, name in zip(self.columns, cells, names, strict=True):
            runs = (cell,) if isinstance(cell, TextRun) else cell
            marks.append(Text(x=x, y=y, runs=runs, size=size, anchor="end" if marks else "start", name=name))
        return marks
