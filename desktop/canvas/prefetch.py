"""Formulas are set before they are shown: all those of the open scene, a moment after it or its knobs have changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from scenes.stage.core.marks import Formula
from scenes.stage.core.timeline import boundaries

DELAY_MS = 120
"""How long knobs must have stood still: a drag changes them at every move."""


class FormulaPrefetch(QObject):
    """Gives a typesetter the formulas of every step's end, one step a turn of the event loop."""

    def __init__(self, session: SceneSession, typesetter: Typesetter) -> None:
        super().__init__(session)
        self._session, self._typesetter = session, typesetter
        self._times: list[float] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        session.opened.connect(self.begin)
        session.turned.connect(self.begin)

    def begin(self) -> None:
        """Look through the steps of the open scene, as soon as its knobs stand still."""
        self._times = list(boundaries(self._session.steps))
        self._timer.start(DELAY_MS)

    def _look(self) -> None:
        if not self._times:
            return
        frame = self._session.picture(self._times.pop(0))
        self._typesetter.prepare(each.mark for each in frame.placed() if isinstance(each.mark, Formula))
        self._timer.start(0)
