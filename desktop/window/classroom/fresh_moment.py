"""Ctrl+Z right after a moment was added to the lesson: it takes that back, whatever else can be taken back here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.classroom.lessons.document import LessonDocument
from desktop.player.session import SceneSession
from desktop.window.actions import Actions


class FreshMoment(QObject):
    """Knows as long as the moment is the last thing that was done by hand: to the lesson, or to a scene.

    What is said of it is true only so long, and is taken back by `unsay` then.
    """

    def __init__(self, session: SceneSession, unsay: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._unsay = session, unsay
        self._document: LessonDocument | None = None
        self._before = self._after = self._sentence = ""
        self._stood = self._stand()
        session.turned.connect(self._follow)

    def note(self, document: LessonDocument, before: str, sentence: str) -> None:
        """Take note of a change of a lesson that said `before`, and of the sentence about it."""
        self.forget()
        self._document, self._before, self._after, self._sentence = document, before, document.text, sentence

    def forget(self) -> None:
        """Leave Ctrl+Z to others: something else was done."""
        self._unsay(self._sentence)
        self._document, self._sentence = None, ""

    @property
    def actions(self) -> Actions:
        """What keys do first, while there is something of this kind to do."""
        document = self._document
        if document is None:
            return {}
        if document.text == self._after:
            return {"undo": self._undo}
        return {"redo": document.redo} if document.text == self._before and document.redoable else {}

    def _undo(self) -> None:
        if self._document is not None and self._document.undo():
            self._unsay(self._sentence)

    def _stand(self) -> tuple[object, ...]:
        return self._session.scene, self._session.stop, self._session.knobs

    def _follow(self) -> None:
        """End where a knob is turned; to open another scene changes nothing."""
        stood, self._stood = self._stood, self._stand()
        if stood[:2] == self._stood[:2] and stood[2] != self._stood[2]:
            self.forget()
