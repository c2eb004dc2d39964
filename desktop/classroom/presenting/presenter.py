"""What the presenter sees beside the stage: what comes next, notes, the clock, the question's counts, and buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.titles import title_of
from desktop.classroom.presenting.beam import Dark
from desktop.classroom.presenting.clock import ClockPanel
from desktop.classroom.presenting.next_picture import NextPicture, coming
from desktop.classroom.presenting.notes import USUAL, NotesPart, PresenterNotes, parts_of, parts_of_scene
from desktop.classroom.presenting.pace import pace
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import FittingScroll, button, label
from scenes.stage.core.stage import Frame

WIDTH = 340
"""How wide the column is in pixels, for letters of the usual size."""
NOTES_HEIGHT = 140
"""How high the notes are at least."""
HIGH_ENOUGH = 960
"""How high it must be for the next picture, an open question and notes below each other."""


class GivenClass(Protocol):
    """A class that is given by a lesson, as far as the presenter's column shows it.

    While it is not `active` there is none, and the column shows what belongs to the open scene. `stop` is the index of
    the present stop, `at` the title of its step, `elapsed` the seconds spent on each stop so far, `left_out` the
    indices of the stops that will be passed over, and `coming` the picture of the next cue, or words where there is
    none of its own.
    """

    changed: SignalInstance

    @property
    def active(self) -> bool:
        """Whether a lesson is being given."""

    @property
    def lesson(self) -> Lesson | None:
        """The lesson."""

    @property
    def stop(self) -> int:
        """Where it is."""

    @property
    def at(self) -> str:
        """The title of the step that it is at, or asks a question at."""

    @property
    def elapsed(self) -> tuple[float, ...]:
        """How long it has been where."""

    @property
    def left_out(self) -> frozenset[int]:
        """What it passes over."""

    def coming(self) -> Frame | str | None:
        """What the next press shows, or in words what it brings."""

    def toggle_stop(self, stop: int) -> None:
        """Leave a stop out, or take it in."""


class Presenter(QWidget):
    """The column. `now` is the time of day, `letters` the size of the notes'.

    `wanted` names an action of the window ("black", "swap" or "stop"), `changed` says that the letters are others.
    """

    wanted = Signal(str)
    changed = Signal()

    def __init__(
        self,
        session: SceneSession,
        appearance: Appearance,
        typesetter: Typesetter,
        now: Callable[[], datetime] = datetime.now,
        letters: int = USUAL,
    ) -> None:
        super().__init__()
        self.setObjectName("presenter")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # nothing of the stage shines through
        self._session, self._appearance, self._now = session, appearance, now
        self._began = now()
        self._class: GivenClass | None = None
        self._suggested: int | None = None
        self.clock = ClockPanel(appearance, now)
        self.next_title = label("Next", "muted")
        self.next = NextPicture(self._coming, appearance, typesetter)
        self.notes = PresenterNotes(appearance, letters)
        self.question = QVBoxLayout()
        self._asked: FittingScroll | None = None
        self.black = self._button("Black", "A black screen for the class, and back  B", "black")
        self.black.setCheckable(True)
        self.swap = self._button("Swap", "Let the two windows change screens  Shift+F11", "swap")
        self.stop = self._button("Stop", "End presenting  Esc", "stop")
        self._build()
        self.clock.ticked.connect(self._tick)
        self.clock.taken.connect(self.take_suggestion)
        self.notes.changed.connect(self.changed)
        for moved in (session.opened, session.stepped):
            moved.connect(self.refresh)
        session.turned.connect(self.next.refresh)
        session.moved.connect(self.next.refresh)
        appearance.changed.connect(self._dress)
        self._dress()

    def follow(self, given: GivenClass) -> None:
        """Show a class, whenever one is given."""
        self._class = given
        given.changed.connect(self.refresh)
        self.refresh()

    def begin(self) -> None:
        """Count the time from now on."""
        self._began = self._now()
        self.refresh()

    def show_state(self, dark: Dark, two_screens: bool) -> None:
        """Show what covers the class's picture, and whether there are two screens to swap."""
        self.black.setChecked(dark != "no")
        self.black.setText("Black" if dark != "white" else "White")
        self.swap.setVisible(two_screens)

    def ask(self, widget: QWidget) -> None:
        """Take a widget about questions into the column; it hides itself while there is none."""
        self._asked = FittingScroll(widget)
        self.question.addWidget(self._asked)
        self._asked.toggled.connect(self._make_room)
        self._make_room()

    def take_suggestion(self) -> None:
        """Leave out the stop that the clock speaks of, or take it in."""
        if self._class is not None and self._suggested is not None:
            self._class.toggle_stop(self._suggested)

    def refresh(self) -> None:
        """Show where the class is now; while nobody sees it there is nothing to do."""
        if not self.isVisible():
            return
        self.notes.say(self._parts(), self._step())
        self.next.refresh()
        self._tick()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Do without the next picture where a question needs its room: what comes then is the question's to say."""
        asked = self._asked is not None and not self._asked.inside.isHidden()
        has_room = self.height() >= self._appearance.px(HIGH_ENOUGH)
        for widget in (self.next_title, self.next):
            widget.setVisible(has_room or not asked)

    # --- Building ---------------------------------------------------------------------------------------------------

    def _button(self, text: str, hint: str, action: str) -> QPushButton:
        return button(text, hint, lambda: self.wanted.emit(action))

    def _build(self) -> None:
        buttons = QHBoxLayout()
        for widget in (self.black, self.swap, self.stop):
            buttons.addWidget(widget, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.clock)
        self._column.addWidget(self.next_title)
        self._column.addWidget(self.next)
        self._column.addLayout(self.question)
        self._column.addWidget(self.notes, 1)
        self._column.addLayout(buttons)

    def _dress(self) -> None:
        margin = self._appearance.px(14)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._appearance.px(8))
        self.notes.setMinimumHeight(self._appearance.px(NOTES_HEIGHT))
        width = self._appearance.room(WIDTH)
        self.setFixedWidth(width)
        self.next.span(width - 2 * margin)

    # --- What there is to show --------------------------------------------------------------------------------------

    def _lesson(self) -> tuple[GivenClass, Lesson] | None:
        """The class that is given, with its lesson."""
        given = self._class
        if given is None or not given.active or given.lesson is None:
            return None
        return given, given.lesson

    def _step(self) -> str:
        """The step that is spoken of: in a question with a picture of its own the one that it is asked at."""
        found, title = self._lesson(), self._session.steps[self._session.step].title
        has_notes = any(part.step == title for part in self._parts())
        return title if found is None or has_notes else found[0].at

    def _parts(self) -> tuple[NotesPart, ...]:
        found = self._lesson()
        return parts_of_scene(self._session) if found is None else parts_of(found[1].stop[found[0].stop].notes)

    def _coming(self) -> Frame | str | None:
        found = self._lesson()
        return coming(self._session) if found is None else found[0].coming()

    def _tick(self) -> None:
        found = self._lesson()
        if found is None:
            self.clock.show_times((self._now() - self._began).total_seconds())
            self.clock.hide_pace()
            return
        given, lesson = found
        spent = [seconds / 60 for seconds in given.elapsed]
        found_pace = pace(lesson, spent, given.stop, given.left_out)
        self._suggested = found_pace.stop
        title = "" if found_pace.stop is None else title_of(lesson.stop[found_pace.stop], self._session.catalogue)
        self.clock.show_times(sum(given.elapsed), lesson.planned * 60)
        self.clock.show_pace(found_pace, title, spent[given.stop], lesson.stop[given.stop].minutes)
