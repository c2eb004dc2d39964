"""The view of points: maps of pictures as layers have them, and those of the pictures that were picked out."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.lab.mistakes.loading import ValidationPictures
from desktop.lab.mistakes.wall import MOST, Hung, Pixels, Wall
from desktop.lab.points.chart import PointChart, Pointed
from desktop.lab.points.maps import METHODS, Method, PointMaps
from desktop.lab.points.painting import Look
from desktop.lab.points.shown import Shown, put_together, said_of
from desktop.lab.points.wanted import SOME, Choice, choices, places
from desktop.runs import mistakes
from desktop.runs.mistakes import Judged, Said, probability
from desktop.runs.readings import spec_of
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from desktop.widgets.fields import Combo, Segments
from desktop.widgets.parts import ScrollColumn, TwoRows, WholeTicker, button, label, strip
from scenes.stage.data.recording import Plan, Recording
from scenes.stage.output.theme import Theme

LETTER, HALL = 12, 0.03
"""The letters, in pixels of a window of 1280 by 720, and in a hall as a share of the view's height."""
SHARES = (7, 3)
"""How the room is shared between the maps and the pictures that were picked out."""
HINT = "Draw a line around points to see their pictures. Click a point, and all networks look at it."
SLOWLY = (
    "The run goes as fast as it can, and the maps get 2 % of its time. Choose a slower pace to see them move with it."
)
GONE = "Its numbers are not finite any more."
WORDS = ("t-SNE", "Components")


class PointsView(QWidget):
    """Shows maps at the step that is looked at; nothing is worked out where nobody looks.

    `picture_wanted` (index, class, pixels) carries a validation picture that all networks should look at; `save_wanted`
    and `copy_wanted` ask for what is shown as a file, and on the clipboard; `state_changed` says that `state` is
    another.
    """

    picture_wanted = Signal(int, int, object)
    save_wanted = Signal()
    copy_wanted = Signal()
    state_changed = Signal()

    def __init__(self, appearance: Appearance, session: TrainingSession, questions: Questions) -> None:
        super().__init__()
        strip(self)
        self._appearance, self._session = appearance, session
        self._looked: tuple[Recording | None, int | None] = (None, None)
        self._plan: Plan | None = None
        self._only: int | None = None
        self._key = SOME
        self._method: Method = METHODS[0]
        self._choices: tuple[Choice, ...] = ()
        self._picked: tuple[int, ...] = ()
        self._judged: Judged | None = None
        self._in_hall = False
        self._seen: tuple[object, ...] = ()
        """What the maps were drawn of."""
        self.maps = PointMaps(session, questions, self)
        self.maps.changed.connect(self._show)
        self.pictures = ValidationPictures(self)
        self.pictures.changed.connect(self._show)
        self.chart = PointChart(appearance, self._told)
        self.chart.chosen.connect(self._choose)
        self.chart.picked.connect(self._pick)
        self.whose, self.which = Combo(appearance, "Whose maps"), Combo(appearance, "Which layers")
        for combo in (self.whose, self.which):
            combo.fit_words()
        self.methods = Segments("How the maps are made", WORDS)
        self.when = WholeTicker("small")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.progress.setFixedWidth(appearance.px(70))
        self.progress.setAccessibleName("How much of the maps is there")
        self.stop = button("Stop", "Work no more on these maps, or go on", self._stop_or_go_on)
        self.said = label(name="muted", wrap=True)
        self.nothing = label(name="intro", wrap=True)
        self.wall = Wall(appearance)
        self.wall.chosen.connect(self._choose_picked)
        self.count = label(name="small", wrap=True)
        self.whose.picked.connect(self._show_whose)
        self.which.picked.connect(self._show_which)
        self.methods.picked.connect(self._show_method)
        self._lay_out()
        appearance.changed.connect(self._show)

    def _lay_out(self) -> None:
        self._top = TwoRows()
        for widget in (self.whose, self.which, self.methods):
            self._top.first.addWidget(widget)
        self._top.first.addStretch(1)
        top = self._top.second
        top.addWidget(self.when, 1)
        top.addWidget(self.progress)
        top.addWidget(self.stop)
        top.addWidget(button("Copy", "Copy what is shown as a picture  Ctrl+C", self.copy_wanted.emit))
        top.addWidget(button("Save…", "Save the picture or the numbers  Ctrl+S", self.save_wanted.emit))
        self._aside = QWidget()
        aside = QVBoxLayout(self._aside)
        aside.setContentsMargins(0, 0, 0, 0)
        told = QHBoxLayout()
        told.addWidget(self.count, 1)
        told.addWidget(button("Let go", "Choose none of these pictures  Esc", lambda: self._pick(())))
        aside.addLayout(told)
        self._scroll = ScrollColumn(self.wall)
        aside.addWidget(self._scroll, 1)
        self._inside = QWidget()
        inside = QHBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.chart, SHARES[0])
        inside.addWidget(self._aside, SHARES[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._top)
        column.addWidget(self.nothing, 1)
        column.addWidget(self._inside, 1)
        column.addWidget(self.said)

    # What is shown

    @property
    def shown(self) -> Shown | None:
        """What is seen; None where there is no map."""
        return self.chart.shown if self._inside.isVisible() else None

    def show_recording(self, recording: Recording | None, cursor: int | None) -> None:
        """Show a run as it was at the cursor."""
        self._looked = (recording, cursor)
        self._show()

    def present(self, in_hall: bool) -> None:
        """Show a hall the maps in larger letters, or show everything again."""
        self._in_hall = in_hall
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.pictures.look_again()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Work on nothing that nobody sees."""
        super().hideEvent(event)
        self.maps.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        if self._in_hall:
            self._show()

    def _show(self) -> None:
        """Show what there is by the step, and ask for what is missing."""
        recording, cursor = self._looked
        if not self.isVisible():
            return
        old = recording is not None and recording.plan.labels is None
        if recording is None or old:
            self._show_nothing(mistakes.NOT_KEPT if old else "")
            return
        plan = recording.plan
        if plan is not self._plan:
            self._begin(plan)
        self.pictures.want(spec_of(plan).data)
        wanted = places(plan, self._contestants(plan), self._key)
        found, said = self.maps.look(recording, cursor, wanted, self._method)
        if not found and said and not self.maps.going:
            self._show_nothing(said)
            return
        seen = recording if cursor is None else recording.upto(cursor)
        gone = {each.contestant: GONE for each in seen.divergences}
        self._judged = mistakes.judged(recording, cursor)
        shown = put_together(plan, self._method, wanted, found, self._judged, gone, frozenset(self._picked))
        self.nothing.hide()
        self._inside.show()
        self._show_top(shown, said)
        maps, step = [found.get(place) for place in wanted], self._judged.step if self._judged is not None else None
        look = self._letter, self._appearance.theme, id(self.pictures.pictures)
        self._show_maps(shown, (plan, self._method, wanted, maps, step, gone, self._picked, *look))

    def _show_maps(self, shown: Shown, seen: tuple[object, ...]) -> None:
        """Show maps and pictures where they are others than those that were `seen` last."""
        if len(seen) != len(self._seen) or any(a is not b and a != b for a, b in zip(seen, self._seen, strict=True)):
            self._seen = seen
            self.chart.show_maps(shown, self._letter)
            self._show_wall(shown)

    def _show_nothing(self, words: str) -> None:
        """Say why there are no maps."""
        self.nothing.setText(words)
        self.nothing.show()
        for widget in (self._top, self._inside, self.said):
            widget.hide()

    def _begin(self, plan: Plan) -> None:
        """Show another run: all its contestants, and of their layers those that were wanted last if it has them."""
        self._plan, self._only, self._picked = plan, None, ()
        names = [each.name for each in plan.contestants]
        self.whose.clear()
        self.whose.addItems(["All networks", *names])
        self.whose.setVisible(len(names) > 1)
        self._fill_layers(plan)

    def _fill_layers(self, plan: Plan) -> None:
        self._choices = choices([plan.contestants[index] for index in self._contestants(plan)])
        if self._key not in (each.key for each in self._choices):
            self._key = SOME
        self.which.clear()
        self.which.addItems([each.words for each in self._choices])

    def _contestants(self, plan: Plan) -> tuple[int, ...]:
        return tuple(range(len(plan.contestants))) if self._only is None else (self._only,)

    def _show_top(self, shown: Shown, said: str) -> None:
        """Show what is chosen, of which step the maps are, and whether there are more to come."""
        self._top.setVisible(not self._in_hall)
        self.whose.show_index(0 if self._only is None else self._only + 1)
        self.which.show_index([each.key for each in self._choices].index(self._key))
        self.methods.show_index(METHODS.index(self._method), [None] * len(METHODS))
        self.when.setText(after(shown, self._looked[1]))
        self.progress.setVisible(self.maps.going)
        self.progress.setValue(round(100 * self.maps.done))
        self.stop.setVisible(self.maps.going or self.maps.halted)
        self.stop.setText("Go on" if self.maps.halted else "Stop")
        hurried = self._session.phase is Phase.RUNNING and self._session.pace.steps_a_second(1) is None
        words = said or self.pictures.trouble or (SLOWLY if hurried and self.maps.going else HINT)
        self.said.setText(words)
        self.said.setVisible(not self._in_hall)

    def _show_wall(self, shown: Shown) -> None:
        """Hang the pictures that were picked out, those with the largest loss first."""
        self._aside.setVisible(bool(shown.chosen))
        if not shown.chosen:
            return
        hung = [self._hung(index, shown) for index in self._in_order(shown)[:MOST]]
        count = len(shown.chosen)
        pictures = "1 picture" if count == 1 else f"{count:,} pictures"
        self.count.setText(f"{pictures}, the {MOST} worst of them." if count > MOST else f"{pictures}.")
        self.wall.show_pictures(hung, self._letter)

    def _in_order(self, shown: Shown) -> list[int]:
        said = self._said(self._teller)
        losses = said.losses if said is not None else np.zeros(0)
        return sorted(shown.chosen, key=lambda index: (-losses[index] if index < len(losses) else 0.0, index))

    def _hung(self, index: int, shown: Shown) -> Hung:
        """A picture with what was said of it; of several networks the one that is asked first tells."""
        classes, teller, said = shown.plan.classes, self._teller, self._said(self._teller)
        words = loss = ""
        if said is not None and index < len(said.classes):
            words = f"said {classes[said.classes[index]]} ({probability(float(said.sure[index]))})"
            loss = mistakes.loss_words(float(said.losses[index]))
        name = shown.plan.contestants[teller].name
        return Hung(self._pixels(index), (words, f"is {classes[shown.labels[index]]}"), teller, name, loss)

    @property
    def _teller(self) -> int:
        """The contestant that tells of pictures on the wall: the one that has the maps, else the last in the race."""
        left = self._judged.left if self._judged is not None else ()
        if self._only is not None or not left:
            return self._only or 0
        return left[-1]

    def _said(self, contestant: int) -> Said | None:
        return self._judged.said[contestant] if self._judged is not None else None

    def _pixels(self, index: int) -> Pixels | None:
        found = self.pictures.pictures
        return found[index] if found is not None and index < len(found) else None

    def _told(self, index: int) -> tuple[Pixels | None, list[str]]:
        """A picture, and what is said of it."""
        shown = self.chart.shown
        return self._pixels(index), said_of(index, shown, self._judged) if shown is not None else []

    @property
    def _letter(self) -> float:
        usual = self._appearance.px(LETTER)
        return max(usual, round(HALL * self.height())) if self._in_hall else usual

    def paint_for_hall(self, painter: QPainter, size: QSize, theme: Theme) -> None:
        """Paint what is shown in letters for a hall, in a size in pixels."""
        margin = round(0.02 * size.width())
        painter.translate(margin, margin)
        look = Look(theme, HALL * size.height())
        self.chart.paint_sheet(painter, size.width() - 2 * margin, size.height() - 2 * margin, look)

    # What the user does

    def _show_whose(self, index: int) -> None:
        self._only = index - 1 if index else None
        if self._plan is not None:
            self._fill_layers(self._plan)
        self._ask_anew()

    def _show_which(self, index: int) -> None:
        self._key = self._choices[index].key
        self._ask_anew()

    def _show_method(self, index: int) -> None:
        self._method = METHODS[index]
        self._ask_anew()

    def _ask_anew(self) -> None:
        """Other maps are wanted: leave those that are being made."""
        self.maps.stop()
        self.maps.halted = False
        self._show()
        self.state_changed.emit()

    def _stop_or_go_on(self) -> None:
        self.maps.halted = not self.maps.halted
        if self.maps.halted:
            self.maps.stop()
        self._show()

    def _pick(self, indices: tuple[int, ...]) -> None:
        self._picked = indices
        self._show()
        self._scroll.to_top()

    def _choose(self, pointed: Pointed) -> None:
        self._look_at(pointed.index)

    def _choose_picked(self, place: int) -> None:
        shown = self.chart.shown
        if shown is not None:
            self._look_at(self._in_order(shown)[place])

    def _look_at(self, index: int) -> None:
        """Have all networks look at a picture."""
        found, shown = self._pixels(index), self.chart.shown
        if found is not None and shown is not None:
            self.picture_wanted.emit(index, int(shown.labels[index]), found)

    # From one start of the application to the next

    def state(self) -> dict[str, Any]:
        """What the next start should know, as plain data."""
        return {"layers": self._key, "method": self._method}

    def restore(self, state: object) -> None:
        """Take on what another start left; what doesn't fit stays as it is."""
        if not isinstance(state, dict):
            return
        key, method = state.get("layers"), state.get("method")
        if isinstance(key, str):
            self._key = key
            self._plan = None
        if method in METHODS:
            self._method = method


def after(shown: Shown, cursor: int | None) -> str:
    """Of which steps the maps are, which may be before the step that is looked at."""
    steps, count = shown.steps, len(shown.labels)
    if not steps:
        return f"{count:,} pictures" if count else ""
    if len(steps) == 1:
        return mistakes.after(steps[0], cursor, count, "weights kept")
    return f"after steps {steps[0]:,} to {steps[-1]:,}, {count:,} pictures"
