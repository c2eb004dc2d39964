"""Which stroke is which run, where several lie on the same axes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.curves import HEAVY_FROM, dash_pen
from desktop.lab.charts.overlays import DASHES, Overlay
from desktop.lab.charts.spans import dashes
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from scenes.stage.core.marks import Role
from scenes.stage.numbers.series import percent_text

_SAMPLE = 34
"""How long the strokes are that stand for a line, in pixels for letters of the usual size."""


class Legend(QWidget):
    """A line for each run that lies on the axes: its stroke, its name, and its contestants with their accuracies."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._overlays: tuple[Overlay, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_overlays(self, overlays: tuple[Overlay, ...]) -> None:
        """Show which runs are laid over."""
        self._overlays = overlays
        words = ". ".join(f"{each.look} lines: {each.name}, {', '.join(_words(each))}" for each in overlays)
        self.setAccessibleName(words)
        self.setToolTip("\n".join(f"{each.name}: {', '.join(_words(each))}" for each in overlays))
        self.setVisible(bool(overlays))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(18) * len(self._overlays))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            height = self.height() / max(1, len(self._overlays))
            for row, overlay in enumerate(self._overlays):
                self._paint_row(painter, overlay, QRect(0, round(row * height), self.width(), round(height)))

    def _paint_row(self, painter: QPainter, overlay: Overlay, box: QRect) -> None:
        theme, px = self._appearance.theme, self._appearance.px
        text = theme.colour(Role.TEXT)
        sample, middle = px(_SAMPLE), box.center().y() + 0.5
        painter.setPen(dash_pen(text, theme.lines > HEAVY_FROM))
        ends = np.array([[px(4), middle], [sample, middle]])
        strokes = dashes(ends, DASHES[overlay.look]) if overlay.look in DASHES else ends.reshape(1, 4)
        painter.drawLines([QLineF(*stroke) for stroke in strokes.tolist()])
        painter.setFont(fonts.font(px(13)))
        metrics = painter.fontMetrics()
        left, gap = sample + px(8), px(12)
        parts = [*zip(_words(overlay), _colours(overlay, self._appearance), strict=True)]
        needed = sum(metrics.horizontalAdvance(words) + gap for words, _ in parts)
        name = metrics.elidedText(
            overlay.name, Qt.TextElideMode.ElideRight, max(box.width() - left - needed, box.width() // 3)
        )
        for words, colour in [(name, text), *parts]:
            painter.setPen(QColor(colour))
            fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - left)
            room = QRect(left, box.top(), box.width() - left, box.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fitting)
            left += metrics.horizontalAdvance(words) + gap


def _words(overlay: Overlay) -> list[str]:
    """Each contestant with its last validation accuracy."""
    names = [contestant.name for contestant in overlay.recording.plan.contestants]
    if not overlay.recording.validations:
        return names
    scores = overlay.recording.validations[-1].scores
    pairs = zip(names, scores, strict=True)
    return [f"{name} {percent_text(score.accuracy)}" if score else name for name, score in pairs]


def _colours(overlay: Overlay, appearance: Appearance) -> list[str]:
    count = len(overlay.recording.plan.contestants)
    return [contestant_colour(index, appearance.theme) for index in range(count)]
