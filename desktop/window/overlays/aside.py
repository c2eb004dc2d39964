"""The panel at the right: what a scene can be asked, its live run, and words about it, one below the other."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.panels.knobs import KnobPanel
from desktop.panels.latency import LatencyPanel
from desktop.panels.notes import Notes
from desktop.panels.training import LivePanel
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.training.latency import LatencySurvey
from desktop.training.scene_runs import SceneRuns
from desktop.widgets.parts import ScrollColumn

WIDTH = 320
"""How wide it is in pixels, for letters of the usual size."""


class Aside(QFrame):
    """Stacks the panels that belong to the open scene; `in_torch` opens its lines of PyTorch."""

    def __init__(
        self, session: SceneSession, live: SceneRuns, survey: LatencySurvey, in_torch: QWidget, appearance: Appearance
    ) -> None:
        super().__init__()
        self.setObjectName("aside")
        self._appearance = appearance
        self.knobs, self.notes = KnobPanel(session, appearance), Notes(session, appearance)
        self.training = LivePanel(session, live, appearance)
        self.speed = LatencyPanel(session, survey, appearance)
        inside = QWidget()
        self._panels = QVBoxLayout(inside)
        for panel in (self.knobs, in_torch, self.training, self.speed, self.notes):
            self._panels.addWidget(panel)
        self._panels.addStretch(1)
        scroll = ScrollColumn(inside)
        self.knobs.rearranged.connect(scroll.to_top)  # other knobs come first now, and must be in sight
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.dress()

    def put_on_top(self, panel: QWidget) -> None:
        """Have a panel above all others."""
        self._panels.insertWidget(0, panel)

    def put_before_notes(self, panel: QWidget) -> None:
        """Have a panel above the words about the scene."""
        self._panels.insertWidget(self._panels.indexOf(self.notes), panel)

    def dress(self) -> None:
        """Suit the size of letters."""
        margin = self._appearance.px(14)
        self._panels.setContentsMargins(margin, margin, margin, margin)
        self._panels.setSpacing(self._appearance.px(16))
        self.setFixedWidth(self._appearance.room(WIDTH))
