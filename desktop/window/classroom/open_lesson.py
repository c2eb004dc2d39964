"""The lesson that is open in a window: its file, the class that is given by it, and its pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.lessons.document import LessonDocument
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.shelf import id_of, keep
from desktop.classroom.lessons.writing import new_lesson
from desktop.classroom.stops.foreign import foreign_pictures
from desktop.pictures.answers import called
from desktop.window.classroom.pictures_ahead import PicturesAhead


class OpenLesson(QObject):
    """Opens a lesson file, gives it, and follows what becomes of the file. A class goes on with what it says by now.

    `changed` says that another lesson is open, that it says something else, or that a class begins or ends. `shown`
    asks for the stage, because a stop is on it now. `say` tells the user something, `unsay` takes it back.
    """

    changed = Signal()
    shown = Signal()

    def __init__(
        self,
        conducting: Conducting,
        say: Callable[[str], None],
        unsay: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._conducting, self._say, self._unsay = conducting, say, unsay
        self.document: LessonDocument | None = None
        self.stop = ""
        """The stop at which the class is, or was when it ended: it goes on there."""
        self._starts: Callable[[], object] | None = None
        """What begins the class that waits for pictures."""
        self._waits = ""
        self._pictures = PicturesAhead(conducting.ready, self)
        self._pictures.done.connect(self._have_pictures)
        conducting.cued.connect(self._follow_class)
        conducting.changed.connect(self._follow_class)

    # --- What is open -----------------------------------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson | None:
        """What the open file says, with the stops that are right."""
        return self.document.read.lesson if self.document is not None else None

    @property
    def given(self) -> bool:
        """Whether the class is shown it."""
        return self._conducting.active

    @property
    def place(self) -> str:
        """Where the class is, as a window's title has it; "" where there is none."""
        lesson, stop = self._conducting.lesson, self._conducting.stop
        if lesson is None:
            return ""
        number = next((index for index, each in enumerate(lesson.stop, 1) if stop and each.id == stop.id), 0)
        return f"{lesson.title} · " + (f"stop {number}/{len(lesson.stop)}" if number else "end")

    def open(self, path: Path) -> bool:
        """Open a file instead of the one that is open; tells whether that went well, and says why where it didn't."""
        folder, ready = path.parent, self._conducting.ready
        try:
            document = LessonDocument(
                path, steps_of=steps_of(folder, ready), faults_of=faults_of(folder, ready), parent=self
            )
        except LessonError as error:
            self._say(str(error))
            return False
        read = document.read
        if not read.entries:
            document.close()
            self._say(read.faults[0].sentence if read.faults else f"{called(path)} is no lesson.")
            return False
        self.close()
        self.document = document
        document.told.connect(self._say)
        document.changed.connect(self._follow_file)
        self._read_pictures()
        if read.faults:
            count = len(read.faults)
            faults, them = ("one fault", "it") if count == 1 else (f"{count} faults", "them")
            broken = " The stops that have none can be shown." if read.lesson is not None else ""
            self._say(f"{called(path)} has {faults}: the lesson panel marks {them}.{broken}")
        self.changed.emit()
        return True

    def create(self, title: str) -> str:
        """Write a new lesson into the user's folder, and open it; returns "", or why that can't be done."""
        try:
            path = keep(title, new_lesson(title, id_of(title)))
        except LessonError as error:
            return str(error)
        self.open(path)
        return ""

    def close(self) -> None:
        """Close the lesson, and end the class that is given by it."""
        self._starts = None
        self._unsay(self._waits)
        self._conducting.end()
        self._pictures.close()
        self.stop = ""
        document, self.document = self.document, None
        if document is not None:
            self.changed.emit()  # whoever shows it writes what was typed last
            document.close()
            document.deleteLater()

    # --- The class --------------------------------------------------------------------------------------------------

    def begin(self, stop: str = "") -> bool:
        """Give the lesson from a stop on, as soon as its pictures are read; tells whether any of it can be shown."""
        lesson = self.lesson
        if lesson is None or self.document is None:
            if self.document is not None:
                self._say(f"No stop of {self.document.title} can be shown. The lesson panel says why.")
            return False
        self.start(lambda: self._begin_at(stop), lesson.title)
        return True

    def start(self, begin: Callable[[], object], title: str) -> None:
        """Let a class begin as soon as the pictures of the open lesson are read."""
        self._starts = begin
        if self._pictures.busy:
            self._waits = f"The pictures of {title} are being read. It begins when they are."
            self._say(self._waits)
        else:
            self._start()

    def go(self, stop: str) -> None:
        """Go to a stop; the class begins there if it hasn't begun."""
        if not self.given:
            self.begin(stop)
        elif self._conducting.lesson is not None and any(each.id == stop for each in self._conducting.lesson.stop):
            self._conducting.jump(stop)
            self.shown.emit()

    def end(self) -> None:
        """End the class; the lesson stays open, and goes on where it was."""
        self._conducting.end()

    def _start(self) -> None:
        starts, self._starts = self._starts, None
        if starts is not None:
            starts()
            self.shown.emit()

    def _begin_at(self, stop: str) -> None:
        if self.lesson is not None and self.document is not None:
            begins_at = stop if any(each.id == stop for each in self.lesson.stop) else ""
            self._conducting.begin(self.lesson, self.document.path.parent, begins_at)

    def _follow_class(self) -> None:
        if self._conducting.active:
            self.stop = self._conducting.stop.id if self._conducting.stop is not None else self.stop
        self.changed.emit()

    # --- The file ---------------------------------------------------------------------------------------------------

    def _follow_file(self) -> None:
        self._read_pictures()
        if not self._pictures.busy:
            self._revise()
        self.changed.emit()

    def _read_pictures(self) -> None:
        if self.lesson is not None and self.document is not None:
            self._pictures.read(foreign_pictures(self.lesson, self.document.path.parent))

    def _have_pictures(self) -> None:
        self._unsay(self._waits)
        if self.document is not None:
            self.document.check()
        self._revise()
        self._start()
        self.changed.emit()

    def _revise(self) -> None:
        """Let the class go on with what the file says; where it says nothing that can be shown, with what it said."""
        if self.given and self.lesson is not None and self.lesson != self._conducting.lesson:
            self._conducting.revise(self.lesson)
