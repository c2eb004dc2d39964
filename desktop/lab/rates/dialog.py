"""The window in which a range of learning rates is tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.export.still import ExportError
from desktop.export.views import KINDS, save
from desktop.lab.rates.chart import TITLES, RangeChart, rounded
from desktop.lab.rates.reading import overlap, smoothed
from desktop.lab.rates.trial import QUESTION, Trial
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.widgets.parts import button, label, note_size
from desktop.widgets.saving import ask_where_to_save
from engine.contract.numbers import Weights
from engine.contract.spec import RunSpec
from scenes.stage.numbers.reading import number_in_words

WHAT = (
    f"Copies of the networks train for {QUESTION.steps} steps while the rate grows from 10⁻⁶ to 10. "
    "The run and its weights stay as they are."
)
LINES = "Thin lines are single batches. Thick lines are their mean, which comes a little late."
GUESS = "The shaded band is a guess from one short test: begin inside it, and watch the loss."
CAREFUL = "With batch normalisation the band is careful: larger rates than these often work as well."
NOTHING = "The loss never fell in this test, so it has no rate to suggest. Look at the networks, or try it again."
BETWEEN = "Each network has a band of its own: low and suggested are the ends of what they share."
APART = "Each network has a band of its own, and they share no rate: these suit the most careful network."


class RangeDialog(QDialog):
    """Tries rates and offers three of them; `picked` carries one that the user wants."""

    picked = Signal(float)

    def __init__(self, appearance: Appearance, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Try a range of learning rates")
        self._appearance = appearance
        self._again: Callable[[], None] = self.hide
        self._folder = Path.home()
        self.trial = Trial(questions, self)
        self.chart = RangeChart(appearance, self.trial)
        self.said = label(wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, QUESTION.steps)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How far the test is")
        self.rates = tuple(button(title, f"Set the learning rate: {title}") for title in TITLES)
        self.main = button("Stop", act=self._stop_or_begin)
        self.save = button("Save…", "Save the picture or the numbers", self._ask_where)
        top = QHBoxLayout()
        top.addWidget(label("Try a range of learning rates", "title"))
        top.addStretch(1)
        bottom = QHBoxLayout()
        self.set = label("Set the rate:", "muted")
        for widget in (self.set, *self.rates):
            bottom.addWidget(widget)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(1)
        for each in (self.main, self.save, button("Close", act=self.hide)):
            bottom.addWidget(each)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(label(f"{WHAT} {LINES}", "muted", wrap=True))
        column.addWidget(self.chart, 1)
        column.addWidget(self.said)
        column.addLayout(bottom)
        for place, each in enumerate(self.rates):
            each.clicked.connect(partial(self._pick, place))
        self.chart.picked.connect(self.picked)
        self.picked.connect(self._note)
        self.trial.changed.connect(self._refresh)

    def show_for(self, spec: RunSpec, weights: tuple[Weights, ...]) -> None:
        """Try rates for a run that begins with such weights, or show again what came out of that."""
        self._again = partial(self.trial.begin, spec, weights)
        self.chart.show_used(spec.lr)
        if not (self.trial.complete and self.trial.is_of(spec)):
            self._again()
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(room.width() * 7 // 10, room.height() * 8 // 10)
        self.move(parent.window().geometry().center() - self.rect().center())
        self._refresh()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have letters that suit the size of the window."""
        super().resizeEvent(event)
        note_size(self.said, self._appearance, self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing go on that nobody sees."""
        self.trial.stop()
        super().hideEvent(event)

    def _stop_or_begin(self) -> None:
        if self.trial.going:
            self.trial.stop()
        else:
            self._again()

    def _pick(self, place: int) -> None:
        advice = self.trial.advice()
        if advice is not None:
            self.picked.emit(rounded(advice[place]))

    def _note(self, rate: float) -> None:
        """Show that a rate is the one in use now."""
        self.chart.show_used(rate)
        self.said.setText(f"The learning rate is now {number_in_words(rate)}.")

    def _refresh(self) -> None:
        trial, advice = self.trial, self.trial.advice()
        self.progress.setValue(len(trial.rates))
        self.progress.setVisible(trial.going)
        self.main.setText("Stop" if trial.going else "Try again")
        self.save.setEnabled(bool(trial.rates))
        for widget in (self.set, *self.rates):
            widget.setVisible(advice is not None)
        for each, title, rate in zip(self.rates, TITLES, advice or (), strict=False):
            each.setText(f"{title} {number_in_words(rounded(rate))}")
        self.said.setText(self._sentence())
        self.chart.setAccessibleName(f"Loss over learning rate. {self.said.text()}")

    def _sentence(self) -> str:
        """What is to be said just now."""
        trial = self.trial
        if trial.said or not trial.complete:
            return trial.said or "The test goes on…"
        if trial.advice() is None:
            return NOTHING
        found = [each for each in trial.marks() if each]
        bands = [BETWEEN if overlap(found) else APART] if len(found) > 1 else []
        return " ".join([GUESS, *bands, *[CAREFUL] * trial.normalised()])

    def _ask_where(self) -> None:
        path = ask_where_to_save(self, "Save the range test", self._folder / "range-of-learning-rates.png", KINDS)
        if path:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save what is shown, or the numbers, and say so."""
        self._folder = path.parent
        try:
            save(path, self.chart, self.windowTitle(), self._rows())
        except ExportError as error:
            self.said.setText(str(error))
        else:
            self.said.setText(f"It is saved as {path}.")

    def _rows(self) -> list[list[object]]:
        trial = self.trial
        assert trial.spec is not None
        names = [f"{each.name}, {what}" for each in trial.spec.contestants for what in ("loss", "smoothed loss")]
        means = [[*smoothed(losses).tolist(), *[None] * len(losses)] for losses in trial.losses]
        return [
            ["learning rate", *names],
            *(
                [
                    rate,
                    *(cell for pair in zip(trial.losses, means, strict=True) for cell in (pair[0][row], pair[1][row])),
                ]
                for row, rate in enumerate(trial.rates)
            ),
        ]
