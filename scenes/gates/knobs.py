"""What the scene of squeeze and excitation can be asked: two digits, the worked numbers, the reduction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer
from scenes.stage.core.lattice import Cell
from scenes.stage.data.handwritten import DIGITS, SAMPLES

STAGES = ("1", "2", "3", "4")
REDUCTIONS = ("4", "8", "16", "32")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """`means` and `hand` hold means and gates of the net that were set by hand, by the number of their map.

    `place` is the cell of the canvas, (row, column), that the middle of both digits stands on. `maps`, `reduce` and
    `restore` are numbers of the worked example, edited on the stage.
    """

    reduction: str = choice("16", *REDUCTIONS, label="Reduction r", help="The waist has C / r units.")
    stage: str = choice("3", *STAGES, label="Stage of the trained net", given=True)
    first: str = choice("0", *DIGITS, label="First digit", given=True)
    second: str = choice("7", *DIGITS, label="Second digit", given=True)
    sample: int = integer(1, 1, SAMPLES, label="Handwriting", help="None of these did the net learn from.", given=True)
    place: Cell = cell((12, 12))
    means: Edits = edits()
    hand: Edits = edits()
    maps: Edits = edits()
    reduce: Edits = edits()
    restore: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Means and gates set by hand belong to the maps of one stage."""
        return knobs.following(self, changed, {"stage": ("means", "hand")})
