"""What the scene about a trained CNN can be asked: a drawing, a unit of each layer, and which layer is explained."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core import knobs
from scenes.stage.core.knobs import cell, choice, integer
from scenes.stage.core.lattice import Cell

ANIMALS = ("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra")
DRAWINGS = 1000
"""How many drawings of each animal there are."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """A drawing, and for each layer the cell of its maps, laid side by side, whose unit is looked at."""

    animal: str = choice("cat", *ANIMALS, label="Animal", given=True)
    drawing: int = integer(6, 1, DRAWINGS, label="Drawing", given=True)
    layer: int = integer(3, 1, 3, label="Layer", help="Whose filter is taken apart, and whose map is asked.")
    at1: Cell = cell((20, 130))
    at2: Cell = cell((2, 116))
    at3: Cell = cell((1, 73))

    @property
    def chosen(self) -> tuple[Cell, Cell, Cell]:
        """The chosen cells, by layer."""
        return self.at1, self.at2, self.at3
