"""The strip under the stage: which step this is, and what happens in it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from scenes.stage.core.marks import WIDTH

Way = Literal["whole", "line", "hall"]
"""All that there is to say; one line of it, where letters are large; or one line for a hall."""

HALL_SIZES = (40, 36, 32, 28)
"""Type sizes in a hall, in stage units: the first in which the scene's longest caption is one line, or the last."""
HALL_MARGIN = 56
HINT_MS = 4000


class Caption(QFrame):
    """As high as the longest caption of the scene needs, so that nothing moves from step to step.

    A board has its caption on the stage; then this says no more than which step it is, where there is room for that.
    `toggled` says whether captions are wanted, on the stage too.
    """

    toggled = Signal(bool)

    def __init__(self, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._session, self._appearance = session, appearance
        self._way: Way = "whole"
        self.counter, self.title, self.words = QLabel(self), QLabel(self), QLabel(self)
        for label, name in ((self.counter, "counter"), (self.title, "title"), (self.words, "caption")):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._hint, self._wanted, self._gone = "", True, False
        self._hinting = QTimer(self, singleShot=True, interval=HINT_MS)
        self._hinting.timeout.connect(lambda: self.hint(""))
        session.stepped.connect(self.refresh)
        session.turned.connect(self._reserve)
        session.opened.connect(self._lay_out)
        appearance.changed.connect(self._resize)
        self._resize()
        self._lay_out()

    def refresh(self) -> None:
        """Show the present step; on a poster what the scene is about."""
        session = self._session
        step, poster = session.steps[session.step], session.at_poster
        self.counter.setText("" if poster else f"{session.step + 1} / {len(session.steps)}")
        self.title.setText(session.scene.title if poster else step.title)
        words = self._hint or (session.scene.subtitle if poster else step.caption)
        if self._way == "line":
            fitting = self.words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.words.width())
            self.words.setToolTip(words if fitting != words else "")
            words = fitting
        self.words.setText(words)

    def put_beside_title(self, widget: QWidget) -> None:
        """Have a widget at the end of the first line."""
        self._grid.addWidget(widget, 0, 2)

    def show_as(self, way: Way) -> None:
        """Show the words in another way."""
        if way != self._way:
            self._way = way
            self.setProperty("presenting", way == "hall")
            self.style().unpolish(self)
            self.style().polish(self)
            self._resize()
            self._lay_out()

    def toggle(self) -> None:
        """Show or hide captions."""
        self._wanted = not self._wanted
        self._lay_out()
        self.toggled.emit(self._wanted)

    def hint(self, words: str, stays: bool = False) -> None:
        """Say something else for some seconds, or until something else is said."""
        self._hint = words
        self._hinting.stop()
        if words and not stays:
            self._hinting.start()
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._reserve()

    def _lay_out(self) -> None:
        """Give the words a line of their own, or the one that there is."""
        whole, spoken = self._way == "whole", bool(self._hint) or not self._session.scene.board
        gone = not self._wanted or not (whole or spoken)
        if gone != self._gone:  # a widget without a parent, as this one begins, must not be shown
            self._gone = gone
            self.setVisible(not gone)
        self.words.setVisible(spoken)
        self.title.setVisible(whole)
        for label in (self.counter, self.title, self.words):
            self._grid.removeWidget(label)
        self._grid.addWidget(self.counter, 0, 3 if self._way == "hall" else 0)
        self._grid.addWidget(self.title, 0, 1)
        if whole:
            self._grid.addWidget(self.words, 1, 1, 1, 2)
        else:
            self._grid.addWidget(self.words, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self.words.setWordWrap(self._way != "line")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop if whole else Qt.AlignmentFlag.AlignVCenter)
        self._reserve()

    def _resize(self) -> None:
        margin = self._appearance.px(12)
        side = self._units(HALL_MARGIN) if self._way == "hall" else margin + 4
        above = self._units(10) if self._way == "hall" else margin - 2
        self._grid.setContentsMargins(side, above, side, above)
        self._grid.setHorizontalSpacing(self._appearance.px(18))
        self._grid.setVerticalSpacing(self._appearance.px(4))
        self._reserve()

    def _reserve(self) -> None:
        """Make room for the longest caption at this width."""
        self._set_type()
        self.words.ensurePolished()
        metrics = self.words.fontMetrics()
        counter = metrics.horizontalAdvance("00 / 00")
        self.counter.setMinimumWidth(counter)
        lines = (
            [metrics.height()] if self._way == "line" else [_height(metrics, self._room, each) for each in self._all]
        )
        self.words.setFixedHeight(max(lines) + 2)
        self.refresh()

    def _set_type(self) -> None:
        """Choose the type size of a hall; elsewhere it is the style sheet's."""
        size = ""
        if self._way == "hall":
            sizes = [self._units(size) for size in HALL_SIZES]
            fitting = (each for each in sizes if all(_width(each, words) <= self._room for words in self._all))
            size = f"font-size: {next(fitting, sizes[-1])}px"
        for label in (self.words, self.counter):
            if label.styleSheet() != size:
                label.setStyleSheet(size)

    @property
    def _all(self) -> list[str]:
        return [self._session.scene.subtitle, *(step.caption for step in self._session.steps)]

    @property
    def _room(self) -> int:
        """How wide a line can be."""
        margins = self._grid.contentsMargins()
        taken = margins.left() + margins.right() + self.counter.minimumWidth() + self._grid.horizontalSpacing()
        return max(self.width() - taken, 200)

    def _units(self, length: float) -> int:
        """Pixels of a length in stage units, where the stage is as wide as this."""
        return max(1, round(length * self.width() / WIDTH))


def _height(metrics: QFontMetrics, room: int, words: str) -> int:
    return metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap.value, words).height()


def _width(size: int, words: str) -> int:
    return QFontMetrics(font(size)).horizontalAdvance(words)
