"""Buttons for what belongs to one scene: the way to a page on which one does oneself what it tells of, and the like."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from desktop.player.session import SceneSession
from scenes.stage.core.knobs import Knobs

TEACHES, MEASURES = "real_network", "tradeoff"
"""The scenes that lead to the page on which classes are taught, and to what networks cost on this computer."""


def _is_of_the_course(knobs: Knobs) -> bool:
    """Whether a scene shows nothing that was brought to it from elsewhere."""
    return knobs.of_the_course() == knobs


class SceneButton(QPushButton):
    """Stands beside the player of one scene, and nowhere else.

    Where a page has `brought` something to the scene it is another button that stands there: what the scene leads to
    is about the thing that ships, and the other one leads back to that.
    """

    def __init__(
        self,
        session: SceneSession,
        scene: str,
        words: str,
        hint: str,
        act: Callable[[], object],
        *,
        brought: bool = False,
    ) -> None:
        super().__init__(words)
        self.setToolTip(hint)
        self._session, self._scene, self._brought = session, scene, brought
        self.clicked.connect(lambda _checked=False: act())
        session.opened.connect(self._follow)
        session.turned.connect(self._follow)  # undo may bring another network back
        if not self._belongs:
            self.hide()  # not `setVisible`: without a parent it would be a window for a moment

    @property
    def _belongs(self) -> bool:
        session = self._session
        return session.scene.name == self._scene and _is_of_the_course(session.knobs) != self._brought

    def _follow(self) -> None:
        self.setVisible(self._belongs)


def scene_buttons(session: SceneSession, act: Callable[[str], object]) -> tuple[SceneButton, ...]:
    """The buttons of all scenes that have one; `act` is told the name of what is to be done."""
    teach = "This network learns your classes: by camera, drawings or files  Shift+L"
    edge = "Measure networks here: their milliseconds, their files, and what eight bits change"
    back = "Tell of the network that comes along, in place of the one that you have opened"

    def tell() -> None:
        session.use(session.knobs.of_the_course())

    return (
        SceneButton(session, TEACHES, "Teach it", teach, lambda: act("teach")),
        SceneButton(session, MEASURES, "On the edge", edge, lambda: act("edge")),
        SceneButton(session, TEACHES, "Tell EfficientNet-Lite0", back, tell, brought=True),
    )
