"""What the LeNet-5 scene can be asked: the digit, where it stands, and what C3 reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer
from scenes.stage.core.lattice import Cell
from scenes.stage.data.handwritten import DIGITS, SAMPLES

TABLE_1998, EVERY_MAP = "of 1998", "every map"
S2_MAPS, C3_MAPS = 6, 16
"""How many maps the table has rows and columns for."""
BLANK: Edits = tuple(((row, column), 0.0) for row in range(8) for column in range(8))
"""What makes a picture without ink of any digit."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The digit and C3's table. `column` is the picked cell of the table: the map of C3 that is looked at."""

    digit: str = choice("3", *DIGITS, label="Digit", over={"pixels": "drawn"}, given=True)
    sample: int = integer(
        1, 1, SAMPLES, label="Handwriting", help="None of these did the network learn from.", given=True
    )
    shift: int = integer(0, 0, 12, label="Shift to the right", help="In pixels of the 32×32 picture.")
    table: str = choice(TABLE_1998, TABLE_1998, EVERY_MAP, label="C3's table of connections")
    column: Cell = cell((0, 0), S2_MAPS, C3_MAPS)
    pixels: Edits = edits()
    weights: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Drop what was drawn into another digit."""
        return replace(self, pixels=()) if changed in ("digit", "sample") else self
