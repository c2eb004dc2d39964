"""What the scene of squeeze and excitation can be asked: the worked numbers, the reduction, and two digits."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer
from scenes.stage.core.lattice import Cell
from scenes.stage.data.handwritten import DIGITS, SAMPLES

STAGES = ("1", "2", "3", "4")
REDUCTIONS = ("4", "8", "16", "32")
GATES = 4
"""How many gates the worked example has."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """Numbers of the worked example are edited on the stage; `hand` holds gates set by hand.

    `place` is the cell of the canvas, (row, column), that the middle of both digits stands on.
    """

    reduction: str = choice("16", *REDUCTIONS, label="Reduction r", help="The waist has C / r units.")
    stage: str = choice("3", *STAGES, label="Stage of the trained net")
    first: str = choice("0", *DIGITS, label="First digit")
    second: str = choice("7", *DIGITS, label="Second digit")
    sample: int = integer(1, 1, SAMPLES, label="Handwriting", help="None of these did the net learn from.")
    place: Cell = cell((12, 12))
    maps: Edits = edits()
    reduce: Edits = edits()
    restore: Edits = edits()
    hand: Edits = edits((GATES,))
