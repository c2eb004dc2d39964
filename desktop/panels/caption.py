"""The strip under the stage: which step this is, and what happens in it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance


class Caption(QFrame):
    """As high as the longest caption of the scene needs, so that nothing moves from step to step."""

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._session, self._appearance = session, appearance
        self.counter, self.title, self.words = QLabel(), QLabel(), QLabel()
        for label, name in ((self.counter, "counter"), (self.title, "title"), (self.words, "caption")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.counter, 0, 0)
        self._grid.addWidget(self.title, 0, 1)
        self._grid.addWidget(self.words, 1, 1, 1, 2)
        self._grid.setColumnStretch(1, 1)
        session.stepped.connect(self.refresh)
        session.turned.connect(self._reserve)
        session.opened.connect(self._reserve)
        appearance.changed.connect(self._resize)
        self._resize()
        self.refresh()

    def refresh(self) -> None:
        """Show the present step."""
        step = self._session.steps[self._session.step]
        self.counter.setText(f"{self._session.step + 1} / {len(self._session.steps)}")
        self.title.setText(step.title)
        self.words.setText(step.caption)

    def put_beside_title(self, widget: QWidget) -> None:
        """Have a widget at the end of the title's line."""
        self._grid.addWidget(widget, 0, 2)

    def present(self, presenting: bool) -> None:
        """Speak up for the back row, or not."""
        if presenting != bool(self.property("presenting")):
            self.setProperty("presenting", presenting)
            for widget in (self, self.counter, self.title, self.words):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
            self._reserve()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._reserve()

    def _resize(self) -> None:
        margin = self._appearance.px(12)
        self._grid.setContentsMargins(margin + 4, margin - 2, margin + 4, margin - 2)
        self._grid.setHorizontalSpacing(self._appearance.px(18))
        self._grid.setVerticalSpacing(self._appearance.px(4))
        self._reserve()

    def _reserve(self) -> None:
        """Make room for the longest caption at this width."""
        self.words.ensurePolished()
        metrics = self.words.fontMetrics()
        margins = self._grid.contentsMargins()
        counter = metrics.horizontalAdvance("00 / 00")
        self._grid.setColumnMinimumWidth(0, counter)
        taken = margins.left() + margins.right() + counter + self._grid.horizontalSpacing()
        room = QRect(0, 0, max(self.width() - taken, 200), 10_000)
        wrap = Qt.TextFlag.TextWordWrap.value
        heights = [metrics.boundingRect(room, wrap, step.caption).height() for step in self._session.steps]
        self.words.setFixedHeight(max(heights) + 2)
