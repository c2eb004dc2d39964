"""The window that shows the ground a run walked on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.export.still import ExportError
from desktop.export.views import KINDS, save
from desktop.lab.ground.chart import GroundChart
from desktop.lab.ground.maps import PICTURES, PLANES, SIDE, Map, Maps, PlaneName, table
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.widgets.fields import Segments
from desktop.widgets.parts import Ticker, button, label, note_size
from desktop.widgets.saving import ask_where_to_save
from desktop.widgets.slider import Slider
from scenes.stage.data.recording import Recording

WORDS = {
    "path": (
        "The plane goes through the end of each run, along the two directions that hold most of its path. Where the "
        "path leaves the plane, the run stood on other ground (the share counts squared distances from the end)."
    ),
    "chance": (
        "The plane goes through the end of each run, along two random directions in which each filter is as long as "
        "the network's own (Li et al. 2018); biases and batch normalisation stay. The path is not drawn: hardly any of "
        "it lies in such a plane."
    ),
}
SLICE = "It is a slice of 2 dimensions out of {}: what lies beside it is not seen."
WHAT = "Every place is a network with other weights. Its colour is that network's loss, on a logarithmic scale."
LOSS = "The loss is that of {}{} training pictures, without dropout."


class GroundDialog(QDialog):
    """Shows the maps of one run. `scrubbed` carries the step that the ball was rolled to."""

    scrubbed = Signal(object)

    def __init__(self, appearance: Appearance, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("The ground it walked on")
        self._appearance = appearance
        self._recording: Recording | None = None
        self._plane: PlaneName = "path"
        self._folder = Path.home()
        self.maps = Maps(questions, self)
        self.chart = GroundChart(appearance, self.maps)
        self.words, self.said = label(name="muted", wrap=True), label(wrap=True)
        self.planes = Segments("Which plane", ("along its path", "random"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How much of the maps is there")
        self.slider, self.where = Slider(appearance, "Step", 1), Ticker("where", "step 88,888")
        self.stop = button("Stop", act=self._stop_or_go_on)
        self.save = button("Save…", "Save the picture or the numbers", self._ask_where)
        top = QHBoxLayout()
        top.addWidget(label("The ground it walked on", "title"))
        top.addStretch(1)
        top.addWidget(self.planes)
        self.sheet = QWidget()
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.chart, 1)
        inside.addWidget(self.words)
        bottom = QHBoxLayout()
        bottom.addWidget(self.slider, 8)
        bottom.addWidget(self.where)
        bottom.addWidget(self.progress, 2)
        bottom.addStretch(1)
        bottom.addWidget(self.stop)
        bottom.addWidget(self.save)
        bottom.addWidget(button("Close", act=self.hide))
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.said)
        column.addLayout(bottom)
        self.planes.picked.connect(self._pick_plane)
        self.slider.wanted.connect(self._roll)
        self.maps.changed.connect(self._refresh)

    def show_for(self, recording: Recording, step: int | None) -> None:
        """Show the ground of a run that is over, with the ball where the run was after a step; None is its end."""
        self._recording = recording
        self.chart.show_run(recording)
        self.slider.setRange(0, len(recording.checkpoints) - 1)
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(int(room.width() * 0.94), int(room.height() * 0.92))
        self.move(parent.window().geometry().center() - self.rect().center())
        self.maps.show(recording, self._plane)
        self.show_step(step)
        self.show()

    def show_step(self, step: int | None) -> None:
        """Roll the ball to where the run was after a step."""
        if self._recording is None:
            return
        steps = [each.step for each in self._recording.checkpoints]
        place = len(steps) - 1 if step is None else min(range(len(steps)), key=lambda one: abs(steps[one] - step))
        self.slider.show_position(place)
        self.where.setText(f"step {steps[place]:,}")
        self.chart.show_step(steps[place])

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing go on that nobody sees."""
        self.maps.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have letters that suit the size of the window."""
        super().resizeEvent(event)
        note_size(self.words, self._appearance, self.height())
        note_size(self.said, self._appearance, self.height())

    def _pick_plane(self, index: int) -> None:
        self._plane = PLANES[index]
        if self._recording is not None:
            self.maps.show(self._recording, self._plane)

    def _roll(self, place: int) -> None:
        assert self._recording is not None
        step = self._recording.checkpoints[place].step
        self.show_step(step)
        self.scrubbed.emit(step)

    def _stop_or_go_on(self) -> None:
        if any(each.going for each in self.maps.shown):
            self.maps.stop()
        elif self._recording is not None:
            self.maps.show(self._recording, self._plane)

    def _refresh(self) -> None:
        shown = self.maps.shown
        going = any(each.going for each in shown)
        self.planes.show_index(PLANES.index(self._plane), [None] * len(PLANES))
        self.progress.setRange(0, SIDE * max(1, len(shown)))
        self.progress.setValue(sum(each.rows for each in shown))
        self.progress.setVisible(going)
        self.stop.setText("Stop" if going else "Go on")
        self.stop.setVisible(going or any(not each.complete for each in shown))
        self.save.setEnabled(any(each.rows for each in shown))
        for widget in (self.slider, self.where):
            widget.setVisible(self._plane == "path")
        self.words.setText(" ".join([WHAT, WORDS[self._plane], *_sliced(shown), *self._measured()]))
        said = list(dict.fromkeys(each.said for each in shown if each.said))
        self.said.setText(" ".join(said))
        self.said.setVisible(bool(said))
        self.chart.setAccessibleName(f"The ground it walked on. {self.words.text()}")

    def _measured(self) -> list[str]:
        """The sentence on what the loss is that of: all pictures of a small set, or some of a larger one."""
        if self._recording is None:
            return []
        count = self._recording.plan.train_count
        return [LOSS.format("all " if count <= PICTURES else "", min(PICTURES, count))]

    def _ask_where(self) -> None:
        path = ask_where_to_save(self, "Save the ground", self._folder / "ground.png", KINDS)
        if path:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save what is shown, or the numbers, and say so."""
        assert self._recording is not None
        self._folder = path.parent
        try:
            save(path, self.sheet, self.windowTitle(), table(self._recording, self.maps.shown))
        except ExportError as error:
            self.said.setText(str(error))
        else:
            self.said.setText(f"It is saved as {path}.")
        self.said.show()


def _sliced(maps: tuple[Map, ...]) -> list[str]:
    """The sentence on what a slice is, with the number of dimensions of each network."""
    found = dict.fromkeys(f"{each.plane.dimensions:,}" for each in maps if each.plane is not None)
    return [SLICE.format(" and ".join(found))] if found else []
