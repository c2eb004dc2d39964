"""What lies over the stage: which keys bring it, and how it goes with the scene's steps."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.canvas.canvas import Canvas
from desktop.canvas.tools import ToolHand
from desktop.classroom.overlays.model import Overlays
from desktop.classroom.overlays.places import STOP, over_scene, over_stop
from desktop.player.session import SceneSession
from desktop.window.actions import Actions


class OverTheStage(QObject):
    """Ties the overlays to the canvas, and their ink to the step that is shown.

    `actions` are what keys do with them where a scene is shown.
    """

    def __init__(self, session: SceneSession, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self.overlays = Overlays(lambda: canvas.frame.view, self)
        self.hand = ToolHand(canvas, self.overlays)
        canvas.covered = self.overlays.covers
        self.overlays.changed.connect(canvas.update)
        self.overlays.tool_changed.connect(self.hand.follow)
        self.overlays.refused.connect(canvas.refused)
        for changed in (session.opened, session.stepped, session.moved):
            changed.connect(self._follow)
        self._follow()

    @property
    def actions(self) -> Actions:
        """What keys do."""
        overlays = self.overlays
        return {
            "pointer": lambda: overlays.toggle("pointer"),
            "pen": lambda: overlays.toggle("pen"),
            "rubber": lambda: overlays.toggle("rubber"),
            "clear-ink": overlays.clear,
            "undo": self._undo,
        }

    def present(self, presenting: bool) -> None:
        """Let Ctrl point while the screen is full; where that ends no tool stays in the hand."""
        self.hand.points_with_ctrl = presenting
        if not presenting:
            self.overlays.put_away()

    def forget_stops(self) -> None:
        """Throw away the ink of a class that is over: its stops may be called like those of the next one."""
        self.overlays.forget_ink(STOP)

    def _undo(self) -> None:
        """Take ink back while it is drawn or rubbed out, else what was done to the scene."""
        if self.overlays.tool in ("pen", "rubber"):
            self.overlays.undo_ink()
        else:
            self._session.undo()

    def _follow(self) -> None:
        """Show the ink of the step that is shown now: of a lesson's stop, or of the scene as the user has it."""
        session = self._session
        title = "" if session.at_poster else session.steps[session.step].title
        place = over_stop(session.stop, title) if session.stop else over_scene(session.scene.name, title)
        self.overlays.stand(place)
