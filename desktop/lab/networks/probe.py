"""The picture that the networks look at, of the data or drawn, and what every network makes of it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.collecting.preparing import Picture, refusal
from desktop.lab.drawing.answering import Answering
from desktop.lab.drawing.panel import DrawingPanel
from desktop.lab.looking.lens import NONE
from desktop.lab.looking.panel import LookingPanel
from desktop.lab.networks import opening
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.view import NetworkView
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import ScrollColumn, Ticker, button, label, strip
from desktop.widgets.rows import NumberRow
from engine.contract.spec import Data, RunSpec, about
from scenes.stage.data.recording import Plan, Recording, Snapshot

COLUMNS = ("Fewer columns", "Every layer")
LEAST = 170
"""How high the networks are at least, in pixels for letters of the usual size."""
NAMES = 80
"""The least width of the choice among networks, in the same."""
STEP = "after step 88,888"
"""The step as long as it gets."""
IN_A_ROW = 62
"""From this width on, in letters, all that is chosen stands in one row."""


class Chosen(NamedTuple):
    """A validation picture of a run: its number, its class, and its pixels."""

    plan: Plan
    number: int
    label: int
    pixels: Picture


class ProbePanel(QWidget):
    """Chooses the picture and shows a snapshot.

    `probe_wanted` carries the index of a validation picture, `scene_wanted` a scene and its knobs, `told` a sentence
    for the user, and `undo_wanted` asks for the way back from the last stroke.
    """

    probe_wanted = Signal(int)
    scene_wanted = Signal(str, object)
    told = Signal(str)
    undo_wanted = Signal()

    def __init__(self, appearance: Appearance, answering: Answering, looking: LookingPanel) -> None:
        super().__init__()
        strip(self)
        self._appearance = appearance
        self._data: Data = "animals"
        self._answering = answering
        self._looked: tuple[Recording | None, int | None] = (None, None)
        self._chosen: Chosen | None = None
        """A picture that was chosen elsewhere; the networks are asked about it where that was not recorded."""
        self.draws = False
        """Whether the networks look at a drawing."""
        self.source = Segments("Picture", ("A picture of the data", "Draw your own"))
        self.source.picked.connect(lambda index: self._choose_source(index == 1))
        self.no_drawing = label(name="muted", wrap=True)
        self.no_drawing.hide()
        self.drawing = DrawingPanel(appearance)
        self.drawing.changed.connect(self._show_drawing)
        self.drawing.undo.clicked.connect(self.undo_wanted)
        self.refusal = label(name="warning", wrap=True)
        answering.answered.connect(self._show_answer)
        answering.refused.connect(self._refuse)
        self.answer = Ticker("chart-title")
        self.origin = Ticker("small")
        hint = "One of the pictures that no network learns from; all networks look at it."
        title = "Number of the probe picture"
        self.number = NumberRow(title, hint, appearance, self._stepped, "{:.0f}".format, whole=True)
        self.number.label.hide()  # to the eye the picture beside it says enough
        self.number.wanted.connect(self._ask)
        self.any = button("Random", "A picture by chance", self._ask_any)
        self.inside = NetworkView(appearance, opening.does)
        self.inside.opened.connect(self._open)
        self.columns = Segments("Columns", COLUMNS)
        self.columns.picked.connect(self._fold)
        self.only = Combo(appearance, "Networks that are shown")
        self.only.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.only.picked.connect(lambda index: self._show_only(index - 1 if index else None))
        self.looking = looking
        looking.lens_changed.connect(self._share_room)
        looking.scene_wanted.connect(self.scene_wanted)
        self._names: tuple[str, ...] = ()
        self.in_hall = False
        self.readout = label(" ", "small", wrap=True)
        self.inside.read.connect(lambda words: self.readout.setText(words or _HINT))
        self._words = ""
        self._snapshot: Snapshot | None = None
        self._sources = 2
        self._lay_out()

        self._choose_source(False)

    def _lay_out(self) -> None:
        self._above = QWidget()
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._above)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        words = QHBoxLayout()
        words.addWidget(self.answer, 1)
        words.addWidget(self.origin, 2)
        number = QHBoxLayout()
        number.addWidget(self.number)
        number.addWidget(self.any)
        self._choose = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choose.addLayout(number)
        self._choose.addLayout(words, 1)
        self._which = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._which.addWidget(self.columns)
        self._which.addWidget(self.only)
        self._which.addStretch(1)
        sources = QHBoxLayout()
        sources.addWidget(self.source)
        sources.addStretch(1)
        self._first = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._first.setSpacing(self._rows.spacing())
        self._first.addLayout(sources)
        self._first.addLayout(self._which, 1)
        self._rows.addLayout(self._first)
        self._rows.addLayout(self._choose, 1)
        whole = QWidget()
        whole.setMinimumWidth(1)  # what is in it finds a place in the width that there is
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollColumn(whole)
        around.addWidget(self._scroll)  # or the networks would have too little room
        column = QVBoxLayout(whole)
        column.setContentsMargins(10, 8, 4, 8)
        column.setSpacing(6)
        column.addWidget(self._above)
        column.addWidget(self.no_drawing)
        column.addWidget(self.drawing)
        column.addWidget(self.refusal)
        column.addWidget(self.looking)
        self.networks = QWidget()
        networks = QVBoxLayout(self.networks)
        networks.setContentsMargins(0, 0, 0, 0)
        networks.setSpacing(6)
        self.networks.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        networks.addWidget(self.inside, 1)
        networks.addWidget(self.inside.overview)
        networks.addWidget(self.readout)
        column.addWidget(self.networks, 1)
        self._column = column

    def event(self, event: QEvent) -> bool:
        """Have what is chosen in one row where there is room, also when letters have grown."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self._fit()
        return done

    def _fit(self) -> None:
        words, width = self._room_for_words(), self._above.width()
        choosing = self.number.sizeHint().width() + self.any.sizeHint().width() + 2 * self._rows.spacing() + words
        seen = self.source.in_a_row + self.columns.in_a_row + self._appearance.px(NAMES) + 3 * self._rows.spacing()
        everything = seen - 3 * self._rows.spacing() + choosing
        in_a_row = self._above.fontMetrics().horizontalAdvance("m") * IN_A_ROW
        wide = width >= max(in_a_row, everything + 6 * self._rows.spacing())
        lines = 2 if wide or width >= seen else 3
        self.readout.setFixedHeight(lines * self.readout.fontMetrics().lineSpacing() + 2)  # or all would move
        least = self._appearance.px(LEAST)
        room = self._scroll.viewport()
        others = self._column.totalMinimumHeightForWidth(room.width()) - self.inside.minimumHeight()
        self.inside.stand_in(others + least > room.height(), least)
        directions = QBoxLayout.Direction
        self._rows.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._first.setDirection(directions.LeftToRight if wide or width >= seen else directions.TopToBottom)
        self.only.setMinimumWidth(self._appearance.px(NAMES))
        self._choose.setDirection(directions.LeftToRight if wide or width >= choosing else directions.TopToBottom)
        beside = wide or width >= self.columns.in_a_row + self._which.spacing() + self.only.minimumWidth()
        self._which.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        abreast = 2 if wide or width >= self.source.in_a_row else 1
        if abreast != self._sources:
            self._sources = abreast
            self.source.stand(abreast)

    def _room_for_words(self) -> int:
        """Have the class and the step stand there whole, whichever class and step; the width of both."""
        recording = self._looked[0]
        classes = recording.plan.classes if recording is not None else ()
        for words, longest in ((self.answer, max(classes, key=len, default="")), (self.origin, STEP)):
            words.setMinimumWidth(words.fontMetrics().horizontalAdvance(longest) + 1)
        return self.answer.minimumWidth() + self.origin.minimumWidth() + self._rows.spacing()

    def present(self, in_hall: bool) -> None:
        """Show a hall the picture without what is chosen, or show everything again."""
        self.in_hall = in_hall
        self._above.setVisible(not in_hall)
        self.drawing.setVisible(self.draws and not in_hall)
        self._say_why_not()
        self.inside.present(in_hall)
        self.looking.present(in_hall)
        self._share_room()

    def _share_room(self) -> None:
        """Give the room to what a lens shows, or without one to the networks."""
        through = self.looking.lens != NONE
        self.looking.setVisible(through or not self.in_hall)
        self._column.setStretchFactor(self.looking, int(through))
        self.networks.setVisible(not through)
        self.columns.setVisible(not through)

    def _show_only(self, contestant: int | None) -> None:
        """Let one contestant have all the room, or all of them."""
        self.inside.show_only(contestant)
        self.looking.show_only(contestant)

    def _say_why_not(self) -> None:
        """Say why nothing can be drawn, where that is so."""
        self.no_drawing.setVisible(bool(self.no_drawing.text()) and not self.in_hall)

    def _fold(self, index: int) -> None:
        self.inside.fold(index == 0)
        self._show_columns()

    def _show_columns(self) -> None:
        """Say whether each layer has a column of its own."""
        self.columns.show_index(0 if self.inside.folded else 1, [None, None])

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
        self.no_drawing.setText(reason or "")
        self._say_why_not()
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
        is_same = found is self._snapshot and found is not None
        self._show(recording, found)
        if found is not None:
            self.origin.setText(_after(found.step, cursor))
        if is_same:
            return
        self.readout.setVisible(found is not None)
        if recording is not None and found is not None:
            self.answer.setText(recording.plan.classes[found.label])
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
        if self._snapshot is None or self._snapshot.probe != chosen.number:
            self._show(recording, None)  # until it is answered, another picture would stand under its class
            self.origin.setText("")
        self.answer.setText(recording.plan.classes[chosen.label])
        self.readout.show()
        self._answering.ask(recording, self._looked[1], chosen.pixels)
        return True

    def _show(self, recording: Recording | None, snapshot: Snapshot | None) -> None:
        self._snapshot = snapshot
        if recording is not None:
            self.drawing.answers.show_snapshot(recording.plan, snapshot)
        self.inside.show_recording(recording, self._looked[1], snapshot)
        self.looking.show_snapshot(recording, self._looked[1], snapshot)
        self._show_columns()
        self._offer(tuple(each.name for each in recording.plan.contestants) if recording is not None else ())

    def _offer(self, names: tuple[str, ...]) -> None:
        """Offer the networks of the run, to be looked at alone."""
        if names != self._names:
            self._names = names
            self.only.clear()
            self.only.addItems(["all networks", *names])
        self.only.setVisible(len(names) > 1)
        self.only.show_index(0 if self.inside.only is None else self.inside.only + 1, [None] * (len(names) + 1))

    def _open(self, pointed: Pointed) -> None:
        """Open what was clicked in its scene."""
        recording, found = self._looked[0], self.inside.moment
        if recording is None or found is None or found.snapshot is None:
            return
        net = found.nets[pointed.contestant]
        try:
            scene, knobs, note = opening.opened(recording, found.snapshot, net, pointed)
        except opening.CannotOpenError as error:
            self.told.emit(str(error))
        else:
            self._words = note
            self.scene_wanted.emit(scene, knobs)

    def take_words(self) -> str:
        """What of the lab is in the scene that was asked for last, once; "" where it was not asked for here."""
        words, self._words = self._words, ""
        return words

    # Drawing

    def _choose_source(self, draws: bool) -> None:
        """Look at a picture of the data, or at a drawing, where pictures like those of the data can be drawn."""
        recording, cursor = self._looked
        if draws and recording is not None and refusal(_shape(recording.plan)) is not None:
            draws = False
        self.draws = draws
        self.looking.leave_answers(draws)
        self.drawing.setVisible(draws and not self.in_hall)
        for part in (self.number, self.any):
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
        self.origin.setText(_after(snapshot.step, cursor))

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


_HINT = "Point at a map: its links, its kernels and its numbers. Click it: its scene. Right click: its card."


def _after(step: int, cursor: int | None) -> str:
    """Of which step the networks are, which may be before the one that is looked at."""
    return f"after step {step:,}" + (
        f", the last kept up to step {cursor:,}" if cursor is not None and step < cursor else ""
    )


def _shape(plan: Plan) -> tuple[int, ...]:
    """The shape of the pictures of a run, (channels, height, width)."""
    return about(spec_of(plan).data).shape
