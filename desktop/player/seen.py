"""Which scenes have been seen, and how a course begins afresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from desktop.player.remembered import Remembered
from desktop.player.session import SceneSession
from scenes.stage.core.catalogue import Scene


class Seen(QObject):
    """The scenes whose last step was reached; `changed` says that there are others.

    To open a scene where it was left is not to reach anything: time has to move in the last step.
    """

    changed = Signal()

    def __init__(self, session: SceneSession, names: Iterable[str] = ()) -> None:
        super().__init__(session)
        self._session = session
        self._names = frozenset(names)
        self._opened_at = session.player.t
        self._before: tuple[Remembered, frozenset[str]] | None = None
        self.looks_away: Callable[[], bool] = lambda: False
        """Tells whether what the session shows is no scene as it is told, but a question's picture of it."""
        session.opened.connect(self._note_opening)
        session.moved.connect(self._look)

    @property
    def names(self) -> frozenset[str]:
        """The names of the scenes that were seen."""
        return self._names

    @property
    def next(self) -> Scene | None:
        """The first scene of the course that was not seen; the first of all where all were."""
        scenes = self._session.catalogue.scenes
        return next((each for each in scenes if each.name not in self._names), scenes[0] if scenes else None)

    # --- Beginning afresh -------------------------------------------------------------------------------------------

    @property
    def can_take_back(self) -> bool:
        """Whether the course was begun afresh, and nothing has been opened since."""
        return self._before is not None

    def begin_afresh(self) -> None:
        """Put all scenes to their beginning, with their knobs at the defaults, and none of them seen."""
        before = self._session.remember(), self._names
        first = next((scene.name for scene in self._session.catalogue.scenes), "")
        self._become(Remembered(scene=first), frozenset())
        self._before = before
        self.changed.emit()

    def take_back(self) -> None:
        """Be again where everything was before it began afresh."""
        if self._before is not None:
            self._become(*self._before)

    def _become(self, remembered: Remembered, names: frozenset[str]) -> None:
        self._session.restore(remembered)
        self._names = names
        self._before = None
        self.changed.emit()

    # --- Watching ---------------------------------------------------------------------------------------------------

    def _note_opening(self) -> None:
        self._opened_at = self._session.player.t
        if self._before is not None:
            self._before = None
            self.changed.emit()

    def _look(self) -> None:
        session = self._session
        moved = session.player.t != self._opened_at and not self.looks_away()
        if moved and session.step == len(session.steps) - 1 and session.scene.name not in self._names:
            self._names |= {session.scene.name}
            self.changed.emit()
