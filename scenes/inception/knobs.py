"""What the inception scene can be asked: a module in small with its widths and weights, and one of GoogLeNet's nine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer, toggle
from scenes.stage.core.lattice import Cell

MODULES = ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")
"""The modules of GoogLeNet, in their order."""
SPOT: Cell = (3, 3)
"""The spot of the worked example: the middle of the map."""
WIDEST = 999
"""The largest width that can be typed into a real module."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The widths of the small module, its reductions, and the real module. Numbers changed by hand lie over all."""

    reductions: bool = toggle(True, label="1×1 reductions", help="And the projection behind the pooling.")
    c1: int = integer(1, 1, 3, label="In small: 1×1 filters")
    r3: int = integer(2, 1, 2, label="In small: reduce before 3×3 to")
    c3: int = integer(2, 1, 3, label="In small: 3×3 filters")
    r5: int = integer(1, 1, 2, label="In small: reduce before 5×5 to")
    c5: int = integer(1, 1, 3, label="In small: 5×5 filters")
    cp: int = integer(1, 1, 3, label="In small: project the pooled maps to")
    module: str = choice(
        "3a", *MODULES, label="Module of GoogLeNet", help="Its widths can be typed over on the stage.",
        over={"widths": "edited"}, given=True,
    )  # fmt: skip
    at: Cell = cell(SPOT)
    pixels: Edits = edits()
    one: Edits = edits()
    reduce3: Edits = edits()
    three: Edits = edits()
    reduce5: Edits = edits()
    five: Edits = edits()
    project: Edits = edits()
    widths: Edits = edits()

    def problem(self) -> str | None:
        """Why there is no such module, in one sentence."""
        for _, width in self.widths:
            if width != int(width) or not 1 <= width <= WIDEST:
                return f"A width is a number of filters: a whole number from 1 to {WIDEST}, not {width:g}."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone."""
        if changed in ("reductions", "r3", "r5"):
            return replace(self, three=(), five=())
        return replace(self, widths=()) if changed == "module" else self
