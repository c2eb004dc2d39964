"""What the residual scene can be asked: the block and its weights, a chain of blocks, and trained twins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer, real, toggle
from scenes.stage.core.lattice import Cell

INPUTS = ("three numbers", "4×4 map")
WEIGHTS = ("example", "identity", "all 1", "random")
DEPTHS = ("8", "20", "32")
"""How many layers the twins can have."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The block, the chain and the twins.

    Numbers changed by hand lie over those of input and weights. Without the `shortcut` the block is plain, and of the
    twins it is the plain one that is looked at.
    """

    input: str = choice("three numbers", *INPUTS, label="Input", over={"pixels": "edited"})
    weights: str = choice(
        "example", *WEIGHTS, label="Weights of F", help="They can be typed over on the stage.",
        over={"first": "edited", "second": "edited"},
    )  # fmt: skip
    zero: bool = toggle(False, label="All weights of F are 0", help="What is left of the block?")
    shortcut: bool = toggle(True, label="Shortcut", help="Without it, the block and the twin are plain.")
    slope: float = real(0.1, -1.0, 1.0, 0.05, label="Chain: slope f of each F")
    blocks: int = integer(10, 1, 50, label="Chain: blocks L")
    depth: str = choice("20", *DEPTHS, label="Twins: layers", help="A plain net and its residual twin, trained.")
    at: Cell = cell((1, 1))
    pixels: Edits = edits()
    first: Edits = edits()
    second: Edits = edits()
    upstream: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone."""
        new = self
        if changed == "input":
            new = replace(new, pixels=(), first=(), second=(), upstream=(), at=(1, 1))
        elif changed == "weights":
            new = replace(new, first=(), second=(), zero=False)
        return new
