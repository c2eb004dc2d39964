"""What comes out here: the lessons of these measurements, each with a heading and its numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.model.bench import SOON
from desktop.edge.model.lessons import Lesson
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, ScrollColumn, button, label
from scenes.stage.draw.blocks import counted

GUESS, LEARNED = "Guess first", "Measured on this computer"
GUESSES = (
    ("How many times as fast?", "Which form answers first, and which one last?"),
    ("How large is the file?", "What is left of it in eight bits?"),
    ("Which answers change?", "Look for pictures that you would bet on."),
)
NONE_YET = (
    "Sentences come here that the numbers of this computer support. Some need two networks: measure one with gates and "
    "one without, a large one and a small one."
)


class Lessons(QWidget):
    """Shows lessons as cards, or what to guess, or why there are none. `more` is there while some are further down."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[Lesson, ...] | None = None
        self._asks = True
        """Whether there is something to guess."""
        self.heading = label(GUESS, "title")
        self.none = label(NONE_YET, "told", wrap=True)
        self.cards: list[Card] = []
        """One for each lesson."""
        self.guesses: list[Card] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        self._gap = appearance.px(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._gap)
        column.addWidget(self.heading)
        self.sheet = ScrollColumn(self._inside)
        column.addWidget(self.sheet, 1)
        self.more = button("", "Show what is further down", self._show_more)
        self.more.hide()
        column.addWidget(self.more)
        bar = self.sheet.verticalScrollBar()
        bar.rangeChanged.connect(self._tell_more)
        bar.valueChanged.connect(self._tell_more)
        appearance.changed.connect(self._dress)

    @property
    def words(self) -> str:
        """All that is told."""
        return "\n".join(f"{each.heading}: {each.words}" for each in self._shown or ())

    def show_lessons(self, lessons: tuple[Lesson, ...], why_none: str) -> None:
        """Show lessons; `why_none` says why there are none, "" before anything was measured."""
        self.none.setText(why_none or NONE_YET)
        asks = not lessons and why_none in ("", SOON)
        self.heading.setText(GUESS if asks else LEARNED)
        if (lessons, asks) != (self._shown, self._asks):
            self._shown, self._asks = lessons, asks
            self._dress()
            self.sheet.to_top()

    def _dress(self) -> None:
        """Make the cards anew, with room for letters of their present size."""
        for card in (*self.cards, *self.guesses):
            self._column.removeWidget(card)
            card.hide()  # it is there until Qt comes to delete it
            card.deleteLater()
        told = [(lesson.heading, lesson.words) for lesson in self._shown or ()]
        self.cards = [self._hang(place, *each) for place, each in enumerate(told)]
        self.guesses = [self._hang(place, *each) for place, each in enumerate(GUESSES if self._asks else ())]
        self.none.setVisible(not self.cards)

    def _hang(self, place: int, heading: str, words: str) -> Card:
        """A card at a place of the column."""
        card = Card(heading, self._appearance, "title")
        across, down = self._appearance.px(12), self._appearance.px(9)
        card.column.setContentsMargins(across, down, across, down)
        card.heading.setWordWrap(True)
        card.column.addWidget(label(words, "told", wrap=True))
        self._column.insertWidget(place, card)
        return card

    # What has no room

    def _tell_more(self) -> None:
        """Say how many lessons are cut or further down; the words take no room where all of them would have it."""
        bar, seen = self.sheet.verticalScrollBar(), self.sheet.viewport().height()
        spare = self.more.sizeHint().height() + self._gap if not self.more.isHidden() else 0
        lowest = bar.value() + seen
        below = sum(card.geometry().bottom() > lowest + 1 for card in self.cards or self.guesses)
        there = below > 0 and bar.maximum() > spare
        self.more.setText(f"{counted(below, 'lesson' if self.cards else 'question')} further down")
        self.more.setVisible(there)

    def _show_more(self) -> None:
        """Show what is further down, a page at a time."""
        bar = self.sheet.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
