"""Pictures for an opened network: photos that ship, files, what is pasted or dropped, a drawing or the camera."""

from __future__ import annotations

import numpy as np

from desktop.sets.collection import Collection, Picture, Shape
from desktop.teaching.model.examples import Ready
from desktop.teaching.view.sources import PICTURE, TrialSources
from desktop.theme.appearance import Appearance
from scenes.stage.data import pictures, published

PHOTOS = ("coffee", "cat", "astronaut", "photographer")


class OpenedSources(TrialSources):
    """The pictures have the shape that the network takes; where it isn't square, they are cut out of the middle."""

    def __init__(self, appearance: Appearance, side: int) -> None:
        super().__init__(appearance, side)
        self._shape: Shape = (3, 1, 1)

    def suit(self, shape: Shape) -> None:
        """Make pictures for another network, and begin with the photos that ship."""
        self._shape = shape
        channels, side = shape[0], max(shape[1:])
        photos = Collection("Photos", (channels, side, side))
        self.show_collection(photos)
        found = [published.read_as(pictures.Picture(name), side, channels).array for name in PHOTOS]
        self.offer(Ready(photos, np.stack(found)))

    @property
    def picture(self) -> Picture | None:
        """What is tried, (channels, height, width); None if there is nothing."""
        found = super().picture
        if found is None:
            return None
        top, left = ((has - wants) // 2 for has, wants in zip(found.shape[1:], self._shape[1:], strict=True))
        _, height, width = self._shape
        return np.ascontiguousarray(found[:, top : top + height, left : left + width])

    @property
    def shows_picture(self) -> bool:
        """Whether a picture is tried, and no drawing and not the camera."""
        return self.way == PICTURE
