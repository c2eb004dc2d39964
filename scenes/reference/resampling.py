"""Moving and stretching maps: what a shifted picture holds, and what is left of one after pooling."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scenes.reference.arrays import MAPS, Floats, as_floats


def shift(x: ArrayLike, columns: int) -> Floats:
    """Move every map to the right; zeros come in from the left, and what leaves on the right is lost.

    Args:
        x: (C, H, W), the maps.
        columns: by how many cells, 0 to W.

    Returns:
        (C, H, W).

    Raises:
        ValueError: the maps are not as wide as that, or the number is negative.
    """
    x = as_floats(x, "The input", MAPS)
    width = x.shape[2]
    if not 0 <= columns <= width:
        raise ValueError(f"A map of {width} columns can't be shifted by {columns}.")
    return np.pad(x, ((0, 0), (0, 0), (columns, 0)))[:, :, :width]


def enlarge(x: ArrayLike, factor: int) -> Floats:
    """Repeat every cell as a block of factor x factor cells (nearest-neighbour interpolation).

    Args:
        x: (C, H, W), the maps.
        factor: side of the blocks.

    Returns:
        (C, factor H, factor W).

    Raises:
        ValueError: the factor is smaller than 1.
    """
    if factor < 1:
        raise ValueError(f"The number factor must be at least 1, but is {factor}.")
    return as_floats(x, "The input", MAPS).repeat(factor, axis=1).repeat(factor, axis=2)
