"""The student's guess, asked before a run begins. Who doesn't want to guess just starts."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.cards.catalogue import CARDS
from desktop.runs.guess import Guess, Measure, margins
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import label
from engine.contract.spec import RunSpec, preset_of

_WHICH: dict[Measure, str] = {
    "accuracy": "which ends with the highest accuracy on new pictures, and how far behind is the last?",
    "loss": "which ends with the lowest training loss, and how far behind is the last?",
}


def measured(spec: RunSpec) -> Measure | None:
    """What is guessed about in a run; the accuracy where no card says otherwise."""
    preset = preset_of(spec)
    return CARDS[preset].measure if preset in CARDS else "accuracy"


class Predict(QWidget):
    """Asks for a guess in one line; not there where nothing is asked."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._measure: Measure | None = None
        self.ask = label(name="intro", wrap=True)
        self.who, self.margin = Combo(appearance, "Your guess"), Combo(appearance, "How far apart they end")
        for combo in (self.who, self.margin):
            combo.setMinimumContentsLength(16)
        self.who.picked.connect(self._show_margin)
        row = QHBoxLayout()
        row.addWidget(self.who)
        row.addWidget(self.margin)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ask)
        column.addLayout(row)

    def show_spec(self, spec: RunSpec) -> None:
        """Ask about a run, without a guess at first."""
        measure, names = measured(spec), [each.name for each in spec.contestants]
        self._measure = measure
        self.setVisible(measure is not None)
        if measure is None:
            return
        alone = len(names) == 1
        self.ask.setText("Your guess: " + ("does it learn?" if alone else _WHICH[measure]))
        alike = "Both end alike" if len(names) == 2 else "All end alike"
        answers = ["It learns", "It stays at chance"] if alone else [*names, alike]
        self.who.clear()
        self.who.addItems(["I don't guess", *answers])
        self.margin.clear()
        self.margin.addItems(list(margins(measure).values()))
        self._show_margin()

    def _show_margin(self) -> None:
        """Ask for the distance only where somebody is expected to win."""
        self.margin.setVisible(0 < self.who.currentIndex() < self.who.count() - 1 and self.who.count() > 3)

    def clear(self) -> None:
        """Forget the guess: a run has begun with it."""
        self.who.setCurrentIndex(0)
        self._show_margin()

    @property
    def guess(self) -> Guess | None:
        """The guess; None if there is none."""
        index = self.who.currentIndex()
        if self._measure is None or index <= 0:
            return None
        if index == self.who.count() - 1:
            return Guess(self._measure, None, "alike")
        return Guess(self._measure, index - 1, list(margins(self._measure))[max(0, self.margin.currentIndex())])
