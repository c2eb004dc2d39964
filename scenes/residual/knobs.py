"""What the forward scene of the residual block can be asked: its input, the weights of F, and both levers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.reference import ResidualBlock
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.residual.blocks import INPUTS, WEIGHTS, block


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The block. Numbers changed by hand lie over those of input and weights."""

    input: str = choice("three numbers", *INPUTS, label="Input", over={"pixels": "edited"}, given=True)
    weights: str = choice(
        "example", *WEIGHTS, label="Weights of F", help="They can be typed over on the stage.",
        over={"first": "edited", "second": "edited"}, given=True,
    )  # fmt: skip
    zero: bool = toggle(False, label="All weights of F are 0", help="What is left of the block?")
    shortcut: bool = toggle(True, label="Shortcut", help="Without it, the block is plain.")
    at: Cell = cell((1, 1))
    pixels: Edits = edits()
    first: Edits = edits()
    second: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone."""
        new = self
        if changed == "input":
            new = replace(new, pixels=(), first=(), second=(), at=(1, 1))
        elif changed == "weights":
            new = replace(new, first=(), second=(), zero=False)
        return new

    @property
    def block(self) -> ResidualBlock:
        """The block that they describe."""
        return block(
            self.input, self.weights, zero=self.zero, shortcut=self.shortcut,
            pixels=self.pixels, first=self.first, second=self.second,
        )  # fmt: skip
