"""The painted pictures of a film, one after the other: what doesn't change is painted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from desktop.export.films.film import Reel
from desktop.export.progress import Progress
from desktop.export.still import Style, to_image
from scenes.stage.core.stage import Frame


class _Memory:
    """What a picture holds, as numpy reads it: whoever looks at it keeps the picture."""

    def __init__(self, image: QImage) -> None:
        self.image = image
        self.__array_interface__ = {
            "shape": (image.height(), image.width(), 4),
            "typestr": "|u1",
            "data": (np.frombuffer(image.constBits(), np.uint8).ctypes.data, True),
            "version": 3,
        }


@dataclass(frozen=True)
class Shot:
    """A picture, and how many frames long it stands."""

    image: QImage
    frames: int = 1

    @property
    def pixels(self) -> npt.NDArray[np.uint8]:
        """(rows, columns, 4), not copied: blue, green, red and nothing."""
        return np.asarray(_Memory(self.image))

    @property
    def codes(self) -> npt.NDArray[np.uint32]:
        """(rows, columns): each pixel as 0xRRGGBB."""
        found: npt.NDArray[np.uint32] = self.pixels.view(np.uint32)[..., 0] & np.uint32(0xFFFFFF)
        return found


def painted(reel: Reel, frame: Frame, frames: int = 1) -> Shot:
    """Paint a picture of a film."""
    return Shot(to_image(frame, Style(reel.film.theme, reel.size)), frames)


def shots(reel: Reel, progress: Progress) -> Iterator[Shot]:
    """Paint a film. `progress` is told of its frames, and may stop it by raising StoppedError."""
    for frame, frames in _runs(_drawn(reel, progress)):
        yield painted(reel, frame, frames)


def _drawn(reel: Reel, progress: Progress) -> Iterator[Frame]:
    times = reel.times
    for index, t in enumerate(times):
        progress(index, len(times))
        yield reel.film.draw(t)
    progress(len(times), len(times))


def _runs(frames: Iterator[Frame]) -> Iterator[tuple[Frame, int]]:
    """Frames that look alike as one, with their number. Their time may differ: it isn't in the picture."""
    for _, alike in groupby(frames, key=lambda frame: replace(frame, t=0.0)):
        first, *others = alike
        yield first, 1 + len(others)
