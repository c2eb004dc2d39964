"""The stage on the screen: it shows the session's picture and turns hands and keys into gestures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.canvas import clipboard
from desktop.canvas import focus as rings
from desktop.canvas.cell_editor import CellEditor
from desktop.canvas.focus import FocusCursor, Way
from desktop.canvas.geometry import Geometry
from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.gestures import (
    Hit,
    describe,
    editable,
    enter,
    gesture,
    hit,
    hit_at,
    nudge,
    windows_at,
)
from scenes.stage.core.grips import EditCell, PickCell, Scrub, SetValue
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.marks import Placed, Role
from scenes.stage.core.stage import Frame

FAR = 10
"""How many cells an arrow key goes with Shift."""
CLICK = 4.0
"""Pixels that a hand may tremble in a click."""

_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


@dataclass
class _Drag:
    """A hand that has taken hold: what it took, and how things were then."""

    found: Hit
    frame: Frame
    knobs: Knobs
    start: QPointF
    moved: bool = False


class Canvas(QWidget):
    """Hover reads, dragging and clicking change, Tab goes from mark to mark.

    `read` says what is under the hand, `refused` why what it wants can't be shown.
    """

    read = Signal(str, str)
    refused = Signal(str)

    def __init__(self, session: SceneSession, appearance: Appearance, typesetter: Typesetter) -> None:
        super().__init__()
        self._session, self._appearance, self._typesetter = session, appearance, typesetter
        self._geometry = Geometry(QRectF(0, 0, 1600, 900))
        self._hovered: Hit | None = None
        self._pointer: QPointF | None = None
        self._drag: _Drag | None = None
        self._ring: FocusCursor | None = None
        self._clicked: FocusCursor | None = None
        """Where the mouse was pressed last: there the keyboard begins."""
        self.editor: CellEditor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        session.drawn.connect(self._redraw)
        session.stepped.connect(self._tell_step)
        session.opened.connect(self._leave)
        appearance.changed.connect(self.update)
        typesetter.ready.connect(self.update)
        self._tell_step()

    # --- What is where ----------------------------------------------------------------------------------------------

    @property
    def stage_geometry(self) -> Geometry:
        """How stage units lie on this widget."""
        return self._geometry

    @property
    def ring(self) -> FocusCursor | None:
        """Where the keyboard is, if it is on the stage."""
        return self._ring

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
        if self._pointer is not None and self._drag is None:
            self._hover(self._pointer)
        if self._ring is not None:
            self._tell_ring()
        if self.editor is not None:
            self._refresh(self.editor)
        self.update()

    # --- Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme = self._appearance.stage_theme
        with QPainter(self) as painter:
            paint(painter, self._session.frame, theme, self._geometry.rect, self._typesetter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._ring is not None:
                self._paint_ring(painter, self._ring)
            elif self._hovered is not None and self._pointer is not None and self.editor is None:
                self._paint_hover(painter, self._hovered, self._pointer)

    def _paint_ring(self, painter: QPainter, ring: FocusCursor) -> None:
        standing = self._under(ring)
        if standing is None:
            return
        each, found = standing
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent, text = QColor(self._appearance.theme.accent), self._appearance.colour(Role.TEXT)
        whole, cell = self._geometry.outline(each, found, whole=True), self._geometry.outline(each, found)
        if whole is not None:
            painter.setPen(QPen(accent, 2.5, Qt.PenStyle.DashLine))
            painter.drawRect(whole.boundingRect().adjusted(-3, -3, 3, 3))
        if cell is not None and found.cell is not None:
            painter.setPen(QPen(text, 3))
            painter.drawPolygon(cell)

    def _paint_hover(self, painter: QPainter, found: Hit, pointer: QPointF) -> None:
        theme = self._appearance.theme
        each = rings.placed_named(self._session.frame, found.name)
        cell = self._geometry.outline(each, found) if each is not None and found.cell is not None else None
        if cell is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._appearance.colour(Role.TEXT), 1.5))
            painter.drawPolygon(cell)
        for box in windows_at(self._session.frame, found) if self._drag is None else ():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2.5, Qt.PenStyle.DashLine))
            corners = (box.x, box.y), (box.x + box.width, box.y + box.height)
            painter.drawRect(QRectF(*map(self._geometry.to_widget, corners)))
        words = describe(found)
        font = self.font()
        font.setPixelSize(self._appearance.px(15))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + 20.0, metrics.height() + 10.0
        x = min(pointer.x() + 16, self.width() - width - 4)
        y = pointer.y() + 22 if pointer.y() + 26 + height < self.height() else pointer.y() - height - 10
        chip = QRectF(max(4.0, x), y, width, height)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(chip, 7, 7)
        painter.setPen(self._appearance.colour(Role.TEXT))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    # --- The mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._ring = None
        point = self._geometry.to_stage(event.position())
        found = hit(self._session.frame, point)
        self._clicked = FocusCursor(found.name, found.cell or (0, 0)) if found is not None else None
        if found is None or found.mark.grip is None:
            self.update()
            return
        self._drag = _Drag(found, self._session.frame, self._session.knobs, event.position())
        # Time stands still under a hand that moves it, and goes on when it lets go.
        self._session.held = isinstance(found.mark.grip, Scrub)
        if not isinstance(found.mark.grip, EditCell):
            self._pull(self._drag, event.position())
        self._hover(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        drag = self._drag
        if drag is None:
            self._hover(event.position())
            return
        drag.moved = drag.moved or (event.position() - drag.start).manhattanLength() > CLICK
        if drag.moved and not isinstance(drag.found.mark.grip, SetValue):
            self._pull(drag, event.position())
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        drag, self._drag = self._drag, None
        self._session.held = False
        if drag is None:
            return
        self._session.seal()
        if not drag.moved and editable(drag.found):
            self.edit(drag.found)
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._pointer = None
        self._show_hovered(None)

    def _pull(self, drag: _Drag, place: QPointF) -> None:
        """Carry out what a drag from where it began to a place means; on the way it is all one change."""
        point = self._geometry.to_stage(place)
        self._try(lambda: gesture(drag.frame, drag.knobs, self._session.player.t, drag.found, point), "drag")

    def _try(self, wanted: Callable[[], tuple[Knobs, float]], merging: str | None = None) -> None:
        """Do what a hand wants, or say why it can't be done."""
        try:
            self._act(*wanted(), merging)
        except KnobError as error:
            self.refused.emit(str(error))

    def _act(self, knobs: Knobs, t: float, merging: str | None = None) -> None:
        if t != self._session.player.t:
            self._session.scrub(t)
        if knobs != self._session.knobs:
            self._session.use(knobs, merging)

    def _hover(self, place: QPointF) -> None:
        self._pointer = place
        self._show_hovered(hit(self._session.frame, self._geometry.to_stage(place)))

    def _show_hovered(self, found: Hit | None) -> None:
        self._hovered = found
        self.setCursor(self._cursor(found))
        if self._ring is None:
            self.read.emit(*((describe(found), rings.hint(found, by_keys=False)) if found else ("", "")))
            self.update()

    def _cursor(self, found: Hit | None) -> Qt.CursorShape:
        grip = found.mark.grip if found else None
        if isinstance(grip, Scrub | PickCell):
            return Qt.CursorShape.ClosedHandCursor if self._drag else Qt.CursorShape.OpenHandCursor
        if found is not None and editable(found):
            return Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.PointingHandCursor if isinstance(grip, SetValue) else Qt.CursorShape.ArrowCursor

    # --- The keyboard -----------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go to the next mark; beyond the last one to the next widget."""
        frame = self._session.frame
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
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            forwards = event.reason() == Qt.FocusReason.TabFocusReason
            self._stand(rings.neighbour(self._session.frame, None, 1 if forwards else -1))

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
            self._act(*nudge(self._session.frame, self._session.knobs, self._session.player.t, found, rows, columns))
        else:
            self._stand(rings.moved(self._ring, found, rows, columns))

    def _press(self, found: Hit) -> None:
        if editable(found):
            self.edit(found)
        elif isinstance(found.mark.grip, SetValue):
            session = self._session
            self._try(lambda: gesture(session.frame, session.knobs, session.player.t, found, found.point))

    def _stand(self, ring: FocusCursor | None) -> None:
        self._ring, self._clicked = ring, None
        self._tell_ring()
        self.update()

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
        each = rings.placed_named(self._session.frame, found.name)
        box = self._geometry.outline(each, found) if each is not None else None
        if box is None:
            return
        editor = CellEditor(found, text, self)
        font = editor.font()
        font.setPixelSize(self._appearance.px(18))
        editor.setFont(font)
        centre = box.boundingRect().center()
        width = max(round(box.boundingRect().width()), self._appearance.px(76))
        height = max(round(box.boundingRect().height()), self._appearance.px(34))
        left = max(0, min(round(centre.x() - width / 2), self.width() - width))
        top = max(0, min(round(centre.y() - height / 2), self.height() - height))
        editor.setGeometry(left, top, width, height)
        editor.accepted.connect(lambda value: self._enter(found, value))
        editor.pasted.connect(
            lambda table: self._change_many(lambda: clipboard.with_table(self._session.knobs, found, table))
        )
        editor.closed.connect(lambda way: self._closed(found, way))
        self.editor = editor
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, found: Hit, value: float) -> None:
        self._try(lambda: (enter(self._session.knobs, found, value), self._session.player.t))

    def _closed(self, found: Hit, way: Way | Literal[""]) -> None:
        self.editor = None
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        following = rings.following(self._session.frame, found, way) if way else None
        if following is not None:
            self._ring = FocusCursor(following.name, following.cell or (0, 0))
            self.edit(following)

    def _refresh(self, editor: CellEditor) -> None:
        each = rings.placed_named(self._session.frame, editor.hit.name)
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
        return rings.under(self._session.frame, ring, self._session.knobs)

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
