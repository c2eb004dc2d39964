"""What the degradation scene can be asked: the layers added to a trained net, and whose gradients are looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, integer, real

KINDS = ("plain", "residual")
NORMS = ("weights", "activations")
MOST_ADDED = 3


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The map that a trained net gives, the layers behind it, the nets that race, and whose gradients are drawn.

    Numbers changed by hand lie over the map and over the kernels, whose edits have the index (layer, row, column).
    """

    added: int = integer(MOST_ADDED, 1, MOST_ADDED, label="Added layers")
    slip: float = real(
        0.0,
        -0.05,
        0.05,
        0.01,
        label="Slip of each weight",
        help="Added to all weights of the added layers.",
        over={"kernels": "edited"},
    )
    kind: str = choice("plain", *KINDS, label="Gradients of", help="The nets whose gradient norms are drawn.")
    norms: str = choice("weights", *NORMS, label="Gradients with respect to", help="What the bars and lines show.")
    pixels: Edits = edits()
    kernels: Edits = edits()

    def follow(self, changed: str) -> Self:
        """Kernels changed by hand make way for a slip of all weights."""
        return replace(self, kernels=()) if changed == "slip" else self
