"""The chart of a range test: the loss of every contestant over the learning rate, a band, and three marks."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.rates.reading import Marks, smoothed
from desktop.lab.rates.trial import QUESTION, Trial
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour, faint
from scenes.stage.core.marks import Role
from scenes.stage.numbers.reading import number_in_words
from scenes.stage.numbers.values import superscript

TITLES = ("low", "suggested", "too large")
"""What the three marks are called, in their order."""
LETTERS, HALL = 13, 0.042
"""The letters: at least so many pixels at the usual size, and at least such a share of the height."""
HEADROOM = 1.3
"""The axis reaches so many times higher than the loss at the beginning."""
NEAR = 8.0
"""So many pixels beside a mark a click is still on it."""


class Frame(NamedTuple):
    """Where in a widget the curves are, and what its sides stand for: logarithms of rates, and losses from 0."""

    box: QRectF
    low: float
    high: float
    top: float

    def x(self, rate: float) -> float:
        """Where a rate is."""
        return self.box.left() + (math.log10(rate) - self.low) / (self.high - self.low) * self.box.width()

    def y(self, loss: float) -> float:
        """Where a loss is."""
        return self.box.bottom() - loss / self.top * self.box.height()


def rounded(rate: float) -> float:
    """A rate in two digits, as it is shown and set."""
    return float(f"{rate:.1e}")


class RangeChart(QWidget):
    """Draws a trial. `picked` carries a rate whose mark was clicked."""

    picked = Signal(float)

    def __init__(self, appearance: Appearance, trial: Trial) -> None:
        super().__init__()
        self._appearance, self._trial = appearance, trial
        self._used: float | None = None
        """The rate that the run is going to have."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 220)
        self.setMouseTracking(True)
        appearance.changed.connect(self.update)
        trial.changed.connect(self.update)

    def show_used(self, rate: float) -> None:
        """Mark the rate in use below the axis."""
        self._used = rate
        self.update()

    @property
    def letters(self) -> int:
        """How high letters are, in pixels."""
        return max(self._appearance.px(LETTERS), round(HALL * self.height()))

    def frame(self) -> Frame:
        """Where things stand now."""
        letters, losses = self.letters, self._trial.losses
        box = QRectF(self.rect()).adjusted(3.2 * letters, 4.4 * letters, -letters, -3.2 * letters)
        beginnings = [loss for each in losses for loss in each[: len(each) // 10 + 1] if loss is not None]
        top = HEADROOM * max(beginnings, default=2.5)
        return Frame(box, math.log10(QUESTION.low), math.log10(QUESTION.high), top)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._appearance.theme.surface))
            frame = self.frame()
            self._paint_axes(painter, frame)
            advice = self._trial.advice()
            self._paint_bands(painter, frame)
            self._paint_losses(painter, frame)
            self._paint_names(painter, frame)
            self._paint_used(painter, frame)
            if advice is not None:
                self._paint_marks(painter, frame, advice)

    def _paint_axes(self, painter: QPainter, frame: Frame) -> None:
        theme, letters, box = self._appearance.theme, self.letters, frame.box
        font = fonts.font(letters)
        painter.setFont(font)
        muted, line = QColor(theme.colour(Role.MUTED)), QPen(QColor(theme.border), 1)
        step = next(each for each in (0.5, 1, 2, 5, 10, 20, 50, 1e3, 1e6, 1e9, 1e99) if frame.top / each <= 6)
        for place in range(int(frame.top / step) + 1):
            y = frame.y(place * step)
            painter.setPen(line)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(muted)
            side = QRectF(0, y - letters, box.left() - 0.5 * letters, 2 * letters)
            painter.drawText(side, _at(Qt.AlignmentFlag.AlignRight), number_in_words(place * step))
        powers = range(math.ceil(frame.low), math.floor(frame.high) + 1)
        every = 1 if box.width() > 4.2 * letters * len(powers) else 2
        for power in powers[::every]:
            x = frame.x(10.0**power)
            painter.setPen(line)
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.setPen(muted)
            words = f"{10.0**power:g}" if -2 <= power <= 1 else f"10{superscript(power)}"
            under = QRectF(x - 3 * letters, box.bottom() + 0.4 * letters, 6 * letters, 1.4 * letters)
            painter.drawText(under, _at(Qt.AlignmentFlag.AlignHCenter), words)
        foot = QRectF(box.left(), self.height() - 1.5 * letters, box.width(), 1.4 * letters)
        painter.drawText(foot, _at(Qt.AlignmentFlag.AlignHCenter), "learning rate")
        painter.drawText(QRectF(0, box.top() - 1.6 * letters, 4 * letters, 1.4 * letters), _at(), " loss")

    def _paint_bands(self, painter: QPainter, frame: Frame) -> None:
        """Shade the band of each contestant."""
        theme = self._appearance.theme
        for index, found in enumerate(self._trial.marks()):
            if found is not None:
                low, high = found.band
                colour = QColor(contestant_colour(index, theme))
                box = QRectF(frame.x(low), frame.box.top(), frame.x(high) - frame.x(low), frame.box.height())
                colour.setAlphaF(0.16)
                painter.fillRect(box, colour)

    def _paint_losses(self, painter: QPainter, frame: Frame) -> None:
        theme, rates = self._appearance.theme, self._trial.rates
        painter.save()
        painter.setClipRect(frame.box)
        for index, losses in enumerate(self._trial.losses):
            colour = contestant_colour(index, theme)
            batches = np.array([loss for loss in losses if loss is not None])
            painter.setPen(QPen(QColor(faint(colour, theme)), theme.lines))
            painter.drawPath(_path(frame, rates, batches))
        for index, losses in enumerate(self._trial.losses):
            painter.setPen(QPen(QColor(contestant_colour(index, theme)), 0.16 * self.letters * theme.lines))
            painter.drawPath(_path(frame, rates, smoothed(losses)))
        painter.restore()

    def _paint_names(self, painter: QPainter, frame: Frame) -> None:
        """Name the contestants at the lower left, where no curve comes."""
        letters, spec = self.letters, self._trial.spec
        if spec is None:
            return
        painter.setFont(fonts.font(letters, bold=True))
        for index, contestant in enumerate(reversed(spec.contestants)):
            place = len(spec.contestants) - 1 - index
            painter.setPen(QColor(contestant_colour(place, self._appearance.theme)))
            row = QRectF(frame.box.left() + letters, 0, frame.box.width() / 2, 1.5 * letters)
            row.moveBottom(frame.box.bottom() - 0.5 * letters - 1.5 * letters * index)
            painter.drawText(row, _at(), contestant.name)

    def _paint_marks(self, painter: QPainter, frame: Frame, advice: Marks) -> None:
        """Draw an upright line for each mark, with its name in a row of its own above the curves."""
        theme, letters = self._appearance.theme, self.letters
        for row, (title, rate) in enumerate(zip(TITLES, advice, strict=True)):
            bold = title == "suggested"
            font = fonts.font(letters, bold=bold)
            painter.setFont(font)
            x, top = frame.x(rate), (0.1 + 1.35 * row) * letters
            colour = QColor(theme.colour(Role.TEXT if title != "too large" else Role.WARNING))
            painter.setPen(QPen(colour, (2.0 if bold else 1.2) * theme.lines, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top + 1.35 * letters), QPointF(x, frame.box.bottom()))
            words = f"{title} {number_in_words(rounded(rate))}"
            wide = QFontMetricsF(font).horizontalAdvance(words)
            left = min(max(x - wide / 2, frame.box.left()), frame.box.right() - wide)
            painter.setPen(colour)
            painter.drawText(QRectF(left, top, wide + 1, 1.4 * letters), _at(), words)

    def _paint_used(self, painter: QPainter, frame: Frame) -> None:
        """Point from inside at the rate on the axis that is in use now."""
        if self._used is None or not QUESTION.low <= self._used <= QUESTION.high:
            return
        letters, x, bottom = self.letters, frame.x(self._used), frame.box.bottom()
        colour = QColor(self._appearance.theme.colour(Role.HIGHLIGHT))
        head = QPolygonF([QPointF(x, bottom), QPointF(x - 0.45 * letters, bottom - 0.8 * letters)])
        head.append(QPointF(x + 0.45 * letters, bottom - 0.8 * letters))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(head)
        painter.setPen(colour)
        painter.setFont(fonts.font(letters))
        words = f"now {number_in_words(self._used)}"
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        left = min(max(x - wide / 2, frame.box.left()), frame.box.right() - wide)
        painter.drawText(QRectF(left, bottom - 2.3 * letters, wide + 1, 1.4 * letters), _at(), words)

    def _mark_at(self, x: float) -> float | None:
        """The rate of the mark at a place, None where there is none."""
        advice, frame = self._trial.advice(), self.frame()
        if advice is None:
            return None
        nearest = min(advice, key=lambda rate: abs(frame.x(rate) - x))
        return rounded(nearest) if abs(frame.x(nearest) - x) <= NEAR else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        rate = self._mark_at(event.position().x())
        if rate is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(rate)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        over = self._mark_at(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)


def _path(frame: Frame, rates: list[float], losses: np.ndarray) -> QPainterPath:
    """A line through losses; what lies above the axis is drawn a little above it."""
    path = QPainterPath()
    for place, (rate, loss) in enumerate(zip(rates, losses.tolist(), strict=False)):
        point = QPointF(frame.x(rate), frame.y(min(loss, 2 * frame.top)))
        path.lineTo(point) if place else path.moveTo(point)
    return path


def _at(across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | across
