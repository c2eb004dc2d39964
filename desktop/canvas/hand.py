"""The hand on the stage: what it has taken hold of, and what its gestures make of the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from desktop.player.session import SceneSession
from scenes.stage.core.gestures import Hit, editable, gesture
from scenes.stage.core.grips import EditCell, PickCell, Scrub, SetValue
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import Frame

CLICK = 4.0
"""Pixels that a hand may tremble in a click."""


@dataclass
class _Hold:
    """What the hand took, where on the widget, and how things were then."""

    found: Hit
    start: QPointF
    frame: Frame
    knobs: Knobs
    moved: bool = False


class Hand(QObject):
    """Carries gestures out, one change for each drag; `refused` says why what a hand wants can't be shown."""

    refused = Signal(str)

    def __init__(self, session: SceneSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._hold: _Hold | None = None

    @property
    def holds(self) -> bool:
        """Whether it has hold of something."""
        return self._hold is not None

    def take(self, found: Hit, place: QPointF) -> None:
        """Take hold of a mark at a place of the widget."""
        self._hold = _Hold(found, place, self._session.frame, self._session.knobs)
        # Time stands still under a hand that moves it, and goes on when it lets go.
        self._session.held = isinstance(found.mark.grip, Scrub)
        if not isinstance(found.mark.grip, EditCell):
            self._pull(self._hold, found.point)

    def pull(self, place: QPointF, point: Point) -> None:
        """Carry what it holds to a place of the widget, a point of the stage."""
        hold = self._hold
        if hold is None:
            return
        hold.moved = hold.moved or (place - hold.start).manhattanLength() > CLICK
        if hold.moved and not isinstance(hold.found.mark.grip, SetValue):
            self._pull(hold, point)

    def let_go(self) -> Hit | None:
        """End the drag; where it was a click on a number, return the number."""
        hold, self._hold = self._hold, None
        self._session.held = False
        if hold is None:
            return None
        self._session.seal()
        return hold.found if not hold.moved and editable(hold.found) else None

    def _pull(self, hold: _Hold, point: Point) -> None:
        """Carry out what a drag from where it began to a point means; on the way it is all one change."""
        self.attempt(lambda: gesture(hold.frame, hold.knobs, self._session.player.t, hold.found, point), "drag")

    def attempt(self, wanted: Callable[[], tuple[Knobs, float]], merging: str | None = None) -> None:
        """Do what a hand wants, or say why it can't be done. Changes with one `merging` are one undo."""
        try:
            knobs, t = wanted()
        except KnobError as error:
            self.refused.emit(str(error))
            return
        if t != self._session.player.t:
            self._session.scrub(t)
        if knobs != self._session.knobs:
            self._session.use(knobs, merging)

    def cursor(self, found: Hit | None) -> Qt.CursorShape:
        """The shape of the pointer over a mark: it tells what can be done."""
        grip = found.mark.grip if found else None
        if isinstance(grip, Scrub | PickCell):
            return Qt.CursorShape.ClosedHandCursor if self.holds else Qt.CursorShape.OpenHandCursor
        if found is not None and editable(found):
            return Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.PointingHandCursor if isinstance(grip, SetValue) else Qt.CursorShape.ArrowCursor
