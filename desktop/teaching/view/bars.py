"""What is said of the picture that is tried: a bar for each class, the most probable one marked."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.theme.paint import RIGHT, percent, write
from scenes.stage.core.marks import Role

LINE, LOWEST, ROOM = 42, 17, 240
"""How high a bar is, how low it becomes where there are many, and all of them: pixels for letters of the usual size."""
NAME = 0.34
"""The share of the width that names have."""
FIGURES = 0.84
"""Where the figures begin, as a share of the width."""


class Bars(QWidget):
    """Shows probabilities. `picked` carries the name of the class that is to be explained, `placed` its place here.

    `names` is the share of the width that names have, and figures begin at `figures`. There is room for `usual`
    classes, also while there are fewer; a class has a `line` of so many pixels at most, for letters of the usual size.
    """

    picked = Signal(str)
    placed = Signal(int)

    def __init__(
        self,
        appearance: Appearance,
        names: float = NAME,
        figures: float = FIGURES,
        usual: int = 0,
        line: int = LINE,
    ) -> None:
        super().__init__()
        self._appearance, self._names, self._figures_at = appearance, names, figures
        self._usual, self._highest = usual, line
        self._classes: tuple[str, ...] = ()
        self._shares: tuple[float, ...] = ()
        self._of = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("What it says of the picture")
        self.setToolTip("Click a class to see what speaks for it.")

    def show_classes(self, classes: tuple[str, ...], shares: np.ndarray | None, of: int = -1) -> None:
        """Show classes with their probabilities (classes,), and which of them is explained; None for no answer."""
        if len(classes) != len(self._classes):
            self.updateGeometry()
        self._classes, self._of = classes, of
        self._shares = tuple(float(each) for each in shares) if shares is not None else ()
        self.setAccessibleDescription(self.words)
        self.update()

    @property
    def words(self) -> str:
        """All of it in words, the most probable class first."""
        order = sorted(zip(self._shares, self._classes, strict=False), reverse=True)
        return ", ".join(f"{name} {self._figures(share)}" for share, name in order)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200), self._appearance.px(min(self._highest * self._rows, ROOM)))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(120), self._appearance.px(LOWEST) * self._rows)

    def _figures(self, share: float) -> str:
        """A probability as it is told."""
        return percent(share)

    @property
    def _rows(self) -> int:
        return max(self._usual, len(self._classes))

    @property
    def _line(self) -> float:
        return min(self._appearance.px(self._highest), self.height() / max(1, self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, line = self._appearance.theme, self._line
        best = max(range(len(self._shares)), key=self._shares.__getitem__) if self._shares else -1
        letter = min(self._appearance.px(17), 0.68 * line)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, name in enumerate(self._classes):
                row = QRectF(0, index * line, self.width(), line)
                ink = theme.colour(Role.TEXT if index == best or not self._shares else Role.MUTED)
                name_box = QRectF(row.x() + 8, row.y(), self._names * row.width() - 14, line)
                write(painter, name_box, name, ink, letter, bold=index == best)
                room = QRectF(
                    self._names * row.width(),
                    row.y() + 0.2 * line,
                    (self._figures_at - self._names) * row.width(),
                    0.6 * line,
                )
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.raised))
                painter.drawRoundedRect(room, 3, 3)
                if self._shares:
                    bar = QRectF(room.x(), room.y(), max(2.0, room.width() * self._shares[index]), room.height())
                    painter.setBrush(QColor(contestant_colour(index, theme)))
                    painter.drawRoundedRect(bar, 3, 3)
                    figures = QRectF(room.right(), row.y(), row.right() - room.right() - 8, line)
                    write(painter, figures, self._figures(self._shares[index]), ink, letter, RIGHT, index == best)
                if index == self._of:
                    painter.setPen(QPen(QColor(theme.colour(Role.HIGHLIGHT)), 2 if not self.hasFocus() else 3))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 5, 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        place = int(event.position().y() / max(1.0, self._line))
        if event.button() == Qt.MouseButton.LeftButton and place < len(self._classes):
            self._pick(place)

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows go from class to class."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self._shares and 0 <= self._of + step < len(self._classes):
            self._pick(self._of + step)
        return bool(step)

    def _pick(self, place: int) -> None:
        self.picked.emit(self._classes[place])
        self.placed.emit(place)
