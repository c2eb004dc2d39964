"""The network as a picture: what stays as it is, and the one layer that learns."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.teaching.model.asks import NETWORK
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.theme.paint import LEFT, MIDDLE, RIGHT, write
from scenes.stage.core.marks import Role
from scenes.stage.data.networks import network

HIGH, HEAD, FOOT = 128, 24, 22
TRUNK = 0.6
"""The share of the width that the frozen part takes."""
MOST_LINES = 12


class Diagram(QWidget):
    """Draws the frozen stages to their shapes, the means, and a line for each class."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._classes = 0
        found = network(NETWORK)
        *trunk, _ = found.layers
        self.title = found.title
        self.frozen = sum(layer.parameters for layer in trunk)
        self.means = trunk[-1].shape[0]
        stages = (list(layers) for _, layers in groupby(trunk, key=lambda layer: layer.stage))
        self._shapes = [next(each.shape for each in reversed(stage) if each.spatial) for stage in stages]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The network")
        appearance.changed.connect(self.updateGeometry)
        self.show_classes(2)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(300), self._appearance.px(HIGH))

    def show_classes(self, count: int) -> None:
        """Draw a layer for so many classes."""
        self._classes = count
        self.setAccessibleDescription(f"{self._frozen_words}. {self._learning_words}.")
        self.update()

    @property
    def learning(self) -> int:
        """How many weights the new layer has, with a bias for each class."""
        return (self.means + 1) * self._classes

    @property
    def _frozen_words(self) -> str:
        return f"{self.frozen:,} weights stay"

    @property
    def _learning_words(self) -> str:
        return f"{self.learning:,} learn"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        px, theme = self._appearance.px, self._appearance.theme
        text, muted = theme.colour(Role.TEXT), theme.colour(Role.MUTED)
        learns = theme.colour(Role.KERNEL)
        wide, trunk = self.width(), TRUNK * self.width()
        room = QRectF(0, px(HEAD), trunk, self.height() - px(HEAD) - px(FOOT))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            write(painter, QRectF(0, 0, trunk, px(HEAD)), f"{self.title}, frozen", text, px(15), LEFT, bold=True)
            write(painter, QRectF(trunk, 0, wide - trunk, px(HEAD)), "your layer", learns, px(15), RIGHT, bold=True)
            foot = QRectF(0, self.height() - px(FOOT), wide, px(FOOT))
            write(painter, foot, self._frozen_words, muted, px(13), LEFT)
            write(painter, foot, self._learning_words, learns, px(13), RIGHT)
            middle = QRectF(trunk - px(40), foot.y(), px(100), foot.height())
            write(painter, middle, f"{self.means:,} means", theme.colour(Role.OUTPUT), px(13), MIDDLE)
            self._paint_trunk(painter, room)
            self._paint_layer(painter, QRectF(trunk, room.y(), wide - trunk, room.height()))

    def _paint_trunk(self, painter: QPainter, room: QRectF) -> None:
        theme, px = self._appearance.theme, self._appearance.px
        largest = max(height for _, height, _ in self._shapes)
        thick = [channels**0.5 for channels, _, _ in self._shapes]
        gap = px(5)
        unit = (room.width() - gap * len(thick) - px(8)) / sum(thick)
        x = room.x()
        painter.setPen(QPen(QColor(theme.colour(Role.MUTED)), 1))
        painter.setBrush(QColor(theme.raised))
        for (_, height, _), each in zip(self._shapes, thick, strict=True):
            high = room.height() * (0.16 + 0.84 * height / largest)
            painter.drawRoundedRect(QRectF(x, room.center().y() - high / 2, each * unit, high), 2, 2)
            x += each * unit + gap

    def _paint_layer(self, painter: QPainter, room: QRectF) -> None:
        """Paint the means as a column, and from there a line to each class."""
        theme, px = self._appearance.theme, self._appearance.px
        means = QRectF(room.x(), room.y(), px(12), room.height())
        painter.setPen(QPen(QColor(theme.colour(Role.OUTPUT)), 1.5))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(means, 3, 3)
        side = min(px(16), 0.7 * room.height() / max(1, self._classes))
        x = room.right() - side - 2
        painter.setPen(QPen(QColor(theme.colour(Role.KERNEL)), 1))
        ends = [room.y() + (index + 0.5) * room.height() / self._classes for index in range(self._classes)]
        lines = max(2, MOST_LINES // max(1, self._classes))
        for end in ends:
            for line in range(lines):
                y = means.y() + (line + 0.5) * means.height() / lines
                painter.drawLine(QLineF(means.right(), y, x, end))
        painter.setPen(QPen(QColor(theme.background), 1))
        for index, end in enumerate(ends):
            painter.setBrush(QColor(contestant_colour(index, theme)))
            painter.drawEllipse(QRectF(x, end - side / 2, side, side))
