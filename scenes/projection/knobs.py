"""What the projection scene can be asked: a ResNet and the stage that begins, the shortcut's option, a bottleneck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.projection.places import NETWORKS, Option, option_of, place
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits
from scenes.stage.core.lattice import Cell
from scenes.stage.draw.blocks import shape_text

STAGES = ("1", "2", "3", "4")
OPTIONS = ("identity", "A: pad with zeros", "B: project", "C: project always")
WIDTHS = ("16", "32", "64", "128", "256", "512")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The place where two shapes meet, the shortcut, the small example's numbers, and the bottleneck's width w."""

    network: str = choice("ResNet-18", *NETWORKS, label="Network", given=True)
    stage: str = choice("2", *STAGES, label="Stage that begins", help="Its first block is looked at.", given=True)
    option: str = choice(OPTIONS[2], *OPTIONS, label="Shortcut", help="B projects only where shapes differ, C always.")
    width: str = choice("64", *WIDTHS, label="Bottleneck: width w")
    at: Cell = cell((0, 0))
    pixels: Edits = edits()
    weights: Edits = edits()

    @property
    def kind(self) -> Option:
        """The shortcut's option as one letter; I for the identity."""
        return option_of(self.option)

    def problem(self) -> str | None:
        """Why the two lanes can't be added, in one sentence."""
        meeting = place(self.network, self.stage)
        if self.option == "identity" and not meeting.fits:
            return (
                f"{shape_text(meeting.before)} and {shape_text(meeting.after)} can't be added number by number: "
                "here the shortcut must change the shape, by option A, B or C."
            )
        return None

    def follow(self, changed: str) -> Self:
        """Take option B where the identity has become impossible."""
        if changed in ("network", "stage") and self.problem() is not None:
            return replace(self, option=OPTIONS[2])
        return self
