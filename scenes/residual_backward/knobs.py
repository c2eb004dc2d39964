"""What the backward scene of the residual block can be asked: the block, a chain of blocks, and trained twins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.reference import ResidualBlock
from scenes.stage.charts.layer_norms import KINDS, Kind
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer, real, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.residual.blocks import INPUTS, WEIGHTS, block

DEPTHS = ("8", "20", "32")
"""How many layers the twins can have."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The block, the chain and the twins. Numbers changed by hand lie over those of input and weights."""

    input: str = choice("three numbers", *INPUTS, label="Input", given=True)
    weights: str = choice(
        "example", *WEIGHTS, label="Weights of F", help="They can be typed over on the stage.",
        over={"first": "edited", "second": "edited"}, given=True,
    )  # fmt: skip
    zero: bool = toggle(False, label="All weights of F are 0", help="What is left of the gradient?")
    shortcut: bool = toggle(True, label="Shortcut", help="Without it, the block is plain.")
    slope: float = real(0.1, -1.0, 1.0, 0.05, label="Chain: slope f of each F")
    blocks: int = integer(10, 1, 50, label="Chain: blocks L")
    depth: str = choice(
        "20", *DEPTHS, label="Twins: layers", help="A plain net and its residual twin, trained.", given=True
    )
    norms: str = choice("activations", "activations", "weights", label="Twins: gradients of")
    at: Cell = cell((1, 1))
    first: Edits = edits()
    second: Edits = edits()
    upstream: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone."""
        new = self
        if changed == "input":
            new = replace(new, first=(), second=(), upstream=(), at=(1, 1))
        elif changed == "weights":
            new = replace(new, first=(), second=(), zero=False)
        return new

    @property
    def kind(self) -> Kind:
        """Which gradients of the twins are drawn."""
        return KINDS[0] if self.norms == KINDS[0] else KINDS[1]

    @property
    def block(self) -> ResidualBlock:
        """The block that they describe."""
        return block(
            self.input, self.weights, zero=self.zero, shortcut=self.shortcut,
            first=self.first, second=self.second, upstream=self.upstream,
        )  # fmt: skip
