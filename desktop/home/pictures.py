"""The pictures on posters: drawn one at a time while nothing else goes on, once for each theme, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import Catalogue, Scene, poster, render
from scenes.stage.core.marks import AnyMark, Formula, Group
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import Step, boundaries
from scenes.stage.data.recording import Recorded

BREATH_MS = 4
"""From one picture to the next: keys and clicks come first."""
SETTLED_MS = 200
"""How long a window must have kept its size before pictures are drawn in another one."""
WORDS_A_SECOND = 2.5
"""How fast captions are read by those who read them in a second language."""


def minutes(steps: Sequence[Step]) -> int:
    """How long a scene takes: each step as long as it moves, or as its caption takes to be read."""
    seconds = sum(max(step.seconds, len(step.caption.split()) / WORDS_A_SECOND) for step in steps)
    return max(1, round(seconds / 60))


@dataclass(frozen=True)
class KeyPicture:
    """What a poster shows: a close-up at the end of the key step, which lasts from `begin` to `end`."""

    frame: Frame
    begin: float
    end: float

    @property
    def minutes(self) -> int:
        """The length of the scene."""
        return minutes(self.frame.steps)


class Pictures(QObject):
    """Draws the key picture of every scene; `drawn` names a scene whose picture, or another one of it, is there.

    `recorded` finds the run of a preset's name.
    """

    drawn = Signal(str)

    def __init__(
        self,
        catalogue: Catalogue,
        appearance: Appearance,
        typesetter: Typesetter,
        recorded: Recorded,
    ) -> None:
        super().__init__()
        self._scenes = {scene.name: scene for scene in catalogue.scenes}
        self._appearance, self._typesetter, self._recorded = appearance, typesetter, recorded
        self._keys: dict[str, KeyPicture | None] = {}
        self._images: dict[tuple[str, str], QImage] = {}
        self._size = QSize()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw_next)

    def want(self, size: QSize) -> None:
        """Have pictures of a size in pixels, in the present theme, as soon as there is time."""
        self._size = size
        missing = any((name, self._appearance.theme.name) not in self._images for name in self._scenes)
        self._timer.start(BREATH_MS if missing else SETTLED_MS)

    def rest(self) -> None:
        """Draw no more for now: nobody looks."""
        self._timer.stop()

    def image(self, name: str) -> QImage | None:
        """The picture of a scene in the present theme; None before it is drawn."""
        return self._images.get((name, self._appearance.theme.name))

    def key(self, name: str) -> KeyPicture | None:
        """What that picture shows; None before it is drawn, and for a scene that can't be drawn."""
        return self._keys.get(name)

    def moment(self, name: str, t: float) -> QImage | None:
        """The same part of the stage at another time; None for a scene that can't be drawn."""
        key = self._keys.get(name)
        if key is None:
            return None
        scene = self._scenes[name]
        knobs = scene.knobs()
        frame = render(scene, knobs, t, scene.run(knobs, self._recorded))
        return self._painted(replace(key.frame, marks=_shown(frame)))

    def _draw_next(self) -> None:
        theme = self._appearance.theme.name
        for name in self._scenes:
            found = self._images.get((name, theme))
            if (found is None or found.size() != self._size) and self._find_key(name) is not None:
                self._draw(name)
                self._timer.start(BREATH_MS)
                return

    def _draw(self, name: str) -> None:
        key = self._keys[name]
        assert key is not None
        self._images[name, self._appearance.theme.name] = self._painted(key.frame)
        self.drawn.emit(name)

    def _find_key(self, name: str) -> KeyPicture | None:
        if name not in self._keys:
            try:
                self._keys[name] = self._compute_key(self._scenes[name])
            except Exception:  # whoever opens the scene is told; here it only stays without a picture
                self._keys[name] = None
        return self._keys[name]

    def _compute_key(self, scene: Scene) -> KeyPicture:
        knobs = scene.knobs()
        frame = poster(scene, knobs, scene.run(knobs, self._recorded))
        ends = (0.0, *boundaries(frame.steps))
        return KeyPicture(replace(frame, marks=_shown(frame)), ends[frame.step], ends[frame.step + 1])

    def _painted(self, frame: Frame) -> QImage:
        image = QImage(self._size, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            paint(painter, frame, self._appearance.theme, QRectF(image.rect()), self._typesetter)
        return image


def _shown(frame: Frame) -> tuple[AnyMark, ...]:
    """The marks of a poster, without the title, which stands under it."""
    return _without_formulas(mark for mark in frame.marks if not mark.pinned)


def _without_formulas(marks: Iterable[AnyMark]) -> tuple[AnyMark, ...]:
    """Marks without those that nobody can read on a poster, and that take a process to set."""
    return tuple(
        replace(mark, marks=_without_formulas(mark.marks)) if isinstance(mark, Group) else mark
        for mark in marks
        if not isinstance(mark, Formula)
    )
