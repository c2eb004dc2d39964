"""Which maps speak for a class: mean times weight, the loudest first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.teaching.model.head import Voice
from desktop.teaching.model.trial import VOICES
from desktop.theme.appearance import Appearance
from desktop.theme.paint import RIGHT, signed, write
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import flat_colours, hexed

HEAD, LINE, FEWEST = 20, 21, 3
COLUMNS = (0.2, 0.19, 0.04, 0.19, 0.04, 0.17)
"""The shares of the width that name, mean, sign, weight, sign and product have; the bars have the rest."""


class VoicesView(QWidget):
    """A row for each map, as many as there is room for."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._voices: tuple[Voice, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("Which maps speak for the class")
        self.setToolTip(
            "Each of the network's last maps has one mean. It counts as so many spreads above or below what the "
            "pictures of all classes have, times the weight that was learned for it and the class."
        )
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(260), self._appearance.px(HEAD + VOICES * LINE))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(HEAD + FEWEST * LINE))

    def show_voices(self, voices: tuple[Voice, ...]) -> None:
        """Show the loudest maps."""
        self._voices = voices
        words = (
            f"map {each.map}: {signed(each.mean)} times {signed(each.weight)} is {signed(each.says)}" for each in voices
        )
        self.setAccessibleDescription("; ".join(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if not self._voices:
            return
        px, theme = self._appearance.px, self._appearance.theme
        text, muted = theme.colour(Role.TEXT), theme.colour(Role.MUTED)
        largest = max(abs(each.says) for each in self._voices) or 1.0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            boxes = self._boxes(0, px(HEAD))
            for box, title in zip(boxes, ("", "mean", "", "weight", "", "speaks"), strict=False):
                write(painter, box, title, muted, px(13), RIGHT)
            seen = (self.height() - px(HEAD)) // px(LINE)
            for row, voice in enumerate(self._voices[:seen]):
                *boxes, bar = self._boxes(px(HEAD) + row * px(LINE), px(LINE))
                words = (f"map {voice.map}", signed(voice.mean), "×", signed(voice.weight), "=", signed(voice.says))
                for column, (box, each) in enumerate(zip(boxes, words, strict=True)):
                    last = column in (0, len(boxes) - 1)
                    write(painter, box, each, text if last else muted, px(14), RIGHT, column == len(boxes) - 1)
                share = voice.says / largest
                colour = hexed(flat_colours(_one(1.0 if share > 0 else -1.0), theme)[0, 0])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                high = 0.5 * bar.height()
                painter.drawRect(
                    QRectF(bar.x() + 8, bar.y() + high / 2, max(2.0, abs(share) * (bar.width() - 8)), high)
                )

    def _boxes(self, top: float, high: float) -> list[QRectF]:
        """The boxes of a row, and what is left for the bar."""
        found, x = [], 0.0
        for share in COLUMNS:
            found.append(QRectF(x, top, share * self.width(), high))
            x += share * self.width()
        return [*found, QRectF(x, top, self.width() - x, high)]


def _one(share: float) -> NDArray[np.float64]:
    return np.array([[share]])
