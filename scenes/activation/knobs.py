"""What the activation scene can be asked: the function, the feature map it is applied to, and two linear layers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.activation.functions import FUNCTIONS
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, integer, picture, real
from scenes.stage.data.pictures import Picture

PICTURES = ("example", "edge", "digit")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The activation and what it works on. Numbers changed by hand lie over those that are computed."""

    function: str = choice("ReLU", *FUNCTIONS, label="Activation")
    leak: float = real(
        0.1, 0.01, 0.5, 0.01, label="Leak", help="Slope of the leaky ReLU below zero; 0.01 is usual, but hard to see."
    )
    picture: Picture = picture(
        "example", *PICTURES, label="Picture", help="What the feature map is made of.", over={"cells": "edited"}
    )
    kernel: str = choice("vertical edge", "vertical edge", "horizontal edge", "sharpen", label="Kernel", given=True)
    taps: int = integer(2, 2, 3, label="Weights of a layer", help="Of each of the two linear layers at the end.")
    cells: Edits = edits()
    signal: Edits = edits()
    first: Edits = edits()
    second: Edits = edits()

    def problem(self) -> str | None:
        """Why this map can't be shown, in one sentence."""
        if not self.picture.bundled:
            return "This scene shows every cell as a bar: it works on the small pictures of the list."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone."""
        if changed in ("picture", "kernel"):
            return replace(self, cells=())
        if changed == "taps":
            return replace(self, first=(), second=())
        return self
