"""The menu of lessons: those that ship, the user's own, and what can be done with the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.classroom.lessons.shelf import own, shipped
from desktop.window.actions import Actions
from desktop.window.classroom.open_lesson import OpenLesson
from desktop.window.classroom.shelf_cards import card_of

MOST_OWN = 12


class LessonsMenu(QMenu):
    """Opens lessons, and begins and ends them; it is filled when it is opened, because files come and go.

    `open_file` opens a file; `actions` has what to do about "new-lesson" and "open-lesson".
    """

    def __init__(
        self, lesson: OpenLesson, open_file: Callable[[Path], object], actions: Actions, parent: QWidget
    ) -> None:
        super().__init__("Lessons", parent)
        self._lesson, self._open_file, self._actions = lesson, open_file, actions
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show what there is now."""
        self.clear()
        for path in shipped():
            self._add_file(path)
        mine = own()
        if mine:
            self.addSection("Your own")
        for path in mine[:MOST_OWN]:
            self._add_file(path)
        self.addSeparator()
        self._add("New lesson…", self._actions["new-lesson"])
        self._add("Open a lesson…", self._actions["open-lesson"])
        lesson = self._lesson
        if lesson.document is None:
            return
        self.addSeparator()
        if lesson.given:
            self._add("End the class", lesson.end)
        else:
            self._add("Begin the class\tF5", lambda: lesson.begin(lesson.stop))
        self._add("Close the lesson", lesson.close)

    def _add_file(self, path: Path) -> None:
        card = card_of(path)
        action = self._add(card.title, lambda: self._open_file(path))
        action.setToolTip(f"{card.facts}\n{path}")
        document = self._lesson.document
        action.setCheckable(True)
        action.setChecked(document is not None and document.path == path)

    def _add(self, words: str, act: Callable[[], object]) -> QAction:
        action = self.addAction(words.replace("&", "&&"))
        action.triggered.connect(lambda _=False: act())
        return action
