"""Lines of Python to read: coloured, selectable, in letters of one width."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections.abc import Iterator
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role

Kind = Literal["keyword", "number", "string", "comment"]
COLOURS: dict[Kind, Role] = {
    "keyword": Role.KERNEL, "number": Role.INPUT, "string": Role.OUTPUT, "comment": Role.MUTED,
}  # fmt: skip
_KINDS: dict[int, Kind] = {tokenize.NUMBER: "number", tokenize.STRING: "string", tokenize.COMMENT: "comment"}


class Part(NamedTuple):
    """A part of a text that has a colour of its own: from one place among its letters to another."""

    kind: Kind
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """The keywords, numbers, strings and comments of Python lines, in their order."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = _KINDS.get(token.type)
        if token.type == tokenize.NAME and keyword.iskeyword(token.string):
            kind = "keyword"
        if kind is not None:
            (row, column), (last_row, last_column) = token.start, token.end
            yield Part(kind, starts[row - 1] + column, starts[last_row - 1] + last_column)


class PythonLines(QPlainTextEdit):
    """Shows a text; Ctrl+C copies what is selected, or all of it, and `copied` says so."""

    copied = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Lines of PyTorch")

    def show_lines(self, text: str, pixels: int) -> None:
        """Show a text in letters of a size, at the same place as before where it is nearly the same."""
        place = self.verticalScrollBar().value()
        letters = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        letters.setPixelSize(max(1, pixels))
        self.setFont(letters)
        if text != self.toPlainText():
            self.setPlainText(text)
        self._colour(text)
        self.verticalScrollBar().setValue(place)

    def copy_lines(self) -> None:
        """Put what is selected on the clipboard, or all of it."""
        if self.textCursor().hasSelection():
            self.copy()
        else:
            QGuiApplication.clipboard().setText(self.toPlainText())
        self.copied.emit()

    def take_key(self, event: QKeyEvent) -> bool:
        """Copy; all other keys are the scene's."""
        is_copy = event.matches(QKeySequence.StandardKey.Copy)
        if is_copy:
            self.copy_lines()
        return is_copy

    def _colour(self, text: str) -> None:
        cursor, plain = QTextCursor(self.document()), QTextCharFormat()
        plain.setForeground(self._appearance.colour(Role.TEXT))
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(plain)
        for part in parts(text):
            look = QTextCharFormat()
            look.setForeground(self._appearance.colour(COLOURS[part.kind]))
            cursor.setPosition(part.start)
            cursor.setPosition(part.end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(look)
