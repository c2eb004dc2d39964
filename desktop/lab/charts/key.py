"""What the lines of a chart mean: a sample of each with words, and what the scale leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.charts.curves import HEAVY_FROM
from desktop.lab.charts.overlays import Look
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import faint
from scenes.stage.charts.curve_key import BATCH, MEAN, VALIDATION
from scenes.stage.core.marks import Role

Entry = tuple[Look, str]

MEASURES: tuple[Entry, ...] = (("thin", BATCH), ("thick", MEAN), ("dots", VALIDATION))
NORMS: tuple[Entry, ...] = MEASURES[:2]
"""The entries of losses and accuracies, and those of gradients."""
SAMPLE, GAP = 2.4, 0.6
"""How long a sample is, and the room behind it, as multiples of the letters."""


class Key(QWidget):
    """Paints entries in as many rows as they need, and the note about the scale in a row of its own."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.entries: Sequence[Entry] = ()
        self.note = ""
        self._letters = 12
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def restyle(self, letters: int) -> None:
        """Have letters of so many pixels."""
        self._letters = letters
        self._fit()

    def show_key(self, entries: Sequence[Entry], note: str) -> None:
        """Show what lines mean, and what is cut off."""
        if (entries, note) != (self.entries, self.note):
            taller = bool(note) != bool(self.note) or entries != self.entries
            self.entries, self.note = entries, note
            self.setAccessibleName(". ".join(filter(None, [*(f"{look}: {words}" for look, words in entries), note])))
            if taller:
                self._fit()
            self.update()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, round(self._row * len(self._rows()))))
        self.update()

    @property
    def _row(self) -> float:
        return 1.5 * self._letters

    def _rows(self) -> list[list[tuple[float, Look | None, str]]]:
        """The entries with their places, row by row."""
        metrics = QFontMetricsF(fonts.font(self._letters))
        rows = list[list[tuple[float, Look | None, str]]]()
        entries: list[tuple[Look | None, str]] = [*self.entries, *([(None, self.note)] if self.note else [])]
        left = 0.0
        for look, words in entries:
            wide = metrics.horizontalAdvance(words) + (SAMPLE + 2 * GAP + 1) * self._letters
            if not rows or (left + wide > self.width() and rows[-1]):
                rows.append([])
                left = 0.0
            rows[-1].append((left, look, words))
            left += wide
        return rows

    def resizeEvent(self, event: object) -> None:  # noqa: D102 - Qt's
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(fonts.font(self._letters))
            for number, row in enumerate(self._rows()):
                for left, look, words in row:
                    self._paint(painter, QRectF(left, number * self._row, self.width() - left, self._row), look, words)

    def _paint(self, painter: QPainter, box: QRectF, look: Look | None, words: str) -> None:
        theme, letters = self._appearance.theme, self._letters
        text = theme.colour(Role.TEXT)
        if look is not None:
            left, middle, long = box.left() + 4, box.center().y(), SAMPLE * letters
            heavy = theme.lines > HEAVY_FROM
            wide = (4.0 if heavy else 2.6) if look == "thick" else 1.2
            painter.setPen(QPen(QColor(faint(text, theme) if look == "thin" else text), wide))
            painter.drawLine(QPointF(left, middle), QPointF(left + long, middle))
            if look == "dots":
                painter.setBrush(QColor(text))
                for share in (0.1, 0.5, 0.9):
                    painter.drawEllipse(QPointF(left + share * long, middle), 0.22 * letters, 0.22 * letters)
            box.setLeft(left + long + GAP * letters)
        painter.setPen(QColor(text if look is None else theme.colour(Role.MUTED)))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
