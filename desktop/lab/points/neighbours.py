"""A map of pictures as numbers: its points, who lies next to whom, and where a class has gathered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

NEIGHBOURS = 10
"""So many of the nearest points are a picture's neighbours on a map."""
GATHERED = 0.6
"""A class has gathered where such a share of neighbours are of it."""

Floats = npt.NDArray[np.floating]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Map:
    """The points of pictures (pictures, 2) of some classes after a step; `done` < 1 for a map on its way.

    `labels` (pictures,) are the classes. `share` is how much of the spread two principal components hold; None for
    t-SNE.
    """

    step: int
    points: Floats
    labels: npt.NDArray[np.int64]
    done: float = 1.0
    share: float | None = None

    @cached_property
    def fitted(self) -> Floats:
        """The points moved and made larger or smaller so that they just fit −1..1, upwards positive."""
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        reach = float((high - low).max()) / 2
        found: Floats = (self.points - (low + high) / 2) / (reach or 1.0)
        return found

    @cached_property
    def nearest(self) -> Places:
        """The neighbours of each point (pictures, neighbours), as many as there are."""
        at = self.points.astype(np.float64)
        squares = (at**2).sum(axis=1)
        apart = squares[:, None] + squares - 2 * at @ at.T
        np.fill_diagonal(apart, np.inf)
        count = min(NEIGHBOURS, len(at) - 1)
        return np.argpartition(apart, count - 1, axis=1)[:, :count]

    @cached_property
    def alike(self) -> Floats:
        """For each picture the share of its neighbours that are of its class, 0..1."""
        shares: Floats = (self.labels[self.nearest] == self.labels[:, None]).mean(axis=1)
        return shares

    @cached_property
    def middles(self) -> dict[int, int]:
        """For each class that has gathered somewhere the picture in its middle."""
        found = {}
        for label in np.unique(self.labels):
            members = np.flatnonzero(self.labels == label)
            middle = np.median(self.points[members], axis=0)
            nearest = members[np.argmin(((self.points[members] - middle) ** 2).sum(axis=1))]
            if self.alike[nearest] >= GATHERED:
                found[int(label)] = int(nearest)
        return found
