"""The stage on the screen: it shows the session's picture and turns hands and keys into gestures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.canvas import begin, clipboard, overlay
from desktop.canvas import focus as rings
from desktop.canvas.cell_editor import CellEditor
from desktop.canvas.closer import Closer
from desktop.canvas.focus import FocusCursor, Way
from desktop.canvas.geometry import Geometry
from desktop.canvas.hand import Hand
from desktop.canvas.hints import Hint
from desktop.canvas.zoom import HandZoom
from desktop.painter.paint import paint
from desktop.painter.settling import Settling
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.player.stand_ins import with_words
from desktop.theme.appearance import Appearance
from desktop.widgets.holding import LetGo
from scenes.stage.core.gestures import (
    Hit,
    describe,
    editable,
    enter,
    hit,
    hit_at,
    nudge,
    printed,
)
from scenes.stage.core.grips import EditCell, PickCell, Scrub
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.lattice import Point
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame

FAR = 10
"""How many cells an arrow key goes with Shift."""

_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_TABS = {Qt.FocusReason.TabFocusReason: 1, Qt.FocusReason.BacktabFocusReason: -1}
_STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class Canvas(QWidget):
    """Hover reads, dragging and clicking change, Tab goes from mark to mark.

    `read` says what is under the hand, `refused` why what it wants can't be shown, `pictured` that a class should see
    another picture. `wanting` carries what a picture that is painted wants of published networks.
    """

    read = Signal(str, str)
    refused = Signal(str)
    pictured = Signal()
    opens = Signal(object)
    wanting = Signal(object)

    def __init__(
        self, session: SceneSession, appearance: Appearance, typesetter: Typesetter, hands_known: bool = True
    ) -> None:
        super().__init__()
        self._session, self._appearance, self._typesetter = session, appearance, typesetter
        self._geometry = Geometry(QRectF(0, 0, 1600, 900))
        self._hovered: Hit | None = None
        self._pointer: QPointF | None = None
        self._pressed = False
        self.zoom = HandZoom(session, self)
        self._closer, self._settling = Closer(self, self.zoom), Settling(self)
        self._hand = Hand(session, lambda: self.frame, self)
        self.hint = Hint(session, hands_known, self)
        self._ring: FocusCursor | None = None
        self._clicked: FocusCursor | None = None
        """Where the mouse was pressed last: there the keyboard begins."""
        self._tabbed = 0
        """Which way Tab has just brought the focus, as Qt says: 1 forwards, −1 backwards, 0 not at all."""
        self.editor: CellEditor | None = None
        self._captioned = True
        self._tool: QCursor | None = None
        self.over: Callable[[Frame], Frame] = lambda frame: frame
        """Gives the picture with what lies over the stage."""
        self.covered: Callable[[Point], bool] = lambda point: False
        """Whether something lies over a point that hands don't reach through."""
        self.takes: Callable[[Point], bool] = lambda point: False
        """Whether something that lies over the stage has a use for a click at a point, and takes it."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._hand.refused.connect(self.refused)
        self._hand.opens.connect(self.opens)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        session.drawn.connect(self._redraw)
        session.stepped.connect(self._tell_step)
        session.opened.connect(self._leave)
        appearance.changed.connect(self.update)
        typesetter.ready.connect(self.update)
        LetGo(self, self._let_go)
        self.zoom.changed.connect(self._close_editor)
        self.zoom.changed.connect(self._redraw)
        self._settling.settled.connect(self.update)
        session.opened.connect(self._settling.forget)
        for changed in (self.hint.changed, self.hint.pulsed):
            changed.connect(self.update)
        self._tell_step()

    # --- What is where ----------------------------------------------------------------------------------------------

    @property
    def stage_geometry(self) -> Geometry:
        """How stage units lie on this widget."""
        return self._geometry

    @property
    def frame(self) -> Frame:
        """The picture as it is seen here."""
        return self.zoom.seen(self._session.frame)

    @property
    def picture(self) -> Frame:
        """The same picture as a class should see it: without hints, and without a caption that is put away."""
        return self.frame if self._captioned else with_words(self.frame, "")

    @property
    def ring(self) -> FocusCursor | None:
        """Where the keyboard is, if it is on the stage."""
        return self._ring

    @property
    def pointer(self) -> QPointF | None:
        """Where the mouse is on this widget, if it is."""
        return self._pointer

    @property
    def hovered(self) -> Hit | None:
        """What is under the pointer."""
        return self._hovered

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        self._close_editor()
        self._geometry = Geometry(QRectF(self.rect()))

    def _redraw(self) -> None:
        if self._pointer is not None and not self._hand.holds:
            self._hover(self._pointer)
        if self._ring is not None:
            self._tell_ring()
        if self.editor is not None:
            self._refresh(self.editor)
        self.update()
        self.pictured.emit()

    # --- Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, geometry, hint = self._appearance.stage_theme, self._geometry, self.hint.words
        frame = with_words(self.frame, hint) if hint else self.picture
        moving = self._settling.moves(frame.view)
        frame = self.over(frame)
        self.wanting.emit(self._session.frame.wanted)
        with QPainter(self) as painter:
            paint(painter, frame, theme, geometry.rect, self._typesetter, moving=moving)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.hint.paint(painter, geometry, self._appearance, frame)
            if self._ring is not None:
                self._paint_ring(painter, self._ring)
            elif self._hovered is not None and self._pointer is not None and self.editor is None:
                self._paint_hover(painter, self._hovered, self._pointer)
            if self._session.at_poster:
                begin.paint(painter, geometry, self._appearance, self._begins_at(self._pointer))

    def _begins_at(self, place: QPointF | None) -> bool:
        """Whether a place is on the button that starts the first step."""
        if place is None or self._tool is not None or not self._session.at_poster:
            return False
        point = self._geometry.to_stage(place)
        return begin.is_at(point) and not self.covered(point)

    def _paint_ring(self, painter: QPainter, ring: FocusCursor) -> None:
        standing = self._under(ring)
        if standing is not None:
            overlay.paint_ring(painter, self._geometry, self._appearance, *standing)

    def _paint_hover(self, painter: QPainter, found: Hit, pointer: QPointF) -> None:
        geometry, appearance, frame = self._geometry, self._appearance, self.frame
        overlay.paint_pointed(painter, geometry, appearance, frame, found)
        if not self._hand.holds:
            overlay.paint_windows(painter, geometry, appearance, frame, found)
            overlay.paint_handle(painter, geometry, appearance, frame, found)
        if not self._pressed and not printed(frame, found):  # it would cover what the hand works with
            overlay.paint_bubble(painter, geometry, appearance, found, pointer)

    # --- The mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() == Qt.MouseButton.LeftButton and self._begins_at(event.position()):
            self._session.next_step()
            return
        if event.button() == Qt.MouseButton.LeftButton and self.takes(self._geometry.to_stage(event.position())):
            return
        self._pressed = True
        self.update()
        found = self._at_place(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self._ring = None
            self._clicked = FocusCursor(found.name, found.cell or (0, 0)) if found is not None else None
        if found is not None and self._hand.take(found, event):
            self.hint.learn()
            self._hover(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._hand.pull(event.position(), self._geometry.to_stage(event.position()))
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._pressed = event.buttons() != Qt.MouseButton.NoButton
        clicked = self._hand.let_go(event.button())
        if clicked is not None:
            self.edit(clicked)
        self._hover(event.position())

    def _let_go(self) -> None:
        self._pressed = False
        self._hand.give_up()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._pointer = None
        self._show_hovered(None)

    def _hover(self, place: QPointF) -> None:
        self._pointer = place
        found = None if self._begins_at(place) or self._tool is not None else self._at_place(place)
        self._show_hovered(found)
        if self._tool is not None:
            return
        if self._begins_at(place):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self.zoom.on and (found is None or found.mark.grip is None):
            self.setCursor(Qt.CursorShape.SizeAllCursor)

    def _at_place(self, place: QPointF) -> Hit | None:
        """What a hand meets at a place."""
        point = self._geometry.to_stage(place)
        return None if self.covered(point) else hit(self.frame, point)

    def hold_tool(self, cursor: QCursor | None) -> None:
        """Let the mouse be a tool of this shape, which touches nothing on the stage; None makes it a hand again."""
        self._let_go()
        self._tool = cursor
        if self._pointer is not None:
            self._hover(self._pointer)
        else:
            self._show_hovered(None)

    def _show_hovered(self, found: Hit | None) -> None:
        self._hovered = found
        self.setCursor(self._hand.cursor(found) if self._tool is None else self._tool)
        if self._ring is None:
            self.read.emit(*((describe(found), rings.hint(found, by_keys=False)) if found else ("", "")))
            self.update()

    # --- The keyboard -----------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go to the next mark; beyond the last one to the next widget."""
        frame = self.frame
        coming = rings.neighbour(frame, self._ring, 1 if forwards else -1)
        if self._ring is None and self._clicked is not None and self._clicked.name in rings.stops(frame):
            coming = self._clicked
        if coming is None:
            self._leave()
            return super().focusNextPrevChild(forwards)
        self._stand(coming)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusInEvent(event)
        self._tabbed = _TABS.get(event.reason(), 0)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Begin at the first mark, or the last, where Tab has brought the focus.

        Qt says Tab, too, where a widget that is hidden or disabled hands its focus on: then no key was meant for here.
        """
        tabbed, self._tabbed = self._tabbed, 0
        if now is self and tabbed and (before is None or (before.isVisible() and before.isEnabled())):
            self._stand(rings.neighbour(self.frame, None, tabbed))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        if self.editor is None and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._leave()

    def take_key(self, event: QKeyEvent) -> bool:
        """Let the mark that has the focus use a key; says whether it did."""
        if self._ring is None:
            return False
        standing = self._under(self._ring)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        if standing is None:
            return False
        found = standing[1]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._change_by(found, _STEPS.get(event.key(), 0))
        if event.key() in _ARROWS:
            rows, columns = _ARROWS[Qt.Key(event.key())]
            far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._move(found, rows * far, columns * far)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(found)
            return True
        return editable(found) and self._take_number_key(found, event.text())

    def _take_number_key(self, found: Hit, text: str) -> bool:
        begins = len(text) == 1 and (text.isdecimal() or text in "+-−.,")
        if begins:
            self.edit(found, text)
        return begins

    def _change_by(self, found: Hit, steps: int) -> bool:
        """Make a number larger or smaller by some steps of its grip."""
        grip = found.mark.grip
        if not steps or not isinstance(grip, EditCell) or found.value is None:
            return False
        self._enter(found, found.value + steps * grip.step)
        return True

    def _move(self, found: Hit, rows: int, columns: int) -> None:
        assert self._ring is not None
        if isinstance(found.mark.grip, Scrub | PickCell):
            session = self._session
            self._hand.attempt(lambda: nudge(self.frame, session.knobs, session.player.t, found, rows, columns))
        else:
            self._stand(rings.moved(self._ring, found, rows, columns))

    def _press(self, found: Hit) -> None:
        if editable(found):
            self.edit(found)
        else:
            self._hand.press(found)

    def _stand(self, ring: FocusCursor | None) -> None:
        self._ring, self._clicked = ring, None
        self._tell_ring()
        self.update()

    def toggle_caption(self) -> None:
        """Show the caption, or leave its place empty."""
        self._captioned = not self._captioned
        self.update()
        self.pictured.emit()

    def look_closer(self) -> None:
        """Look closer at what is under the pointer, or at the middle; or back at all of it."""
        place = self._pointer or QPointF(self.rect().center())
        self.zoom.look(self._geometry.to_stage(place))

    def _leave(self) -> None:
        self._close_editor()
        self._clicked = None
        if self._ring is not None:
            self._ring = None
            self.read.emit("", "")
            self._tell_step()
        self.update()

    # --- Typing a number --------------------------------------------------------------------------------------------

    def edit(self, found: Hit, text: str | None = None) -> None:
        """Open the field over a number; `text` is what has been typed already."""
        self._close_editor()
        each = rings.placed_named(self.frame, found.name)
        box = self._geometry.outline(each, found) if each is not None else None
        if box is None:
            return
        editor = CellEditor(found, text, self)
        editor.cover(box.boundingRect(), self._appearance)
        editor.accepted.connect(lambda value: self._enter(found, value))
        editor.pasted.connect(
            lambda table: self._change_many(lambda: clipboard.with_table(self._session.knobs, found, table))
        )
        editor.closed.connect(lambda way: self._closed(found, way))
        self.editor = editor
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, found: Hit, value: float) -> None:
        self._hand.attempt(lambda: (enter(self._session.knobs, found, value), self._session.player.t))

    def _closed(self, found: Hit, way: Way | Literal[""]) -> None:
        editor, self.editor = self.editor, None
        if editor is not None and editor.hasFocus():  # else it is closed because the focus is wanted elsewhere
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        following = rings.following(self.frame, found, way) if way else None
        if following is not None:
            self._ring = FocusCursor(following.name, following.cell or (0, 0))
            self.edit(following)

    def _refresh(self, editor: CellEditor) -> None:
        each = rings.placed_named(self.frame, editor.hit.name)
        if each is not None:
            editor.show_value(hit_at(each, editor.hit.cell))

    def _close_editor(self) -> None:
        if self.editor is not None:
            editor, self.editor = self.editor, None
            editor.closed.disconnect()
            editor.deleteLater()

    # --- Many numbers at once ---------------------------------------------------------------------------------------

    def _at(self) -> Hit | None:
        """What the keyboard is at, or else the pointer."""
        standing = self._under(self._ring) if self._ring is not None else None
        return standing[1] if standing is not None else self._hovered

    def copy(self) -> None:
        """Copy the grid under the cursor, as spreadsheets take it."""
        found = self._at()
        try:
            self.read.emit(clipboard.copied(found), "")
        except KnobError as error:
            self.refused.emit(str(error))

    def paste(self) -> None:
        """Put the numbers that were copied into the grid under the cursor, the first at its cell."""
        self._change_many(lambda: clipboard.pasted(self._session.knobs, self._at()))

    def _change_many(self, wanted: Callable[[], tuple[Knobs, str]]) -> None:
        """Take knobs with many other numbers, and say what did not fit."""
        try:
            knobs, left_out = wanted()
        except KnobError as error:
            self.refused.emit(str(error))
            return
        self._session.use(knobs)
        if left_out:
            self.refused.emit(left_out)

    # --- For those who don't see the picture --------------------------------------------------------------------------

    def _tell_step(self) -> None:
        session = self._session
        step = session.steps[session.step]
        self.setAccessibleName(f"{session.scene.title}, step {session.step + 1} of {len(session.steps)}: {step.title}")
        self.setAccessibleDescription(step.caption)

    def _under(self, ring: FocusCursor) -> tuple[Placed, Hit] | None:
        return rings.under(self.frame, ring, self._session.knobs)

    def _tell_ring(self) -> None:
        standing = self._under(self._ring) if self._ring else None
        if standing is None:
            self.read.emit("", "")
            return
        words = describe(standing[1])
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.read.emit(words, rings.hint(standing[1], by_keys=True))
