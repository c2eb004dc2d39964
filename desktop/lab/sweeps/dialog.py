"""The window of a sweep: what varies, what is trained, and the picture of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.lab.sweeps.saving import KINDS, save
from desktop.lab.sweeps.series import Shown
from desktop.lab.sweeps.training import SweepTraining
from desktop.lab.sweeps.view import SweepView
from desktop.runs.kept_sweeps import SweepStore
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Segments
from desktop.widgets.parts import button, label
from desktop.widgets.saving import ask_where_to_save
from engine.contract.spec import RunSpec, SpecError
from engine.contract.sweeps.axes import read_axis, shown
from engine.contract.sweeps.folder import SweepFolder, extends
from engine.contract.sweeps.messages import HERE, RAY
from engine.contract.sweeps.sweep import Sweep, sweep

MEASURES = ("Loss", "Accuracy")
PLACES = (HERE, RAY)
PLACE_WORDS = ("this computer", "Ray")
HINTS = {
    "lr": "Values as in 0.001,0.003,0.01, or a range with how many values it has, as in 1e-4..1e-1:7",
    "seed": "Whole numbers as in 1,2,5, or all from one to another, as in 0..9",
}


class SweepDialog(QDialog):
    """Shows one sweep and trains it.

    `opened` carries the tape of a run that was clicked, and what it is to be called; `told` a sentence for the user.
    """

    opened = Signal(object, str)
    told = Signal(str)

    def __init__(self, appearance: Appearance, training: SweepTraining, store: SweepStore, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Many runs")
        self._appearance, self.training, self._store = appearance, training, store
        self._base: RunSpec | None = None
        self._folder = Path.home()
        self._news = ""
        """A sentence that stands at the foot until something else is done."""
        self._offered = ("", "")
        """What was typed for the sweep that is shown."""
        self._build()
        training.changed.connect(self._refresh)
        training.advanced.connect(lambda done: self.progress.setValue(round(1000 * done)))
        training.told.connect(self._say)
        self.view.chosen.connect(self._open)
        self._refresh()

    def _build(self) -> None:
        self.rates, self.seeds = QLineEdit(), QLineEdit()
        for field, what, name in ((self.rates, "lr", "Learning rates"), (self.seeds, "seed", "Seeds")):
            field.setToolTip(HINTS[what])
            field.setAccessibleName(name)
            field.setPlaceholderText("as in the settings")
            field.returnPressed.connect(self.start)
            field.textEdited.connect(lambda: self._tell(""))
        self.places, self.measures = Segments("Where", PLACE_WORDS), Segments("Show", MEASURES)
        self.places.picked.connect(self._pick_place)
        self.measures.picked.connect(self._pick_measure)
        self.place = self.measure = 0
        self.train = button("Train", "Train all of these runs, and keep each one", self.start, "primary")
        self.stop = button("Stop", "What is trained is kept", self._stop)
        self.save = button("Save…", "The picture as PNG or SVG, or all results as CSV", self._ask_where)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        always = self.progress.sizePolicy()
        always.setRetainSizeWhenHidden(True)  # else the picture would jump
        self.progress.setSizePolicy(always)
        self.status = label(name="muted", wrap=True)
        self.view = SweepView(self._appearance)
        top = QHBoxLayout()
        for words, field in (("Learning rates", self.rates), ("Seeds", self.seeds)):
            top.addWidget(label(words, "knob"))
            top.addWidget(field, 1)
        for widget in (label("on", "muted"), self.places, self.train, self.stop):
            top.addWidget(widget)
        bottom = QHBoxLayout()
        bottom.addWidget(self.status, 1)
        for widget in (self.measures, self.save, button("Close", "Training goes on", self.hide)):
            bottom.addWidget(widget)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addWidget(self.view, 1)
        column.addLayout(bottom)
        for pressed in self.findChildren(QPushButton):
            pressed.setAutoDefault(False)  # Enter ends typing, and must not press another button then
        self.places.show_index(0, [None] * len(PLACES))
        self.measures.show_index(0, [None] * len(MEASURES))

    # What is shown

    def show_for(self, spec: RunSpec, rates: str, seeds: str) -> None:
        """Open with the settings of a run, and what varies of it; a sweep in training is shown instead."""
        if not self.training.running:
            self._base, self._news = spec, ""
            self.rates.setText(rates)
            self.seeds.setText(seeds)
            self._offer()
        self._present()

    def show_folder(self, folder: SweepFolder) -> None:
        """Open a sweep that is kept."""
        self._base, self._news = folder.sweep.base, ""
        for field, edit in (("lr", self.rates), ("seed", self.seeds)):
            axis = folder.sweep.axis(field)
            edit.setText(",".join(map(shown, axis.values)) if axis else "")
        self._show(folder)
        self._present()

    def come_back(self) -> None:
        """Show again what was shown last."""
        self._present()

    def _show(self, folder: SweepFolder) -> None:
        self._offered = self._typed
        self.training.show(folder)

    @property
    def _typed(self) -> tuple[str, str]:
        return self.rates.text().strip(), self.seeds.text().strip()

    def _present(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(QSize(int(room.width() * 0.97), int(room.height() * 0.95)))
        self.move(parent.window().geometry().center() - self.rect().center())
        self.show()
        self.raise_()
        self._refresh()

    def _offer(self) -> None:
        """Show what there is already of the sweep that is typed."""
        wanted = self._wanted()
        if wanted is not None:
            self._show(self._folder_of(wanted))

    def _wanted(self) -> Sweep | None:
        """The sweep that is typed, with what else varies in one that was opened; None where it can't be trained."""
        folder = self.training.folder
        typed = list(zip(HINTS, self._typed, strict=True))
        same = folder is not None and folder.sweep.base == self._base
        more = tuple(axis for axis in folder.sweep.axes if axis.field not in HINTS) if folder and same else ()
        try:
            assert self._base is not None
            return sweep(self._base, (*more, *(read_axis(f"{name}={words}") for name, words in typed if words)))
        except SpecError as error:
            self._say(str(error))
            return None

    def _folder_of(self, wanted: Sweep) -> SweepFolder:
        """Where a sweep is kept: where the one lies that is shown if this only adds to it, else by itself."""
        shown = self.training.folder
        if shown is not None and shown.is_there and extends(wanted, shown.sweep):
            return SweepFolder(shown.path, wanted)
        return self._store.home_of(wanted)

    def _refresh(self) -> None:
        training, folder = self.training, self.training.folder
        running = training.running
        for widget in (self.rates, self.seeds, self.places):
            widget.setEnabled(not running)
        self.stop.setEnabled(running)
        self.progress.setVisible(running)
        done = len(folder.outcomes) if folder else 0
        count = len(folder.runs) if folder else 0
        other = self._typed != self._offered
        self.train.setEnabled(not running and (other or done < count or not count))
        self.train.setText("Go on" if 0 < done < count and not other else "Train")
        self.save.setEnabled(done > 0)
        self.view.show_sweep(self.shown)
        self.status.setText(" ".join(filter(None, (self._news, self._standing(folder, done, count)))))

    def _standing(self, folder: SweepFolder | None, done: int, count: int) -> str:
        """How far the sweep has come, in words; where there is news to tell, only while that goes on."""
        if folder is None:
            return ""
        if self.training.reading:
            return f"Reading what is there: {done} of {count} runs."
        if self.training.running:
            return f"{done} of {count} runs are trained."
        if self._news:
            return ""
        if self._typed != self._offered:
            return "Press Train for the runs that are typed."
        if done < count:
            return f"{done} of {count} runs are trained. Press {self.train.text()}."
        return f"All {count} runs are trained. They are in {folder.path}."

    @property
    def shown(self) -> Shown | None:
        """What the picture shows."""
        folder = self.training.folder
        if folder is None:
            return None
        return Shown(folder.sweep, dict(folder.outcomes), "accuracy" if self.measure else "loss")

    def _say(self, sentence: str) -> None:
        """Tell the user: here, or in the main window where this one isn't seen."""
        self._tell(sentence)
        if not self.isVisible():
            self.told.emit(sentence)

    def _tell(self, sentence: str) -> None:
        self._news = sentence
        self._refresh()

    # What the user does

    def start(self) -> None:
        """Train what is typed."""
        self._tell("")
        if not self.train.isEnabled():
            return
        wanted = self._wanted()
        if wanted is not None:
            if self.training.folder is None or self.training.folder.sweep != wanted:
                self._show(self._folder_of(wanted))
            assert self.training.folder is not None
            self._store.use(self.training.folder.path)
            self.progress.setValue(0)
            self.training.start(PLACES[self.place])

    def _stop(self) -> None:
        folder = self.training.folder
        self.training.stop()
        done = len(folder.outcomes) if folder is not None else 0
        kept = f"Training has stopped: {done} runs are kept" if done != 1 else "Training has stopped: 1 run is kept"
        self._say(f"{kept}, and those that were not over are not. They begin anew with {self.train.text()}.")

    def _pick_place(self, index: int) -> None:
        self.place = index
        self.places.show_index(index, [None] * len(PLACES))

    def _pick_measure(self, index: int) -> None:
        self.measure = index
        self.measures.show_index(index, [None] * len(MEASURES))
        self._refresh()

    def _open(self, run: int) -> None:
        folder = self.training.folder
        if folder is not None and run in folder.outcomes:
            self.opened.emit(folder.tape(run), folder.sweep.name(folder.sweep.points[run]))

    def _ask_where(self) -> None:
        path = ask_where_to_save(self, "Save the sweep", self._folder / "sweep.png", KINDS)
        if path:
            self.save_as(path)

    def save_as(self, path: Path) -> None:
        """Save the picture, or the results, into a file of the kind that its ending names."""
        folder, shown = self.training.folder, self.shown
        if folder is not None and shown is not None:
            self._folder = path.parent
            self._say(save(shown, folder, path, self._appearance.theme))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt's
        self.hide()
        event.ignore()
