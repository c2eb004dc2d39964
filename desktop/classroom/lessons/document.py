"""The open lesson: its file, what it says, and every change of it, which is saved at once and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.files import load, save
from desktop.classroom.lessons.meaning import FaultsOf, StepsOf
from desktop.classroom.lessons.reading import Read, read
from desktop.classroom.lessons.shelf import keep, name_of, ships
from desktop.pictures.answers import called
from desktop.player.history import History
from desktop.system.sharing import FileWatch
from scenes.stage.core.catalogue import Catalogue

Edit = Callable[[str], str]
"""A change of a text, out of `editing`; raises LessonError where it can't be made."""


class LessonDocument(QObject):
    """A lesson file that is open. Close it at the end.

    Each change is made to the text as it stands in the file just now, and is written at once. What another program
    changes appears at once too, and can be taken back like any other change. Where a change can't be written nothing
    changes. A lesson that ships is left as it is: its first change makes a copy in the user's folder.

    Signals: `changed` (text, what it says, what can be undone, or the path) and `told` (a sentence for the user).
    """

    changed = Signal()
    told = Signal(str)

    def __init__(
        self,
        path: Path,
        scenes: Catalogue | None = None,
        steps_of: StepsOf | None = None,
        faults_of: FaultsOf | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Open a file. Raises LessonError with one sentence where it can't be read as text."""
        super().__init__(parent)
        self._path, self._scenes = path.absolute(), scenes
        self._steps_of, self._faults_of = steps_of, faults_of
        self._disk: str | None = load(self._path)
        """The text in the file as far as is known; None while it is gone."""
        self._trouble = ""
        self._history = History(self._disk)
        self._read = self._understood()
        self._watch = self._watched()

    def close(self) -> None:
        """Follow the file no more."""
        self._watch.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def text(self) -> str:
        """The lesson as text."""
        return self._history.present

    @property
    def read(self) -> Read:
        """What the text says."""
        return self._read

    @property
    def title(self) -> str:
        """What to call the lesson: by its title, or by its file where nothing of it can be read."""
        return (self._read.lesson.title if self._read.lesson is not None else "") or name_of(self._path)

    @property
    def undoable(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._history.past)

    @property
    def redoable(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._history.future)

    def edit(self, change: Edit) -> bool:
        """Change the text, and write it; returns whether that went well, and tells why where it didn't."""
        if not self._up_to_date():
            return False
        try:
            text = change(self.text)
        except LessonError as error:
            self.told.emit(str(error))
            return False
        return self._take(self._history.recorded(text))

    def undo(self) -> bool:
        """Take the last change back; returns whether that went well."""
        return self._up_to_date() and self._take(self._history.undone())

    def redo(self) -> bool:
        """Make the change again that was taken back last; returns whether that went well."""
        return self._up_to_date() and self._take(self._history.redone())

    def check(self) -> None:
        """Say anew what the text says, because more is known by now of what it names."""
        found = self._understood()
        if found != self._read:
            self._read = found
            self.changed.emit()

    def look(self) -> None:
        """Follow what another program has done to the file."""
        before, self._trouble = self._trouble, ""
        try:
            text: str | None = load(self._path)
        except LessonError as error:
            text, self._trouble = None, str(error)
        gone = text is None and not self._path.exists()
        if gone:
            self._trouble = ""
        if gone and self._disk is not None:
            name = called(self._path)
            self.told.emit(f"{name} is not in its folder any more. It stays open, and its next change writes it again.")
        elif self._trouble and self._trouble != before:
            self.told.emit(f"{self._trouble} What is open here stays as it was.")
        if text is not None and text not in (self._disk, self.text):
            self._history = self._history.recorded(text)
            self._disk = text
            self._follow()
        self._disk = text if text is not None or gone else self._disk

    # --- Writing ----------------------------------------------------------------------------------------------------

    def _up_to_date(self) -> bool:
        """Whether a change may be made: not where another program has changed which stops there are just now."""
        stops = [entry.id for entry in self._read.entries]
        self.look()
        if self._trouble:
            self.told.emit(f"{self._trouble} So nothing can be changed here.")
            return False
        if [entry.id for entry in self._read.entries] == stops:
            return True
        self.told.emit(
            f"Another program has just changed {called(self._path)}. Look at it, and make your change again."
        )
        return False

    def _take(self, history: History[str]) -> bool:
        """Write the text of another history, and make it this document's own."""
        if history == self._history:
            return True
        copies = history.present != self.text and ships(self._path)
        path = self._path
        try:
            if copies:
                path = keep(name_of(path), history.present)
            elif history.present != self._disk:
                save(path, history.present)
        except LessonError as error:
            self.told.emit(str(error))
            return False
        self._disk, self._history = history.present, history
        if copies:
            self._path = path
            self._watch.close()
            self._watch = self._watched()
            self.told.emit(f"This lesson ships with Convoscope and stays as it is. You change a copy of it: {path}.")
        self._follow()
        return True

    def _follow(self) -> None:
        self._read = self._understood()
        self.changed.emit()

    def _understood(self) -> Read:
        name = called(self._path)
        return read(
            self.text,
            self._path.parent,
            scenes=self._scenes,
            steps_of=self._steps_of,
            faults_of=self._faults_of,
            name=name,
        )

    def _watched(self) -> FileWatch:
        watch = FileWatch(self._path, self)
        watch.changed.connect(self.look)
        return watch
