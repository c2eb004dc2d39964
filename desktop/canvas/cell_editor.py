"""The little field that opens over a number on the stage."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.canvas.focus import Way
from desktop.theme.appearance import Appearance
from desktop.widgets.keyboard import means
from scenes.stage.core.gestures import Hit
from scenes.stage.core.grips import EditCell
from scenes.stage.numbers.reading import echoed, number_in_words, read_number
from scenes.stage.numbers.tables import Table, TableError, read_table

_ARROWS: dict[int, Way] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class CellEditor(QLineEdit):
    """Enter and Tab accept and go on, as do arrows at the text's ends; Esc gives up.

    Text that is no number gets a message, and stays. `accepted` gives the number, `pasted` a table of several, and
    `closed` the way to go on ("": nowhere).
    """

    accepted = Signal(float)
    pasted = Signal(object)
    closed = Signal(str)

    def __init__(self, hit: Hit, text: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        assert isinstance(hit.mark.grip, EditCell)
        self.hit, self._parent = hit, parent
        self._grip = hit.mark.grip
        self._over = False
        self.setObjectName("cell")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(f"New value of {hit.name}")
        self._message = QLabel(parent)
        self._message.setObjectName("message")
        # A press on it closes it, so it would never give the stage the release that belongs to that press.
        self._message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._message.hide()
        self._unchanged = f"{hit.value:g}" if text is None else ""  # not all the digits that the number has
        self.setText(self._unchanged if text is None else text)
        if text is None:
            self.selectAll()
        self.textEdited.connect(self._message.hide)

    @property
    def message(self) -> str:
        """What is wrong with the text, "" if nothing has been found wrong."""
        return self._message.text() if not self._message.isHidden() else ""

    def cover(self, box: QRectF, appearance: Appearance) -> None:
        """Lie over a number's box: large enough to type in, and within the parent."""
        font = self.font()
        font.setPixelSize(appearance.px(18))
        self.setFont(font)
        width = max(round(box.width()), appearance.px(76))
        height = max(round(box.height()), appearance.px(34))
        left = max(0, min(round(box.center().x() - width / 2), self._parent.width() - width))
        top = max(0, min(round(box.center().y() - height / 2), self._parent.height() - height))
        self.setGeometry(left, top, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        way = self._way(event)
        if way:
            self._accept(way)
        elif event.key() == Qt.Key.Key_Escape:
            self._close("")
        elif event.matches(QKeySequence.StandardKey.Paste) or means(event, "Ctrl+V"):
            self._paste()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: D102 - Qt's
        self._accept("next" if forwards else "back")
        return True

    def show_value(self, hit: Hit) -> None:
        """Show another number of the cell, unless somebody is typing one."""
        if not self.isModified() and self._unchanged and hit.value is not None:
            self.hit, self._unchanged = hit, f"{hit.value:g}"
            self.setText(self._unchanged)
            self.selectAll()

    def _way(self, event: QKeyEvent) -> Way | Literal[""]:
        """Where a key leads from this number; "" for keys of the text."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "back" if held & Qt.KeyboardModifier.ShiftModifier else "next"
        if held:
            return ""
        untouched = self.selectedText() == self.text() and not self.isModified()
        at_end = {
            Qt.Key.Key_Left: untouched or (self.cursorPosition() == 0 and not self.hasSelectedText()),
            Qt.Key.Key_Right: untouched or (self.cursorPosition() == len(self.text()) and not self.hasSelectedText()),
        }
        return _ARROWS.get(event.key(), "") if at_end.get(Qt.Key(event.key()), True) else ""

    def _paste(self) -> None:
        """Put what was copied into the text, or hand a table on."""
        table = _table(QGuiApplication.clipboard().text())
        if table is not None:
            self._hand_on(table)
        else:
            self.paste()

    def _hand_on(self, table: Table) -> None:
        self.pasted.emit(table)
        self._close("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed if it is a number; whoever clicks elsewhere doesn't want to be asked again."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        if not self._over and self._problem() is None:
            self._accept("")
        self._close("")

    def _problem(self) -> str | None:
        value = read_number(self.text())
        if value is None:
            return f"“{echoed(self.text())}” is no number; write one like -1.5 or 1/9"
        if not self._grip.low <= value <= self._grip.high:
            low, high = number_in_words(self._grip.low), number_in_words(self._grip.high)
            return f"Numbers here go from {low} to {high}"
        return None

    def _accept(self, way: Way | Literal[""]) -> None:
        if self._over:
            return
        table = _table(self.text()) if self._problem() is not None else None
        if table is not None:
            self._hand_on(table)
            return
        problem = self._problem()
        if problem is not None:
            self._complain(problem)
            return
        value = read_number(self.text())
        if value is not None and value != self.hit.value and self.text() != self._unchanged:
            self.accepted.emit(value)
        self._close(way)

    def _complain(self, problem: str) -> None:
        self._message.setText(problem)
        self._message.adjustSize()
        room = self._parent.width()
        left = max(0, min(self.x(), room - self._message.width()))
        self._message.move(QPoint(left, self.y() + self.height() + 4))
        self._message.show()
        self._message.raise_()
        self.selectAll()

    def _close(self, way: Way | Literal[""]) -> None:
        if self._over:
            return
        self._over = True
        self._message.deleteLater()
        self.closed.emit(way)
        self.deleteLater()


def _table(text: str) -> Table | None:
    """The table that a text is, if it is one of more than one number."""
    try:
        table = read_table(text)
    except TableError:
        return None
    return table if sum(map(len, table)) > 1 else None
