"""What can be asked of the compound scaling scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes import reference
from scenes.reference.scaling import ALPHA, BETA, GAMMA, Factors
from scenes.stage.core import knobs
from scenes.stage.core.knobs import choice, integer, real
from scenes.stage.data.efficientnets import MODELS


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The factors d, w and r start at phi = 1; whoever turns one of them leaves the path that phi goes."""

    phi: float = real(1.0, 0.0, 7.0, 0.5, label="φ moves all three", help="d = 1.2^φ, w = 1.1^φ, r = 1.15^φ.")
    depth: float = real(ALPHA, 1.0, 4.0, 0.1, label="Depth d", help="So many times more layers.")
    width: float = real(BETA, 1.0, 3.0, 0.1, label="Width w", help="So many times more channels.")
    resolution: float = real(GAMMA, 1.0, 3.0, 0.05, label="Resolution r", help="So many times the side of the maps.")
    model: str = choice("B3", *MODELS, label="EfficientNet", given=True)
    channels: int = integer(40, 8, 320, label="Channels to be widened")

    def follow(self, changed: str) -> Self:
        """Let all three factors follow phi."""
        return replace(self, **reference.compound_factors(self.phi)._asdict()) if changed == "phi" else self

    @property
    def factors(self) -> Factors:
        """All three."""
        return Factors(self.depth, self.width, self.resolution)

    @property
    def compound(self) -> bool:
        """Whether the three factors are those of phi."""
        return self == self.follow("phi")
