"""The panel of runs: the list, what can be done with the chosen one, and the way back from what was done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.kept_runs.list import RunList
from desktop.lab.kept_runs.rows import Row
from desktop.lab.kept_runs.selection import RunSelection
from desktop.runs import csv_table as tables
from desktop.runs.csv_table import TableError
from desktop.runs.labels import file_name
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError
from desktop.theme.appearance import Appearance
from desktop.training.session import TrainingSession
from desktop.widgets.parts import Ticker, button, label, strip
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.data.recording import Recording

UNDO_MS = 20_000
"""How long the way back is offered in the panel; Ctrl+Z goes it at any time."""
LEARN_MS = 30
"""Milliseconds between two recordings that are read for the list."""

_HINT = "Click: look at it. Tick: lay it over."


class RunsPanel(QWidget):
    """Lists the runs of a library around what a selection shows. What `take_away` offers, whoever owns this says.

    `message` carries a sentence for the user; `undo_wanted` asks for the way back from what was done to the list last.
    """

    message = Signal(str)
    undo_wanted = Signal()

    def __init__(
        self, appearance: Appearance, session: TrainingSession, library: Library, selection: RunSelection
    ) -> None:
        super().__init__()
        strip(self)
        self._session, self._library, self._selection = session, library, selection
        self._folder = Path.home()
        self._done = ""
        self._followed: str | None = None
        """The run that the list chose last because it came to be shown."""
        self.hint = label(_HINT, "small", wrap=True)
        self.list = RunList(appearance)
        self.rename = button("Rename", "Type another name  F2", self.list.rename)
        self.export = button("CSV…", "Save all its numbers as a table for other programs", self._ask_where)
        self.delete = button("Delete", "It can be brought back: Undo here, or Ctrl+Z  Del", self._delete)
        self.take_away = button("Take away", "Its networks with their weights: PyTorch code, safetensors, ONNX")
        self.done, self.undo = Ticker("muted"), button("Undo", "Ctrl+Z", self.undo_wanted.emit)
        self._build()
        self._hiding = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._hiding.timeout.connect(self._undo_strip.hide)
        self._learning = QTimer(self, interval=LEARN_MS)
        self._learning.timeout.connect(self._learn)
        self.list.opened.connect(selection.open)
        self.list.live_wanted.connect(selection.close)
        self.list.ticked.connect(selection.compare)
        self.list.delete_wanted.connect(library.delete)
        self.list.runs.renamed.connect(library.rename)
        self.list.chose.connect(self._offer)
        library.changed.connect(self._follow)
        selection.changed.connect(self.refresh)
        session.phase_changed.connect(self.refresh)
        session.began.connect(self.refresh)
        self._offer()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(5)
        for each in (self.rename, self.export, self.delete):
            buttons.addWidget(each, 1)
        self._undo_strip = QFrame()
        self._undo_strip.setObjectName("card")
        row = QHBoxLayout(self._undo_strip)
        row.setContentsMargins(8, 4, 4, 4)
        row.addWidget(self.done, 1)
        row.addWidget(self.undo)
        self._undo_strip.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addWidget(self._undo_strip)
        column.addLayout(buttons)
        column.addWidget(self.take_away)

    def refresh(self) -> None:
        """Show the runs as they are now, if anybody looks."""
        if self.isVisible():
            self.list.show_rows(self._rows())
            self._choose_shown()

    def _choose_shown(self) -> None:
        """Let the buttons act on a run that has come to be shown, until another one is chosen."""
        selection = self._selection
        shown = selection.key if selection.opened is not None else ""
        if selection.opened is None and not self._session.active:
            shown = self.list.key or selection.key
        if shown != self._followed:
            self._followed = shown
            self.list.choose(shown)

    def _rows(self) -> tuple[Row, ...]:
        selection = self._selection
        runs = self._library.runs
        rows = [
            Row(run.label.name, run, shown=run.key == selection.key, laid_over=run.key in selection.compared)
            for run in runs
        ]
        own = [row for row in rows if row.run is not None and not row.run.shipped]
        shipped = [row for row in rows if row.run is not None and row.run.shipped]
        live = [Row("The run in progress", live=True, shown=selection.opened is None)] if self._session.active else []
        nothing = [] if own or live else [Row("Every run is kept here when it is over.")]
        return (Row("YOUR RUNS"), *nothing, *live, *own, Row("COME WITH CONVOSCOPE"), *shipped)

    def _offer(self) -> None:
        """Offer what can be done with the chosen run."""
        row = self.list.row
        run = row.run if row else None
        whole = run is not None and not run.trouble
        own = run is not None and not run.shipped
        self.rename.setEnabled(whole and own)
        for each in (self.export, self.take_away):
            each.setEnabled(whole or bool(row and row.live))
        self.delete.setEnabled(own)

    def chosen(self) -> Recording | None:
        """The run that is chosen in the list; None where there is none, or where it can't be read, which is said."""
        row = self.list.row
        return self._recording(row) if row else None

    # What the user does

    def _delete(self) -> None:
        self._library.delete(self.list.key)

    def _ask_where(self) -> None:
        """Let the user choose where the chosen run's table is written."""
        row, recording = self.list.row, self.chosen()
        if row is None or recording is None:
            return
        suggested = self._folder / f"{file_name(row.title)}.csv"
        path = ask_where_to_save(self, "Save the run as a table", suggested, "CSV (*.csv)")
        if path:
            self.save_table(path, recording)

    def save_table(self, path: Path, recording: Recording) -> None:
        """Write a run's numbers as CSV."""
        self._folder = path.parent
        try:
            tables.write(path, recording)
        except TableError as error:
            self.message.emit(str(error))
        else:
            self.message.emit(f"The table is saved as {path}.")

    def _recording(self, row: Row) -> Recording | None:
        if row.live:
            return self._session.recording
        try:
            return self._library.recording(row.key)
        except RecordingError as error:
            self.message.emit(str(error))
            return None

    # What happens

    def _follow(self) -> None:
        """Follow the library, and offer the way back from what was done last."""
        done = self._library.undoable
        if done != self._done:
            self._done = done
            self.done.setText(done)
            self.done.setToolTip(done)
            self._undo_strip.setVisible(bool(done))
            self._hiding.start()
        self.refresh()

    def _learn(self) -> None:
        """Read what is not known yet, one recording at a time: together they would stop the window for a while."""
        if not self.isVisible() or not self._library.learn():
            self._learning.stop()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.refresh()
        self._learning.start()
