"""What every reference operation asks of the arrays it is given."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.reference.sizes import Margins, margins

Floats: TypeAlias = NDArray[np.float64]
"""An array of float64: what every reference operation takes and returns."""

MAPS = ("channels", "height", "width")
"""The axes of a picture or a stack of feature maps, in order."""

FILTERS = ("filters", "channels per group", "height", "width")
"""The axes of a stack of filters, in order."""


def as_floats(values: ArrayLike, what: str, axes: tuple[str, ...] | None = None) -> Floats:
    """Return `values` as float64 after checking that they have the named axes, none of them empty.

    Args:
        values: anything numpy can read as an array of numbers.
        what: what the array is, for the message, as in "The input".
        axes: the names of the axes, or None where any shape is welcome.

    Raises:
        ValueError: the values are not numbers, or their shape has other axes or an empty one.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be an array of numbers in equally long rows.") from None
    if axes is not None and (array.ndim != len(axes) or 0 in array.shape):
        raise ValueError(f"{what} must have the axes ({', '.join(axes)}), but its shape is {array.shape}.")
    return array


def pad(x: Floats, padding: int | Margins, value: float = 0.0) -> Floats:
    """Surround each (height, width) map of `x` with cells of `value`.

    Args:
        x: (channels, height, width).
        padding: cells added on each of the four sides, or ((above, below), (left, right)).
        value: what those cells hold.

    Returns:
        (channels, height + above + below, width + left + right).
    """
    return np.pad(x, ((0, 0), *margins(padding)), constant_values=value)
