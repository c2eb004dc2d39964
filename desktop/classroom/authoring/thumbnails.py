"""Small pictures of a lesson's stops, drawn one at a time while nothing else goes on, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.classroom.lessons.model import Stop
from desktop.classroom.stops.foreign import Ready, pictures_of
from desktop.classroom.stops.scene_of import scene_of
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording

BREATH_MS = 4
"""From one picture to the next: keys and clicks come first."""
MOST = 400
"""So many pictures are kept."""

_Key = tuple[str, int, int, str]


class Thumbnails(QObject):
    """Draws stops as they begin: at the end of their first step. `drawn` says that there is one more picture.

    `recorded` finds the run of a preset's name, and `ready` are the lesson's own pictures that have been read; a stop
    whose pictures are still being read waits.
    """

    drawn = Signal()

    def __init__(
        self,
        appearance: Appearance,
        typesetter: Typesetter,
        recorded: Callable[[str], Recording | None],
        ready: Ready,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._typesetter, self._recorded, self._ready = appearance, typesetter, recorded, ready
        self._kept: dict[_Key, tuple[Stop, int, QImage | None]] = {}
        self._age = 0
        self._wanted: list[tuple[Stop, Path, QSize]] = []
        self._timer = QTimer(self, singleShot=True, interval=BREATH_MS)
        self._timer.timeout.connect(self._draw_next)
        typesetter.ready.connect(self.renew)

    def want(self, stops: Sequence[Stop], folder: Path, size: QSize) -> None:
        """Draw some stops of a lesson in a folder, in pixels, as far as they aren't there; the last wish holds."""
        self._wanted = [(stop, folder, size) for stop in stops]
        self._timer.start()

    def image(self, stop: Stop, size: QSize) -> QImage | None:
        """The picture of a stop; None while it isn't there, or where it can't be drawn."""
        found = self._kept.get(self._key(stop, size))
        return found[2] if found is not None and found[0] == _look(stop) else None

    def renew(self) -> None:
        """Draw all pictures anew: formulas are there that were not, or files are others."""
        self._age += 1
        self._timer.start()

    def _draw_next(self) -> None:
        for stop, folder, size in self._wanted:
            key = self._key(stop, size)
            known = self._kept.get(key)
            is_good = known is not None and known[:2] == (_look(stop), self._age)
            if not is_good and self._is_ready(stop, folder):
                while len(self._kept) >= MOST:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = _look(stop), self._age, self._drawn(stop, folder, size)
                self.drawn.emit()
                self._timer.start()
                return

    def _is_ready(self, stop: Stop, folder: Path) -> bool:
        return all(each in self._ready for each in pictures_of(stop, folder))

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
        recording = self._recorded(made.scene.preset(made.knobs)) if made.scene.preset is not None else None
        steps = plan(made.scene, made.knobs, recording)
        first = next((index for index, step in enumerate(steps) if step.title == stop.first), 0)
        return render(made.scene, made.knobs, boundaries(steps)[first], recording)

    def _key(self, stop: Stop, size: QSize) -> _Key:
        return stop.id, size.width(), size.height(), self._appearance.theme.name


def size_across(width: int, ratio: float) -> QSize:
    """The size of a picture in pixels of the screen, that is so wide in those of the window."""
    return QSize(round(width * ratio), round(width * HEIGHT / WIDTH * ratio))


def _look(stop: Stop) -> Stop:
    """What of a stop its picture depends on."""
    return msgspec.structs.replace(stop, notes="", ask=(), minutes=0.0, optional=False, skip=(), last="", shows=None)
