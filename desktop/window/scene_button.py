"""From a scene to a page on which one does oneself what the scene tells of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from desktop.player.session import SceneSession
from scenes.real_network.knobs import Knobs as OfNetwork

TEACHES, MEASURES = "real_network", "tradeoff"
"""The scenes that lead to the page on which classes are taught, and to what networks cost on this computer."""


class SceneButton(QPushButton):
    """Stands beside the title of one scene's steps, and nowhere else."""

    def __init__(self, session: SceneSession, scene: str, words: str, hint: str, act: Callable[[], object]) -> None:
        super().__init__(words)
        self.setToolTip(hint)
        self._session, self._scene = session, scene
        self.clicked.connect(lambda _checked=False: act())
        session.opened.connect(self._follow)
        session.turned.connect(self._follow)  # undo may bring another network back
        if not self._belongs:
            self.hide()  # not `setVisible`: without a parent it would be a window for a moment

    @property
    def _belongs(self) -> bool:
        """Whether the scene leads there; from somebody else's network, which learns nothing here, it doesn't."""
        knobs = self._session.knobs
        return self._session.scene.name == self._scene and not (isinstance(knobs, OfNetwork) and knobs.foreign)

    def _follow(self) -> None:
        self.setVisible(self._belongs)


def scene_buttons(session: SceneSession, act: Callable[[str], object]) -> tuple[SceneButton, ...]:
    """The buttons of all scenes that have one; `act` is told the name of what is to be done."""
    teach = "This network learns your classes: by camera, drawings or files  Shift+L"
    edge = "Measure networks here: their milliseconds, their files, and what eight bits change"
    return (
        SceneButton(session, TEACHES, "Teach it", teach, lambda: act("teach")),
        SceneButton(session, MEASURES, "On the edge", edge, lambda: act("edge")),
    )
