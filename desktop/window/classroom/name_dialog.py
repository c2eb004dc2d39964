"""The dialog that asks what a new lesson is called."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.parts import button, label

LONGEST = 80


class NameDialog(QDialog):
    """Asks for a title. `make` makes the lesson, and returns "" or why it can't be made: then the dialog stays."""

    def __init__(self, make: Callable[[str], str], where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make
        self.setWindowTitle("New lesson")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText("Convolutions by hand")
        self.field.setAccessibleName("What is the lesson called?")
        self.reason = label(name="warning", wrap=True)
        self.reason.hide()
        self.done_button = button("Begin the lesson", "", self._finish, "primary")
        self.done_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button("Cancel", "", self.reject))
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(10)
        column.addWidget(label("What is the lesson called?", "heading"))
        column.addWidget(self.field)
        column.addWidget(label(f"Convoscope keeps its file in the folder {where}.", "muted", wrap=True))
        column.addWidget(self.reason)
        column.addLayout(buttons)
        self.setMinimumWidth(460)
        self.field.setFocus()

    def _finish(self) -> None:
        title = self.field.text().strip()
        sentence = self._make(title) if title else "Type a few words: they are the lesson's title."
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))
        if not sentence:
            self.accept()
