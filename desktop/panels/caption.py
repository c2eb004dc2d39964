"""The strip under the stage: which step this is, and what happens in it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance


class Caption(QFrame):
    """As high as the longest caption of the scene needs, so that nothing moves from step to step.

    `toggled` says whether captions are wanted, on the stage too.
    """

    toggled = Signal(bool)

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
        self._wanted, self._hint = True, ""
        session.stepped.connect(self.refresh)
        session.turned.connect(self._reserve)
        session.opened.connect(self._reserve)
        appearance.changed.connect(self._resize)
        self._resize()
        self.refresh()

    def refresh(self) -> None:
        """Show the present step; on a poster what the scene is about, and nothing where the stage says it itself."""
        session = self._session
        step = session.steps[session.step]
        poster = session.at_poster
        self.counter.setText("" if poster else f"{session.step + 1} / {len(session.steps)}")
        self.title.setText(session.scene.title if poster else step.title)
        self.words.setText(self._hint or (session.scene.subtitle if poster else step.caption))
        shown = self._wanted and not session.scene.board
        if self.parentWidget() is not None or not shown:  # shown before it has its place it would be a window
            self.setVisible(shown)

    def toggle(self) -> None:
        """Show or hide captions, here or on the stage."""
        self._wanted = not self._wanted
        self.refresh()
        self.toggled.emit(self._wanted)

    def hint(self, words: str) -> None:
        """Say something else in the caption's place; "" says the caption again."""
        self._hint = words
        self.refresh()

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
        said = (self._session.scene.subtitle, *(step.caption for step in self._session.steps))
        heights = [metrics.boundingRect(room, wrap, words).height() for words in said]
        self.words.setFixedHeight(max(heights) + 2)
