"""Beside the time: which step this is, and how it is called."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import Ticker


class StepTitle(QWidget):
    """The step's number and title; on a poster the scene's. A title that has no room is cut at its end.

    What happens in the step is said on the stage, and here only to those who have their screen read to them.
    """

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self._session, self._appearance = session, appearance
        self.counter, self.title = Ticker("counter", widest="00 / 00"), Ticker("title")
        self.counter.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # only the title is cut
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.counter)
        self._line.addWidget(self.title, 1)
        session.stepped.connect(self.refresh)
        session.turned.connect(self.refresh)
        appearance.changed.connect(self._resize)
        self._resize()
        self.refresh()

    def refresh(self) -> None:
        """Show the present step; on a poster the scene."""
        session = self._session
        poster, step = session.at_poster, session.steps[session.step]
        self.counter.setText("" if poster else f"{session.step + 1} / {len(session.steps)}")
        self.title.setText(session.scene.title if poster else step.title)
        self.title.setToolTip(self.title.text())
        self.setAccessibleDescription(session.scene.words(session.knobs).subtitle if poster else step.caption)

    def put_at_the_end(self, *widgets: QWidget) -> None:
        """Have widgets at the end of the line."""
        for widget in widgets:
            self._line.addWidget(widget)

    def _resize(self) -> None:
        self._line.setContentsMargins(self._appearance.px(12), 0, 0, 0)
        self._line.setSpacing(self._appearance.px(12))
