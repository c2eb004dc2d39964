"""The rows of blocks, under the hand: click, drag, keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.lab.builder.draft import part_at
from desktop.lab.builder.drawing import Looks, RowPainter
from desktop.lab.builder.estimate import time_in_words
from desktop.lab.builder.layout import HEADER, Sheet, counted, sheet
from desktop.lab.builder.model import Builder
from desktop.lab.builder.palette import MIME, by_key, by_name
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.widgets.box import Box
from engine.contract.spec.built.parts import Part, short
from engine.contract.spec.built.shapes import in_words
from engine.contract.spec.built.survey import Place


class Bench(QWidget):
    """Shows a builder's draft and changes it.

    `number_wanted` says that a number of the chosen part is to be typed; `shown_wanted` carries the box that should be
    in sight.
    """

    number_wanted = Signal(str)
    shown_wanted = Signal(object)

    def __init__(self, appearance: Appearance, builder: Builder) -> None:
        super().__init__()
        self._appearance, self._builder = appearance, builder
        self.sheet: Sheet = sheet(builder.draft, 1.0) if builder.draft.rows else Sheet((), (), 0, 0)
        self._pressed: QPointF | None = None
        self._dragging = False
        self._dropping: tuple[int, Place] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAccessibleName("The networks, block by block")
        builder.changed.connect(self.arrange)
        appearance.changed.connect(self.arrange)

    def arrange(self) -> None:
        """Take the draft's present state."""
        if not self._builder.draft.rows:
            return
        self.sheet = sheet(self._builder.draft, self._scale)
        self.setMinimumSize(int(self.sheet.width), int(self.sheet.height))
        self.updateGeometry()
        self.update()
        self._tell()
        box = self.sheet.rows[self._builder.row].box_of(self._builder.place)
        self.shown_wanted.emit(box)

    @property
    def _scale(self) -> float:
        return self._appearance.px(100) / 100

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(int(self.sheet.width), int(self.sheet.height))

    def _tell(self) -> None:
        """Say what is chosen to whoever listens instead of looking."""
        builder = self._builder
        block = next((b for b in builder.draft.survey(builder.row).blocks if b.place == builder.place), None)
        words = "the end: add a part" if block is None else short(block.part)
        words += f", gives {in_words(block.after)}" if block is not None and block.after else ""
        said = [fault.sentence for fault in builder.faults(builder.row) if fault.place == builder.place]
        self.setAccessibleDescription(". ".join((f"{builder.draft.rows[builder.row].name}: {words}", *said)))

    # --- Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        builder, seen = self._builder, self.visibleRegion().boundingRect()
        for index, (picture, top) in enumerate(zip(self.sheet.rows, self.sheet.tops, strict=True)):
            if top > seen.bottom() or top + HEADER * self._scale + picture.height < seen.top():
                continue
            chosen = builder.chosen if index == builder.row else ()
            dropping = self._dropping[1] if self._dropping and self._dropping[0] == index else None
            looks = Looks(self._appearance, QRectF(seen), chosen, self.hasFocus(), dropping)
            row = RowPainter(painter, looks, builder.faults(index))
            colour = contestant_colour(index, self._appearance.theme)
            box = Box(seen.left() + 12, top, seen.width() - 24, HEADER * self._scale)
            row.header(builder.draft.rows[index], colour, self.totals(index), box)
            row.paint(picture)

    def totals(self, index: int) -> str:
        """What a row costs altogether, in words."""
        found = self._builder.draft.survey(index)
        if found.refused:
            return "can't be built yet"
        said = f"{found.parameters:,} parameters · {counted(found.macs)} MACs a picture"
        seconds = self._builder.seconds(index)
        time = (
            "a first run tells the time"
            if seconds is None
            else f"about {time_in_words(seconds)} a step here (estimated)"
        )
        return f"{said} · {time}"

    # --- The mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; with Shift all up to there. The keys are the blocks' from then on."""
        self.setFocus()
        found = self._under(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, place, _ = found
        builder = self._builder
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._beside(row, place):
            first, last = sorted((builder.place[-1], place[-1]))
            builder.choose(row, (*place[:-1], first), last - first + 1)
            return
        if not (row == builder.row and place in builder.chosen and builder.extent > 1):
            builder.choose(row, place)
        self._pressed = event.position()

    def _beside(self, row: int, place: Place) -> bool:
        builder = self._builder
        parts = builder.draft.rows[row].parts
        return row == builder.row and place[:-1] == builder.place[:-1] and part_at(parts, place) is not None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is chosen; else show what a click would do."""
        at = event.position()
        if self._pressed is None:
            found = self._under(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._builder.part is not None or self._builder.extent > 1:
            self._dragging = self._dragging or far
        if self._dragging:
            self._show_drop(at, own=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what is dragged."""
        dropping, dragging = self._dropping, self._dragging
        self._forget_drag()
        if dragging and dropping is not None:
            self._builder.drop(dropping[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the number under the mouse, or the first of the block."""
        found = self._under(event.position())
        if found is not None and self._builder.part is not None:
            self.number_wanted.emit(found[2])

    def event(self, event: QEvent) -> bool:
        """Say what is wrong with the block under the mouse."""
        if isinstance(event, QHelpEvent):
            found = self._under(QPointF(event.pos()))
            said = (
                [fault.sentence for fault in self._builder.faults(found[0]) if fault.place == found[1]] if found else []
            )
            QToolTip.showText(event.globalPos(), "\n".join(said), self)
            return True
        return super().event(event)

    def _under(self, at: QPointF) -> tuple[int, Place, str] | None:
        row = self.sheet.row_at(at.y())
        found = self.sheet.rows[row].at(at.x(), at.y())
        return (row, *found) if found else None

    def _show_drop(self, at: QPointF, own: bool = False) -> None:
        row = self.sheet.row_at(at.y())
        gap = None if own and row != self._builder.row else self.sheet.rows[row].gap_at(at.x(), at.y())
        self._dropping = None if gap is None else (row, gap)
        self.update()

    def _forget_drag(self) -> None:
        self._pressed, self._dragging, self._dropping = None, False, None
        self.update()

    # A part that is dragged from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: D102 - Qt's
        self._show_drop(event.position())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102 - Qt's
        self._forget_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the part where the mark stands."""
        self._show_drop(event.position())
        part, dropping = by_name(bytes(event.mimeData().data(MIME).data()).decode()), self._dropping
        self._forget_drag()
        if part is not None and dropping is not None:
            event.acceptProposedAction()
            self._builder.insert(part, *dropping)

    # --- Keys -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, with Shift more, with Ctrl they move; Enter edits, Del takes out, letters add."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Use a key that acts on the blocks; returns whether it is one."""
        builder, key, held = self._builder, Qt.Key(event.key()), event.modifiers()
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        upright = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if sideways is not None:
            act = builder.go
            if held & Qt.KeyboardModifier.ControlModifier:
                act = builder.shift
            elif held & Qt.KeyboardModifier.ShiftModifier:
                act = builder.widen
            act(sideways)
        elif upright is not None:
            builder.go_row(upright)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            builder.remove()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.number_wanted.emit("")
        else:
            part: Part | None = None if held & Qt.KeyboardModifier.ControlModifier else by_key(event.text())
            if part is None:
                return False
            builder.add(part)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self.update()
