"""A slide of the teacher's own, as large as the stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from desktop.classroom.stops.measuring import cut
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import HEIGHT, WIDTH, Image, lettering
from scenes.stage.core.stage import LEFT, RIGHT, TITLE_Y, Stage
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers.values import Values

UNDER_TITLE = (112.0, HEIGHT - 16.0)
"""Between these heights a slide stands that has a title over it."""
TITLE_SIZE = 52.0
SECONDS = 2.0


@dataclass(frozen=True)
class Slide:
    """The function that draws the scene of a slide: `pixels` are (height, width, 3) uint8."""

    name: str
    pixels: Values
    title: str = ""

    def __call__(self, stage: Stage, knobs: Knobs) -> None:
        """Draw it as large as it fits."""
        stage.whole = True
        stage.step(self.title or self.name, f"The picture {self.name}.", SECONDS, still=True)
        top, bottom = UNDER_TITLE if self.title else (0.0, float(HEIGHT))
        rows, columns, _ = self.pixels.shape
        cell = min(WIDTH / columns, (bottom - top) / rows)
        corner = ((WIDTH - cell * columns) / 2, top + (bottom - top - cell * rows) / 2)
        stage.add(Image(pixels=self.pixels, origin=corner, u=(cell, 0.0), v=(0.0, cell), smooth=True, name=self.name))
        if self.title:
            words = cut(self.title, TITLE_SIZE, RIGHT - LEFT, bold=True)
            stage.add(lettering(LEFT, TITLE_Y, words, bold=True, size=TITLE_SIZE, name="title"))


def slide_scene(picture: Picture, title: str = "") -> Scene:
    """The scene of a slide; a title stands over it."""
    slide = Slide(picture.title, _colours(picture), title)
    return Scene("picture", title or picture.title, "", 0, "", (), (), (), slide, Knobs)


@lru_cache(maxsize=8)
def _colours(picture: Picture) -> Values:
    """The pixels of a picture from outside, (height, width, 3) uint8; a grey one has three equal channels."""
    assert picture.shape is not None
    assert picture.dtype == "uint8"
    channels = np.frombuffer(picture.data, np.uint8).reshape(picture.shape)
    return Values(np.ascontiguousarray(np.moveaxis(np.broadcast_to(channels, (3, *picture.shape[1:])), 0, -1)))
