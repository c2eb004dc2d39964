"""The pad: a square to draw on with the mouse, the finger or a pen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.collecting import strokes
from desktop.collecting.preparing import Ink
from desktop.collecting.strokes import Drawing, Stroke
from desktop.player.history import History
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import Role

PENS = ("Thin", "Medium", "Thick", "Rubber")
WIDTHS = (0.07, 0.11, 0.16)
"""The pens, as shares of the pad's side. With the second a digit is as bold as those of the data."""
RUBBER = 0.18
SIDE = 146
"""How wide the pad is, in pixels for letters of the usual size."""


class Pad(QWidget):
    """Holds a drawing. `changed` follows every movement of the pen; `edited` says that a stroke more can be undone."""

    changed = Signal()
    edited = Signal()

    def __init__(self, appearance: Appearance, side: int = SIDE) -> None:
        super().__init__()
        self._appearance, self._side = appearance, side
        self._history: History[Drawing] = History(())
        self._image = strokes.paper()
        self._stroke: Stroke | None = None
        """The one under way."""
        self.pen = 1
        """Which of the widths draws; beyond them the rubber."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Drawing pad")
        self.setToolTip("Draw with the left button pressed; the networks answer with each stroke.")
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(self._side), self._appearance.px(self._side))

    @property
    def drawing(self) -> Drawing:
        """The strokes that are whole."""
        return self._history.present

    @property
    def ink(self) -> Ink:
        """The ink, with that of the stroke under way."""
        return strokes.ink(self._image)

    def clear(self) -> None:
        """Take all strokes away; `undo` brings them back."""
        if self.drawing:
            self._record(())

    def undo(self) -> bool:
        """Take the last stroke back, or the clearing; tells whether there was one."""
        return self._show(self._history.undone())

    def redo(self) -> bool:
        """Draw again what was taken back last; tells whether there was something."""
        return self._show(self._history.redone())

    def _record(self, drawing: Drawing) -> None:
        if self._show(self._history.recorded(drawing)):
            self.edited.emit()

    def _show(self, history: History[Drawing]) -> bool:
        """Show the present of a history; tells whether that is another drawing."""
        before, self._history = self.drawing, history
        self._stroke = None
        self._image = strokes.drawn(self.drawing)
        self.update()
        if self.drawing == before:
            return False
        self.changed.emit()
        return True

    # The pen

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() == Qt.MouseButton.LeftButton:
            rubber = self.pen >= len(WIDTHS)
            place = self._place(event.position())
            self._stroke = Stroke((place,), RUBBER if rubber else WIDTHS[self.pen], rubber)
            self._add(self._stroke)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        stroke, place = self._stroke, self._place(event.position())
        if stroke is not None and place != stroke.points[-1]:
            self._stroke = Stroke((*stroke.points, place), stroke.width, stroke.rubber)
            self._add(Stroke((stroke.points[-1], place), stroke.width, stroke.rubber))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        stroke = self._stroke
        if event.button() == Qt.MouseButton.LeftButton and stroke is not None:
            self._record((*self.drawing, stroke))

    @property
    def _paper(self) -> QRectF:
        """Where the drawing is: a square, whatever room there is, or a circle would become an ellipse."""
        side = max(1, min(self.width(), self.height()))
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    def _place(self, point: QPointF) -> tuple[float, float]:
        """Where on the paper the pen is; beyond its edges it draws along them."""
        paper = self._paper
        x, y = (point.x() - paper.x()) / paper.width(), (point.y() - paper.y()) / paper.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _add(self, piece: Stroke) -> None:
        strokes.draw(self._image, piece)
        self.update()
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._paper, self._image)
            painter.setPen(QPen(QColor(self._appearance.theme.colour(Role.MUTED)), 1))
            painter.drawRect(self._paper.adjusted(0, 0, -1, -1))
