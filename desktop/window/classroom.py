"""A class in this window: what the keys for time do while a lesson is given, or a question lies over the stage."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.classroom.conducting.conducting import Conducting
from desktop.player.session import SceneSession
from desktop.training.scene_runs import SceneRuns
from desktop.window.next_scene import NextScene


class Classroom(QObject):
    """Ties the conducting of a lesson to one window."""

    def __init__(self, session: SceneSession, live: SceneRuns, next_scene: NextScene, parent: QObject) -> None:
        super().__init__(parent)
        self._next_scene = next_scene
        self.conducting = Conducting(session, live.recording, parent=self)

    def step(self, by: int) -> None:
        """One cue on or back in a lesson; without one a step, and at the scene's ends the next scene."""
        conducting = self.conducting
        if not (conducting.next() if by > 0 else conducting.back()):
            self._next_scene.step(by)

    @property
    def asks(self) -> bool:
        """Whether a question is open before the class."""
        return self.conducting.question is not None and self.conducting.kind not in ("reveal", "back")
