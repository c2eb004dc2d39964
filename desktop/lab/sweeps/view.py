"""The picture of a sweep on the screen: painted like a scene, with a click for each run."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.lab.sweeps.picture import frame, places
from desktop.lab.sweeps.series import Shown
from desktop.painter.paint import fit, paint
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.stage.numbers.series import number_text

NEAR = 26.0
"""So near to a dot the mouse means it, in units of the stage."""


class SweepView(QWidget):
    """Shows a sweep. `chosen` carries the index of a run whose dot was clicked."""

    chosen = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._typesetter = Typesetter(parent=self)
        self.shown: Shown | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture of the sweep")
        appearance.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(960, 540)

    def show_sweep(self, shown: Shown | None) -> None:
        """Show a sweep as far as it has come; None shows nothing."""
        self.shown = shown
        if shown is not None:
            done, count = len(shown.outcomes), len(shown.sweep.points)
            self.setAccessibleDescription(f"{done} of {count} runs, over the {shown.across.title}")
        self.update()

    def at(self, position: QPointF) -> int | None:
        """The index of the run at a place of the widget; None where there is none."""
        if self.shown is None:
            return None
        stage = fit(QRectF(self.rect())).inverted()[0].map(position)
        near = [((each.x - stage.x()) ** 2 + (each.y - stage.y()) ** 2, each.run) for each in places(self.shown)]
        distance, run = min(near, default=(NEAR**2, -1))
        return run if distance < NEAR**2 else None

    def where(self, run: int) -> QPointF | None:
        """The place in the widget of a run's first dot."""
        found = [each for each in places(self.shown) if each.run == run] if self.shown else []
        return fit(QRectF(self.rect())).map(QPointF(found[0].x, found[0].y)) if found else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        run = self.at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if run is None else Qt.CursorShape.PointingHandCursor)
        if run is None or self.shown is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), told(self.shown, run), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        run = self.at(event.position())
        if run is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(run)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        QToolTip.hideText()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            theme, room = self._appearance.theme, QRectF(self.rect())
            if self.shown is None:
                painter.fillRect(room, self.palette().window())
            else:
                paint(painter, frame(self.shown), theme, room, self._typesetter)


def told(shown: Shown, run: int) -> str:
    """A run in words, a line for each contestant: how it ended."""
    lines = [shown.sweep.name(shown.sweep.points[run])]
    for each in shown.outcomes[run].courses:
        ended = f"loss {number_text(each.loss)}, accuracy {100 * each.accuracy:.1f} %"
        lines.append(f"{each.name}: {ended if math.isfinite(each.loss) else 'diverged'}")
    return "\n".join([*lines, "Click to look at this run"])
