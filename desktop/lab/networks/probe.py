"""The picture that the networks look at, of the data or drawn, and what every network makes of it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.lab.drawing.answering import Answering
from desktop.lab.drawing.panel import DrawingPanel
from desktop.lab.drawing.preparing import Picture, refusal
from desktop.lab.networks.view import NetworkView
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.fields import Segments
from desktop.widgets.parts import ScrollColumn, Ticker, button, label, strip
from desktop.widgets.rows import NumberRow
from engine.contract.spec import Data, RunSpec, about
from scenes.stage.data.recording import Plan, Recording, Snapshot


class Chosen(NamedTuple):
    """A validation picture of a run: its number, its class, and its pixels."""

    plan: Plan
    number: int
    label: int
    pixels: Picture


class ProbePanel(QWidget):
    """Chooses the picture and shows a snapshot.

    `probe_wanted` carries the index of a validation picture, `opened` (contestant, filter), and `undo_wanted` asks for
    the way back from the last stroke.
    """

    probe_wanted = Signal(int)
    opened = Signal(int, int)
    undo_wanted = Signal()

    def __init__(self, appearance: Appearance, answering: Answering) -> None:
        super().__init__()
        strip(self)
        self._data: Data = "animals"
        self._answering = answering
        self._looked: tuple[Recording | None, int | None] = (None, None)
        self._chosen: Chosen | None = None
        """A picture that was chosen elsewhere; the networks are asked about it where that was not recorded."""
        self.draws = False
        """Whether the networks look at a drawing."""
        self.source = Segments("Picture", ("A picture of the data", "Draw your own"))
        self.source.picked.connect(lambda index: self._choose_source(index == 1))
        self.drawing = DrawingPanel(appearance)
        self.drawing.changed.connect(self._show_drawing)
        self.drawing.undo.clicked.connect(self.undo_wanted)
        self.refusal = label(name="warning", wrap=True)
        answering.answered.connect(self._show_answer)
        answering.refused.connect(self._refuse)
        self.picture = DataPicture(appearance)
        self.answer = Ticker("chart-title")
        self.origin = Ticker("small")
        hint = "One of the pictures that no network learns from; all networks look at it."
        title = "Number of the probe picture"
        self.number = NumberRow(title, hint, appearance, self._stepped, "{:.0f}".format, whole=True)
        self.number.label.hide()  # to the eye the picture beside it says enough
        self.number.wanted.connect(self._ask)
        self.any = button("Random", "A picture by chance", self._ask_any)
        self.inside = NetworkView(appearance)
        self.inside.opened.connect(self.opened)
        self.readout = label(" ", "small", wrap=True)
        self.inside.read.connect(lambda words: self.readout.setText(words or _HINT))
        self._snapshot: Snapshot | None = None
        self._lay_out()

        self._choose_source(False)

    def _lay_out(self) -> None:
        self._scroll = scroll = ScrollColumn(self.inside)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        choose = QHBoxLayout()
        choose.addWidget(self.number)
        choose.addWidget(self.any)
        choose.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.answer)
        words.addWidget(self.origin)
        words.addLayout(choose)
        words.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 4, 8)
        column.setSpacing(6)
        column.addWidget(self.source)
        column.addWidget(self.drawing)
        column.addLayout(top)
        column.addWidget(self.refusal)
        column.addWidget(scroll, 1)
        column.addWidget(self.readout)
        column.addStretch(0)

    def show_spec(self, spec: RunSpec) -> None:
        """Show which picture is asked for."""
        self._data = spec.data
        self.number.show_value(spec.probe)

    def look_at(self, plan: Plan, index: int, label: int, pixels: Picture) -> None:
        """Show what the networks of a run make of a validation picture, at whatever step is looked at."""
        self._chosen = Chosen(plan, index, label, pixels)
        self.number.show_value(index)
        self._choose_source(False)

    def show_recording(self, recording: Recording | None, cursor: int | None) -> None:
        """Show a run as it was up to the cursor: its newest snapshot, or what it makes of the drawing."""
        self._looked = (recording, cursor)
        reason = refusal(_shape(recording.plan)) if recording is not None else None
        self.source.show_index(int(self.draws and reason is None), [None, reason])
        if self.draws and reason is None:
            self._show_drawing()
        else:
            self._show_snapshot(recording, cursor)

    def _show_snapshot(self, recording: Recording | None, cursor: int | None) -> None:
        found = recording.snapshots[-1] if recording is not None and recording.snapshots else None
        if recording is not None and cursor is not None:
            found = next(iter(recording.upto(cursor).snapshots[-1:]), None)
        if recording is not None and self._asks_about_chosen(recording, found):
            return
        if found is self._snapshot and found is not None:
            return
        self._show(recording, found)
        self._scroll.setVisible(found is not None)
        self.readout.setVisible(found is not None)
        self.picture.show_picture(found.picture.array if found is not None else None)
        if recording is not None and found is not None:
            self.answer.setText(recording.plan.classes[found.label])
            self.origin.setText(f"as it is after step {found.step:,}")
        else:
            self.answer.setText("" if recording is None else "No pictures")
            self.origin.setText("" if recording is None else "None were recorded of this run.")

    def _asks_about_chosen(self, recording: Recording, found: Snapshot | None) -> bool:
        """Ask about the picture that was chosen elsewhere, unless the snapshot that was recorded is of it."""
        chosen = self._chosen
        if chosen is None or chosen.plan is not recording.plan or (found is not None and found.probe == chosen.number):
            self._answering.forget()
            self._refuse("")
            return False
        self.picture.show_picture(chosen.pixels)
        self.answer.setText(recording.plan.classes[chosen.label])
        self._scroll.show()
        self.readout.show()
        self._answering.ask(recording, self._looked[1], chosen.pixels)
        return True

    def _show(self, recording: Recording | None, snapshot: Snapshot | None) -> None:
        self._snapshot = snapshot
        self.inside.show_snapshot(recording.plan if recording is not None else None, snapshot)

    # Drawing

    def _choose_source(self, draws: bool) -> None:
        """Look at a picture of the data, or at a drawing, where pictures like those of the data can be drawn."""
        recording, cursor = self._looked
        if draws and recording is not None and refusal(_shape(recording.plan)) is not None:
            draws = False
        self.draws = draws
        self.drawing.setVisible(draws)
        for part in (self.picture, self.number, self.any):
            part.setVisible(not draws)
        self._refuse("")
        self._answering.forget()
        self._snapshot = None
        self.show_recording(recording, cursor)

    def _show_drawing(self) -> None:
        """Ask what the networks make of the drawing; an empty pad shows nothing."""
        recording, cursor = self._looked
        if not self.draws or recording is None:
            return
        self.drawing.show_plan(recording.plan)
        self._scroll.show()
        self.readout.show()
        if self.drawing.picture is None:
            self._answering.forget()
            self._refuse("")
            self._show(recording, None)
            self.answer.setText("Draw something")
            self.origin.setText("Every network says what it takes it for.")
        else:
            self._answering.ask(recording, cursor, self.drawing.picture)

    def _show_answer(self, snapshot: Snapshot) -> None:
        """Show what the networks make of the drawing, and of which step they are."""
        recording, cursor = self._looked
        chosen = None if self.draws else self._chosen
        if recording is None or (self.drawing.picture if self.draws else chosen) is None:
            return
        self._refuse("")
        if self.draws:
            self.answer.setText("Your drawing")
        if chosen is not None:
            snapshot = replace(snapshot, probe=chosen.number, label=chosen.label)
        self._show(recording, snapshot)
        nearest = cursor is not None and cursor != snapshot.step
        self.origin.setText(f"after step {snapshot.step:,}" + ", the nearest that is kept" * nearest)

    def _refuse(self, sentence: str) -> None:
        """Say why there is no answer."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        if sentence and (self.draws or self._chosen is not None):
            self._show(self._looked[0], None)
            self.answer.setText("No answer")
            self.origin.setText("")

    def _stepped(self, index: float | None, by: int) -> float:
        """The next picture up or down; after the last comes the first."""
        return (int(index or 0) + by) % about(self._data).validation

    def _ask(self, index: float) -> None:
        self.number.refuse("")
        if self._chosen is not None:
            self._chosen = None
            self.show_recording(*self._looked)
        self.probe_wanted.emit(int(index))

    def _ask_any(self) -> None:
        self._ask(random.randrange(about(self._data).validation))


_HINT = "Point at a picture to read its numbers. Click a filter to open it."


def _shape(plan: Plan) -> tuple[int, ...]:
    """The shape of the pictures of a run, (channels, height, width)."""
    return about(spec_of(plan).data).shape
