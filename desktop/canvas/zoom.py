"""The viewer's own zoom, on top of the scene's camera: which part of the picture is seen, and how it is given back.

Everything here is in the units of the stage as it is seen without it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QVariantAnimation, Signal

from desktop.player.session import SceneSession
from scenes.stage.core.camera import moved, seconds_between
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.placing import WHOLE, Box
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import glide

CLOSEST = 4.0
"""How many times larger than on the whole stage a hand may see it."""
LOOK = 2.5
"""How many times larger it is seen at the press of a key."""


class HandZoom(QObject):
    """Which part of the picture a hand has chosen to see; `changed` says that it is another one.

    The next step gives it back, and so does another scene.
    """

    changed = Signal()

    def __init__(self, session: SceneSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.box = WHOLE
        """What is seen of the picture."""
        self._start = self._goal = WHOLE
        self._place = self._told()
        self._flight = QVariantAnimation(self)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.valueChanged.connect(lambda share: self._set(moved(self._start, self._goal, glide(share))))
        session.stepped.connect(self._follow_step)
        session.opened.connect(self._leave)

    @property
    def on(self) -> bool:
        """Whether less than the whole picture is seen, and it is not on its way back."""
        return self._goal != WHOLE

    def seen(self, frame: Frame) -> Frame:
        """A picture as the hand wants to see it."""
        return frame if self.box == WHOLE else frame.through(self.box)

    def around(self, point: Point, factor: float) -> None:
        """Make everything larger by a factor, at once; what is at a point stays there."""
        zoom = max(1.0, min(self.box.zoom * factor, CLOSEST))
        self._jump(_zoomed(self.box, point, zoom))

    def pan(self, dx: float, dy: float) -> None:
        """Carry the picture along with a hand."""
        if self.on:
            share = self.box.width / WIDTH
            self._jump(_held(Box(self.box.x - dx * share, self.box.y - dy * share, self.box.width)))

    def look(self, point: Point) -> None:
        """Fly to what is at a point, or back."""
        self._fly(WHOLE if self.on else _zoomed(WHOLE, point, LOOK))

    def look_at(self, box: Box) -> None:
        """Fly to a part of what is seen; fly back where that is seen as large as it gets already."""
        width = max(WIDTH / CLOSEST, min(box.width * self.box.width / WIDTH, WIDTH))
        share = self.box.width / WIDTH
        x, y = self.box.x + (box.x + box.width / 2) * share, self.box.y + (box.y + _height(box.width) / 2) * share
        goal = _held(Box(x - width / 2, y - _height(width) / 2, width))
        self._fly(WHOLE if width > 0.9 * self.box.width else goal)

    def give_back(self) -> bool:
        """Fly back to the whole picture; says whether it was not on the way there already."""
        was_on = self.on
        if was_on:
            self._fly(WHOLE)
        return was_on

    def _follow_step(self) -> None:
        """Give it back as another step begins, but not to a hand that drags time."""
        before, self._place = self._place, self._told()
        if self._place != before and not self._session.held:
            self.give_back()

    def _told(self) -> tuple[int, bool]:
        return self._session.step, self._session.at_poster

    def _leave(self) -> None:
        self._place = self._told()
        self._jump(WHOLE)

    def _jump(self, box: Box) -> None:
        self._flight.stop()
        self._goal = box
        self._set(box)

    def _fly(self, goal: Box) -> None:
        if self._session.reduced_motion or goal == self.box:
            self._jump(goal)
            return
        self._flight.stop()
        self._start, self._goal = self.box, goal
        self._flight.setDuration(round(1000 * seconds_between(self._start, goal)))
        self._flight.start()

    def _set(self, box: Box) -> None:
        if box != self.box:
            self.box = box
            self.changed.emit()


def _zoomed(box: Box, point: Point, zoom: float) -> Box:
    """What is seen when things are that many times as large and what is at a point stays there."""
    if zoom <= 1.0 + 1e-6:
        return WHOLE
    x, y = (box.x + point[0] / box.zoom), (box.y + point[1] / box.zoom)
    return _held(Box(x - point[0] / zoom, y - point[1] / zoom, WIDTH / zoom))


def _held(box: Box) -> Box:
    """The box moved into the picture, so that nothing beside it is seen."""
    right, bottom = WIDTH - box.width, HEIGHT - _height(box.width)
    return Box(max(0.0, min(box.x, right)), max(0.0, min(box.y, bottom)), box.width)


def _height(width: float) -> float:
    return width * HEIGHT / WIDTH
