"""What the auxiliary scene can be asked: which heads there are, their weight, the losses, and a factor for pulses."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, real

HEADS = {"both": ("aux1", "aux2"), "first": ("aux1",), "second": ("aux2",), "none": ()}
"""The auxiliary heads that help, by the knob's words."""
NETS = {"weak start": "auxiliary", "healthy": "inception"}
"""The live nets, and the run of each."""
INSIDE = ("first head", "second head")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The heads and the weight of their losses, the pulses' factor, the head looked into, and losses typed over.

    `losses` holds changed losses: 0 is the main head's, 1 and 2 those of the auxiliary heads.
    """

    heads: str = choice("both", *HEADS, label="Auxiliary heads")
    weight: float = real(0.3, 0.0, 1.0, 0.1, label="Weight of their losses", help="0.3 in the paper.")
    gain: float = real(0.5, 0.1, 1.5, 0.1, label="Pulses: factor of each part")
    inside: str = choice("first head", *INSIDE, label="Look inside the")
    nets: str = choice("weak start", *NETS, label="Live: nets", help="Is there anything to rescue?", given=True)
    losses: Edits = edits()
