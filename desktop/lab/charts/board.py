"""The four charts of a run, which share their steps, their cursor and the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from desktop.lab.charts import drawings
from desktop.lab.charts.drawings import Drawing
from desktop.lab.charts.heatmap import HeatMap, heat
from desktop.lab.charts.key import MEASURES, NORMS, Key
from desktop.lab.charts.legend import Legend
from desktop.lab.charts.line_chart import LineChart, StepChart
from desktop.lab.charts.overlays import Overlay
from desktop.lab.charts.room import ChartRoom
from desktop.lab.charts.spans import Span, axis_end, with_margin, zoomed
from desktop.runs import readings
from desktop.runs.norms import MEANINGS, has_activations
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import button
from scenes.stage.charts.curve_key import ACCURACY_UNIT, LOSS_UNIT, NORM_UNIT
from scenes.stage.charts.layer_norms import KINDS, Kind
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording

SMALL, MEDIUM, LARGE = 11, 12, 14
"""The letters of charts in the strip, of charts of the same size, and of the large one."""
ENTRIES = (MEASURES, MEASURES, NORMS, ())
"""What there is to say of the lines of each chart."""
HALL = 0.04
"""The letters in a hall, as a share of the charts' height: 32 units of the stage's 900 are 0.036 of all of it."""
PICTURE = (1240, 740)
"""How large all charts are in a picture, as (width, height) in pixels for letters of the usual size."""
SEGMENT_LETTERS = 22
"""How many letters of names stand in a row under the charts; more become a list."""


@dataclass(frozen=True)
class Moment:
    """A chart at a step; where it shows gradients, whose, and of what. The index of a chart is its place here."""

    chart: int
    step: int
    contestant: int | None = None
    kind: Kind = "weights"


class ChartBoard(QWidget):
    """Draws a recording. `scrubbed` carries a step that was clicked.

    `save_wanted` and `copy_wanted` ask for what is shown as a file, and on the clipboard; `ground_wanted` for the
    ground that a run walked on, with the step that is looked at, and `compare_wanted` for what is laid over beside it.
    """

    scrubbed = Signal(int)
    save_wanted = Signal()
    copy_wanted = Signal()
    ground_wanted = Signal(object)
    compare_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._recording: Recording | None = None
        self._cursor: int | None = None
        self._hovered: int | None = None
        self._zoom: Span | None = None
        self._drawn: Span | None = None
        """The stretch that all charts show."""
        self._overlays: tuple[Overlay, ...] = ()
        self.in_hall = False
        """Whether the large chart stands alone, with letters for a hall."""
        self.only: int | None = None
        """The contestant whose gradients are drawn; None draws all."""
        self.wanted: Kind = "weights"
        """Which gradients are drawn, where both were recorded."""
        self.loss = LineChart("Loss", "Chance is ln 10 = 2.30 with ten classes.", LOSS_UNIT)
        self.accuracy = LineChart("Accuracy", "The share of pictures that are classified rightly.", ACCURACY_UNIT)
        self.gradients = LineChart("Gradient norms", "")
        self.heat = HeatMap("Heat map", "")
        self.charts: tuple[StepChart, ...] = (self.loss, self.accuracy, self.gradients, self.heat)
        self.legend = Legend(appearance)
        self.key = Key(appearance)
        self.kinds = Segments("Gradients with respect to", [f"of {kind}" for kind in KINDS])
        self.kinds.picked.connect(self._pick_kind)
        self._bottom_row = QWidget()
        self._above_bottom, self._bottom = QHBoxLayout(), QHBoxLayout()
        self._bottom.addWidget(self.kinds)
        for row in (self._above_bottom, self._bottom):
            row.addStretch(1)
        rows = QVBoxLayout(self._bottom_row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._above_bottom)
        rows.addLayout(self._bottom)
        self.ground = button(
            "The ground…",
            "The ground it walked on: a map of the loss around the path that its weights took",
            lambda: self.ground_wanted.emit(self._cursor),
        )
        self.compare = button("Compare…", "What differs in the runs that lie over each other", self.compare_wanted.emit)
        for each in (self.compare, self.ground):
            each.hide()  # until there is something to compare, and a path
            self._bottom.addWidget(each)
        self._bottom.addWidget(button("Copy", "Copy what is shown as a picture  Ctrl+C", self.copy_wanted.emit))
        self._bottom.addWidget(button("Save…", "Save the picture or the numbers  Ctrl+S", self.save_wanted.emit))
        self._chooser: Combo | Segments | None = None
        self._names: Sequence[str] = ()
        self.room = ChartRoom(self.charts)
        self.room.changed.connect(self.restyle)
        for chart in self.charts:
            chart.pointed.connect(lambda step, chart=chart: self._point(chart, step))
            chart.clicked.connect(self.scrubbed)
            chart.zoomed.connect(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.room, 1)
        column.addWidget(self.legend)
        column.addWidget(self.key)
        column.addWidget(self._bottom_row)
        appearance.changed.connect(self.restyle)
        self.restyle()

    def _settle(self) -> None:
        """Put the kinds of gradients beside the buttons, or above them where there is no room."""
        for row in (self._above_bottom, self._bottom):
            row.removeWidget(self.kinds)
        needed = self._bottom.sizeHint().width() + self._bottom.spacing() + self.kinds.sizeHint().width()
        (self._bottom if needed <= self.width() else self._above_bottom).insertWidget(0, self.kinds)

    def restyle(self) -> None:
        """Take on the theme and the size of type."""
        for index, chart in enumerate(self.charts):
            chart.restyle(self._appearance.theme, fonts.font(self._letters(index)))
        self.key.restyle(self._letters(self.room.large or 0))
        self.draw_all()

    def _letters(self, index: int) -> int:
        """How large a chart's letters are, in pixels: in a hall they are read from the last row."""
        large = self.room.large
        if self.in_hall:
            return max(self._appearance.px(LARGE), round(HALL * self.height()))
        return self._appearance.px(MEDIUM if large is None else LARGE if index == large else SMALL)

    def present(self, in_hall: bool) -> None:
        """Show the large chart alone, with letters for a hall, or all charts again."""
        self.in_hall = in_hall
        self._bottom_row.setVisible(not in_hall)
        self.room.show_alone(in_hall)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._settle()
        if self.in_hall:
            self.restyle()

    def show_recording(self, recording: Recording | None, cursor: int | None, chart: int | None = None) -> None:
        """Draw a recording with a cursor, in all charts or in one."""
        if recording is None or self._recording is None or recording.plan is not self._recording.plan:
            chart = self._zoom = None
        self._recording, self._cursor = recording, cursor
        if self.span != self._drawn:
            self._drawn = self.span
            for each in self.charts:  # all have the same axis of steps; their lines follow in turn
                each.show_steps(self._steps)
        if chart is None:
            self._offer_kinds()
        self._offer(recording)
        self.ground.setVisible(readings.left_a_path(recording))
        for index in range(len(self.charts)) if chart is None else (chart,):
            self._draw(index)
        if chart in (None, 0):
            self._read()

    def draw_all(self) -> None:
        """Draw everything again."""
        self.show_recording(self._recording, self._cursor)

    def show_moment(self, moment: Moment) -> None:
        """Have a chart fill the room with all steps, and ask to look at one of them."""
        self._zoom = None
        if moment.chart == self.charts.index(self.gradients):
            self.wanted = moment.kind
            self._pick(0 if moment.contestant is None or len(self._names) == 1 else moment.contestant + 1)
        self.room.show_large(moment.chart)
        self.scrubbed.emit(moment.step)

    def show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Lay other runs over loss and accuracy, on the same axes."""
        if overlays != self._overlays:
            self._overlays = overlays
            self.legend.show_overlays(overlays)
            self.compare.setVisible(bool(overlays))
            self.draw_all()

    def for_picture(self) -> ChartBoard:
        """The same charts without buttons and with all that a large chart says, in a size that no window limits.

        They are a hidden part of these, for the looks; who has painted them deletes them.
        """
        made = ChartBoard(self._appearance)
        made.setParent(self)
        made.only, made.wanted, made._zoom = self.only, self.wanted, self._zoom
        made._bottom_row.hide()
        made.room.show_large(self.room.large)
        made.room.show_alone(self.room.large is not None)
        for chart in made.charts:
            chart.set_large(True)
        made.show_overlays(self._overlays)
        made._recording, made._cursor = self._recording, self._cursor
        made.resize(self.picture_size)
        made.restyle()
        return made

    @property
    def picture_size(self) -> QSize:
        """How large the charts are in a picture, in pixels."""
        return QSize(*map(self._appearance.px, PICTURE))

    @property
    def has_overlays(self) -> bool:
        """Whether other runs lie over the charts."""
        return bool(self._overlays)

    @property
    def full(self) -> Span:
        """All the steps there are, with room for the next ones."""
        recording = self._recording
        own = axis_end(recording.step, recording.total_steps) if recording is not None else 100
        return (0.0, float(max([own, *(each.recording.step for each in self._overlays)])))

    @property
    def span(self) -> Span:
        """Which steps are shown: all of them, unless the wheel chose a stretch."""
        return self._zoom or self.full

    @property
    def _steps(self) -> Span:
        """The same with the room that is left free at the ends of all of them."""
        return self._zoom or with_margin(self.full)

    def zoom(self, step: float, factor: float) -> None:
        """See fewer steps around one, or more (`factor` below 1), up to all."""
        self._zoom = zoomed(self.span, step, factor, self.full)
        self.draw_all()

    def _draw(self, index: int) -> None:
        """Draw one chart."""
        recording, theme, chart = self._recording, self._appearance.theme, self.charts[index]
        steps = self._steps
        if isinstance(chart, HeatMap):
            chart.show_heat(heat(recording, self.only, self.kind) if recording else None, steps, theme)
            found = Drawing()
        elif isinstance(chart, LineChart):
            found = self._drawing(chart, recording) if recording else Drawing()
            chart.show_drawing(found, steps)
        chart.show_rates(recording, steps, self._cursor)
        if index == (self.room.large or 0):
            self.key.show_key(ENTRIES[index], found.cut)

    def _drawing(self, chart: LineChart, recording: Recording) -> Drawing:
        theme = self._appearance.theme
        if chart is self.loss:
            return drawings.loss(recording, theme, self._overlays)
        if chart is self.accuracy:
            return drawings.accuracy(recording, theme, self._overlays)
        return drawings.gradients(recording, theme, self.only, self.kind)

    @property
    def kind(self) -> Kind:
        """Which gradients are drawn."""
        return self.wanted if has_activations(self._recording) else "weights"

    def _pick_kind(self, index: int) -> None:
        self.wanted = KINDS[index]
        self.draw_all()

    def _offer_kinds(self) -> None:
        """Say which gradients are drawn, and offer the others where they were recorded."""
        both, kind = has_activations(self._recording), self.kind
        if both == self.kinds.isHidden():
            self.kinds.setVisible(both)
            self._settle()
        self.kinds.show_index(KINDS.index(kind), [None] * len(KINDS))
        self.gradients.header.rename(f"Gradients of {kind}" if both else "Gradient norms", MEANINGS[kind], NORM_UNIT)
        self.heat.header.rename("Heat map", f"One row for each layer. {MEANINGS[kind]}", "gradient norms of the layers")

    def _offer(self, recording: Recording | None) -> None:
        """Offer the contestants of the run to draw the gradients of."""
        names = [contestant.name for contestant in recording.plan.contestants] if recording else []
        if names == self._names:
            return
        self._names = names
        if self.only is not None and self.only >= len(names):
            self.only = None
        if self._chooser is not None:
            self._chooser.deleteLater()
            self._chooser = None
        if len(names) > 1:
            words = ["all", *names]
            if len("".join(words)) <= SEGMENT_LETTERS:
                self._chooser = Segments("Gradients of", words)
            else:
                self._chooser = Combo(self._appearance, "Gradients of")
                self._chooser.addItems(["all networks", *names])
                self._chooser.fit_words()
            self._chooser.picked.connect(self._pick)
            self._bottom.addWidget(self._chooser, 0, Qt.AlignmentFlag.AlignVCenter)
            self._show_choice()

    def _pick(self, index: int) -> None:
        self.only = index - 1 if index else None
        self._show_choice()
        self.draw_all()

    def _show_choice(self) -> None:
        if self._chooser is not None:
            index = 0 if self.only is None else self.only + 1
            self._chooser.show_index(index, [None] * (len(self._names) + 1))

    def _point(self, chart: StepChart, step: int | None) -> None:
        """Show the step under the mouse in all charts, and in words what the pointed one says there."""
        self._hovered = step
        self._read()
        if step is None or self._recording is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(QCursor.pos(), self._tip(chart, step), chart)

    def _tip(self, chart: StepChart, step: int) -> str:
        assert self._recording is not None
        if chart in (self.loss, self.accuracy):
            measure: readings.Measure = "loss" if chart is self.loss else "accuracy"
            others = [readings.laid_over(each.name, each.recording, step, measure) for each in self._overlays]
            return "\n".join([readings.measured(self._recording, step, measure), *others])
        return readings.norms(self._recording, step, self.only, self.kind)

    def _read(self) -> None:
        """Show the means at the mouse, else at the cursor, else the newest ones."""
        recording, theme = self._recording, self._appearance.theme
        at = self._hovered if self._hovered is not None else self._cursor
        for chart in self.charts:
            chart.set_cursor(at)
        measures: tuple[tuple[StepChart, readings.Measure], ...] = ((self.loss, "loss"), (self.accuracy, "accuracy"))
        for chart, measure in measures:
            found = readings.means(recording, recording.step if at is None else at, measure) if recording else []
            chart.header.reading.show_parts((text, contestant_colour(i, theme)) for i, text in enumerate(found))
        where = [(f"step {max(0, min(at, recording.step))}", theme.colour(Role.MUTED))] if recording and at else []
        self.gradients.header.reading.show_parts(where)
