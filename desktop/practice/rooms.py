"""The scenes of questions, each in a room of its own: the user's own scene stays as it is, and comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.classroom.conducting.posed import World
from desktop.classroom.conducting.programme import nearest
from desktop.player.session import SceneSession
from scenes.questions.predicting.ghosts import ghost
from scenes.questions.predicting.news import News
from scenes.stage.core.stage import Frame


class Rooms(QObject):
    """Opens worlds on the stage of a window. `left` says that somebody has opened something else there."""

    left = Signal()

    def __init__(self, session: SceneSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: list[str] = []
        self._entering = False
        self._ghost: News | None = None
        session.opened.connect(self._follow)

    @property
    def here(self) -> bool:
        """Whether the stage shows one of these rooms."""
        return bool(self._names) and self._session.stop in self._names

    def enter(self, name: str, world: World | None, play: bool = False, asks: News | None = None) -> None:
        """Open a world in the room of a name: as it was left there, or at the end of its step, or playing that.

        Without a world the stage stays as it is. `asks` is the number of the next step that is asked about.
        """
        if world is None:
            return
        room, session = f"practice {name}", self._session
        is_new = room not in self._names
        self._ghost = asks
        self._names = [*(each for each in self._names if each != room), room]
        self._entering = True
        session.enter(room, world.scene, world.knobs)
        self._entering = False
        if play:
            session.play_step(nearest(session.steps, world.at))
        elif is_new:
            session.show_step(nearest(session.steps, world.at))

    def over(self, frame: Frame) -> Frame:
        """A picture with a “?” where the number that is asked about will stand, as long as it does not stand there."""
        asked, session = self._ghost, self._session
        if asked is None or not self.here:
            return frame
        coming = session.step + 1
        before = coming < len(session.steps) and session.steps[coming].title == asked.title
        return ghost(frame, asked) if before and not session.player.playing else frame

    def leave(self) -> None:
        """Give the stage back to the user's own scene, and forget the rooms."""
        names, self._names, self._ghost = self._names, [], None
        if self._session.stop in names:
            self._session.forget_stops()
        for name in names:
            self._session.forget_stop(name)

    def _follow(self) -> None:
        if self._names and not self._entering and not self.here:
            self.leave()
            self.left.emit()
