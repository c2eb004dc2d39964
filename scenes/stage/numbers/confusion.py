"""What is taken for what: counts of right and wrong answers by class, and what can be read off them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
"""A confusion matrix, (classes, classes): row = what pictures are, column = what was said of them."""
Classes = npt.NDArray[np.int64]
"""A class for each picture, (pictures,)."""


@dataclass(frozen=True)
class Pair:
    """Pictures of the class `true` were taken for the class `said` so many times."""

    true: int
    said: int
    count: int


def confusion(true: Classes, said: Classes, classes: int) -> Counts:
    """Count how often pictures of each class were taken for each."""
    return np.bincount(true * classes + said, minlength=classes * classes).reshape(classes, classes)


def shares(counts: Counts) -> npt.NDArray[np.float64]:
    """Every row as shares of its pictures; NaN where there is no picture of a class."""
    rows = counts.sum(axis=1, keepdims=True)
    found: npt.NDArray[np.float64] = np.divide(counts, rows, out=np.full(counts.shape, np.nan), where=rows > 0)
    return found


def recall(counts: Counts) -> npt.NDArray[np.float64]:
    """The share of each class's pictures that was recognised, (classes,); NaN where there is no picture of it."""
    return np.diagonal(shares(counts)).copy()


def most_confused(counts: Counts, most: int) -> tuple[Pair, ...]:
    """The mistakes that were made most often, at most so many; of equals the first in reading order."""
    wrong = counts - np.diag(np.diagonal(counts))
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    places = (divmod(int(place), len(counts)) for place in order)
    return tuple(Pair(true, said, int(wrong[true, said])) for true, said in places if wrong[true, said])
