"""How the loss fell while the new layer learned."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.teaching.model.head import Floats
from desktop.theme.appearance import Appearance
from desktop.theme.paint import LEFT, RIGHT, write
from scenes.stage.core.marks import Role

HIGH, BELOW = 104, 20


class Curve(QWidget):
    """Draws the loss of each step, from zero upwards."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._losses: Floats = np.zeros(0, np.float32)
        self._faint = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Loss of each step")
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(160), self._appearance.px(HIGH))

    def show_losses(self, losses: Floats, faint: bool) -> None:
        """Show the losses of the steps; `faint` where something else is being learned."""
        self._losses, self._faint = losses, faint
        if len(losses):
            self.setAccessibleDescription(f"From {losses[0]:.2f} to {losses[-1]:.3f} in {len(losses)} steps.")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        px, theme, losses = self._appearance.px, self._appearance.theme, self._losses
        if not len(losses):
            return
        muted = theme.colour(Role.MUTED)
        plot = QRectF(1, px(6), self.width() - px(14), self.height() - px(BELOW) - px(6))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(muted), 1))
            painter.drawLine(plot.bottomLeft(), plot.bottomRight())
            below = QRectF(plot.x(), plot.bottom() + 2, plot.width(), px(BELOW) - 2)
            write(painter, below, f"{len(losses)} steps", muted, px(13), RIGHT)
            write(painter, below, f"loss {losses[0]:.2f} to {losses[-1]:.3f}", muted, px(13), LEFT)
            most = float(losses.max()) or 1.0
            across = plot.width() / max(1, len(losses) - 1)
            points = [
                QPointF(plot.x() + step * across, plot.bottom() - float(loss) / most * plot.height())
                for step, loss in enumerate(losses)
            ]
            colour = QColor(theme.colour(Role.GRADIENT))
            colour.setAlphaF(0.4 if self._faint else 1.0)
            painter.setPen(QPen(colour, px(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(QPolygonF(points))
