"""Small widgets that several parts of the window are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.appearance import Appearance

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_FITS = (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange)

NOTE = 0.0265
"""Letters of notes as a share of the height of what a hall sees: 24 units of the stage's 900."""


_HELD = re.compile(r" (?=%)|(?<=\d) (?=(?:ms|µs|kB|MB)\b)|(?<=·) (?=\d)| (?=· \d)")
"""Spaces that no line ends at: a number stays with its unit, and the number of a run with its name."""


class Wrapped(QLabel):
    """Words in as many lines as they need."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setWordWrap(True)
        self._said = ""
        self.setText(text)

    def text(self) -> str:
        """What it says."""
        return self._said

    def setText(self, text: str) -> None:
        """Say something else."""
        self._said = text
        super().setText(_HELD.sub("\u00a0", text))


def label(text: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A label; its name is what the style sheet knows it by."""
    made = Wrapped(text) if wrap else QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def hold_lines(words: QLabel, width: int) -> None:
    """Have words that wrap keep the room of all their lines in a width: for Qt's layouts one line is the least."""
    words.setMinimumHeight(0)  # it counts in what comes next
    words.setMinimumHeight(max(0, words.heightForWidth(width)))


class Card(QFrame):
    """A heading, and a `column` for what belongs under it; `name` is what the style sheet knows the heading by."""

    def __init__(self, title: str, appearance: Appearance, name: str = "try") -> None:
        super().__init__()
        self.setObjectName("card")
        margin = appearance.px(12)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(appearance.px(7))
        self.heading = label(title, name)
        self.column.addWidget(self.heading)


class ScrollColumn(QScrollArea):
    """Shows a widget in all its width, as much of its height as there is room for, and the rest when it is scrolled."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)


class FittingScroll(ScrollColumn):
    """A scroll column that wants to be as high as what is in it, and is there only while that is, as `toggled` says."""

    toggled = Signal()
    LEAST = 80
    """How low it may become, in pixels, before it takes room from others."""

    def __init__(self, inside: QWidget) -> None:
        hidden = inside.isHidden() and inside.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        super().__init__(inside)  # which shows what is inside
        self.inside = inside
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside.setHidden(hidden)
        if hidden:
            self.hide()  # not `setVisible`: without a parent it would be a window for a moment

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        inside = self.inside
        wide = max(self.viewport().width(), 1)
        return QSize(inside.sizeHint().width(), max(inside.heightForWidth(wide), inside.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(0, min(self.LEAST, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if watched is self.widget() and self.parentWidget() is not None:
            if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
                self.setVisible(event.type() == QEvent.Type.ShowToParent)
                self.toggled.emit()
            elif event.type() == QEvent.Type.LayoutRequest:
                self.updateGeometry()
        return super().eventFilter(watched, event)


class Ticker(QWidget):
    """A line of text that changes many times a second: unlike a label's, its changes move nothing else.

    `widest` is a text as long as it ever gets; without one it takes the room that it is given, and cuts its text `at`
    its end or elsewhere.
    """

    def __init__(
        self,
        name: str = "",
        widest: str = "",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        at: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._text, self._widest, self._align, self._at = "", widest, align, at
        across = QSizePolicy.Policy.Preferred if widest else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What it says."""
        return self._text

    def setText(self, text: str) -> None:
        """Say something else."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._widest) + 1, metrics.height())  # letters end between two pixels

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self.initPainter(painter)
            fitting = self.fontMetrics().elidedText(self._text, self._at, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | self._align, fitting)


class TallTicker(Ticker):
    """A text that changes many times a second, with room for two lines: what is long goes on in the second."""

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(super().sizeHint().width(), 2 * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self.initPainter(painter)
            painter.drawText(
                self.rect(), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | self._align, self._text
            )


class WholeTicker(Ticker):
    """A line of text that is never cut: where it has become longer, others make room."""

    def setText(self, text: str) -> None:
        """Say something else."""
        super().setText(text)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(text) + 1)


class Readings(QWidget):
    """A few short texts in colours of their own, at the right of the room that there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("small")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.parts: tuple[tuple[str, str], ...] = ()

    def show_parts(self, parts: Iterable[tuple[str, str]]) -> None:
        """Show texts with their colours."""
        found = tuple(parts)
        if found != self.parts:
            self.parts = found
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        metrics = self.fontMetrics()
        right = self.width()
        needed = sum(metrics.horizontalAdvance(text) for text, _ in self.parts)
        gap = metrics.horizontalAdvance("00")
        if needed + gap * (len(self.parts) - 1) > right:
            gap //= 2
        for text, colour in reversed(self.parts):
            width = metrics.horizontalAdvance(text)
            if width > right:  # half a number would be another one
                break
            painter.setPen(QColor(colour))
            painter.drawText(QRect(right - width, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + gap


class TwoRows(QWidget):
    """Holds two groups, of which the first takes the room that is left."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QHBoxLayout(), QHBoxLayout()
        self._both = QBoxLayout(_ACROSS, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addLayout(self.first, 1)
        self._both.addLayout(self.second)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        wide = max(each.minimumSize().width() for each in (self.first, self.second))
        return QSize(wide, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Have both in a row where there is room for all of both, also when their words have changed."""
        done = super().event(event)
        if event.type() in _FITS:
            needed = sum(each.sizeHint().width() for each in (self.first, self.second)) + self._both.spacing()
            direction = _ACROSS if needed <= self.width() else _DOWN
            if direction != self._both.direction():
                self._both.setDirection(direction)
        return done


def button(text: str, hint: str = "", act: Callable[[], object] | None = None, name: str = "") -> QPushButton:
    """A button."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(hint)
    if act is not None:
        made.clicked.connect(lambda _checked=False: act())
    return made


def note_size(widget: QWidget, appearance: Appearance, height: int) -> None:
    """Give the labels of a window so high the letters of a note in a hall, or usual ones where these are larger."""
    widget.setStyleSheet(f"QLabel {{ font-size: {max(appearance.px(14), round(NOTE * height))}px; }}")


def strip(widget: QWidget) -> None:
    """Give a widget the ground of a panel."""
    widget.setObjectName("strip")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
