"""The colours of a confusion matrix: mistakes carry the ink, and what was recognised stands back."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scenes.stage.core.marks import Role
from scenes.stage.numbers.confusion import Counts, shares
from scenes.stage.output.shading import mixed, rgb
from scenes.stage.output.theme import Theme

FULL = 0.5
"""The share of a class's pictures that gets the full colour."""
STEPS = 64


def strengths(counts: Counts) -> npt.NDArray[np.float64]:
    """How strong the colour of each cell is, 0..1: 0 on the diagonal, for what was recognised is no mistake."""
    found = np.sqrt(np.minimum(np.nan_to_num(shares(counts)) / FULL, 1.0))
    np.fill_diagonal(found, 0.0)
    return found


def coloured(counts: Counts, theme: Theme) -> npt.NDArray[np.uint8]:
    """The cells' colours, (classes, classes, 3)."""
    return np.ascontiguousarray(_ramp(theme)[np.rint(strengths(counts) * STEPS).astype(int)])


@lru_cache(maxsize=8)
def _ramp(theme: Theme) -> npt.NDArray[np.uint8]:
    full = theme.colour(Role.WARNING)
    return np.array([rgb(mixed(full, theme.raised, step / STEPS)) for step in range(STEPS + 1)]).astype(np.uint8)
