"""Layers: pictures of marks at one size, made once and put on frame after frame.

Marks are compared by value, so a layer can be found again by what it shows; the least recently used ones go first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtGui import QImage

ROOM = 64 * 1024 * 1024
"""How many bytes of pixels are kept: about eight screens of 1920x1080."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture whose top left pixel lies at (left, top) from the mark's own origin, in pixels."""

    image: QImage
    left: int = 0
    top: int = 0


def blank(width: int, height: int) -> QImage:
    """A transparent picture, at least one pixel wide and high."""
    image = QImage(max(1, width), max(1, height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


class Layers:
    """A cache of layers, limited by the memory they take."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self._layers: OrderedDict[Hashable, Layer] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Layer]) -> Layer:
        """The layer of a key, made if it isn't there."""
        found = self._layers.get(key)
        if found is not None:
            self._layers.move_to_end(key)
            return found
        made = make()
        self._layers[key] = made
        self.used += made.image.sizeInBytes()
        while self.used > self.room and len(self._layers) > 1:
            self.used -= self._layers.popitem(last=False)[1].image.sizeInBytes()
        return made

    def clear(self) -> None:
        """Forget all layers."""
        self._layers.clear()
        self.used = 0


LAYERS = Layers()
"""The one cache of this process: windows, thumbnails and exports share it."""
