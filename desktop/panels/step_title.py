"""The line under the stage: which step this is, and how it is called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance


class StepTitle(QFrame):
    """The step's number and title; on a poster the scene's.

    What happens in the step is said on the stage, and here only to those who have their screen read to them.
    """

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._session, self._appearance = session, appearance
        self.counter, self.title = QLabel(self), QLabel(self)
        for label, name in ((self.counter, "counter"), (self.title, "title")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = QHBoxLayout(self)
        self._at_the_end: list[QWidget] = []
        self._line.addWidget(self.counter)
        self._line.addWidget(self.title, 1)
        session.stepped.connect(self.refresh)
        session.turned.connect(self.refresh)
        appearance.changed.connect(self._resize)
        self._resize()

    def refresh(self) -> None:
        """Show the present step; on a poster the scene."""
        session = self._session
        poster = session.at_poster
        self.counter.setText("" if poster else f"{session.step + 1} / {len(session.steps)}")
        step = session.steps[session.step]
        self.title.setText(session.scene.title if poster else step.title)
        self.setAccessibleDescription(session.scene.subtitle if poster else step.caption)

    def put_at_the_end(self, widget: QWidget) -> None:
        """Have a widget at the end of the line, which is as high without it."""
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        widget.setSizePolicy(policy)
        self._line.addWidget(widget)
        self._at_the_end.append(widget)
        self._resize()

    def _resize(self) -> None:
        margin = self._appearance.px(12)
        self._line.setContentsMargins(margin + 4, margin - 2, margin + 4, margin - 2)
        self._line.setSpacing(self._appearance.px(18))
        for label in (self.counter, self.title):
            label.ensurePolished()
        metrics = self.counter.fontMetrics()
        self.counter.setMinimumWidth(metrics.horizontalAdvance("00 / 00"))
        inner = [metrics.height(), *(widget.sizeHint().height() for widget in self._at_the_end)]
        self.setFixedHeight(max(inner) + 2 * (margin - 2))
        self.refresh()
