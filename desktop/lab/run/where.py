"""The row that says where runs are trained: on this computer, or where a command starts an engine."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog

from desktop.theme.appearance import Appearance
from desktop.widgets.rows import ChoiceRow

HERE = "this computer"
ANOTHER = "a command…"
EXAMPLE = "ssh HOST convoscope engine"
_HINT = (
    "On a bigger computer the same engine trains: Convoscope is installed there, and a command starts its engine. "
    "A run in progress ends, and is kept."
)
_ASK = f"What starts an engine there? For instance: {EXAMPLE}"


class WhereRow(ChoiceRow):
    """Offers this computer, and a command that is typed. `moved` carries the command; "" for this computer."""

    moved = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("Where", _HINT, appearance, [HERE, ANOTHER])
        self._typed, self._now = EXAMPLE, ""
        self.wanted.connect(self._pick)

    def show_where(self, command: str) -> None:
        """Show where runs are trained now."""
        self._typed = command or self._typed
        self.set_words([HERE, *([command] if command else []), ANOTHER])
        self.show_index(1 if command else 0)
        self._now = command

    def _pick(self, index: int) -> None:
        if self.field.itemText(index) == ANOTHER:
            command, agreed = QInputDialog.getText(self.window(), "Where to train", _ASK, text=self._typed)
            command = command.strip()
            if not agreed or not command:
                command = self._now
        else:
            command = "" if index == 0 else self._now
        self.show_where(self._now)
        if command != self._now:
            self.moved.emit(command)
