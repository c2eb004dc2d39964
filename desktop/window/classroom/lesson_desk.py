"""Lessons in a window: what ties the open lesson, its panel and its overview to the stage, and to keys and files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.classroom.authoring.moments import ShownNow, addition, asked, run_of, set_to
from desktop.classroom.authoring.overview import Overview
from desktop.classroom.authoring.own_pictures import Missing, edit_with, knobs_to_file
from desktop.classroom.authoring.panel import LessonPanel
from desktop.classroom.authoring.rows import StopRow, rows_of
from desktop.classroom.authoring.thumbnails import Thumbnails
from desktop.classroom.lessons.document import Edit, LessonDocument
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.model import ENDING
from desktop.classroom.lessons.reading import Read, StopEntry
from desktop.classroom.lessons.shelf import own_folder, ships
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.training.scene_runs import SceneRuns
from desktop.window.actions import Actions
from desktop.window.classroom.fresh_moment import FreshMoment
from desktop.window.classroom.lessons_menu import LessonsMenu
from desktop.window.classroom.live_stops import LiveStops
from desktop.window.classroom.name_dialog import NameDialog
from desktop.window.classroom.open_lesson import OpenLesson
from desktop.window.classroom.teaching import Classroom
from desktop.window.opening import Opener
from desktop.window.places import Places
from desktop.window.presenting.presenting import Presenting
from engine.contract.spec import preset_of
from scenes.stage.core.catalogue import catalogue

KINDS = f"Lessons (*{ENDING});;All files (*)"
OPENED = "{lesson} is open. F5 begins the class; a double click on a stop goes there."
MADE = "{lesson} is made and open. Go to what the class should see, and press Ctrl+D: that becomes a stop of it."
NO_NUMBER = "Press Q first, and choose the number to ask about."
NO_STOP = "Choose a stop of the lesson first."
OF_THE_LESSON = "This is a card of the lesson itself. Go to a scene or to the lab to add what is shown there."


class LessonDesk(QObject):
    """Opens, makes, changes and gives lessons. `opened` carries the file of a lesson that has been opened.

    `kept` says that the next start should find another lesson; `left` are file and stop that another start has left.
    """

    opened = Signal(Path)
    kept = Signal()

    def __init__(
        self,
        session: SceneSession,
        classroom: Classroom,
        live: SceneRuns,
        appearance: Appearance,
        typesetter: Typesetter,
        window: QWidget,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
        left: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__(window)
        self._left = left
        """The file and the stop that another start has left; "" as soon as that is opened, or something else."""
        self._session, self._classroom, self._window = session, classroom, window
        self._say, self._unsay = say, unsay
        self._places: Places | None = None
        self._followed: LessonDocument | None = None
        self._opened = ""
        conducting = classroom.conducting
        self.lesson = OpenLesson(conducting, say, unsay, self)
        self.live_stops = LiveStops(conducting, live, say, unsay)
        self.thumbnails = Thumbnails(appearance, typesetter, live.recording, conducting.ready, self)
        self.panel = LessonPanel(appearance, self.thumbnails)
        self.overview = Overview(self._rows, appearance, self.thumbnails, window)
        self.menu = LessonsMenu(self.lesson, self.open, self.files, window)
        self.fresh = FreshMoment(session, unsay, self)
        self.opener = Opener(lambda path: path.name.endswith(ENDING), self.open)
        self._show()
        self.lesson.changed.connect(self._show)
        self.lesson.changed.connect(self.thumbnails.look)  # its own pictures may have been read
        self.lesson.changed.connect(self.kept)
        self.panel.go_wanted.connect(self.lesson.go)
        self.panel.wanted.connect(self._act)
        self.overview.chosen.connect(self.lesson.go)

    def settle(self, places: Places) -> None:
        """Know the places of the window."""
        self._places = places
        self.lesson.shown.connect(places.show_scene)
        self.lesson.shown.connect(lambda: self._unsay(self._opened))
        places.changed.connect(self.fresh.forget)

    # --- Opening ----------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> bool:
        """Open a lesson. On the start page nothing else goes on, so it begins; elsewhere it waits for F5."""
        if not self.lesson.open(path):
            return False
        self._left = "", ""
        self.opened.emit(path)
        if self._places is not None and self._places.at_home:
            self.lesson.begin()
        elif self.lesson.lesson is not None:
            self._opened = OPENED.format(lesson=self.lesson.lesson.title)
            self._say(self._opened)
        return True

    def restore(self) -> None:
        """Open the lesson again that was open when the window was closed; it begins by F5, where it was."""
        (path, stop), self._left = self._left, ("", "")
        if path and Path(path).is_file() and self.lesson.open(Path(path)):
            self.lesson.stop = stop
            self.panel.choose(stop)

    @property
    def file(self) -> str:
        """The file that the next start should open again."""
        return str(self.lesson.document.path) if self.lesson.document is not None else self._left[0]

    @property
    def stop(self) -> str:
        """The stop where the next start should find the class."""
        return self.lesson.stop or self._left[1]

    def leave(self) -> None:
        """Let go of the lesson: what was typed last is written."""
        self.blockSignals(True)  # that it is closed with the window is nothing to remember
        self.panel.follow(None)
        self.lesson.close()

    def ask_for_lesson(self) -> None:
        """Let the user choose a file."""
        document = self.lesson.document
        folder = document.path.parent if document is not None else own_folder()
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a lesson", str(folder), KINDS)
        if path:
            self.open(Path(path))

    def ask_for_name(self, then: Callable[[], object] = lambda: None) -> NameDialog:
        """Ask what a new lesson is called, make it, and go on."""

        def make(title: str) -> str:
            sentence = self.lesson.create(title)
            if not sentence and self.lesson.document is not None:
                self.opened.emit(self.lesson.document.path)
                self._opened = MADE.format(lesson=title)
                self._say(self._opened)
            return sentence

        dialog = NameDialog(make, str(own_folder()), self._window.window())
        dialog.accepted.connect(then)
        dialog.open()
        return dialog

    # --- Giving -----------------------------------------------------------------------------------------------------

    def present(self, presenting: Presenting, afresh: bool = False) -> None:
        """Begin the class with the open lesson, and present it; without one present the scene."""
        if afresh or not presenting.going_on:
            self._begin(afresh)
        if afresh and self.lesson.document is None:
            presenting.begin_afresh()
        else:
            presenting.begin()

    def _begin(self, afresh: bool) -> None:
        lesson = self.lesson.lesson
        if self.lesson.given and afresh and lesson is not None:
            self.lesson.go(lesson.stop[0].id)
        elif self.lesson.given:
            self.lesson.shown.emit()
        elif self.lesson.document is not None:
            chosen = self.panel.chosen
            self.lesson.begin("" if afresh else chosen.id if chosen is not None else self.lesson.stop)

    def scene_keys(self, without: Actions) -> Actions:
        """What keys do where a scene is shown: in a lesson they lead to its stops, `without` one to steps."""
        mine = self.overview.actions_here
        return {
            name: lambda name=name: mine[name]() if self.lesson.given else without[name]()  # type: ignore[misc]
            for name in mine
        }

    @property
    def files(self) -> Actions:
        """What can be done about lesson files."""
        return {"new-lesson": self.ask_for_name, "open-lesson": self.ask_for_lesson}

    # --- Changing ---------------------------------------------------------------------------------------------------

    def add_moment(self) -> None:
        """Add what is shown to the lesson; without one ask for the name of a new one first."""
        document = self.lesson.document
        if document is None:
            self.ask_for_name(self.add_moment)
            return
        shown = self._shown()
        if shown is None:
            return
        self.panel.editor.commit()
        try:
            shown, missing = self._with_knobs(shown)
            added = addition(document.read, shown, catalogue())
        except LessonError as error:
            self._say(str(error))
            return
        before = document.text
        if edit_with(document, added.edit, missing):
            self._unsay(self._opened)
            sentence = added.sentence.format(lesson=document.title)
            self.fresh.note(document, before, sentence)
            self._say(sentence)
            self.panel.list.choose(len(document.read.entries) - 1)

    @property
    def fresh_actions(self) -> Actions:
        """What Ctrl+Z does first while the moment that was added is the last thing that was done."""
        overlays = self._classroom.overlays
        return {} if overlays.tool in ("pen", "rubber") else self.fresh.actions

    def set_shown(self) -> None:
        """Let the chosen stop show what is shown."""

        def to_this(entry: StopEntry, shown: ShownNow) -> tuple[Edit, Missing]:
            whole, missing = self._with_knobs(shown)
            return set_to(entry, whole), missing

        self._change_chosen(to_this)

    def ask_number(self) -> None:
        """Ask at the chosen stop about the number that Q has chosen."""
        number = self._classroom.polling.number
        if number is None:
            self._say(NO_NUMBER)
            return
        if self._change_chosen(lambda entry, shown: (asked(entry, shown, number.mark, number.cell), {})):
            self._say(f"Asked at the end of “{self._session.steps[self._session.step].title}”.")

    def _change_chosen(self, made: Callable[[StopEntry, ShownNow], tuple[Edit, Missing]]) -> bool:
        """Make a change of the chosen stop out of what is shown, with the pictures that it needs beside the lesson."""
        document, entry, shown = self.lesson.document, self.panel.chosen, self._shown()
        if shown is None:
            return False
        if document is None or entry is None:
            self._say(NO_STOP)
            return False
        self.panel.editor.commit()
        try:
            return edit_with(document, *made(entry, shown))
        except LessonError as error:
            self._say(str(error))
            return False

    def _shown(self) -> ShownNow | None:
        """What is shown now, as yet without knobs; says so where that can be no stop."""
        session, places = self._session, self._places
        if places is not None and places.in_lab and places.lab is not None:
            run = preset_of(places.lab.wanted.spec) or ""
            if not run:
                self._say(
                    "This run has settings of your own, and a lesson shows only named ones. Choose one in the lab."
                )
            return ShownNow(lab=run) if run else None
        run = run_of(session.scene.name)
        if run:
            return ShownNow(lab=run)
        if session.scene.name not in [scene.name for scene in catalogue().scenes]:
            self._say(OF_THE_LESSON)
            return None
        titles = tuple(step.title for step in session.steps)
        return ShownNow(session.scene.name, at=titles[session.step], titles=titles)

    def _with_knobs(self, shown: ShownNow) -> tuple[ShownNow, Missing]:
        """What is shown with the knobs as they stand, and the pictures that a lesson needs beside it for them."""
        if not shown.scene:
            return shown, {}
        found = knobs_to_file(self._session.knobs, self._folder)
        return replace(shown, knobs=found.plain), found.missing

    @property
    def _folder(self) -> Path:
        """Where the open lesson lies, or its copy will if it is one that ships."""
        document = self.lesson.document
        return document.path.parent if document is not None and not ships(document.path) else own_folder()

    # --- What the panel shows ---------------------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        match name:
            case "moment":
                self.add_moment()
            case "shown":
                self.set_shown()
            case "question":
                self.ask_number()
            case "class":
                self.lesson.end() if self.lesson.given else self._begin(afresh=False)
            case "lessons":
                self.menu.popup(QCursor.pos())
            case _:
                raise ValueError(f"The lesson panel wants {name!r}, which the window doesn't know.")

    def _show(self) -> None:
        if self.lesson.document is not self._followed:
            self._followed = self.lesson.document
            self.panel.follow(self.lesson.document)
        conducting = self._classroom.conducting
        stop = conducting.stop
        given = self.lesson.given
        left_out = conducting.left_out if given else frozenset[str]()
        self.panel.mark(given, stop.id if stop is not None else "", left_out)

    def _rows(self) -> tuple[tuple[StopRow, ...], Path]:
        """The stops of the class, for the overview."""
        conducting, document = self._classroom.conducting, self.lesson.document
        lesson, stop = conducting.lesson, conducting.stop
        if lesson is None or document is None:
            return (), Path()
        entries = tuple(StopEntry(index, each.id, (0, 0), each) for index, each in enumerate(lesson.stop))
        found = Read(lesson, (), entries)
        rows = rows_of(found, catalogue(), stop.id if stop is not None else "", conducting.left_out)
        return rows, document.path.parent
