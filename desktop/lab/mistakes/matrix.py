"""Confusion matrices under the hand: a row for what pictures are, a column for what was said of them."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
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
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.lab.mistakes.layout import HEAD, Placed, Room, every, placed
from desktop.runs.mistakes import Cell, Judged, Pick, cell_words
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.theme.mistakes import coloured
from desktop.widgets.box import Box
from scenes.stage.core.marks import Role
from scenes.stage.numbers.confusion import Counts
from scenes.stage.output.shading import takes_black

LONGEST = 0.26
"""How much of the width, and of the height, the names of classes take at most."""
SHORT = 2.0
"""Names that are narrower, in letters, stand upright above their columns."""
READABLE = 8
"""Numbers of fewer pixels are left to the pointer."""
RULED = 7
"""Cells of fewer pixels have no lines between them."""
GONE = "Its numbers are not finite any more."
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class MatrixView(QWidget):
    """Draws a matrix for each contestant. `picked` carries the `Cell` that was chosen, `read` what is pointed at."""

    picked = Signal(object)
    read = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._judged: Judged | None = None
        self._contestants: tuple[int, ...] = ()
        self._pick: Pick | None = None
        self._counts: dict[int, Counts] = {}
        self._mouse: QPointF | None = None
        self._at = (0, 0, 0)
        """The cell that keys have come to: the place of its matrix, its row and its column."""
        self._upright = False
        self.letter = 12.0
        self.matrices: tuple[Placed, ...] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows to the steps
        self.setAccessibleName("Confusion matrix")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)

    # What is shown

    def show_judged(self, judged: Judged, contestants: tuple[int, ...], pick: Pick, letter: float) -> None:
        """Show what was said at a step by some contestants, in letters of a size in pixels."""
        if judged is not self._judged:
            counts = {index: judged.counts(index) for index in range(len(judged.said))}
            self._counts = {index: each for index, each in counts.items() if each is not None}
        self._judged, self._contestants, self._pick, self.letter = judged, contestants, pick, letter
        self._arrange()
        self._tell()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(480, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        self._arrange()

    def _arrange(self) -> None:
        if self._judged is not None and self._contestants:
            self._upright = self._names_long < SHORT * self.letter
            self.matrices = self._placed(self._contestants, self.width(), self.height())
        self.update()

    @property
    def _names_long(self) -> float:
        """How long the longest name of a class is, with what lies behind it."""
        assert self._judged is not None
        metrics = QFontMetricsF(fonts.font(self.letter))
        return max(metrics.horizontalAdvance(name) for name in self._judged.plan.classes) + self.letter * 0.6

    def _placed(self, contestants: tuple[int, ...], width: int, height: int) -> tuple[Placed, ...]:
        """Where matrices would stand in a room in pixels."""
        assert self._judged is not None
        names, wide, high = self._names_long, width - 1, height - 1
        above = 1.4 * self.letter if names < SHORT * self.letter else min(names, LONGEST * high)
        room = Room(wide, high, self.letter, min(names, LONGEST * wide), above)
        return placed(contestants, len(self._judged.plan.classes), room)

    def cell_in(self, contestants: tuple[int, ...], width: int, height: int) -> float:
        """How large cells would be in a room in pixels."""
        return min(each.cell for each in self._placed(contestants, max(2, width), max(2, height)))

    def width_of(self, contestants: tuple[int, ...], cell: float, most: int, height: int) -> int:
        """How wide a room so high has to be, at `most` so wide, for cells that are nearly so large."""
        return bisect_left(range(most), cell - 0.5, key=lambda wide: self.cell_in(contestants, wide, height))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            if self._judged is not None:
                for matrix in self.matrices:
                    self._paint(painter, matrix, self._judged)

    def _paint(self, painter: QPainter, matrix: Placed, judged: Judged) -> None:
        theme, cells, letter = self._appearance.theme, matrix.cells, self.letter
        name = judged.plan.contestants[matrix.contestant].name
        above = cells.y - self._names_above - HEAD * letter
        head = QRectF(cells.x, above, max(cells.width, self.width() - cells.x), HEAD * letter)
        painter.setFont(fonts.font(letter * 1.1, bold=True))
        painter.setPen(QColor(contestant_colour(matrix.contestant, theme)))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        counts = self._counts.get(matrix.contestant)
        if counts is None:
            painter.setFont(fonts.font(letter))
            painter.setPen(QColor(theme.colour(Role.WARNING)))
            painter.drawText(_rect(cells), Qt.TextFlag.TextWordWrap, GONE)
            return
        self._paint_cells(painter, matrix, counts)
        self._paint_names(painter, matrix, judged.plan.classes)
        self._paint_numbers(painter, matrix, counts)
        self._paint_frames(painter, matrix)

    @property
    def _names_above(self) -> float:
        """How high the names of the columns are."""
        return self.matrices[0].cells.y - HEAD * self.letter

    def _paint_cells(self, painter: QPainter, matrix: Placed, counts: Counts) -> None:
        theme, cells = self._appearance.theme, matrix.cells
        pixels = coloured(counts, theme)
        size = len(counts)
        image = QImage(pixels.data, size, size, 3 * size, QImage.Format.Format_RGB888)
        painter.drawImage(_rect(cells), image)
        if matrix.cell >= RULED:
            painter.setPen(QPen(QColor(theme.background), 1))
            for line in range(size + 1):
                at = line * matrix.cell
                painter.drawLine(QPointF(cells.x, cells.y + at), QPointF(cells.right, cells.y + at))
                painter.drawLine(QPointF(cells.x + at, cells.y), QPointF(cells.x + at, cells.y + cells.height))

    def _paint_names(self, painter: QPainter, matrix: Placed, names: tuple[str, ...]) -> None:
        """Paint the names of the rows at the left, and those of the columns above, from below upwards."""
        cells, letter = matrix.cells, self.letter
        room = self._names_above
        painter.setFont(fonts.font(letter))
        painter.setPen(QColor(self._appearance.theme.colour(Role.TEXT)))
        metrics, gap = painter.fontMetrics(), letter * 0.4
        chosen = range(0, len(names), every(matrix.cell, letter))
        if matrix.names:
            for index in chosen:
                row = QRectF(0, cells.y + (index + 0.5) * matrix.cell - letter, cells.x - gap, 2 * letter)
                fit = metrics.elidedText(names[index], Qt.TextElideMode.ElideRight, int(row.width()))
                painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, fit)
        for index in chosen:
            middle = cells.x + (index + 0.5) * matrix.cell
            if self._upright:
                column = QRectF(middle - letter, cells.y - room, 2 * letter, room)
                painter.drawText(column, Qt.AlignmentFlag.AlignCenter, names[index])
                continue
            painter.save()
            painter.translate(middle, cells.y - gap)
            painter.rotate(-90)
            column = QRectF(0, -letter, room, 2 * letter)
            fit = metrics.elidedText(names[index], Qt.TextElideMode.ElideRight, int(room - gap))
            painter.drawText(column, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fit)
            painter.restore()

    def _paint_numbers(self, painter: QPainter, matrix: Placed, counts: Counts) -> None:
        """Paint what was counted, but for zeros; what was recognised is muted."""
        widest = len(str(int(counts.max(initial=0))))
        size = min(self.letter, matrix.cell * 0.52, matrix.cell / (0.68 * widest))
        if size < READABLE:
            return
        theme = self._appearance.theme
        black, muted = takes_black(coloured(counts, theme)), QColor(theme.colour(Role.MUTED))
        for row, column in zip(*counts.nonzero(), strict=True):
            wrong = bool(row != column)
            ink = QColor("black" if black[row, column] else "white")
            painter.setFont(fonts.font(size, bold=wrong))
            painter.setPen(ink if wrong else muted)
            box = _rect(matrix.box(int(row), int(column)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(counts[row, column]))

    def _paint_frames(self, painter: QPainter, matrix: Placed) -> None:
        """Frame the cell whose pictures are shown, and the one that a click or Enter would choose."""
        theme, framed = self._appearance.theme, list[tuple[int, int, int]]()
        if isinstance(self._pick, Cell) and self._pick.contestant == matrix.contestant:
            framed.append((self._pick.true, self._pick.said, 3))
        pointed = self._pointed()
        if pointed is not None and pointed[0] is matrix:
            framed.append((*pointed[1:], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, column, line in framed:
            painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), line))
            painter.drawRect(_rect(matrix.box(row, column)))

    # Mouse and keys

    def _pointed(self) -> tuple[Placed, int, int] | None:
        """The cell under the mouse, or that which keys have come to."""
        if self._mouse is not None:
            for matrix in self.matrices:
                cell = matrix.at(self._mouse.x(), self._mouse.y())
                if cell is not None and matrix.contestant in self._counts:
                    return matrix, *cell
            return None
        if self.hasFocus() and self.matrices:
            return self.matrices[self._at[0] % len(self.matrices)], *self._at[1:]
        return None

    def words(self) -> str:
        """What stands in the cell that is pointed at; "" where none is."""
        pointed = self._pointed()
        if pointed is None or self._judged is None or pointed[0].contestant not in self._counts:
            return ""
        matrix, row, column = pointed
        words = cell_words(self._counts[matrix.contestant], row, column, self._judged.plan)
        return f"{self._judged.plan.contestants[matrix.contestant].name}: {words}"

    def _tell(self) -> None:
        words = self.words()
        self.setAccessibleDescription(words)
        self.read.emit(words)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = event.position()
        pointed = self._pointed()
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor)
        self._tell()
        QToolTip.showText(event.globalPosition().toPoint() + QPoint(12, 12), self.words(), self)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = None
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._mouse = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows go from cell to cell, from one matrix to the next; Enter chooses."""
        if self._judged is None or not self.matrices:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        if event.key() not in _MOVES or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._mouse = None
        (down, right), classes = _MOVES[Qt.Key(event.key())], len(self._judged.plan.classes)
        place, row, column = self._at
        row, column = min(max(row + down, 0), classes - 1), column + right
        if 0 <= (place % len(self.matrices)) + (column // classes) < len(self.matrices):
            place, column = place % len(self.matrices) + column // classes, column % classes
        self._at = place, row, min(max(column, 0), classes - 1)
        self._tell()
        return True

    def _choose(self) -> None:
        pointed = self._pointed()
        if pointed is not None:
            self.picked.emit(Cell(pointed[0].contestant, *pointed[1:]))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        self._tell()


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
