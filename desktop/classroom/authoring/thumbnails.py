"""Small pictures of a lesson's stops, drawn one at a time while nothing else goes on, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import ref

import msgspec
from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.classroom.lessons.model import Stop
from desktop.classroom.stops.foreign import Found, Ready, pictures_of
from desktop.classroom.stops.scene_of import scene_of
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recorded

BREATH_MS = 4
"""From one picture to the next: keys and clicks come first."""
MOST_BYTES = 128 * 2**20
"""So much memory the pictures may take."""
PIXEL = 4
"""Bytes of a pixel."""

_Key = tuple[Path, str, int, int, str]


@dataclass(frozen=True)
class _Wish:
    """Stops of a lesson in a folder, in pixels."""

    stops: tuple[Stop, ...]
    folder: Path
    size: QSize


@dataclass(frozen=True)
class _Kept:
    """A picture (None where there can't be one), and what it was drawn from."""

    image: QImage | None
    look: Stop
    age: int
    files: tuple[Callable[[], Found | None], ...]
    """The lesson's own pictures in it; weakly, because they are large."""

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.image.sizeInBytes() if self.image is not None else 0


class Thumbnails(QObject):
    """Draws stops as they begin: at the end of their first step. `drawn` names the stop of one more picture.

    `recorded` finds the run of a preset's name, and `ready` are the lesson's own pictures that have been read; a stop
    whose pictures are still being read waits. Where there are more pictures than may be kept, the last ones stay away.
    """

    drawn = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        typesetter: Typesetter,
        recorded: Recorded,
        ready: Ready,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._typesetter, self._recorded, self._ready = appearance, typesetter, recorded, ready
        self._kept: dict[_Key, _Kept] = {}
        self._age = 0
        self._wishes: dict[QObject, _Wish] = {}
        self._timer = QTimer(self, singleShot=True, interval=BREATH_MS)
        self._timer.timeout.connect(self._draw_next)
        typesetter.ready.connect(self.renew)

    def want(self, by: QObject, stops: Sequence[Stop], folder: Path, size: QSize) -> None:
        """Draw some stops of a lesson in a folder, in pixels, as far as they aren't there; the last wish comes first.

        A wish holds until the same one wishes something else, or nothing: it should be seen as long as that.
        """
        self._wishes.pop(by, None)
        if stops:
            self._wishes[by] = _Wish(tuple(stops), folder, size)
        self.look()

    def forget(self, by: QObject) -> None:
        """Draw nothing more for one that isn't seen any more."""
        self._wishes.pop(by, None)

    def image(self, stop: Stop, folder: Path, size: QSize) -> QImage | None:
        """The picture of a stop; None while it isn't there, or where it can't be drawn."""
        found = self._kept.get(self._key(stop, folder, size))
        return found.image if found is not None and found.look == _look(stop) else None

    def look(self) -> None:
        """Draw what is wanted and isn't there, or shows a picture file as it was: files may have been read."""
        self._timer.start()

    def renew(self) -> None:
        """Draw all pictures that are wanted anew: formulas are there that were not."""
        self._age += 1
        self.look()

    def _draw_next(self) -> None:
        for stop, folder, size in self._wanted():
            key = self._key(stop, folder, size)
            if self._is_good(key, stop) or not self._is_ready(stop, folder):
                continue
            self._kept.pop(key, None)
            if not self._make_room(size.width() * size.height() * PIXEL):
                return
            files = tuple(ref(self._ready[each]) for each in pictures_of(stop, folder))
            self._kept[key] = _Kept(self._drawn(stop, folder, size), _look(stop), self._age, files)
            self.drawn.emit(stop.id)
            self._timer.start()
            return

    def _wanted(self) -> Iterator[tuple[Stop, Path, QSize]]:
        for wish in reversed(tuple(self._wishes.values())):
            for stop in wish.stops:
                yield stop, wish.folder, wish.size

    def _is_good(self, key: _Key, stop: Stop) -> bool:
        """Whether the picture that is kept shows all as it is now."""
        found = self._kept.get(key)
        if found is None or (found.look, found.age) != (_look(stop), self._age):
            return False
        files = [self._ready.get(each) for each in pictures_of(stop, key[0])]
        return all(was() is file for was, file in zip(found.files, files, strict=True))

    def _is_ready(self, stop: Stop, folder: Path) -> bool:
        return all(each in self._ready for each in pictures_of(stop, folder))

    def _make_room(self, size: int) -> bool:
        """Let go of the oldest pictures that nobody wants, until there are so many bytes; tells whether there are."""
        free = MOST_BYTES - sum(kept.size for kept in self._kept.values())
        wanted = {self._key(*each) for each in self._wanted()} if free < size else set[_Key]()
        for key in [key for key in self._kept if key not in wanted]:
            if free >= size:
                break
            free += self._kept.pop(key).size
        return free >= size

    def _drawn(self, stop: Stop, folder: Path, size: QSize) -> QImage | None:
        try:
            frame = self._frame(stop, folder)
        except Exception:  # whoever opens the stop is told; here it only stays without a picture
            return None
        image = QImage(size, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint(painter, frame, self._appearance.theme, QRectF(image.rect()), self._typesetter)
        return image

    def _frame(self, stop: Stop, folder: Path) -> Frame:
        made = scene_of(stop, folder, ready=self._ready)
        recording = made.scene.run(made.knobs, self._recorded)
        steps = plan(made.scene, made.knobs, recording)
        first = next((index for index, step in enumerate(steps) if step.title == stop.first), 0)
        return render(made.scene, made.knobs, boundaries(steps)[first], recording)

    def _key(self, stop: Stop, folder: Path, size: QSize) -> _Key:
        return folder, stop.id, size.width(), size.height(), self._appearance.theme.name


def size_across(width: int, ratio: float) -> QSize:
    """The size of a picture in pixels of the screen, that is so wide in those of the window."""
    return QSize(round(width * ratio), round(width * HEIGHT / WIDTH * ratio))


def _look(stop: Stop) -> Stop:
    """What of a stop its picture depends on."""
    return msgspec.structs.replace(stop, notes="", ask=(), minutes=0.0, optional=False, skip=(), last="", shows=None)
