"""The accuracy of three ways over the number of pictures: a line each, and the range of all draws as a band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.teaching.model.comparing import NAMES, Band
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.theme.paint import LEFT, MIDDLE, RIGHT, percent, write
from scenes.stage.core.marks import Role

AXIS, BELOW, KEY = 46, 44, 24
LINES = 5


class Lines(QWidget):
    """Draws bands by way; `chance` is the accuracy of guessing."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._bands: Mapping[str, Sequence[Band]] = {}
        self._chance = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Accuracy over the number of pictures")

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(320), self._appearance.px(300))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(240), self._appearance.px(180))

    def show_bands(self, bands: Mapping[str, Sequence[Band]], chance: float) -> None:
        """Show what came out."""
        self._bands, self._chance = bands, chance
        self.setAccessibleDescription(self.words)
        self.update()

    @property
    def words(self) -> str:
        """All of it in words."""
        told = (
            f"{NAMES[way]}: " + ", ".join(f"{band.pictures} pictures {percent(band.mean)}" for band in found)
            for way, found in self._bands.items()
            if found
        )
        return "; ".join(told)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        px, theme = self._appearance.px, self._appearance.theme
        top = px(KEY) * len(self._bands) + px(6)
        plot = QRectF(px(AXIS), top, self.width() - px(AXIS) - px(18), self.height() - top - px(BELOW))
        counts = sorted({band.pictures for bands in self._bands.values() for band in bands})
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, way in enumerate(self._bands):
                colour = contestant_colour(row, theme)
                line = QRectF(px(AXIS), row * px(KEY), self.width() - px(AXIS), px(KEY))
                painter.fillRect(QRectF(line.x(), line.center().y() - px(2), px(22), px(4)), QColor(colour))
                write(painter, line.adjusted(px(30), 0, 0, 0), NAMES[way], theme.colour(Role.TEXT), px(14), LEFT)
            self._paint_axes(painter, plot, counts)
            for row, bands in enumerate(self._bands.values()):
                self._paint_way(painter, plot, bands, counts, QColor(contestant_colour(row, theme)))

    def _paint_axes(self, painter: QPainter, plot: QRectF, counts: Sequence[int]) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        muted = theme.colour(Role.MUTED)
        for line in range(LINES):
            share = line / (LINES - 1)
            y = plot.bottom() - share * plot.height()
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(plot.x(), y), QPointF(plot.right(), y))
            write(painter, QRectF(0, y - px(10), px(AXIS) - px(6), px(20)), percent(share), muted, px(13), RIGHT)
        if self._chance and counts:
            y = plot.bottom() - self._chance * plot.height()
            painter.setPen(QPen(QColor(muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.x(), y), QPointF(plot.right(), y))
            beside = QRectF(plot.x() + px(6), y - px(19), plot.width() - px(6), px(18))
            write(painter, beside, "chance", muted, px(13), RIGHT)
        for count in counts:
            x = self._x(plot, count, counts)
            write(painter, QRectF(x - px(20), plot.bottom() + px(3), px(40), px(18)), str(count), muted, px(14), MIDDLE)
        under = QRectF(plot.x(), plot.bottom() + px(21), plot.width(), px(20))
        write(painter, under, "pictures of each class to learn from", muted, px(13), MIDDLE)

    def _paint_way(
        self, painter: QPainter, plot: QRectF, bands: Sequence[Band], counts: Sequence[int], colour: QColor
    ) -> None:
        def point(band: Band, share: float) -> QPointF:
            return QPointF(self._x(plot, band.pictures, counts), plot.bottom() - share * plot.height())

        area = QColor(colour)
        area.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(area)
        above = [point(band, band.most) for band in bands]
        painter.drawPolygon(QPolygonF([*above, *(point(band, band.least) for band in reversed(bands))]))
        painter.setPen(QPen(colour, self._appearance.px(3)))
        painter.drawPolyline(QPolygonF([point(band, band.mean) for band in bands]))
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        for band in bands:
            painter.drawEllipse(point(band, band.mean), self._appearance.px(4), self._appearance.px(4))

    @staticmethod
    def _x(plot: QRectF, count: int, counts: Sequence[int]) -> float:
        """Where a number of pictures stands: equal factors are equally far apart."""
        low, high = log(counts[0]), log(counts[-1])
        share = (log(count) - low) / (high - low) if high > low else 0.5
        return plot.x() + (0.06 + 0.88 * share) * plot.width()
