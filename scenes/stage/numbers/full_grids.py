"""Grids of which every number is set, as plain data in few letters: lists of places hold a window for long."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

MANY = 1024
"""So many numbers are worth it; fewer are better read by people."""
_STORED = np.dtype("<f8")

Changes = Sequence[tuple[tuple[int, ...], float]]


def to_plain(changes: Changes) -> dict[str, Any] | None:
    """Write changes (index, value) that set all numbers of a grid, in its order; None where there is no such grid."""
    if len(changes) < MANY:
        return None
    shape = tuple(place + 1 for place in changes[-1][0])
    if np.prod(shape) != len(changes):
        return None
    if any(index != place for (index, _), place in zip(changes, product(*map(range, shape)), strict=True)):
        return None
    data = np.array([value for _, value in changes], _STORED).tobytes()
    return {"shape": list(shape), "data": base64.b64encode(data).decode("ascii")}


def from_plain(plain: dict[str, Any]) -> npt.NDArray[np.float64]:
    """Read the numbers of a grid, which may be any; raises ValueError, KeyError or TypeError where it is damaged."""
    data = base64.b64decode(plain["data"], validate=True)
    return np.frombuffer(data, _STORED).astype(float).reshape([int(side) for side in plain["shape"]])
