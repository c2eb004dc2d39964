"""Moments on the clipboard: what is shown copied as text, and such a text opened once it is said what it opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from desktop.classroom.record.moments import (
    MomentError,
    Place,
    copied,
    is_moment,
    leaves_out,
    question,
    read_moment,
)
from desktop.widgets.arriving import on_clipboard
from desktop.window.overlays.offer import Offer
from desktop.window.presenting.presenting import Around
from scenes.stage.core.timeline import step_titled

NO_SCENE = "Only what a scene shows can be copied as a moment. Go to a scene first."


class Moments(QObject):
    """Copies and opens moments for one window; `show_scene` brings the scene to sight, `at_scene` tells whether it is.

    Ctrl+V means numbers for a grid, unless there is a picture or a file on the clipboard, or a text that says that it
    is a moment.
    """

    def __init__(
        self,
        around: Around,
        show_scene: Callable[[], None],
        at_scene: Callable[[], bool],
    ) -> None:
        super().__init__(around.content)
        self._session, self._canvas = around.session, around.canvas
        self._tell, self._unsay = around.say, around.unsay
        self._said = ""
        self._show_scene, self._at_scene = show_scene, at_scene
        self.offer = Offer("", "Open", "Cancel", self._open, around.appearance, around.content)
        self._offered: Place | None = None
        self.arriving: Callable[[QMimeData], bool] = lambda data: False
        """Takes a file or a picture that is pasted; tells whether there was one."""

    def copy(self) -> None:
        """Put what is shown on the clipboard: the end of this step with these knobs."""
        session = self._session
        if not self._at_scene() or session.scene not in session.catalogue.scenes:
            self._say(NO_SCENE)
            return
        at = "" if session.at_poster else session.steps[session.step].title
        try:
            text = copied(Place(session.scene, session.knobs, at))
        except MomentError as error:
            self._say(str(error))
            return
        QGuiApplication.clipboard().setText(text)
        words = f"Copied: {session.scene.title}{f' at “{at}”' if at else ''}. Paste it here, in a lesson or in a shell."
        self._say(f"{words} {leaves_out(session.knobs)}".rstrip())

    def paste(self) -> None:
        """Offer to open the moment on the clipboard, or show its picture, or else put its numbers into a grid."""
        data = on_clipboard()
        if is_moment(data.text()):
            self.take(data.text())
        elif not self.arriving(data) and self._at_scene():
            self._canvas.paste()

    def takes(self, data: QMimeData) -> bool:
        """Whether something that is dropped is a moment."""
        return not data.hasUrls() and data.hasText() and is_moment(data.text())

    def take(self, text: str) -> None:
        """Say what a text would open, and ask; or say why it can't be opened."""
        self._unsay(self._said)
        try:
            self._offered = read_moment(text, self._session.catalogue)
        except MomentError as error:
            self.offer.dismiss()
            self._say(str(error))
            return
        self.offer.ask(question(self._offered))

    def _say(self, sentence: str) -> None:
        """Say something instead of what was said before, which would lie under an offer."""
        self._unsay(self._said)
        self._said = sentence
        self._tell(sentence)

    def _open(self) -> None:
        place, session = self._offered, self._session
        assert place is not None
        self._show_scene()
        session.open(place.scene.name, place.knobs)
        if place.at:
            session.show_step(step_titled(session.steps, place.at))
        else:
            session.to_start()
