"""The maps of a run beside each other: colours and isolines for the loss, the path, and a ball on it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.lab.charts.heatmap import colour_table
from desktop.lab.ground.contours import isoline, levels
from desktop.lab.ground.maps import Map, Maps, span
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from engine.contract.questions import GroundPlane
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text, percent_text

LETTERS, HALL = 13, 0.04
"""The letters: at least so many pixels at the usual size, and at least such a share of the height."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where numbers stand beside the scale."""
LOSS = "loss"
ABREAST = 3
"""So many maps stand side by side."""
BALL, DOT = 0.55, 0.14
"""Radius of the ball and of a step of the path, in letters."""


class GroundChart(QWidget):
    """Draws maps that grow. `step` is where the ball is; None is the end of the path."""

    def __init__(self, appearance: Appearance, maps: Maps) -> None:
        super().__init__()
        self._appearance, self._maps = appearance, maps
        self._recording: Recording | None = None
        self._step: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 220)
        self.setMouseTracking(True)
        appearance.changed.connect(self.update)
        maps.changed.connect(self.update)

    def show_run(self, recording: Recording) -> None:
        """Name the contestants of a run."""
        self._recording = recording
        self.update()

    def show_step(self, step: int | None) -> None:
        """Roll the ball to where the run was after a step."""
        self._step = step
        self.update()

    @property
    def letters(self) -> int:
        """How high letters are, in pixels."""
        return max(self._appearance.px(LETTERS), round(HALL * self.height()))

    def boxes(self) -> list[QRectF]:
        """Where the maps are, one after the other."""
        letters, count = self.letters, len(self._maps.shown)
        columns = min(count, ABREAST) or 1
        rows = math.ceil(count / columns) or 1
        room = QRectF(self.rect()).adjusted(0, 0, -self._beside, 0)
        wide, high = room.width() / columns, room.height() / rows
        cells = [QRectF(place % columns * wide, place // columns * high, wide, high) for place in range(count)]
        return [cell.adjusted(2 * letters, 1.9 * letters, -0.5 * letters, -1.9 * letters) for cell in cells]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), QColor(self._appearance.theme.surface))
            ends = span(self._maps.shown)
            for box, one in zip(self.boxes(), self._maps.shown, strict=True):
                self._paint_words(painter, box, one)
                if one.plane is not None and ends is not None:
                    self._paint_ground(painter, box, one, ends)
                    self._paint_path(painter, box, one, one.plane)
                painter.setPen(QPen(QColor(self._appearance.theme.border), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
            if ends is not None:
                self._paint_scale(painter)

    def _paint_words(self, painter: QPainter, box: QRectF, one: Map) -> None:
        """Name the contestant above its map, and the directions beside it."""
        theme, letters = self._appearance.theme, self.letters
        if self._recording is None:
            return
        painter.setFont(fonts.font(letters, bold=True))
        painter.setPen(QColor(contestant_colour(one.contestant, theme)))
        above = QRectF(box.left(), box.top() - 1.6 * letters, box.width(), 1.5 * letters)
        name = self._recording.plan.contestants[one.contestant].name
        painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(fonts.font(letters))
        painter.setPen(QColor(theme.colour(Role.MUTED)))
        middle = Qt.AlignmentFlag.AlignCenter
        under = QRectF(box.left(), box.bottom() + 0.1 * letters, box.width(), 1.5 * letters)
        if one.plane is not None and len(one.plane.path) > 1:
            share = f"{percent_text(one.plane.share)} of the path"
            whole = f"{share} lies in this plane"
            left = QFontMetricsF(fonts.font(letters, bold=True)).horizontalAdvance(f"{name}  ")
            fits = left + QFontMetricsF(painter.font()).horizontalAdvance(whole) <= box.width()
            painter.drawText(
                above, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, whole if fits else share
            )
        painter.drawText(under, middle, "first direction")
        painter.save()
        painter.translate(box.left() - 0.9 * letters, box.center().y())
        painter.rotate(-90)
        painter.drawText(
            QRectF(-box.height() / 2, -0.75 * letters, box.height(), 1.5 * letters), middle, "second direction"
        )
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, one: Map, ends: tuple[float, float]) -> None:
        """Paint the rows that are there, and isolines between them."""
        theme, side = self._appearance.theme, len(one.losses)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(one.losses[: one.rows])
        logs = np.where(np.isnan(logs), ends[1], np.clip(logs, *ends))
        if not len(logs):
            return
        shares = (logs - ends[0]) / (ends[1] - ends[0])
        pixels = np.ascontiguousarray(colour_table()[np.rint(255 * shares).astype(int)][::-1])
        image = QImage(pixels.data, side, len(logs), QImage.Format.Format_RGBA8888)
        wide, high = box.width() / side, box.height() / side
        top = box.bottom() - len(logs) * high
        painter.drawImage(QRectF(box.left(), top, box.width(), box.bottom() - top), image)
        pen = QPen(QColor(theme.colour(Role.TEXT) if theme.dark else "#ffffff"), max(1.0, 0.8 * theme.lines))
        colour = pen.color()
        colour.setAlphaF(0.55)
        pen.setColor(colour)
        painter.setPen(pen)
        for level in levels(*ends):
            for (x, y), (further, beyond) in isoline(logs, float(level)).tolist():
                painter.drawLine(
                    QPointF(box.left() + (x + 0.5) * wide, box.bottom() - (y + 0.5) * high),
                    QPointF(box.left() + (further + 0.5) * wide, box.bottom() - (beyond + 0.5) * high),
                )

    def _paint_path(self, painter: QPainter, box: QRectF, one: Map, plane: GroundPlane) -> None:
        """Paint the path with a point for each network that was recorded, and the ball."""
        letters, theme = self.letters, self._appearance.theme
        points = [_place(box, plane, x, y) for x, y in plane.path]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in (("#101010", 0.26), ("#ffffff", 0.12)):
            painter.setPen(QPen(QColor(colour), wide * letters * theme.lines))
            painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff"))
        for point in points:
            painter.drawEllipse(point, DOT * letters, DOT * letters)
        painter.setPen(QPen(QColor("#ffffff"), 0.16 * letters))
        painter.setBrush(QColor("#d01030"))
        painter.drawEllipse(points[self._reached(one, len(points))], BALL * letters, BALL * letters)

    @property
    def _losses(self) -> list[str]:
        """What stands beside the scale, from below."""
        ends = span(self._maps.shown)
        return [number_text(10.0 ** (ends[0] + share * (ends[1] - ends[0]))) for share in SHARES] if ends else []

    @property
    def _beside(self) -> float:
        """How much room the scale takes with its numbers, whatever these are."""
        metrics = QFontMetricsF(fonts.font(self.letters))
        return 2.2 * self.letters + max(map(metrics.horizontalAdvance, [*self._losses, LOSS]))

    def _reached(self, one: Map, count: int) -> int:
        """Which point of the path is nearest to the step that is looked at."""
        if self._step is None or count != len(one.steps):
            return count - 1
        return int(np.abs(np.array(one.steps) - self._step).argmin())

    def _paint_scale(self, painter: QPainter) -> None:
        """Paint what the colours mean, at the right."""
        theme, letters = self._appearance.theme, self.letters
        box = QRectF(
            self.width() - self._beside + 0.5 * letters, 2.4 * letters, 0.9 * letters, self.height() - 4.3 * letters
        )
        pixels = np.ascontiguousarray(colour_table()[::-1][:, None])
        painter.drawImage(box, QImage(pixels.data, 1, 256, QImage.Format.Format_RGBA8888))
        painter.setFont(fonts.font(letters))
        painter.setPen(QColor(theme.colour(Role.MUTED)))
        painter.drawText(
            QRectF(box.left(), 0.3 * letters, 5 * letters, 1.5 * letters), Qt.AlignmentFlag.AlignVCenter, LOSS
        )
        for share, loss in zip(SHARES, self._losses, strict=True):
            y = box.bottom() - share * box.height()
            beside = QRectF(box.right() + 0.4 * letters, y - letters, self._beside, 2 * letters)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, loss)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the loss under the mouse."""
        for box, one in zip(self.boxes(), self._maps.shown, strict=True):
            if box.contains(event.position()):
                side = len(one.losses)
                column = min(side - 1, int((event.position().x() - box.left()) / box.width() * side))
                row = min(side - 1, int((box.bottom() - event.position().y()) / box.height() * side))
                if row < one.rows:
                    QToolTip.showText(
                        event.globalPosition().toPoint(), f"loss {number_text(one.losses[row, column])}", self
                    )
                    return
        QToolTip.hideText()


def _place(box: QRectF, plane: GroundPlane, x: float, y: float) -> QPointF:
    """Where a place of the plane is: the first and last columns and rows are the middles of cells at the edge."""
    across, up = (_share(x, plane.x), _share(y, plane.y))
    return QPointF(box.left() + across * box.width(), box.bottom() - up * box.height())


def _share(value: float, ends: tuple[float, ...]) -> float:
    count = len(ends)
    return (0.5 + (value - ends[0]) / (ends[-1] - ends[0]) * (count - 1)) / count
