"""What the trade-off map can be asked: whose numbers, which network, how fast it must be, and one picture's logits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import choice, edits, hidden, integer, latencies
from scenes.stage.data.latencies import Latencies
from scenes.tradeoff.quoted import SOURCES

USUAL = "ResNet-50"


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """`picked` is the label of the network on the card, `label` the index of the right class of the one picture.

    `latencies` holds what the window has measured on this computer.
    """

    source: str = choice(
        "papers", *SOURCES, label="Accuracies from", help="Torchvision tests all with one crop.", given=True
    )
    k: int = integer(1, 1, 5, label="k of top-k", help="How many guesses count.")
    rate: int = integer(10, 1, 240, label="Pictures a second", help="How fast a network must be to run here.")
    picked: str = hidden(USUAL, from_plain=str)
    label: int = hidden(2, from_plain=int)
    logits: knobs.Edits = edits()
    latencies: Latencies = latencies()

    def follow(self, changed: str) -> Self:
        """Look at another network where the source doesn't have the one that was looked at."""
        known = {quoted.label for quoted in SOURCES[self.source]}
        return replace(self, picked=USUAL) if changed == "source" and self.picked not in known else self
