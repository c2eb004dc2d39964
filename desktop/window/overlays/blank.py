"""A black or a white screen over the presentation, as clickers ask for it, so that the room looks at the lecturer."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

Blank = Literal["black", "white"]


class BlankScreen(QWidget):
    """Covers its parent in one colour, and has the focus as long as it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour: Blank = "black"
        self._below = parent
        self._before: QWidget | None = None
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    @property
    def colour(self) -> Blank | None:
        """The colour that covers everything; None if nothing is covered."""
        return None if self.isHidden() else self._colour

    def toggle(self, colour: Blank) -> None:
        """Cover everything in a colour, or show it again."""
        if self.colour == colour:
            self.uncover()
            return
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._colour = colour
        self.setAccessibleName(f"The screen is {colour}.")
        self.setGeometry(self._below.rect())
        self.raise_()
        self.show()
        self.setFocus()
        self.update()

    def uncover(self) -> None:
        """Show again what is below."""
        if self.isHidden():
            return
        if self._before is not None:  # before it hides: Qt would let the focus go on as Tab does
            self._before.setFocus()
        else:
            self.clearFocus()
        self._before = None
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self.uncover()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._colour))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._below.rect())
        return False
