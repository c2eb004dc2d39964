"""The hint for whoever has not touched the stage yet: it says once that things can be dragged, and shows what."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter

from desktop.canvas.geometry import Geometry
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.gestures import TANGIBLE, hit_at
from scenes.stage.core.grips import Brush, EditCell, PickCell, Scrub
from scenes.stage.core.marks import Rect
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame

SAID_MS = 4000
"""How long it says something else in the caption's place."""
PULSE_MS = 1600
DOT = 9.0
"""Pixels of a dot at its largest, in letters of the usual size."""


class Hint(QObject):
    """Shown once in each scene that has something to take hold of: on its poster, until time moves.

    Once a hand has done anything on the stage it is never shown again. `changed` says that its words are others or that
    it is known now, `pulsed` that it looks different.
    """

    changed = Signal()
    pulsed = Signal()

    def __init__(self, session: SceneSession, known: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.known = known
        """Whether a hand has done something on the stage, now or before."""
        self.words = ""
        self._told = False
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self._take_back)
        self._pulse = QVariantAnimation(self)
        self._pulse.setStartValue(0.0)
        self._pulse.setEndValue(1.0)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.valueChanged.connect(self.pulsed)
        session.opened.connect(self._begin)
        session.moved.connect(self._look)
        self._look()

    def learn(self) -> None:
        """Take note that a hand has done something on the stage."""
        if not self.known:
            self.known = True
            self._take_back()
            self.changed.emit()

    def say(self, words: str) -> None:
        """Say something else in the caption's place for some seconds."""
        self._take_back()
        self.words = words
        self._leaving.start(SAID_MS)
        self.changed.emit()

    def paint(self, painter: QPainter, geometry: Geometry, appearance: Appearance, frame: Frame) -> None:
        """Let three corners of the thing to drag light up once."""
        share = self._pulse.currentValue() if self._pulse.state() == QVariantAnimation.State.Running else None
        each = _to_drag(frame)
        box = geometry.outline(each, hit_at(each, None), whole=True) if each is not None and share is not None else None
        if box is None or share is None:
            return
        strength = math.sin(math.pi * share)
        colour = QColor(appearance.theme.accent)
        colour.setAlphaF(strength)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = appearance.px(DOT) * (0.4 + 0.6 * strength)
        corners = box.boundingRect()
        for corner in (corners.topLeft(), corners.topRight(), corners.bottomRight()):
            painter.drawEllipse(QPointF(corner), radius, radius)

    def _begin(self) -> None:
        self._told = False
        self._take_back()
        self._look()

    def _look(self) -> None:
        session = self._session
        left_poster = not session.at_poster and not self._leaving.isActive()
        if session.player.playing or left_poster:
            self._take_back()
        words = invitation(session.frame) if session.at_poster and not (self.known or self._told) else ""
        if words:
            self._tell(words)

    def _tell(self, words: str) -> None:
        self._told = True
        self.words = words
        if not self._session.reduced_motion:
            self._pulse.start()
        self.changed.emit()

    def _take_back(self) -> None:
        self._leaving.stop()
        self._pulse.stop()
        if self.words:
            self.words = ""
            self.changed.emit()


def invitation(frame: Frame) -> str:
    """What hands can do with a picture, in short sentences; "" where they can do nothing."""
    grips = [(each.mark, each.mark.grip) for each in frame.touched() if each.opacity > TANGIBLE]
    window = any(mark.name.startswith("window") and isinstance(grip, Scrub | PickCell) for mark, grip in grips)
    cells = any(isinstance(grip, Scrub | PickCell) for _, grip in grips)
    drawn = any(isinstance(grip, Brush) for _, grip in grips)
    numbers = any(isinstance(grip, EditCell) and not isinstance(grip, Brush) for _, grip in grips)
    said = (
        ("Drag the window.", window),
        ("Drag over the cells.", cells and not window),
        ("Drag or type any number.", numbers),
        ("Draw with the mouse.", drawn),
    )
    return " ".join(words for words, true in said if true)


def _to_drag(frame: Frame) -> Placed | None:
    """The thing to drag: a window before a number."""
    found = [each for each in frame.touched() if each.mark.grip is not None and each.opacity > TANGIBLE]
    window = [each for each in found if isinstance(each.mark, Rect)]
    return next(iter(window or found), None)
