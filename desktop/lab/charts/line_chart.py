"""Live charts: a `Drawing` on the screen, with a cursor, names at the lines' ends, and numbers under the mouse."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsGridLayout,
    QGraphicsItem,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.lab.charts.axes import NumberAxis, Tag, TagAxis
from desktop.lab.charts.curves import Curves
from desktop.lab.charts.drawings import Drawing, Event, Line
from desktop.lab.charts.rate_strip import RateStrip
from desktop.lab.charts.spans import Span
from desktop.widgets.parts import Readings, label, strip
from scenes.stage.charts.curve_key import STEPS
from scenes.stage.charts.rates import rates
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.output.theme import Theme


class Header(QWidget):
    """A chart's title, and what can be read off it just now. `clicked` says that it was clicked."""

    clicked = Signal()

    def __init__(self, title: str, hint: str = "", unit: str = "") -> None:
        super().__init__()
        self._title = label(name="chart-title")
        self._title.setMinimumWidth(40)
        self._whole = True
        self.rename(title, hint, unit)
        self.reading = Readings()
        self.reading.setObjectName("reading")  # its letters are the chart's
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 4, 8, 0)
        self.row.addWidget(self._title)
        self.row.addWidget(self.reading, 1)

    def rename(self, title: str, hint: str, unit: str = "") -> None:
        """Say what the chart shows now, and in what unit, which a small chart has no room for."""
        self._words = (title, unit)
        self._title.setToolTip(hint)
        self.show_unit(self._whole)

    def show_unit(self, shown: bool) -> None:
        """Say the unit too, or the title only."""
        self._whole = shown
        title, unit = self._words
        self._title.setText(f"{title}, {unit}" if shown and unit else title)

    def restyle(self, letters: QFont) -> None:
        """Take on a font."""
        bold = QFont(letters)
        bold.setBold(True)
        self._title.setFont(bold)
        self.reading.setFont(letters)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """A plot over steps that reports what the mouse does and leaves the view alone.

    It is put together from pyqtgraph's parts, because its own plot brings menus and forms that nobody needs here.
    `zoomed` carries the step under the wheel, and by how much it wants to see less (above 1) or more.
    """

    pointed = Signal(object)
    clicked = Signal(float)
    zoomed = Signal(float, float)

    def __init__(self, left: pg.AxisItem) -> None:
        super().__init__()
        self.view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self.view.disableAutoRange()
        self.left, self.bottom, self.tags = left, NumberAxis("bottom"), TagAxis("right")
        inside = pg.GraphicsWidget()
        grid = QGraphicsGridLayout(inside)
        grid.setContentsMargins(2, 8, 2, 2)  # half of the topmost number stands above the axis
        grid.setSpacing(0)
        for item, row, column in ((left, 0, 0), (self.view, 0, 1), (self.tags, 0, 2), (self.bottom, 1, 1)):
            grid.addItem(item, row, column)
            if item is not self.view:
                item.linkToView(self.view)
        grid.setRowStretchFactor(0, 1)
        grid.setColumnStretchFactor(1, 1)
        self.setCentralItem(inside)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add(self, item: QGraphicsItem) -> None:
        """Put something into the view."""
        self.view.addItem(item, ignoreBounds=True)

    def at(self, event: QMouseEvent) -> QPointF | None:
        """Where in the plot's own units the mouse is; None outside of it."""
        place = self.mapToScene(event.position().toPoint())
        if not self.view.sceneBoundingRect().contains(place):
            return None
        found: QPointF = self.view.mapSceneToView(place)
        return found

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report where the mouse is."""
        self.pointed.emit(self.at(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Report a click."""
        place = self.at(event)
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(place.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: a click is over where it began."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Report the wheel."""
        place = self.view.mapSceneToView(self.mapToScene(event.position().toPoint()))
        self.zoomed.emit(place.x(), 1.5 ** (event.angleDelta().y() / 120))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Report that the mouse is gone."""
        self.pointed.emit(None)
        super().leaveEvent(event)


class StepChart(QWidget):
    """What all charts over steps share: header, plot, cursor, theme.

    `pointed` carries the step under the mouse, or None; `clicked` the step that was clicked. `opened` says that the
    title of any chart was clicked, or any place of a `small` one: it shall be large.
    """

    pointed = Signal(object)
    clicked = Signal(int)
    opened = Signal()
    zoomed = Signal(float, float)

    def __init__(self, title: str, hint: str, left: pg.AxisItem, unit: str = "") -> None:
        super().__init__()
        strip(self)
        self.setAccessibleName(title)
        self.header = Header(title, hint, unit)
        self.plot = Plot(left)
        self.plot.pointed.connect(self._point)
        self.plot.clicked.connect(self._click)
        self.header.clicked.connect(self.opened)
        self.small = self._large = False
        self.plot.zoomed.connect(self.zoomed)
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.setZValue(50)
        self._cursor.hide()
        self.plot.add(self._cursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 2)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.plot, 1)
        self.rates = RateStrip()
        self.rates.hide()
        column.addWidget(self.rates)
        self.plot.view.sigResized.connect(self._place_rates)

    def set_small(self, small: bool) -> None:
        """Show the lines and the title only, or all again; the rates are under a large chart."""
        self.small = small
        self.header.show_unit(not small)
        for item in (self.plot.bottom, self.plot.tags):
            item.setVisible(not small)
        self.header.reading.setVisible(not small)

    def set_large(self, large: bool) -> None:
        """Name the axis of steps and have the rates under it, or not."""
        self._large = large
        self.rates.setVisible(large)
        self.plot.bottom.showLabel(large)

    def show_steps(self, steps: Span) -> None:
        """Have the axis show a stretch of steps."""
        self.plot.view.setXRange(*steps, padding=0)

    def show_rates(self, recording: Recording | None, steps: Span, at: int | None = None) -> None:
        """Show the learning rates of a run under the axis where the chart is large, and say that `at` a step."""
        if self._large:
            self.rates.show_rates(rates(recording, at) if recording is not None else None, steps)
            self._place_rates()

    def _place_rates(self) -> None:
        """Have the rates stand under the plot, whose edges move with the names beside it."""
        box = self.plot.view.sceneBoundingRect()
        left = self.plot.x() + self.plot.mapFromScene(box.topLeft()).x()
        self.rates.show_between(left, left + box.width())

    def _click(self, x: float) -> None:
        if self.small:
            self.opened.emit()
        else:
            self.clicked.emit(max(0, round(x)))

    def _point(self, place: QPointF | None) -> None:
        self.pointed.emit(None if place is None else max(0, round(place.x())))

    def set_cursor(self, step: int | None) -> None:
        """Draw an upright line at a step; None takes it away."""
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setValue(step)

    def restyle(self, theme: Theme, letters: QFont) -> None:
        """Take on a theme and a font."""
        self.plot.setBackground(theme.surface)
        self.header.restyle(letters)
        self._cursor.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 0))
        for axis in (self.plot.left, self.plot.bottom):
            axis.setPen(theme.border)
            axis.setTextPen(theme.colour(Role.MUTED))
            axis.setTickFont(letters)
            axis.setStyle(tickTextOffset=4)
        for axis in (self.plot.left, self.plot.tags):
            if isinstance(axis, TagAxis):
                axis.set_letters(letters)
        size = letters.pixelSize()
        self.plot.bottom.setLabel(STEPS, color=theme.colour(Role.MUTED), **{"font-size": f"{size}px"})
        self.plot.bottom.showLabel(self._large)
        self.plot.bottom.setHeight((2.4 if self._large else 1) * size + 10)
        self.rates.restyle(theme, letters)


class LineChart(StepChart):
    """A chart of lines and dots over steps."""

    def __init__(self, title: str, hint: str = "", unit: str = "") -> None:
        super().__init__(title, hint, NumberAxis("left"), unit)
        self._curves = Curves()
        self.plot.add(self._curves)
        self._events: list[tuple[pg.InfiniteLine, pg.InfLineLabel]] = []
        self._letters = QFont()

    def restyle(self, theme: Theme, letters: QFont) -> None:
        """Take on a theme and a font."""
        super().restyle(theme, letters)
        self._letters = letters
        self._curves.restyle(theme, max(2.5, 0.25 * letters.pixelSize()))
        self.plot.left.setWidth(3.4 * letters.pixelSize())
        self.plot.left.setGrid(46)

    def set_small(self, small: bool) -> None:
        """Show events without words, for which a small chart has no room, or with them."""
        super().set_small(small)
        for _, words in self._events:
            words.setVisible(not small)

    def show_drawing(self, drawing: Drawing, steps: Span) -> None:
        """Draw the stretch of steps given."""
        axis: NumberAxis = self.plot.left
        if (axis.log, axis.percent) != (drawing.log, drawing.percent):
            axis.log, axis.percent = drawing.log, drawing.percent
            axis.picture = None
            axis.update()  # its ends may be the same, and what it painted last is kept
        self.show_steps(steps)
        margin = 0.03 * (drawing.high - drawing.low)
        low, high = drawing.low - margin, drawing.high + margin
        self.plot.view.setYRange(low, high, padding=0)
        self._curves.show_lines(drawing.lines, QRectF(steps[0], low, steps[1] - steps[0], high - low))
        self._show_events(drawing.events, 0.03 if drawing.percent else 0.64)
        self.plot.tags.set_tags([tag for line in drawing.lines if line.label and (tag := _tag(line))])

    @property
    def lines(self) -> list[Line]:
        """What is drawn."""
        return self._curves.lines

    def _show_events(self, events: tuple[Event, ...], lowest: float) -> None:
        """Draw upright lines; their words begin at a share of the height where the curves are not."""
        while len(self._events) < len(events):
            line = pg.InfiniteLine(angle=90)
            words = pg.InfLineLabel(line, position=0.9, anchors=[(0, 0), (1, 0)])
            self.plot.add(line)
            self._events.append((line, words))
        for index, (line, words) in enumerate(self._events):
            line.setVisible(index < len(events))
            if index < len(events):
                event = events[index]
                line.setPen(QPen(QColor(event.colour), 0, Qt.PenStyle.DashLine))
                line.setValue(event.step)
                words.setColor(event.colour)
                words.setFormat(event.text)
                words.setFont(self._letters)
                words.setPosition(lowest + 0.11 * (3 - index % 4))
                words.setVisible(not self.small)


def _tag(line: Line) -> Tag | None:
    """A line's name at the height where it ends; None for a line without any point."""
    finite = line.y[np.isfinite(line.y)]
    return Tag(float(finite[-1]), line.label, line.colour) if finite.size and math.isfinite(finite[-1]) else None
