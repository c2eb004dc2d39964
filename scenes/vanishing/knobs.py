"""What the scene can be asked: a chain of factors, a layer's first weights, a random stack, and trained nets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, integer, real, toggle

ACTIVATIONS = ("ReLU", "tanh", "sigmoid")
RULES = ("He", "Glorot", "PyTorch", "twice He")
NETS = {
    "four nets": "vanishing-cured",
    "sigmoid": "vanishing",
    "ReLU": "two-gradients",
    "exploding": "explosion",
    "clipped": "clipping",
}
"""The live nets, and the run of each."""
NORMS = ("activations", "weights")
MOST_LAYERS = 100


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The chain, the first weights, the stack, the explosion and the live nets.

    `factors` holds the factors of single layers of the chain, changed by hand; the last layer has index 0.
    """

    gain: float = real(0.5, 0.05, 2.0, 0.05, label="Chain: factor g of each layer", over={"factors": "edited"})
    layers: int = integer(20, 1, MOST_LAYERS, label="Chain: layers L")
    kernel: int = integer(3, 1, 11, label="First weights: kernel k", help="1 is a dense layer.")
    c_in: int = integer(64, 1, 1024, label="First weights: channels in")
    c_out: int = integer(64, 1, 1024, label="First weights: channels out")
    activation: str = choice("ReLU", *ACTIVATIONS, label="Stack: activation")
    rule: str = choice("He", *RULES, label="Stack: first weights", help="PyTorch: what its layers have by default.")
    weight: float = real(1.3, 0.5, 2.0, 0.1, label="Explosion: weights start at")
    clip: bool = toggle(False, label="Explosion: clip the gradient to 1")
    nets: str = choice("four nets", *NETS, label="Live: nets", help="Which nets are trained.", given=True)
    norms: str = choice("activations", *NORMS, label="Live: gradients of the", help="What the bars and lines show.")
    factors: Edits = edits((MOST_LAYERS,))

    def follow(self, changed: str) -> Self:
        """A new factor for all layers replaces those that were changed by hand."""
        return replace(self, factors=()) if changed == "gain" else self
