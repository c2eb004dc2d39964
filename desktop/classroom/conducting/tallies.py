"""Counted hands: how many of a class have chosen each answer, in a vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BACK, ON = 0.35, 0.70
"""Below the first share of right answers the class goes back to the scene, above the second it goes on; between them
it discusses and votes again. Crouch and Mazur, Peer Instruction: ten years of experience and results (2001)."""


@dataclass(frozen=True)
class Tally:
    """One vote: the hands for each option, and which option is right."""

    counts: tuple[int, ...]
    right: int

    @property
    def total(self) -> int:
        """How many hands were counted."""
        return sum(self.counts)

    @property
    def share(self) -> float | None:
        """The share of right answers, 0..1; None where nobody was counted."""
        return self.counts[self.right] / self.total if self.total else None

    @property
    def most_chosen_mistake(self) -> int | None:
        """The index of the wrong option that most have chosen; None where nobody has chosen one."""
        wrong = [index for index, count in enumerate(self.counts) if index != self.right and count]
        return max(wrong, key=lambda index: self.counts[index]) if wrong else None


Vote = tuple[str, int, int]
"""The id of a stop, the number of its question, and the vote: 1 or 2."""
Tallies = Mapping[Vote, Tally]
