"""What the softmax scene can be asked: the logits, what is done to them, and which class is true."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, integer, real

CLASSES = ("cat", "dog", "owl", "fox", "hen")
SCORES = ("2, 1, 0", "ln 1, ln 2, ln 5", "all equal", "sure of one", "below zero")
LARGEST = 15.0
"""Logits stay within so much of zero: beyond, one share is 1 and the others can't be seen."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The logits with those changed by hand over them; what three steps do to them; the truth and a learning rate."""

    classes: int = integer(3, 2, len(CLASSES), label="Classes K", given=True)
    scores: str = choice(
        "2, 1, 0", *SCORES, label="Logits", help="They can be dragged or typed over on the stage.",
        over={"values": "edited"}, given=True,
    )  # fmt: skip
    shift: float = real(10.0, -10.0, 10.0, 0.5, label="Add to every logit: c")
    factor: float = real(2.0, 0.25, 4.0, 0.25, label="Multiply every logit: a")
    temperature: float = real(2.0, 0.25, 4.0, 0.25, label="Temperature T")
    label: str = choice("cat", *CLASSES, label="True class", help="A click on a name on the stage chooses it as well.")
    rate: float = real(1.0, 0.1, 5.0, 0.1, label="Learning rate η", help="How far the last step goes downhill.")
    values: Edits = edits(limit=LARGEST)

    def problem(self) -> str | None:
        """Why there is no such true class, in one sentence."""
        names = CLASSES[: self.classes]
        if self.label in names:
            return None
        there_are = f"{', '.join(names[:-1])} and {names[-1]}"
        return f"With {self.classes} classes there is no {self.label}: they are {there_are}."

    def follow(self, changed: str) -> Self:
        """Drop edits that another set of logits replaces; a true class that is gone becomes the first."""
        if changed == "scores":
            return replace(self, values=())
        gone = changed == "classes" and self.label not in CLASSES[: self.classes]
        return replace(self, label=CLASSES[0]) if gone else self
