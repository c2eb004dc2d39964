"""What the global average pooling scene can be asked: maps, heads and their sizes, and digits on a canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data.handwritten import DIGITS, SAMPLES

SIZES = ("2 × 2", "3 × 3", "4 × 4")
CHANNELS = ("512", "1024", "2048")
CLASSES = ("10", "100", "1000")
CANVASES = ("20", "24", "32", "40")
NONE = "none"
LEARNED = 24
"""The side of the canvases that the net has learned on."""
DIGIT = 8
"""The side of a digit in pixels."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """Worked maps and weights, the head that is counted, and the canvas of the trained net.

    Numbers changed by hand lie over those of the maps (map, row, column) and over the weights (class, map).
    """

    size: str = choice("2 × 2", *SIZES, label="Maps")
    channels: str = choice("512", *CHANNELS, label="Counted: maps C", help="How many maps the head is given.")
    side: int = integer(7, 1, 14, label="Counted: their side", help="Height and width of each map.")
    classes: str = choice("1000", *CLASSES, label="Counted: classes K")
    first: str = choice("2", *DIGITS, label="Canvas: digit", given=True)
    second: str = choice("4", *DIGITS, NONE, label="Canvas: other digit", given=True)
    writing: int = integer(
        6, 1, SAMPLES, label="Canvas: handwriting", help="None of these did the net learn from.", given=True
    )
    canvas: str = choice("24", *CANVASES, label="Canvas: side", help="The net has learned on 24 × 24 pixels.")
    trained: bool = toggle(True, label="Canvas: trained", help="Off: the weights that a training begins with.")
    first_at: Cell = cell((2, 2))
    second_at: Cell = cell((13, 14))
    cells: Edits = edits()
    weights: Edits = edits()

    def problem(self) -> str | None:
        """Why the canvas can't be shown."""
        if self.second != NONE and max(abs(a - b) for a, b in zip(self.first_at, self.second_at, strict=True)) < DIGIT:
            return "There the digits would lie on each other; keep their boxes apart."
        if max(*self.first_at, *self.second_at) > int(self.canvas) - DIGIT:
            return "There a digit would reach over the edge of the canvas."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of maps that are gone; bring digits back onto a canvas that has become smaller."""
        if changed == "size":
            return replace(self, cells=())
        last = int(self.canvas) - DIGIT
        if changed in ("canvas", "second") and (max(*self.first_at, *self.second_at) > last or self.problem()):
            return replace(self, first_at=(1, 1), second_at=(last - 1, last - 1))
        return self
