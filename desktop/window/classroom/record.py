"""What was shown, in this window: the class log, going on after a crash, rehearsals, and past classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from desktop.classroom.conducting.left import Left
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.record.class_view import ClassView
from desktop.classroom.record.classes_panel import ClassesPanel, day_and_time
from desktop.classroom.record.entries import AnyEntry
from desktop.classroom.record.log import ClassLog
from desktop.classroom.record.minutes_dialog import MinutesDialog
from desktop.classroom.record.reading import ClassRecord, RecordError, read
from desktop.classroom.record.recorder import Purpose, Recorder
from desktop.classroom.record.rehearsal import GLANCE, MeasuredStop, measured, written
from desktop.classroom.record.resuming import ink, left_behind, resumed
from desktop.classroom.stops.foreign import foreign_pictures
from desktop.pictures.answers import called
from desktop.system.paths import data_folder
from desktop.window.classroom.open_lesson import OpenLesson
from desktop.window.classroom.over_the_stage import OverTheStage
from desktop.window.classroom.pictures_ahead import PicturesAhead
from desktop.window.classroom.teaching import Classroom
from desktop.window.overlays.offer import Offer
from desktop.window.presenting.presenting import Around, Presenting
from scenes.questions.moments import Moment
from scenes.stage.core.timeline import step_titled

CLASSES = "classes"
"""The folder of class logs, among the application's data."""
NO_LESSON = "Open a lesson first: a rehearsal measures how long each of its stops takes."
REHEARSING = "This is a rehearsal. At the end of the lesson, or when you choose Rehearse again, the minutes are shown."
TOO_SHORT = f"The rehearsal was too short to measure anything: no stop was shown for more than {GLANCE:g} seconds."
NOTHING_SHOWN = "This class was broken off before it was shown anything."
READING = "The pictures of this class are being read. It is shown when they are."
TAKEN = "This class is being given just now, here or in another window."


class ClassRecords(QObject):
    """Keeps the logs of the classes of one window, and does with them what there is to do.

    `open_lesson` is the lesson that is open in the window. `handout_wanted` and `lesson_wanted` carry the record of a
    past class, of which somebody wants these.
    """

    handout_wanted = Signal(object)
    lesson_wanted = Signal(object)

    def __init__(
        self,
        around: Around,
        classroom: Classroom,
        over_the_stage: OverTheStage,
        presenting: Presenting,
        open_lesson: OpenLesson,
        show_scene: Callable[[], None],
    ) -> None:
        super().__init__(around.content)
        self._session, self._conducting = around.session, classroom.conducting
        self._overlays, self._content = over_the_stage.overlays, around.content
        self._say, self._unsay, self._show_scene = around.say, around.unsay, show_scene
        self._open_lesson, self._appearance = open_lesson, around.appearance
        self._rehearsed: LessonDocument | None = None
        self._left: ClassRecord | None = None
        """The class that was offered to be gone on with."""
        self._pictures = PicturesAhead(classroom.conducting.ready, self)
        self._pictures.done.connect(self._have_pictures)
        self._when_read: Callable[[], None] | None = None
        """What begins the class that waits for its pictures."""
        self.folder = data_folder() / CLASSES
        self.recorder = Recorder(around.session, classroom.conducting, self.folder, parent=self)
        self.recorder.file = self._file
        self.offer = Offer("", "Go on", "Not now", self._take_up, around.appearance, around.content)
        self.recorder.told.connect(around.say)
        self.recorder.ended.connect(self._ended)
        self.recorder.ended.connect(over_the_stage.forget_stops)
        self._overlays.ink_changed.connect(self.recorder.ink)
        presenting.darkened.connect(lambda: self.recorder.cover(presenting.dark))
        self._conducting.cued.connect(self._follow_rehearsal)

    # --- After a crash ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Offer to go on with a class that was broken off, unless one is given or offered already."""
        if self._conducting.active or self._left is not None:
            return
        self._left = left_behind(self.folder, datetime.now())
        if self._left is None:
            return
        record = self._left
        stops = [stop.id for stop in record.lesson.stop]
        last = record.cued[-1].stop
        place = f"at stop {stops.index(last) + 1}" if last in stops else "at its end"
        when = day_and_time(record.at, datetime.now()).removeprefix("today, ")
        self.offer.ask(f"Go on with the class of {when}, “{record.lesson.title}”, {place}?")

    def _take_up(self) -> None:
        if self._left is not None:
            self.go_on(self._left)

    def go_on(self, record: ClassRecord) -> None:
        """Go on with a class that nobody has ended."""
        log, left = ClassLog(record.path), resumed(record)
        if left is None or not log.claim():
            self._say(TAKEN if left is not None else NOTHING_SHOWN)
            return
        self._open(record)
        self._start(record, lambda: self._give(log, record, left))

    def _give(self, log: ClassLog, record: ClassRecord, left: Left) -> None:
        self._conducting.end()
        for place, strokes in ink(record).items():
            self._overlays.put_ink(place, strokes)
        self.recorder.go_on(log, record)
        self._conducting.go_on(record.lesson, record.folder, left)

    def _open(self, record: ClassRecord) -> None:
        """Open the file of a class's lesson where it still is, and no other; a class that is given ends."""
        self._conducting.end()
        document, path = self._open_lesson.document, record.file
        is_open = document is not None and document.path == path
        if path is None or not (is_open or self._open_lesson.open(path)):
            self._open_lesson.close()

    def _start(self, record: ClassRecord, give: Callable[[], object]) -> None:
        """Let a class begin as soon as its pictures are read, also those that its file doesn't name any more."""
        document = self._open_lesson.document

        def start() -> None:
            self._unsay(READING)
            if self._open_lesson.document is document and not self._conducting.active:
                self._open_lesson.start(give, record.lesson.title)

        self._when_read = start
        self._pictures.read(foreign_pictures(record.lesson, record.folder))
        if self._pictures.busy:
            self._say(READING)
        else:
            self._have_pictures()

    def _have_pictures(self) -> None:
        start, self._when_read = self._when_read, None
        if start is not None:
            start()

    def _file(self) -> str:
        """The name of the file whose lesson is given."""
        document = self._open_lesson.document
        given = document is not None and document.read.lesson == self._conducting.lesson
        return document.path.name if document is not None and given else ""

    # --- Rehearsing ---------------------------------------------------------------------------------------------------

    def rehearse(self) -> None:
        """Give the open lesson without a log, to measure its stops; during a rehearsal, end that."""
        if self._rehearsed is not None:
            self._conducting.end()
            return
        document = self._open_lesson.document
        if document is None or document.read.lesson is None:
            self._say(NO_LESSON)
            return
        self._unsay(NO_LESSON)
        self._open_lesson.start(lambda: self._begin_rehearsal(document), document.title)

    def _begin_rehearsal(self, document: LessonDocument) -> None:
        lesson = document.read.lesson
        self._conducting.end()
        if lesson is not None:
            self._rehearsed, self.recorder.purpose = document, "rehearsal"
            self._say(REHEARSING)
            self._conducting.begin(lesson, document.path.parent)

    def _follow_rehearsal(self) -> None:
        if self._rehearsed is not None and self._conducting.kind == "end":
            QTimer.singleShot(0, self._conducting.end)

    def _ended(self, purpose: Purpose, lesson: Lesson, entries: tuple[AnyEntry, ...]) -> None:
        document, self._rehearsed = self._rehearsed, None
        self._unsay(REHEARSING)
        if purpose != "rehearsal" or document is None:
            return
        rows = measured(lesson, entries)
        if all(row.passed for row in rows):
            self._say(TOO_SHORT)
            return
        path = document.path
        dialog = MinutesDialog(lesson.title, rows, self._content)
        dialog.wanted.connect(lambda chosen: self._write(path, chosen))
        dialog.open()

    def _write(self, path: Path, rows: tuple[MeasuredStop, ...]) -> None:
        """Write minutes into a lesson's file, which need not be open any more."""
        document = self._open_lesson.document
        if document is not None and document.path == path:
            self._write_into(document, rows)
            return
        try:
            document = LessonDocument(path)
        except LessonError as error:
            self._say(str(error))
            return
        document.told.connect(self._say)
        self._write_into(document, rows)
        document.close()
        document.deleteLater()

    def _write_into(self, document: LessonDocument, rows: tuple[MeasuredStop, ...]) -> None:
        if document.edit(written(rows, document.read.entries)):
            of = f"{len(rows)} stops" if len(rows) > 1 else "one stop"
            self._say(f"The measured minutes of {of} are written into {document.title}.")

    # --- Past classes -------------------------------------------------------------------------------------------------

    def make_panel(self) -> ClassesPanel:
        """The list of past classes, tied to what can be done with them."""
        panel = ClassesPanel(self.folder, self._appearance)
        panel.opened.connect(self.show_class)
        panel.deleting.connect(self.ask_to_delete)
        self.recorder.kept.connect(panel.refresh)
        return panel

    def show_class(self, path: Path) -> None:
        """Show what became of a class."""
        try:
            record = read(path)
        except RecordError as error:
            self._say(str(error))
            return
        view = ClassView(record, datetime.now(), self._content)
        view.show_wanted.connect(self._show_moment)
        view.again_wanted.connect(self.play_again)
        view.go_on_wanted.connect(self.go_on)
        view.handout_wanted.connect(self.handout_wanted)
        view.lesson_wanted.connect(self.lesson_wanted)
        view.open()

    def _show_moment(self, moment: Moment) -> None:
        try:
            self._show_scene()
            self._session.open(moment.scene, moment.turned)
            self._session.show_step(step_titled(self._session.steps, moment.at))
        except KeyError as error:
            self._say(str(error.args[0]))

    def play_again(self, record: ClassRecord) -> None:
        """Show the pictures of a class from its first cue on, with the knobs as it left them; no log is kept."""
        left = resumed(record)
        if left is None:
            self._say(NOTHING_SHOWN)
            return
        first = replace(left, path=(*left.path, left.path[0]), spent={})
        self._open(record)
        self._start(record, lambda: self._replay(record, first))

    def _replay(self, record: ClassRecord, left: Left) -> None:
        self._conducting.end()
        self.recorder.purpose = "replay"
        self._conducting.go_on(record.lesson, record.folder, left)

    def ask_to_delete(self, path: Path) -> None:
        """Ask whether to delete the log of a class."""
        name = called(path).removesuffix(path.suffix)
        question = f"Delete the class {name}? It can't be brought back."
        box = QMessageBox(QMessageBox.Icon.Question, "Convoscope", question, parent=self._content)
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        delete.clicked.connect(lambda: self.delete(path))
        box.finished.connect(box.deleteLater)
        box.open()

    def delete(self, path: Path) -> None:
        """Delete the log of a class."""
        log = ClassLog(path)
        if not log.claim() and path.exists():
            self._say(TAKEN)
            return
        try:
            log.remove()
        except OSError as error:
            self._say(f"{called(path)} can't be deleted ({error.strerror}).")
        self.recorder.kept.emit()

    # --- Leaving ------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Leave the log of a class as it is, so that the next start can go on with it."""
        self._pictures.close()
        self.recorder.close()
