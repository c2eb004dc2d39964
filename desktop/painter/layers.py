"""Layers: pictures of marks at one size, made once and put on frame after frame.

Marks are compared by value, so a layer can be found again by what it shows; the least recently used ones go first, and
those that nothing has shown for a while: what moves has other sizes and places every time it does, and would fill all
room in the end.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QImage

ROOM = 64 * 1024 * 1024
"""How many bytes of pixels are kept: about eight screens of 1920x1080."""
TRIAL = 4
"""The part of it for layers that were wanted only once is one of so many."""
GONE = 512
"""How many layers are remembered that went before they were wanted again."""
FRAMES = 600
"""A layer goes when so many frames were painted without it: those of ten seconds in which something moves."""


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


@dataclass(slots=True)
class _Kept:
    """A layer, and the number of the frame that wanted it last."""

    layer: Layer
    wanted: int


class _Shelf:
    """Layers in the order in which they were last wanted; the first go where there is no room."""

    def __init__(self, room: int) -> None:
        self.used = 0
        self._room = room
        self._layers: OrderedDict[Hashable, _Kept] = OrderedDict()

    def find(self, key: Hashable, frame: int) -> Layer | None:
        found = self._layers.get(key)
        if found is None:
            return None
        found.wanted = frame
        self._layers.move_to_end(key)
        return found.layer

    def put(self, key: Hashable, layer: Layer, frame: int) -> Iterator[Hashable]:
        """Keep a layer; tells which ones had to go."""
        self._layers[key] = _Kept(layer, frame)
        self.used += layer.image.sizeInBytes()
        while self.used > self._room and len(self._layers) > 1:
            yield self._let_go()

    def take(self, key: Hashable) -> Layer | None:
        found = self._layers.pop(key, None)
        if found is None:
            return None
        self.used -= found.layer.image.sizeInBytes()
        return found.layer

    def let_go_before(self, frame: int) -> None:
        """Let go of what no frame from this one on has wanted."""
        while self._layers and next(iter(self._layers.values())).wanted < frame:
            self._let_go()

    def _let_go(self) -> Hashable:
        """Let go of the layer that was wanted longest ago."""
        key, gone = self._layers.popitem(last=False)
        self.used -= gone.layer.image.sizeInBytes()
        return key

    def clear(self) -> None:
        self._layers.clear()
        self.used = 0


class Layers:
    """A cache of layers, limited by the memory they take and by the frames that were painted without them.

    What was wanted once is on trial, and is kept when it is wanted again, even if it had to go meanwhile. So what
    grows, and has another size in each frame, throws nothing out that stays.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._kept, self._tried = _Shelf(room - room // TRIAL), _Shelf(room // TRIAL)
        self._gone: deque[int] = deque(maxlen=GONE)
        """The hashes of those that went from trial last; the keys themselves would keep whole matrices."""
        self._frame = 0

    @property
    def used(self) -> int:
        """The bytes of all layers that are there."""
        return self._kept.used + self._tried.used

    def get(self, key: Hashable, make: Callable[[], Layer]) -> Layer:
        """The layer of a key, made if it isn't there."""
        found = self._kept.find(key, self._frame)
        if found is not None:
            return found
        tried = self._tried.take(key)
        layer = make() if tried is None else tried
        if tried is not None or hash(key) in self._gone:
            deque(self._kept.put(key, layer, self._frame), maxlen=0)
        else:
            self._gone.extend(map(hash, self._tried.put(key, layer, self._frame)))
        return layer

    def begin_frame(self) -> None:
        """Another frame is painted: forget what none of the last ones showed."""
        self._frame += 1
        for shelf in (self._kept, self._tried):
            shelf.let_go_before(self._frame - FRAMES)

    def clear(self) -> None:
        """Forget all layers."""
        self._kept.clear()
        self._tried.clear()
        self._gone.clear()


LAYERS = Layers()
"""The one cache of this process: windows, thumbnails and exports share it."""
