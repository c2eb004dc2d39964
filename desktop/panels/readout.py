"""One line under the stage: what is under the hand or the keyboard, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.theme.appearance import Appearance

IDLE = "Point at a number to read it · Tab goes over the stage"


class Readout(QWidget):
    """Keeps its height when it has nothing to say."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.value, self.hint = QLabel(), QLabel(IDLE)
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self.value.setObjectName("reading")
        self.hint.setObjectName("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(self.value)
        row.addStretch(1)
        row.addWidget(self.hint)
        appearance.changed.connect(self._resize)
        self._resize()

    def show_reading(self, words: str, hint: str) -> None:
        """Show a reading and what can be done there; both "" when the hand is nowhere."""
        self.value.setText(words)
        self.hint.setText(hint if words else IDLE)

    def _resize(self) -> None:
        self.setFixedHeight(self._appearance.px(22))
