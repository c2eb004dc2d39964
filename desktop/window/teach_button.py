"""From the scene of a real network to the page on which that learns classes of one's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from desktop.player.session import SceneSession

SCENE = "real_network"


class TeachButton(QPushButton):
    """Stands beside the title of that scene's steps, and nowhere else."""

    def __init__(self, session: SceneSession, teach: Callable[[], object]) -> None:
        super().__init__("Teach it")
        self.setToolTip("This network learns your classes: by camera, drawings or files  Shift+L")
        self._session = session
        self.clicked.connect(lambda _checked=False: teach())
        session.opened.connect(self._follow)
        if session.scene.name != SCENE:
            self.hide()  # not `setVisible`: without a parent it would be a window for a moment

    def _follow(self) -> None:
        self.setVisible(self._session.scene.name == SCENE)
