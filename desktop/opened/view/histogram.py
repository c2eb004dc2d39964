"""How the numbers of an array lie: a bar for each span of them, with numbers along the axis."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.model_files.words import Histogram
from desktop.opened.model.words import numbers
from desktop.theme.appearance import Appearance
from desktop.theme.paint import LEFT, MIDDLE, RIGHT, write
from scenes.stage.core.marks import Role
from scenes.stage.draw.blocks import brief
from scenes.stage.numbers.series import number_text

HIGH, BELOW, ABOVE, LETTER = 116, 20, 18, 13


class HistogramView(QWidget):
    """Draws it; the highest bar says how many numbers it stands for."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.histogram: Histogram | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("How the numbers lie")
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(HIGH))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(160), self._appearance.px(HIGH - 30))

    def show_histogram(self, histogram: Histogram | None) -> None:
        """Show another one, or none."""
        self.histogram = histogram
        self.setAccessibleDescription(numbers(histogram) if histogram is not None else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self.histogram is None or not sum(self.histogram.counts):
            return
        px, theme, found = self._appearance.px, self._appearance.theme, self.histogram
        muted, most = theme.colour(Role.MUTED), max(found.counts)
        plot = QRectF(1, px(ABOVE), self.width() - 2, self.height() - px(ABOVE) - px(BELOW))
        low, high = found.edges[0], found.edges[-1]
        with QPainter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colour(Role.KERNEL)))
            for place, count in enumerate(found.counts):
                left, right = (
                    plot.x() + (found.edges[each] - low) / (high - low) * plot.width() for each in (place, place + 1)
                )
                tall = count / most * plot.height()
                if count:
                    tall = max(tall, 1.0)
                gap = 1.0 if right - left > 3 else 0.0
                painter.drawRect(QRectF(left, plot.bottom() - tall, max(1.0, right - left - gap), tall))
            painter.setPen(QPen(QColor(muted), 1))
            painter.drawLine(plot.bottomLeft(), plot.bottomRight())
            below = QRectF(plot.x(), plot.bottom() + 2, plot.width(), px(BELOW) - 2)
            write(painter, below, number_text(low), muted, px(LETTER), LEFT)
            write(painter, below, number_text(high), muted, px(LETTER), RIGHT)
            self._mark_zero(painter, plot, below)
            above = QRectF(plot.x(), 0, plot.width(), px(ABOVE) - 2)
            write(painter, above, f"highest bar: {brief(most)} numbers", muted, px(LETTER), LEFT)

    def _mark_zero(self, painter: QPainter, plot: QRectF, below: QRectF) -> None:
        """A line at zero, where that is among the numbers and has room."""
        assert self.histogram is not None
        low, high = self.histogram.edges[0], self.histogram.edges[-1]
        if not low < 0 < high:
            return
        theme, px = self._appearance.theme, self._appearance.px
        x = plot.x() - low / (high - low) * plot.width()
        painter.setPen(QPen(QColor(theme.colour(Role.TEXT)), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.y()), QPointF(x, plot.bottom()))
        if px(60) < x < plot.right() - px(60):
            write(
                painter,
                QRectF(x - px(20), below.y(), px(40), below.height()),
                "0",
                theme.colour(Role.TEXT),
                px(LETTER),
                MIDDLE,
            )
