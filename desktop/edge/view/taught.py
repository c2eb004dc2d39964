"""What comes out here: the lessons of these measurements, each with a heading and its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.model.lessons import Lesson
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, ScrollColumn, label

NONE_YET = (
    "Sentences come here that your own numbers support. Measure this network, and then another one: some things show "
    "only when two are compared, as what int8 costs a network with gates."
)
NOTHING = "These numbers alone say nothing that is beyond their spread. Measure again, or another network."


class Lessons(QWidget):
    """Shows lessons as cards, or why there are none."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[Lesson, ...] | None = None
        self.heading = label("What comes out here", "title")
        self.none = label(NONE_YET, "muted", wrap=True)
        self.cards: list[Card] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        self.scroll = ScrollColumn(self._inside)
        column.addWidget(self.scroll, 1)
        appearance.changed.connect(self._dress)

    @property
    def words(self) -> str:
        """All that is told."""
        return "\n".join(f"{each.heading}: {each.words}" for each in self._shown or ())

    def show_lessons(self, lessons: tuple[Lesson, ...], measured: bool) -> None:
        """Show lessons; `measured` says whether there are numbers at all."""
        self.none.setText(NOTHING if measured else NONE_YET)
        if lessons != self._shown:
            self._shown = lessons
            self._dress()
            self.scroll.to_top()

    def _dress(self) -> None:
        """Make the cards anew, with room for letters of their present size."""
        for card in self.cards:
            self._column.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for place, lesson in enumerate(self._shown or ()):
            card = Card(lesson.heading, self._appearance)
            card.heading.setWordWrap(True)
            card.column.addWidget(label(lesson.words, wrap=True))
            self._column.insertWidget(place, card)
            self.cards.append(card)
        self.none.setVisible(not self.cards)
