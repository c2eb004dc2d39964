"""The charts of a run as they are in the lab, as a picture: with title and where the run is from, without buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop.export.views import View
from desktop.lab.charts.board import ChartBoard
from desktop.runs.labels import title
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from scenes.stage.charts.training import origin
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording

TITLE, FOOT, ROOM = 22, 13, 1.8
"""The letters of the title and of the line below, in pixels of the usual size; and the height of their lines."""


def charts_view(board: ChartBoard, recording: Recording, looks: Appearance) -> View:
    """All charts of a run, or the large one with what lies over it."""
    theme, margin, room = looks.theme, looks.px(16), board.picture_size
    above, below = (round(ROOM * looks.px(letters)) for letters in (TITLE, FOOT))
    size = QSize(room.width() + 2 * margin, room.height() + above + below + 2 * margin)

    def line(painter: QPainter, top: int, high: int, letters: int, role: Role, words: str) -> None:
        font = fonts.font(looks.px(letters), bold=role is Role.TEXT)
        painter.setFont(font)
        painter.setPen(QColor(theme.colour(role)))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(margin, top, room.width(), high), Qt.AlignmentFlag.AlignVCenter, shown)

    def paint(painter: QPainter) -> None:
        line(painter, margin, above, TITLE, Role.TEXT, title(recording.plan))
        charts = board.for_picture()
        charts.render(painter, QPoint(margin, margin + above))
        charts.deleteLater()
        line(painter, size.height() - margin - below, below, FOOT, Role.MUTED, origin(recording))

    return View(size, QColor(theme.background), paint)
