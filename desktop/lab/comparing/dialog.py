"""The window in which runs are compared."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.export.clipboard import copy_image
from desktop.export.still import ExportError
from desktop.export.views import KINDS, as_shown, photographed, save
from desktop.lab.charts import drawings
from desktop.lab.charts.legend import Legend
from desktop.lab.charts.line_chart import LineChart
from desktop.lab.charts.overlays import Overlay
from desktop.lab.comparing.asking import Asking, Run
from desktop.lab.comparing.sight import Sight
from desktop.lab.comparing.words import Difference, differences
from desktop.runs.readings import spec_of
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.widgets.fields import Segments
from desktop.widgets.parts import ScrollColumn, Ticker, button, label, note_size
from desktop.widgets.rows import NumberRow
from desktop.widgets.saving import ask_where_to_save
from engine.contract.spec import about
from scenes.stage.charts.curve_key import ACCURACY_UNIT, LOSS_UNIT

SAME = "They began with the same settings."
LETTERS = 0.022
"""The letters of the chart as a share of the window's height, where that is more than usual."""
SIDE = 360
"""How wide the settings are beside the curves, in pixels for letters of the usual size."""


class CompareDialog(QDialog):
    """Shows what differs in runs, their curves over each other, and one picture through all their networks."""

    def __init__(self, appearance: Appearance, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Runs compared")
        self._appearance = appearance
        self.runs: tuple[Run, ...] = ()
        self._overlays: tuple[Overlay, ...] = ()
        self._index = 0
        self.asking = Asking(questions, self)
        self.differences: list[Difference] = []
        self.table, self.told = QWidget(), Ticker("small")
        self._folder = Path.home()
        self.chart = LineChart("Loss", "", LOSS_UNIT)
        self.legend, self.sight = Legend(appearance), Sight(appearance, self.asking)
        self.measures = Segments("Curves of", ("loss", "accuracy"))
        self.number = NumberRow(
            "Picture", "Its number among the validation pictures", appearance, self._stepped, whole=True
        )
        self._measure = 0
        self._build()
        self.measures.picked.connect(self._pick_measure)
        self.number.wanted.connect(self._pick_picture)
        appearance.changed.connect(self._dress)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Runs compared", "title"))
        top.addStretch(1)
        top.addWidget(self.measures)
        self.side = ScrollColumn(self.table)
        self.chart.set_large(True)
        self.chart.rates.hide()  # each run has its own
        right = QVBoxLayout()
        right.addWidget(self.chart, 1)
        right.addWidget(self.legend)
        middle = QHBoxLayout()
        middle.addWidget(self.side)
        middle.addLayout(right, 1)
        picture = QHBoxLayout()
        picture.addWidget(label("THE SAME PICTURE THROUGH ALL", "chapter"))
        picture.addStretch(1)
        picture.addWidget(self.number)
        picture.addWidget(button("Another", "Any other picture", self._pick_any))
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addLayout(middle, 3)
        sheet.addLayout(picture)
        sheet.addWidget(self.sight, 2)
        bottom = QHBoxLayout()
        bottom.addWidget(self.told, 1)
        bottom.addWidget(button("Copy", "Copy what is shown as a picture  Ctrl+C", self.copy))
        bottom.addWidget(button("Save…", "Save the picture or the numbers  Ctrl+S", self._ask_where))
        bottom.addWidget(button("Close", act=self.hide))
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.sheet, 1)
        column.addLayout(bottom)
        for keys, act in ((QKeySequence.StandardKey.Copy, self.copy), (QKeySequence.StandardKey.Save, self._ask_where)):
            QShortcut(QKeySequence(keys), self, act)

    def show_for(self, own: Run, overlays: tuple[Overlay, ...]) -> None:
        """Compare a run with those that are laid over it."""
        self.runs = (own, *(Run(each.name, each.recording) for each in overlays))
        self._overlays = overlays
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().size()
        self.resize(int(room.width() * 0.95), int(room.height() * 0.94))
        self.move(parent.window().geometry().center() - self.rect().center())
        self.differences = differences([spec_of(run.recording.plan) for run in self.runs])
        self._fill_table()
        self.legend.show_overlays((Overlay(own.name, own.recording, "thick"), *overlays))
        self.told.setText("")
        self.sight.show_runs(self.runs)
        self._pick_picture(spec_of(own.recording.plan).probe)
        self._dress()
        self.show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self._draw()

    def _fill_table(self) -> None:
        """Say what differs: a row for each setting, a column for each run; what is long has all the width."""
        self.table = QWidget()
        grid = QGridLayout(self.table)
        grid.setVerticalSpacing(10)
        count, found = len(self.runs), self.differences
        if not found:
            grid.addWidget(label(SAME, wrap=True), 0, 0, 1, count)
        short = [each for each in found if not each.is_long]
        for column, run in enumerate(self.runs if short else ()):
            grid.addWidget(label(run.name, "key", wrap=True), 0, column, Qt.AlignmentFlag.AlignTop)
        for column in range(count):
            grid.setColumnStretch(column, 1)
        for each in short:
            row = grid.rowCount()
            grid.addWidget(label(each.name, "muted"), row, 0, 1, count)
            for column, value in enumerate(each.values):
                grid.addWidget(label(value, wrap=True), row + 1, column, Qt.AlignmentFlag.AlignTop)
        for each in found:
            for place, (runs, value) in enumerate(each.alike() if each.is_long else ()):
                if not place:
                    grid.addWidget(label(each.name, "muted"), grid.rowCount(), 0, 1, count)
                names = "\n".join(self.runs[run].name for run in runs)
                for words, kind in ((names, "key"), (value, "")):
                    grid.addWidget(label(words, kind, wrap=True), grid.rowCount(), 0, 1, count)
        grid.setRowStretch(grid.rowCount(), 1)
        self.side.setWidget(self.table)

    def _dress(self) -> None:
        looks = self._appearance
        self.side.setFixedWidth(looks.room(SIDE if len(self.runs) < 3 else 1.3 * SIDE))
        self.chart.restyle(looks.theme, fonts.font(max(looks.px(14), round(LETTERS * self.height()))))
        note_size(self.table, looks, self.height())
        self._draw()

    def _draw(self) -> None:
        if not self.runs:
            return
        own, theme = self.runs[0].recording, self._appearance.theme
        draw = drawings.accuracy if self._measure else drawings.loss
        self.measures.show_index(self._measure, [None, None])
        self.chart.header.rename(*(("Accuracy", "", ACCURACY_UNIT) if self._measure else ("Loss", "", LOSS_UNIT)))
        end = max(run.recording.step for run in self.runs)
        self.chart.show_drawing(draw(own, theme, self._overlays), (0.0, float(max(1, end))))

    def _pick_measure(self, index: int) -> None:
        self._measure = index
        self._draw()

    @property
    def _count(self) -> int:
        return about(spec_of(self.runs[0].recording.plan).data).validation

    def _stepped(self, value: float | None, by: int) -> float:
        return (int(value or 0) + by) % self._count

    def _pick_any(self) -> None:
        self._pick_picture(random.randrange(self._count))

    def _pick_picture(self, index: int) -> None:
        if not 0 <= index < self._count:
            self.number.refuse(f"There are pictures 0 to {self._count - 1}.")
            return
        self._index = index
        self.number.show_value(index)
        self.asking.ask(self.runs, index)

    # What is taken along

    def copy(self) -> None:
        """Put what is shown on the clipboard, and say so."""
        try:
            self.told.setText(copy_image(photographed(as_shown(self.sheet)), self.windowTitle()))
        except ExportError as error:
            self.told.setText(str(error))

    def _ask_where(self) -> None:
        path = ask_where_to_save(self, "Save what is compared", self._folder / "runs-compared.png", KINDS)
        if path:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save what is shown, or what differs and what all say of the picture, and say so."""
        self._folder = path.parent
        try:
            save(path, self.sheet, self.windowTitle(), self._rows())
        except ExportError as error:
            self.told.setText(str(error))
        else:
            self.told.setText(f"It is saved as {path}.")

    def _rows(self) -> list[list[object]]:
        """The settings that differ as a table, a column a run, and then what each network says of the picture."""
        rows: list[list[object]] = [["setting", *(run.name for run in self.runs)]]
        rows += [[each.name, *each.values] for each in self.differences]
        rows += [[], ["run", "network", "picture", "class", "probability"]]
        for run, row in zip(self.runs, self.asking.seen, strict=True):
            for seen in row:
                if seen.view is not None:
                    shares = zip(run.recording.plan.classes, seen.view.probabilities.array, strict=True)
                    rows += [[run.name, seen.name, self._index, name, float(share)] for name, share in shares]
        return rows
