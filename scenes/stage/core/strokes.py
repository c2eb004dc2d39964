"""Strokes of a round, soft pen over cells."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.lattice import Lattice, Point

Shares = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SOFT = 0.5
"""So many cells to each side of the pen's edge its ink fades from full to none."""


def covered(lattice: Lattice, start: Point, end: Point, radius: float) -> Shares:
    """How much of each cell a straight stroke covers, (rows, columns) of 0..1; `radius` is the pen's, in cells."""
    first, last = (np.array(lattice.position(point) or (0.0, 0.0)) for point in (start, end))
    middles = np.moveaxis(np.indices((lattice.rows, lattice.columns)), 0, -1) + 0.5
    way = last - first
    along = np.clip((middles - first) @ way / max(float(way @ way), 1e-12), 0.0, 1.0)
    distances = np.linalg.norm(middles - first - along[..., None] * way, axis=-1)
    shares: Shares = np.clip((radius + SOFT - distances) / (2 * SOFT), 0.0, 1.0)
    return shares
