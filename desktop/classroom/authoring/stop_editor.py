"""What can be said of the chosen stop: its minutes, whether it is optional, and its notes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.classroom.lessons.model import Stop
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import Switch
from desktop.widgets.parts import label
from desktop.widgets.rows import NumberRow

MOST_MINUTES = 180.0
STEP = 0.5
"""Minutes by which a press of − or + changes a stop."""
PAUSE_MS = 600
"""So long after the last press minutes are written: several presses are one change."""
HINT = "Notes for you. A line [Title of a step] begins the notes of that step."


class NotesField(QPlainTextEdit):
    """A plain editor. `written` carries the text when the focus leaves it, or Ctrl+Enter is pressed."""

    written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Notes of the stop")
        self.setPlaceholderText(HINT)
        self.setTabChangesFocus(True)

    def commit(self) -> None:
        """Hand over what was typed."""
        if self.document().isModified():
            self.document().setModified(False)
            self.written.emit(self.toPlainText())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ctrl:
            self.commit()
        else:
            super().keyPressEvent(event)


class StopEditor(QWidget):
    """Shows what a stop says. `wanted` carries its id, the name of a key in the file, and the value it should have."""

    wanted = Signal(str, str, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._stop: Stop | None = None
        self._asked: float | None = None
        self.minutes = NumberRow("Minutes", "How long this stop takes, as planned", appearance, self._stepped)
        self.optional = Switch(appearance, "Optional: left out unless there is time")
        self.notes = NotesField()
        self._optional_label = label("Optional", "knob")
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._commit_minutes)
        self.minutes.wanted.connect(self._ask_minutes)
        self.optional.clicked.connect(lambda on: self._want("optional", on or None))
        self.notes.written.connect(lambda text: self._want("notes", text.strip() or None))
        appearance.changed.connect(self._dress)
        self._dress()

    def show_stop(self, stop: Stop | None) -> None:
        """Show a stop, or nothing; what is still being typed of another one is written before."""
        if stop is None or self._stop is None or stop.id != self._stop.id:
            self.commit()
        self._stop = stop
        self.setVisible(stop is not None)
        if stop is None:
            return
        if self._asked is None:
            self.minutes.show_value(stop.minutes)
        self.optional.setChecked(stop.optional)
        if not self.notes.document().isModified() and self.notes.toPlainText().strip() != stop.notes.strip():
            self.notes.setPlainText(stop.notes.strip())

    def commit(self) -> None:
        """Write what was typed or pressed and isn't written yet."""
        self._commit_minutes()
        self.notes.commit()

    def _ask_minutes(self, minutes: object) -> None:
        if not isinstance(minutes, int | float) or not 0.0 <= minutes <= MOST_MINUTES:
            self.minutes.refuse(f"A stop takes from 0 to {MOST_MINUTES:g} minutes.")
            return
        self._asked = float(minutes)
        self.minutes.show_value(self._asked)
        self._pause.start()

    def _commit_minutes(self) -> None:
        self._pause.stop()
        asked, self._asked = self._asked, None
        if asked is not None and self._stop is not None and asked != self._stop.minutes:
            self._want("minutes", asked)

    def _want(self, name: str, value: Any) -> None:
        if self._stop is not None:
            self.wanted.emit(self._stop.id, name, value)

    @staticmethod
    def _stepped(value: float | None, by: int) -> float:
        return max(0.0, min((value or 0.0) + by * STEP, MOST_MINUTES))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.minutes, 1)
        row.addSpacing(10)
        row.addWidget(self._optional_label)
        row.addWidget(self.optional)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row)
        self._column.addWidget(self.notes)

    def _dress(self) -> None:
        self._column.setSpacing(self._appearance.px(6))
        self.notes.setFixedHeight(self._appearance.gap(92))  # with larger letters fewer lines: stops need room too
