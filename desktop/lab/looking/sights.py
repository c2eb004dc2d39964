"""What a lens shows, as numbers over a picture, how alike two of them are, and the scale that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.contract.questions import Cover, Covered, Explain, Explained
from scenes.stage.numbers.ranks import rank_correlation
from scenes.stage.numbers.scales import nice

NOTHING = 1e-5
"""Numbers of logits that are nowhere larger are practically zero: no answer can be told from another by them.

The logits themselves are rounded about there, so what is left of such numbers is their noise.
"""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sight:
    """Numbers (rows, columns) over a part of a picture, NaN where none is known yet.

    `box` is left, top, width and height of that part as shares of the picture's.
    """

    values: Floats
    signed: bool
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    def at(self, x: float, y: float) -> float | None:
        """The number at a place, in shares of the picture; None where there is none."""
        left, top, width, height = self.box
        across, down = (x - left) / width, (y - top) / height
        if not (0 <= across < 1 and 0 <= down < 1):
            return None
        rows, columns = self.values.shape
        found = float(self.values[int(down * rows), int(across * columns)])
        return None if np.isnan(found) else found

    @property
    def largest(self) -> float:
        """The size of the largest number; NaN where one is not known yet."""
        return float(np.abs(self.values).max(initial=0.0))

    @property
    def is_nothing(self) -> bool:
        """Whether all numbers are known, and practically zero."""
        return self.largest < NOTHING


def explained(question: Explain, answer: Explained) -> Sight:
    """What the slopes show. Of coloured pictures the largest of the channels counts (Simonyan et al. 2014)."""
    values = answer.values.numpy().astype(float)
    if question.lens == "grad-cam":
        return Sight(values[0], signed=False)
    if len(values) == 1:
        return Sight(values[0], signed=True)
    return Sight(np.abs(values).max(0), signed=False)


def covered(question: Cover, answer: Covered, of: int, against: int | None) -> Sight:
    """How much each place, covered by the square, takes from what is explained; drawn around the square's middle."""
    _, height, width = question.picture.shape
    logits, bare = answer.logits.numpy().astype(float), answer.bare.numpy().astype(float)
    values = _explained(bare, of, against) - _explained(logits, of, against)
    left, across = _reach(question.lefts, question.side, width)
    top, down = _reach(question.tops, question.side, height)
    return Sight(values, True, (left, top, across, down))


def _explained(logits: Floats, of: int, against: int | None) -> Floats:
    found: Floats = logits[..., of] if against is None else logits[..., of] - logits[..., against]
    return found


def _reach(corners: Sequence[int], side: int, length: int) -> tuple[float, float]:
    """Where cells around the middles of squares begin, and how far they reach, as shares of a length."""
    stride = corners[1] - corners[0] if len(corners) > 1 else 1
    return (corners[0] + side / 2 - stride / 2) / length, stride * len(corners) / length


def limit(sights: Sequence[Sight]) -> float:
    """The number that gets the full colour in all of them."""
    return nice(np.concatenate([each.values.ravel() for each in sights]) if sights else [])


def alike(one: Sight, other: Sight) -> float | None:
    """The rank correlation (Spearman) of the sizes of two sights' numbers, as Adebayo et al. 2018 measure it.

    None where there is none: numbers are missing, all of them are the same, or practically zero.
    """
    if one.is_nothing or other.is_nothing:
        return None
    return rank_correlation(np.abs(one.values), np.abs(other.values))


def likeness_text(alike: float) -> str:
    """A rank correlation with two digits."""
    return f"{round(alike, 2) + 0.0:.2f}".replace("-", "−")
