"""A past class: how long each stop took, what was asked, and which slips stood behind the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.classroom.record.classes_panel import day_and_time
from desktop.classroom.record.reading import ClassRecord
from desktop.classroom.record.report import FEW, Asked, Slip, minutes, questions, slips, times
from desktop.widgets.parts import ScrollColumn, button, label
from desktop.words.letters import LETTERS
from scenes.stage.numbers.reading import number_in_words

SIZE = QSize(680, 620)


class ClassView(QDialog):
    """One class. `show_wanted` carries the moment that refutes a slip, all other signals its record."""

    show_wanted = Signal(object)
    again_wanted = Signal(object)
    go_on_wanted = Signal(object)
    handout_wanted = Signal(object)
    lesson_wanted = Signal(object)

    def __init__(self, record: ClassRecord, today: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("A class")
        self._record = record
        self.shows = [self._button(slip) for slip in slips(record)]
        self.again = button(
            "Play it again", "Show its pictures from the first one on", self._closing(self.again_wanted)
        )
        self.handout = button(
            "Handout…", "Print what was shown, or save it as a PDF", self._closing(self.handout_wanted)
        )
        self.lesson = button("As a lesson…", "Make a lesson of what was shown", self._closing(self.lesson_wanted))
        self.go_on = button(
            "Go on with it", "Give it from where it was left", self._closing(self.go_on_wanted), "primary"
        )
        self.go_on.setVisible(not record.ended)
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24, 18, 24, 18)
        self._column.setSpacing(8)
        self._column.addWidget(label(record.lesson.title, "heading", wrap=True))
        self._column.addWidget(label(f"{day_and_time(record.at, today).capitalize()} · {_length(record)}", "muted"))
        self._add_times()
        self._add_questions()
        self._add_slips()
        self._column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 16)
        close = button("Close", act=self.close)
        for widget in (self.again, self.handout, self.lesson, None, self.go_on, close):
            buttons.addWidget(widget) if widget is not None else buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollColumn(page), 1)
        whole.addLayout(buttons)
        self.resize(SIZE.boundedTo(parent.window().size()))
        close.setFocus()

    def _button(self, slip: Slip) -> QWidget:
        return button("Show it", slip.slip.truth, lambda: self._show(slip))

    def _show(self, slip: Slip) -> None:
        self.show_wanted.emit(slip.slip.shown)
        self.close()

    def _closing(self, wanted: SignalInstance) -> Callable[[], None]:
        """What closes this and lets somebody do something with the record."""

        def act() -> None:
            wanted.emit(self._record)
            self.close()

        return act

    def _add_times(self) -> None:
        """Add the stops that were shown, and the names of the others."""
        found = times(self._record)
        rows = [("Stop", "Planned", "Spent")]
        for time in found:
            if time.spent is not None:
                spent = f"{number_in_words(round(time.spent, 1))} min"
                rows.append((time.title, f"{number_in_words(time.planned)} min", spent))
        self._add_table(rows)
        others = ", ".join(time.title for time in found if time.spent is None)
        if others:
            self._column.addWidget(label(f"These stops were not shown: {others}.", "muted", wrap=True))

    def _add_questions(self) -> None:
        found = questions(self._record)
        if not found:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label("What was asked", "heading"))
        for asked in found:
            self._column.addWidget(label(asked.stem, wrap=True))
            self._add_table(_answers(asked))

    def _add_slips(self) -> None:
        found = slips(self._record)
        if not found:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label("What stood behind wrong answers", "heading"))
        for slip, show in zip(found, self.shows, strict=True):
            hands = ", ".join(f"vote {vote}: {hands} of {total}" for vote, hands, total in slip.votes)
            row = QHBoxLayout()
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(label(f"“{slip.slip.belief}”", wrap=True))
            words.addWidget(label(slip.slip.truth, wrap=True))
            words.addWidget(label(hands, "muted"))
            row.addLayout(words, 1)
            row.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(row)

    def _add_table(self, rows: Iterable[tuple[str, ...]]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                made = label(words, "muted" if number == 0 else "", wrap=column == 0)
                made.setAlignment(align | Qt.AlignmentFlag.AlignTop)
                grid.addWidget(made, number, column)
        self._column.addLayout(grid)


def _length(record: ClassRecord) -> str:
    length, planned = minutes(record), record.lesson.planned
    return f"it took {number_in_words(round(length))} minutes, and {number_in_words(planned)} were planned"


def _answers(asked: Asked) -> list[tuple[str, ...]]:
    """The table of a question: an answer a row, a vote a column; of few hands no more than how many they were."""
    votes = tuple(f"Vote {vote}" for vote, _ in asked.votes)
    if asked.few:
        hands = tuple(f"{sum(counts)} hands" for _, counts in asked.votes)
        return [("", *votes), (f"Fewer than {FEW} hands were counted, so only their number is shown.", *hands)]
    rows: list[tuple[str, ...]] = [("", *votes)]
    for index in range(max(len(counts) for _, counts in asked.votes)):
        letter = LETTERS[index] if index < len(LETTERS) else str(index + 1)
        text = asked.answers[index] if index < len(asked.answers) else ""
        right = "  ✓" if index == asked.right else ""
        shown = tuple(_share(index, counts) for _, counts in asked.votes)
        rows.append((f"{letter}  {text}{right}", *shown))
    return rows


def _share(index: int, counts: tuple[int, ...]) -> str:
    return f"{counts[index]} of {sum(counts)}" if index < len(counts) and sum(counts) >= FEW else "–"
