"""The little field that opens over a number on the stage."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from scenes.stage.core.gestures import Hit
from scenes.stage.core.grips import EditCell
from scenes.stage.numbers.reading import echoed, number_in_words, read_number


class CellEditor(QLineEdit):
    """Enter accepts, Esc gives up, Tab accepts and goes on. Text that is no number gets a message, and stays.

    `accepted` gives the number, `closed` the direction to go on in (0: nowhere).
    """

    accepted = Signal(float)
    closed = Signal(int)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept(0)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(0)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: D102 - Qt's
        self._accept(1 if forwards else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed if it is a number; whoever clicks elsewhere doesn't want to be asked again."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        if not self._over and self._problem() is None:
            self._accept(0)
        self._close(0)

    def _problem(self) -> str | None:
        value = read_number(self.text())
        if value is None:
            return f"“{echoed(self.text())}” is no number; write one like -1.5 or 1/9"
        if not self._grip.low <= value <= self._grip.high:
            low, high = number_in_words(self._grip.low), number_in_words(self._grip.high)
            return f"Numbers here go from {low} to {high}"
        return None

    def _accept(self, direction: int) -> None:
        if self._over:
            return
        problem = self._problem()
        if problem is not None:
            self._complain(problem)
            return
        value = read_number(self.text())
        if value is not None and value != self.hit.value and self.text() != self._unchanged:
            self.accepted.emit(value)
        self._close(direction)

    def _complain(self, problem: str) -> None:
        self._message.setText(problem)
        self._message.adjustSize()
        room = self._parent.width()
        left = max(0, min(self.x(), room - self._message.width()))
        self._message.move(QPoint(left, self.y() + self.height() + 4))
        self._message.show()
        self._message.raise_()
        self.selectAll()

    def _close(self, direction: int) -> None:
        if self._over:
            return
        self._over = True
        self._message.deleteLater()
        self.closed.emit(direction)
        self.deleteLater()
