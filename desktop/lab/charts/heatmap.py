"""Gradient norms as a picture: one row a layer, one column a step, colour for the power of ten."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.axes import Tag, TagAxis
from desktop.lab.charts.line_chart import StepChart
from desktop.lab.charts.spans import Span
from desktop.runs.norms import norms
from desktop.theme.contestants import contestant_colour
from scenes.stage.charts.layer_norms import Kind
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import bounds, log10, quantile
from scenes.stage.numbers.values import superscript
from scenes.stage.output.theme import Theme

NEARLY_NONE = 0.01
"""So many of the smallest and of the largest numbers may be beyond the ends of the colours."""
COLUMNS = 400
"""More steps than this share columns, each showing the largest norm of its steps."""


@dataclass(frozen=True, eq=False)
class Heat:
    """Decimal logarithms (rows, columns), NaN where there is no number; the last column ends at step `end`."""

    logs: Numbers
    names: tuple[tuple[int, str], ...]
    low: float
    high: float
    first: float
    end: float


def heat(recording: Recording, only: int | None = None, kind: Kind = "weights") -> Heat | None:
    """The gradient norms of all layers, or of one contestant's, the first layer on top; None before the first step."""
    rows, names = [], []
    for index in range(len(recording.plan.contestants)):
        if only in (None, index):
            layers, found = norms(recording, index, kind)
            rows += [_pooled(row) for row in found.T]
            names += [(index, layer) for layer in layers]
    if not rows or not len(recording.ticks):
        return None
    logs = log10(np.array(rows))
    low, high = _decades(logs)
    steps = recording.steps
    return Heat(logs, tuple(names), low, high, float(steps[0]), float(steps[-1]))


def _decades(logs: Numbers) -> tuple[float, float]:
    """Whole powers of ten that hold nearly all numbers: one extreme step does not recolour all others."""
    finite = logs[np.isfinite(logs)]
    if not finite.size:
        return -1.0, 0.0
    low, high = math.floor(quantile(finite, NEARLY_NONE)), math.ceil(quantile(finite, 1.0 - NEARLY_NONE))
    return float(low), float(max(high, low + 1))


def _pooled(row: Numbers) -> Numbers:
    """The same with at most `COLUMNS` columns: the largest finite number of those that share one."""
    if len(row) <= COLUMNS:
        return row
    edges = np.linspace(0, len(row), COLUMNS + 1).astype(int)
    pooled: Numbers = np.maximum.reduceat(row, edges[:-1])
    for place in np.flatnonzero(~np.isfinite(pooled)):
        found = bounds([row[edges[place] : edges[place + 1]]])
        pooled[place] = found[1] if found else np.nan
    return pooled


@cache
def colour_table() -> npt.NDArray[np.uint8]:
    """Viridis, (256, 4): perceptually uniform, safe for colour-blind eyes, readable without colour."""
    table: npt.NDArray[np.uint8] = pg.colormap.get("viridis").getLookupTable(nPts=256, alpha=True)
    return table


def coloured(found: Heat, ground: str) -> npt.NDArray[np.uint8]:
    """The picture, (rows, columns, 4)."""
    share = (found.logs - found.low) / ((found.high - found.low) or 1.0)
    missing = np.isnan(share)
    steps = np.rint(np.clip(np.where(missing, 0, share), 0, 1) * 255).astype(int)
    colours: npt.NDArray[np.uint8] = colour_table()[steps]
    back = QColor(ground)
    colours[missing] = (back.red(), back.green(), back.blue(), 255)
    return colours


class ColourScale(QWidget):
    """What the colours of a heat map mean."""

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high = -1.0, 0.0
        self._letters, self._colour = QFont(), QColor()
        self._letters.setPixelSize(12)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme, letters: QFont) -> None:
        """Take on a theme and a font."""
        self._letters, self._colour = letters, QColor(theme.colour(Role.MUTED))
        self._resize()

    def show_range(self, low: float, high: float) -> None:
        """Say which logarithms the ends stand for."""
        if (low, high) != (self._low, self._high):
            self._low, self._high = low, high
            self.setAccessibleName(f"colours from {_power(low)} to {_power(high)}")
            self._resize()
            self.update()

    @property
    def bar(self) -> QRectF:
        """Where the colours are, between the two numbers; as wide as five letters are high, whatever these are."""
        letter, metrics = self._letters.pixelSize(), QFontMetricsF(self._letters)
        return QRectF(metrics.horizontalAdvance(_power(self._low)) + 6, letter * 0.3, letter * 5, letter * 0.9)

    def _resize(self) -> None:
        number = QFontMetricsF(self._letters).horizontalAdvance(_power(self._high))
        self.setFixedSize(math.ceil(self.bar.right() + 6 + number), int(self._letters.pixelSize() * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scale with a number at each end."""
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setFont(self._letters)
        painter.setPen(self._colour)
        box = QRectF(self.rect())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _power(self._low))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _power(self._high))
        table = np.ascontiguousarray(colour_table()[None])
        image = QImage(table.data, 256, 1, QImage.Format.Format_RGBA8888)
        painter.drawImage(self.bar, image)


def _power(log: float) -> str:
    """Ten to a power that may be a half."""
    whole = math.floor(log)
    if log == whole:
        return f"{10.0**log:g}" if -3 <= log <= 3 else f"10{superscript(whole)}"
    return f"{float(f'{10.0**log:.2g}'):g}" if -3 < log < 3 else f"3·10{superscript(whole)}"


class HeatMap(StepChart):
    """Layers by steps."""

    def __init__(self, title: str, hint: str = "", unit: str = "") -> None:
        super().__init__(title, hint, TagAxis("left"), unit)
        self._image = pg.ImageItem(axisOrder="row-major", levels=None)
        self._image.setZValue(-10)
        self.plot.add(self._image)
        self.scale = ColourScale()
        self.header.row.insertWidget(1, self.scale)
        self._names: TagAxis = self.plot.left
        self.plot.tags.setWidth(18)  # half of the last number stands beyond the axis
        self.heat: Heat | None = None

    def restyle(self, theme: Theme, letters: QFont) -> None:
        """Take on a theme and a font."""
        super().restyle(theme, letters)
        self.scale.restyle(theme, letters)

    def set_small(self, small: bool) -> None:
        """Show the colours and the title only, or all again."""
        super().set_small(small)
        self._names.setVisible(not small)
        self.scale.setVisible(not small)

    def show_heat(self, found: Heat | None, steps: Span, theme: Theme) -> None:
        """Draw the stretch of steps given."""
        self.heat = found
        self._image.setVisible(found is not None)
        self.show_steps(steps)
        if found is None:
            self._names.set_tags([])
            return
        rows = len(found.names)
        self.plot.view.setYRange(0, rows, padding=0)
        picture: Any = coloured(found, theme.surface)
        self._image.setImage(picture[::-1], autoLevels=False)
        self._image.setRect(QRectF(found.first - 0.5, 0, found.end - found.first + 1, rows))
        self._names.set_tags(
            [
                Tag(rows - row - 0.5, name, contestant_colour(contestant, theme))
                for row, (contestant, name) in enumerate(found.names)
            ]
        )
        self.scale.show_range(found.low, found.high)
