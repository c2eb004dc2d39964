"""Counting hands by clicks: a number for each option, most, half or few of the class, and how the question goes on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.cues import Kind
from desktop.classroom.polling.polling import Polling
from desktop.classroom.polling.typed import MOST
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Card, button, label
from desktop.widgets.rows import NumberRow
from desktop.words.letters import LETTERS

SHARES = {"most": 0.75, "half": 0.5, "few": 0.15}
"""What a glance over the class says, as a share of it."""
SHORT = 7
"""The letters of an option, with its own, beside which there is room for all else."""
POINTS: dict[Kind, str] = {
    "ask": "The class thinks.",
    "count": "First vote: count the hands.",
    "back": "Few were right: look at the scene again, then vote once more.",
    "discuss": "The class talks it over.",
    "recount": "Second vote: count the hands.",
    "reveal": "The right answer is shown.",
}


class CountPanel(QWidget):
    """Shows the open question to the teacher; there is nothing to see while none is open.

    One that is kept private, on a screen that the class does not see, also says what is right and whose mistake each
    other answer is.
    """

    def __init__(self, conducting: Conducting, polling: Polling, appearance: Appearance) -> None:
        super().__init__()
        self._conducting, self._polling, self._appearance = conducting, polling, appearance
        self._private = False
        self.rows: tuple[NumberRow, ...] = ()
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: Card | None = None
        polling.counting.connect(self.refresh)
        appearance.changed.connect(self._rebuild)
        self.refresh()

    def refresh(self) -> None:
        """Show the question that is open now, and its hands."""
        question = self._conducting.question
        self.setVisible(question is not None)
        if question is not self._shown:
            self._shown = question
            self._rebuild()
        if question is None or self._card is None:
            return
        counts, typed, open_now = self._polling.counts, self._polling.typed, self._conducting.vote is not None
        for index, row in enumerate(self.rows):
            hands = typed.hands if typed.option == index else counts[index]  # an empty field waits for its number
            row.show_value(float(hands) if hands is not None else None)
            row.setEnabled(open_now)
        kind = self._conducting.kind
        self.point.setText(POINTS.get(kind, "") if kind is not None else "")
        self.of.show_value(float(self._polling.class_size))
        total = sum(counts)
        self.total.setText(f"{total} of {self._polling.class_size} counted" if total else "Nobody is counted yet.")
        self.show_button.setEnabled(any(tally and tally.total for tally in self._conducting.votes))
        mistakes = [tally for tally in self._conducting.votes if tally and tally.most_chosen_mistake is not None]
        self.mistake_button.setEnabled(bool(mistakes))

    def keep_private(self, private: bool) -> None:
        """Be on a screen that the class does not see, or on one that it sees."""
        if private != self._private:
            self._private = private
            self._rebuild()

    def _rebuild(self) -> None:
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.deleteLater()
            self._card, self.rows = None, ()
        question = self._conducting.question
        if question is None:
            return
        card = self._card = Card("Question", self._appearance, "notice")
        self.point = label(name="muted", wrap=True)
        card.column.addWidget(self.point)
        card.column.addWidget(label(question.stem, wrap=True))
        card.column.addLayout(self._buttons())
        rows = []
        for index, answer in enumerate(question.answers):
            words = f"{LETTERS[index]}  {answer.text}"
            if len(words) > SHORT:  # all its width is the answer's; the letter stands again beside the hands
                card.column.addWidget(label(words, wrap=True))
            row = NumberRow(
                words if len(words) <= SHORT else LETTERS[index], "The hands for this answer", self._appearance,
                lambda now, by: max(0.0, min((now or 0.0) + by, float(MOST))), whole=True,
            )  # fmt: skip
            row.wanted.connect(lambda hands, index=index: self._polling.set_hands(index, int(hands or 0)))
            rows.append(row)
            line = QHBoxLayout()
            line.setSpacing(4)
            line.addWidget(row, 1)
            line.addLayout(self._glances(index))
            card.column.addLayout(line)
            if self._private:
                card.column.addWidget(self._told(answer.why, index == question.right))
        if not question.answers:
            said = f"It is {question.key}." if self._private else "The class says a number."
            card.column.addWidget(label(said, wrap=True))
        self.rows = tuple(rows)
        self._add_end(card)
        self._column.addWidget(card)
        self.refresh()

    def _told(self, why: str, right: bool) -> QLabel:
        """Why an option is right, or whose mistake it is."""
        if not right:
            return label(why, "small", wrap=True)
        return label(f"Right: {why}" if why else "This is right.", "key", wrap=True)

    def _glances(self, option: int) -> QHBoxLayout:
        """Buttons for who does not count: most, half or few of the class."""
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addStretch(1)
        for words, share in SHARES.items():
            act = partial(self._polling.glance, option, share)
            made = button(words, f"{words.capitalize()} of the class", act, "glance")
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.setAccessibleName(f"{LETTERS[option]}: {words}")
            row.addWidget(made)
        return row

    def _add_end(self, card: Card) -> None:
        """How many there are, and how many of them are counted."""
        polling = self._polling
        self.of = NumberRow(
            "Class of", "How many are there", self._appearance,
            lambda now, by: max(1.0, min((now or 1.0) + by, float(MOST))), whole=True,
        )  # fmt: skip
        self.of.show_value(float(polling.class_size))
        self.of.wanted.connect(lambda size: polling.set_class_size(int(size or 1)))
        self.total = label(name="small", wrap=True)
        card.column.addWidget(self.of)
        card.column.addWidget(self.total)

    def _buttons(self) -> QHBoxLayout:
        """What may come now; above all options, for it must be in sight on a low screen, too."""
        polling = self._polling
        self.next_button = button("Go on", "Open the vote, close it, or show the answer  V", polling.move_on, "primary")
        self.show_button = button("Show counts", "Show the class what was counted  Shift+V", polling.show_counts)
        self.mistake_button = button(
            "That world", "Where the most chosen wrong answer is right  Shift+Q", polling.show_mistake
        )
        buttons = QHBoxLayout()
        for made in (self.next_button, self.show_button, self.mistake_button):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(made, 1)
        return buttons
