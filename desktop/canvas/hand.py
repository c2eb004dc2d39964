"""The hand on the stage: what it has taken hold of, and what its gestures make of the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from desktop.canvas.focus import placed_named
from desktop.player.session import SceneSession
from scenes.stage.core.gestures import Hit, editable, gesture, hit_at
from scenes.stage.core.grips import Brush, EditCell, OpenScene, PickCell, Scrub, SetValue
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.lattice import Point
from scenes.stage.core.stage import Frame

CLICK = 4.0
"""Pixels that a hand may tremble in a click."""
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@dataclass
class _Hold:
    """What the hand took, where on the widget and with which button, and how things were then; and where it is now."""

    found: Hit
    start: QPointF
    button: Qt.MouseButton
    rubbing: bool
    frame: Frame
    knobs: Knobs
    point: Point
    moved: bool = False


class Hand(QObject):
    """Carries gestures out, one change for each drag; `refused` says why what a hand wants can't be shown.

    `seen` tells the picture as the hand sees it. `opens` carries the grip of a mark that opens another scene.
    """

    refused = Signal(str)
    opens = Signal(object)

    def __init__(self, session: SceneSession, seen: Callable[[], Frame], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._seen = session, seen
        self._hold: _Hold | None = None
        session.opened.connect(self._drop)

    @property
    def holds(self) -> bool:
        """Whether it has hold of something."""
        return self._hold is not None

    def take(self, found: Hit, event: QMouseEvent) -> bool:
        """Take hold of a mark if its grip is for that button; says whether it did."""
        grip, button = found.mark.grip, event.button()
        brush = isinstance(grip, Brush)
        if grip is None or self.holds or not (button == _LEFT or (brush and button == _RIGHT)):
            return False
        rubbing = brush and (button == _RIGHT or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        session = self._session
        session.seal()  # a drag that another scene cut off was a change of its own
        self._hold = _Hold(found, event.position(), button, rubbing, self._seen(), session.knobs, found.point)
        # Time stands still under a hand that moves it or draws, and goes on when it lets go.
        session.held = brush or isinstance(grip, Scrub)
        if rubbing or not isinstance(grip, EditCell):
            self._pull(self._hold, found.point)
        return True

    def pull(self, place: QPointF, point: Point) -> None:
        """Carry what it holds to a place of the widget, a point of the stage."""
        hold = self._hold
        if hold is None:
            return
        hold.moved = hold.moved or (place - hold.start).manhattanLength() > CLICK
        if hold.moved and not isinstance(hold.found.mark.grip, SetValue | OpenScene):
            self._pull(hold, point)

    def let_go(self, button: Qt.MouseButton) -> Hit | None:
        """End the drag of a button; where it was a click on a number, return the number."""
        hold = self._hold
        if hold is None or hold.button != button:
            return None
        self.give_up()
        clicked = not hold.moved and not hold.rubbing
        if clicked and isinstance(hold.found.mark.grip, OpenScene):
            self.opens.emit(hold.found.mark.grip)
        return hold.found if clicked and editable(hold.found) else None

    def press(self, found: Hit) -> None:
        """Do what Enter does on a mark that is clicked, not dragged."""
        grip, session = found.mark.grip, self._session
        if isinstance(grip, OpenScene):
            self.opens.emit(grip)
        elif isinstance(grip, SetValue):
            self.attempt(lambda: gesture(self._seen(), session.knobs, session.player.t, found, found.point))

    def give_up(self) -> None:
        """End the drag, if there is one, where it is."""
        if self.holds:
            self._drop()
            self._session.seal()

    def _drop(self) -> None:
        """Hold nothing any more, as where another scene has been opened: what was held is not in it."""
        self._hold, self._session.held = None, False

    def _pull(self, hold: _Hold, point: Point) -> None:
        """Carry out what a drag to a point means; on the way it is all one change."""
        if isinstance(hold.found.mark.grip, Brush):
            self._draw(hold, point)
        else:
            t = self._session.player.t
            self.attempt(lambda: gesture(hold.frame, hold.knobs, t, hold.found, point), "drag")

    def _draw(self, hold: _Hold, point: Point) -> None:
        """Draw on from where the pen was, over what is there by now."""
        session, rubbing = self._session, hold.rubbing
        frame, knobs, t = self._seen(), session.knobs, session.player.t
        each = placed_named(frame, hold.found.name)
        if each is not None:
            pen = replace(hit_at(each, hold.found.cell), point=hold.point)
            self.attempt(lambda: gesture(frame, knobs, t, pen, point, rubbing=rubbing), "drag")
        hold.point = point

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
        if isinstance(grip, Brush):
            return Qt.CursorShape.CrossCursor
        if found is not None and editable(found):
            return Qt.CursorShape.SizeVerCursor
        points = isinstance(grip, SetValue | OpenScene)
        return Qt.CursorShape.PointingHandCursor if points else Qt.CursorShape.ArrowCursor
