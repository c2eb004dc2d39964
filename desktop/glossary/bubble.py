"""The bubble that says what a term means."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.parts import label
from scenes.glossary import Term

WIDTH, GAP = 340, 6
"""Pixels across, and between the bubble and the word, for letters of the usual size."""


class Bubble(QFrame):
    """Stands over or under a word of the window that it lies in. `wanted` carries the term that is to be shown."""

    wanted = Signal(object)

    def __init__(self, appearance: Appearance, content: QWidget) -> None:
        super().__init__(content)
        self._appearance, self._content = appearance, content
        self.term: Term | None = None
        self.word = QRect()
        """Where the word stands, in the window's content."""
        self.setObjectName("banner")
        self.name, self.sentence = label(name="title"), label(wrap=True)
        self.help = label(name="muted", wrap=True)
        self.link = QPushButton()
        self.link.setObjectName("see")
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.link.clicked.connect(self._want)
        self._column = QVBoxLayout(self)
        for widget in (self.name, self.sentence, self.help, self.link):
            self._column.addWidget(widget)
        self.hide()

    def say(self, term: Term, word: QRect, where: str, also: str = "") -> None:
        """Say what a term means.

        `where` names what shows it, "" for nothing; `also` is what was to be said there anyhow.
        """
        self.term, self.word = term, word
        self.name.setText(term.name)
        self.sentence.setText(term.sentence)
        self.help.setText(also)
        self.help.setVisible(bool(also))
        self.link.setText(f"See it in {where}".replace("&", "&&"))
        self.link.setVisible(bool(where))
        self.setAccessibleName(f"{term.name}: {term.sentence}")
        self._place()
        self.show()
        self.raise_()

    def covers(self, place: QPoint) -> bool:
        """Whether a place of the content is on the bubble, on its word, or on the way from one to the other."""
        return self.geometry().united(self.word).contains(place)

    def _want(self) -> None:
        self.hide()
        self.wanted.emit(self.term)

    def _place(self) -> None:
        """Stand over the word, where the bubble of what is under the pointer never is; under it where no room is."""
        px, room = self._appearance.px, self._content.rect()
        margin, gap = px(12), px(GAP)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(px(6))
        width = min(max(self._appearance.room(WIDTH), self.link.sizeHint().width() + 2 * margin), room.width())
        self.ensurePolished()
        self._column.activate()
        self.resize(width, self._column.totalHeightForWidth(width))
        top = self.word.top() - gap - self.height()
        if top < 0:
            top = self.word.bottom() + gap
        left = min(self.word.left(), room.width() - width)
        self.move(max(0, left), max(0, min(top, room.height() - self.height())))
