"""What comes out here: the lessons of these measurements, each with a heading and its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.model.lessons import Lesson
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, ScrollColumn, label

GUESS, LEARNED = "Guess first", "What comes out here"
NONE_YET = (
    "Which form answers first, and how many times as fast? How large is the file in eight bits? Do answers change, and "
    "which pictures would you bet on?\n\n"
    "Then measure. Sentences come here that the numbers of this computer support. Some need two networks: measure one "
    "with gates and one without, a large one and a small one."
)


class Lessons(QWidget):
    """Shows lessons as cards, or why there are none."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[Lesson, ...] | None = None
        self.heading = label(GUESS, "title")
        self.none = label(NONE_YET, "told", wrap=True)
        self.cards: list[Card] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        self.sheet = ScrollColumn(self._inside)
        column.addWidget(self.sheet, 1)
        appearance.changed.connect(self._dress)

    @property
    def words(self) -> str:
        """All that is told."""
        return "\n".join(f"{each.heading}: {each.words}" for each in self._shown or ())

    def show_lessons(self, lessons: tuple[Lesson, ...], why_none: str) -> None:
        """Show lessons; `why_none` says why there are none, "" before anything was measured."""
        self.heading.setText(LEARNED if why_none else GUESS)
        self.none.setText(why_none or NONE_YET)
        if lessons != self._shown:
            self._shown = lessons
            self._dress()
            self.sheet.to_top()

    def _dress(self) -> None:
        """Make the cards anew, with room for letters of their present size."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()  # it is there until Qt comes to delete it
            card.deleteLater()
        self.cards = []
        for place, lesson in enumerate(self._shown or ()):
            card = Card(lesson.heading, self._appearance, "title")
            card.heading.setWordWrap(True)
            card.column.addWidget(label(lesson.words, "told", wrap=True))
            self._column.insertWidget(place, card)
            self.cards.append(card)
        self.none.setVisible(not self.cards)
