"""What the dense scene can be asked: a small layer along one axis, and the layer of a picture to count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer
from scenes.stage.core.lattice import Cell

SIDES = (16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 227, 256, 299, 320, 384, 448, 512)
"""The sides of pictures that dragging over the chart goes to."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """A layer of a few inputs, with its numbers changed by hand, and a picture with the filters that look at it."""

    inputs: int = integer(5, 3, 8, label="Inputs")
    size: int = integer(3, 1, 5, label="Kernel size", help="How many inputs each output sees once it is local.")
    stride: int = integer(1, 1, 2, label="Stride", help="Inputs from one window to the next.")
    shift: int = integer(1, 1, 2, label="Shift of the input")
    side: int = integer(227, SIDES[0], SIDES[-1], label="Picture: height and width H")
    channels: int = integer(3, 1, 3, label="Picture: channels C")
    window: str = choice("11", "1", "3", "5", "7", "11", label="Picture: kernel size k")
    steps: str = choice("4", "1", "2", "4", label="Picture: stride s")
    filters: int = integer(96, 1, 512, label="Picture: filters F")
    picked: Cell = cell((0, SIDES.index(227)))
    x: Edits = edits()
    weights: Edits = edits()

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        if self.size > self.inputs:
            return f"A window of {self.size} inputs does not fit into {self.inputs} inputs."
        if not 0 <= self.picked[1] < len(SIDES):
            return "The chart has no such picture."
        return None

    def follow(self, changed: str) -> Self:
        """Keep the picture's side and the place in the chart together."""
        if changed == "picked":
            return replace(self, side=SIDES[min(max(self.picked[1], 0), len(SIDES) - 1)])
        if changed == "side":
            nearest = min(range(len(SIDES)), key=lambda index: abs(SIDES[index] - self.side))
            return replace(self, picked=(0, nearest))
        return self
