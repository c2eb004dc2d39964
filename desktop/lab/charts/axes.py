"""Axes of the charts: numbers as people write them, and names that stand where their line or row is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from scenes.stage.charts.curves import spread
from scenes.stage.numbers.reading import number_in_words
from scenes.stage.numbers.values import superscript

_GAP = 6
SHARES = (0.2, 0.25, 0.5, 1.0)
"""How far apart shares stand on an axis of per cents, the first that there is room for."""
LINES = 1.3
"""How far apart numbers above each other are at least, in lines."""


class NumberAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis of plain numbers, of per cents, or of powers of ten."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=-4)
        self.log = self.percent = False
        self.enableAutoSIPrefix(False)

    def boundingRect(self) -> QRectF:
        """The axis with the room that the number at either end takes beyond it: it would be left out else."""
        metrics = QFontMetricsF(self.style["tickFont"] or self.font())
        across, up = metrics.horizontalAdvance("000,000") / 2, metrics.height() / 2
        inside: QRectF = super().boundingRect()
        return inside.adjusted(-across, -up, across, up)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Where the ticks are, by spacing: whole powers of ten on a logarithmic axis, and 100 % on one of shares."""
        if self.percent:
            room = LINES * QFontMetricsF(self.style["tickFont"] or self.font()).height() * (high - low) / size
            apart = next((each for each in SHARES if each >= room), SHARES[-1])
            return [(apart, [share * apart for share in range(round(1 / apart) + 1)])]
        if not self.log:
            ticks: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
            if not ticks:
                return ticks
            spacing, values = self._apart(*ticks[0], size / (high - low or 1.0))
            finer = ticks[1:2] if self.orientation == "left" and spacing == ticks[0][0] else []
            return [(spacing, values), *finer]
        room = max(2, int(size / (3 * QFontMetricsF(self.font()).height())))
        stride = max(1, -(-int(high - low) // room))
        first = -(-int(low // 1) // stride) * stride
        powers = [float(power) for power in range(first - stride, int(high // 1) + 1, stride) if low <= power <= high]
        return [(float(stride), powers)]

    def _apart(self, spacing: float, values: Sequence[float], scale: float) -> tuple[float, list[float]]:
        """Only every so many of the ticks, so that their numbers don't run into each other; `scale` in pixels."""
        metrics = QFontMetricsF(self.style["tickFont"] or self.font())
        if self.orientation == "left":
            room = LINES * metrics.height()
        else:
            widths = (metrics.horizontalAdvance(number_in_words(value)) for value in values)
            room = max(widths, default=0.0) + metrics.height() / 2
        every = next((each for each in (1, 2, 5) if each * spacing * scale >= room), 10)
        kept = [value for value in values if round(value / spacing) % every == 0]
        return every * spacing, kept if len(kept) > 1 else list(values[len(values) // 2 :][:1])

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """What the ticks say."""
        if self.log:
            return [_power_text(round(value)) for value in values]
        if self.percent:
            return [f"{100 * value:.0f} %" for value in values]
        return [number_in_words(value) for value in values]


def _power_text(power: int) -> str:
    """A power of ten, written out where that is short."""
    return f"{10.0**power:g}" if -3 <= power <= 3 else f"10{superscript(power)}"


@dataclass(frozen=True)
class Tag:
    """A name at a height in axis units."""

    y: float
    text: str
    colour: str


class TagAxis(pg.AxisItem):  # type: ignore[misc]
    """Names beside the chart, each at the height of what it names, moved apart where they would overlap."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.setStyle(showValues=False)
        self._tags: tuple[Tag, ...] = ()
        self._letters = QFont()

    def set_letters(self, letters: QFont) -> None:
        """Choose the font."""
        self._letters = letters
        self._fit()

    def set_tags(self, tags: Sequence[Tag]) -> None:
        """Show names."""
        if tuple(tags) != self._tags:
            longer = [tag.text for tag in tags] != [tag.text for tag in self._tags]
            self._tags = tuple(tags)
            if longer:
                self._fit()
            self.update()

    def _fit(self) -> None:
        metrics = QFontMetricsF(self._letters)
        self.setWidth(max((metrics.horizontalAdvance(tag.text) for tag in self._tags), default=0) + 2 * _GAP)

    def paint(self, painter: QPainter, option: object, widget: object) -> None:
        """Paint the names."""
        view = self.linkedView()
        box: QRectF = self.boundingRect()
        if view is None or not self._tags:
            return
        low, high = view.viewRange()[1]
        shown = view.mapRectToItem(self, view.boundingRect())
        height = QFontMetricsF(self._letters).height()
        tags = fitting(self._tags, max(1, int(shown.height() / height)))
        wanted = [shown.bottom() - (tag.y - low) / (high - low or 1.0) * shown.height() for tag in tags]
        painter.setFont(self._letters)
        align = Qt.AlignmentFlag.AlignVCenter
        align |= Qt.AlignmentFlag.AlignLeft if self.orientation == "right" else Qt.AlignmentFlag.AlignRight
        for tag, middle in zip(tags, spread(wanted, height, shown.top(), shown.bottom()), strict=True):
            painter.setPen(QColor(tag.colour))
            line = QRectF(shown.right() + _GAP, middle - height / 2, box.width(), height)
            if self.orientation == "left":
                line.moveRight(shown.left() - _GAP)
            painter.drawText(line, align, tag.text)


def fitting(tags: Sequence[Tag], most: int) -> Sequence[Tag]:
    """The tags that there is room for: the first and every so many after it."""
    return tags[:: -(-len(tags) // most)] if tags else tags
