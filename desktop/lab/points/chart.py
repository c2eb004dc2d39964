"""The maps under the hand: dots that glide, a picture under the pointer, and a line drawn around some of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.lab.mistakes.wall import Pixels, picture_image
from desktop.lab.points.neighbours import Floats
from desktop.lab.points.painting import Look, Sheet, arranged, nearest, paint, pixels
from desktop.lab.points.shown import Shown, ShownMap
from desktop.lab.points.wanted import Place
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role
from scenes.stage.core.timeline import glide

SECONDS, FRAME = 0.7, 20
"""How long dots glide to their new places, and the milliseconds between two pictures of it."""
PICTURE = 5.6
"""How large a picture under the pointer is, in letters."""
ASIDE = 3.0
"""For keys a step aside counts so many times as much as one ahead."""
_MOVES = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}
Told = Callable[[int], tuple[Pixels | None, list[str]]]
"""A picture by its index, and what is said of it."""


@dataclass(eq=False)
class _Way:
    """How the dots of one map go: from where, to where, and since when."""

    start: Floats
    goal: Floats
    since: float

    def at(self, now: float) -> Floats:
        """Where they are."""
        share = glide(min(1.0, (now - self.since) / SECONDS))
        found: Floats = self.start + (self.goal - self.start) * share
        return found


@dataclass(frozen=True)
class Pointed:
    """A dot: the place of its map, and its picture."""

    map: int
    index: int


class PointChart(QWidget):
    """Draws maps. `chosen` carries a `Pointed` that was clicked, `picked` the indices that a line was drawn around."""

    chosen = Signal(object)
    picked = Signal(object)
    moved = Signal()

    def __init__(self, appearance: Appearance, told: Told, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self._appearance, self._told, self._clock = appearance, told, clock
        self.shown: Shown | None = None
        self.letter = 12.0
        self.still: Callable[[], bool] = lambda: False
        """Whether nothing is to glide."""
        self.sheet: Sheet | None = None
        self._ways: dict[tuple[Place, str], _Way] = {}
        self._mouse: QPointF | None = None
        self._at: Pointed | None = None
        """The dot that keys have come to."""
        self._line: list[QPointF] = []
        self._timer = QTimer(self, interval=FRAME)
        self._timer.timeout.connect(self._go_on)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows to the steps
        self.setAccessibleName("Point map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)

    # What is shown

    def show_maps(self, shown: Shown, letter: float) -> None:
        """Show maps, in letters of a size in pixels; dots that were elsewhere glide to their new places."""
        other = self.shown is None or shown.plan is not self.shown.plan
        if other:
            self._ways.clear()
            self._at = None
        self.shown, self.letter = shown, letter
        now = self._clock()
        for each in shown.maps:
            if each.map is not None:
                self._send(each, each.map.fitted, now)
        if not self._timer.isActive() and self.gliding:
            self._timer.start()
        self._arrange()
        self._tell()

    def _send(self, each: ShownMap, goal: Floats, now: float) -> None:
        """Send the dots of a map to where they belong."""
        assert self.shown is not None
        key = each.place, self.shown.method
        way = self._ways.get(key)
        if way is not None and way.goal is goal:
            return
        here = way.at(now) if way is not None and len(way.goal) == len(goal) else goal
        self._ways[key] = _Way(goal if self.still() else here, goal, now)

    @property
    def gliding(self) -> bool:
        """Whether any dots are on their way."""
        now = self._clock()
        return any(way.start is not way.goal and now < way.since + SECONDS for way in self._ways.values())

    def position(self, each: ShownMap) -> Floats:
        """Where the dots of a map are now, −1..1."""
        assert self.shown is not None
        return self._ways[each.place, self.shown.method].at(self._clock())

    def _go_on(self) -> None:
        if not self.gliding:
            self._timer.stop()
        self.update()
        self.moved.emit()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(640, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        self._arrange()

    def _arrange(self) -> None:
        if self.shown is not None:
            self.sheet = arranged(self.shown, self.width() - 1, self.height() - 1, self._look)
        self.update()

    @property
    def _look(self) -> Look:
        return Look(self._appearance.theme, self.letter)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self.shown is None or self.sheet is None:
                return
            paint(painter, self.shown, self.sheet, self._look, self.position)
            theme = self._appearance.theme
            pointed = self.pointed()
            if pointed is not None:
                self._paint_pointed(painter, pointed)
            if len(self._line) > 1:
                painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 2, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolygon(QPolygonF(self._line))

    def paint_sheet(self, painter: QPainter, width: float, height: float, look: Look) -> None:
        """Paint what is shown in another size, without what is under the hand."""
        if self.shown is not None:
            paint(painter, self.shown, arranged(self.shown, width, height, look), look, self.position)

    @property
    def ground(self) -> QColor:
        """The colour behind the maps."""
        return QColor(self._appearance.theme.surface)

    def paint_as_it_is(self, painter: QPainter) -> None:
        """Paint what is shown in the size that it has, without what is under the hand."""
        self.paint_sheet(painter, self.width() - 1, self.height() - 1, self._look)

    def _paint_pointed(self, painter: QPainter, pointed: Pointed) -> None:
        """Ring the picture that is pointed at on all maps, and show it beside the pointer."""
        assert self.shown is not None
        assert self.sheet is not None
        theme, letter = self._appearance.theme, self.letter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        here = QPointF()
        for place, (where, each) in enumerate(zip(self.sheet.maps, self.shown.maps, strict=True)):
            if each.map is None:
                continue
            xs, ys = pixels(where, self.position(each))
            at = QPointF(xs[pointed.index], ys[pointed.index])
            painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 2.0 * theme.lines))
            painter.drawEllipse(at, 0.8 * letter, 0.8 * letter)
            here = at if place == pointed.map else here
        found, lines = self._told(pointed.index)
        metrics = QFontMetricsF(fonts.font(letter))
        side = PICTURE * letter if found is not None else 0.0
        wide = max([side, *(metrics.horizontalAdvance(line) for line in lines)]) + letter
        high = side + (1.4 * len(lines) + 0.9) * letter
        x = here.x() + letter if here.x() + letter + wide < self.width() else here.x() - letter - wide
        y = min(max(0.0, here.y() - high / 2), max(0.0, self.height() - high - 1))
        box = QRectF(max(0.0, x), y, wide, high)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(box, 5, 5)
        if found is not None:
            image: QImage = picture_image(found)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side < image.width())
            painter.drawImage(QRectF(box.center().x() - side / 2, box.y() + 0.4 * letter, side, side), image)
        painter.setFont(fonts.font(letter))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        for line, words in enumerate(lines):
            row = QRectF(box.x(), box.y() + side + (0.5 + 1.4 * line) * letter, wide, 1.4 * letter)
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter, words)

    # Mouse and keys

    def pointed(self) -> Pointed | None:
        """The dot under the mouse, or that which keys have come to."""
        if self._line:
            return None
        if self._mouse is not None:
            return self._under(self._mouse)
        at = self._at
        known = self.shown is not None and at is not None and at.map < len(self.shown.maps)
        if not known or not self.hasFocus() or at is None or self.shown is None:
            return None
        there = self.shown.maps[at.map].map
        return at if there is not None and at.index < len(there.points) else None

    def _under(self, at: QPointF) -> Pointed | None:
        place = self._map_at(at)
        if place is None or self.shown is None or self.sheet is None:
            return None
        found = nearest(self.sheet.maps[place], self.position(self.shown.maps[place]), at.x(), at.y())
        return Pointed(place, found) if found is not None else None

    def _map_at(self, at: QPointF) -> int | None:
        """The place of the map under a point that has dots."""
        if self.shown is None or self.sheet is None:
            return None
        for place, (where, each) in enumerate(zip(self.sheet.maps, self.shown.maps, strict=True)):
            if each.map is not None and where.square.holds(at.x(), at.y()):
                return place
        return None

    def _class_at(self, at: QPointF) -> int | None:
        """The class of the legend under a point."""
        chips = self.sheet.legend if self.sheet is not None else ()
        return next((label for label, chip in enumerate(chips) if chip.holds(at.x(), at.y())), None)

    def _tell(self) -> None:
        pointed = self.pointed()
        words = ". ".join(self._told(pointed.index)[1]) if pointed is not None else ""
        self.setAccessibleDescription(words)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.buttons() & Qt.MouseButton.LeftButton and self._mouse is not None:
            far = (event.position() - self._mouse).manhattanLength() >= QApplication.startDragDistance()
            if not self._line and far and self._map_at(self._mouse) is not None:
                self._line = [self._mouse]
            if self._line:
                self._line.append(event.position())
                self.update()
            return
        self._mouse = event.position()
        hand = self._under(self._mouse) is not None or self._class_at(self._mouse) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.CrossCursor)
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = None
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a line, or choose what was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or self.shown is None:
            return
        line, self._line = self._line, []
        self._mouse = event.position()
        label = self._class_at(event.position())
        if line:
            self.picked.emit(self._inside(line))
        elif label is not None:
            self.picked.emit(tuple(np.flatnonzero(self.shown.labels == label).tolist()))
        elif (pointed := self._under(event.position())) is not None:
            self.chosen.emit(pointed)
        else:
            self.picked.emit(())
        self._tell()

    def _inside(self, line: list[QPointF]) -> tuple[int, ...]:
        """The pictures inside a line that was drawn on a map."""
        place = self._map_at(line[0])
        if place is None or self.shown is None or self.sheet is None:
            return ()
        xs, ys = pixels(self.sheet.maps[place], self.position(self.shown.maps[place]))
        around = QPolygonF([*line, line[0]])
        rule = Qt.FillRule.OddEvenFill
        return tuple(
            index
            for index, (x, y) in enumerate(zip(xs.tolist(), ys.tolist(), strict=True))
            if around.containsPoint(QPointF(x, y), rule)
        )

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows go from dot to dot, from one map to the next at its edge; Enter chooses, Escape lets go."""
        if self.shown is None or self.sheet is None or not any(each.map for each in self.shown.maps):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            pointed = self.pointed()
            if pointed is not None:
                self.chosen.emit(pointed)
            return pointed is not None
        if event.key() == Qt.Key.Key_Escape and self.shown.chosen:
            self.picked.emit(())
            return True
        if event.key() not in _MOVES or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._mouse = None
        self._at = self._beside(_MOVES[Qt.Key(event.key())])
        self._tell()
        return True

    def _beside(self, towards: tuple[int, int]) -> Pointed | None:
        """The dot that lies nearest in a direction; to begin with the one in the middle of the first map."""
        assert self.shown is not None
        assert self.sheet is not None
        dots = [
            (place, *pixels(where, self.position(each)))
            for place, (where, each) in enumerate(zip(self.sheet.maps, self.shown.maps, strict=True))
            if each.map is not None
        ]
        at = self.pointed()
        if at is None:
            place, xs, ys = dots[0]
            middle = self.sheet.maps[place].square
            apart = np.hypot(xs - middle.x - middle.width / 2, ys - middle.y - middle.height / 2)
            return Pointed(place, int(apart.argmin()))
        here = next(QPointF(xs[at.index], ys[at.index]) for place, xs, ys in dots if place == at.map)
        best, shortest = at, np.inf
        for place, xs, ys in dots:
            across, down = xs - here.x(), ys - here.y()
            ahead = across * towards[0] + down * towards[1]
            far = ahead + ASIDE * np.abs(across * towards[1] + down * towards[0]) + (1e4 if place != at.map else 0.0)
            far = np.where(ahead > 0.5, far, np.inf)
            if far.min() < shortest:
                best, shortest = Pointed(place, int(far.argmin())), far.min()
        return best

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self._tell()
