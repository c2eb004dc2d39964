"""Pictures for an opened network: photos that ship, files, what is pasted or dropped, a drawing or the camera."""

from __future__ import annotations

import numpy as np

from desktop.sets.collection import Collection, Picture, Shape
from desktop.sets.preparing import one_alike
from desktop.sets.words import Options
from desktop.teaching.model.examples import Ready
from desktop.teaching.view.sources import PICTURE, TrialSources
from desktop.theme.appearance import Appearance
from scenes.stage.data import pictures

COLOURS = 3
PHOTOS = ("coffee", "cat", "astronaut", "photographer")


class OpenedSources(TrialSources):
    """The pictures have the shape that the network takes; where it isn't square, they are cut out of the middle."""

    def __init__(self, appearance: Appearance, side: int) -> None:
        super().__init__(appearance, side)
        self._shape: Shape = (3, 1, 1)
        self._photo = 0

    def suit(self, shape: Shape) -> None:
        """Make pictures for another network, and begin with the photos that ship."""
        self._shape, self._photo = shape, 0
        self._offer_photo()

    def show_another(self) -> None:
        """Try the next photo."""
        self._photo += 1
        self._offer_photo()

    def _offer_photo(self) -> None:
        """Offer one photo: to make all of them takes a while in which the window would stand still."""
        channels, side = self._shape[0], max(self._shape[1:])
        photos = Collection("Photos", (channels, side, side))
        self.show_collection(photos)
        photo = pictures.pixels(pictures.Picture(PHOTOS[self._photo % len(PHOTOS)]))
        # as a file with the same photo is made fit: the network must not say something else of that
        alike = one_alike(np.rint(photo).astype(np.uint8), Options(side, 3 if channels == COLOURS else 1))
        self.offer(Ready(photos, alike[None]))

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
