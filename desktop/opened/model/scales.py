"""Which number has the full colour, where numbers are shown as colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

WITHIN = 0.995
"""So large a share of the numbers is within the scale: a few large ones don't make all others pale."""


def full_colour(numbers: npt.NDArray[np.floating]) -> float:
    """The size of a number that is shown in full colour; 1 where all are zero, or none is finite."""
    sizes = np.abs(numbers[np.isfinite(numbers)])
    if not sizes.size:
        return 1.0
    place = int(WITHIN * (sizes.size - 1))  # by hand: numpy's quantile first imports much that nobody else needs
    return float(np.partition(sizes, place)[place]) or float(sizes.max()) or 1.0
