"""Bars in groups: a line of words, and under it a bar for each form, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.view.looks import colour_of, names_of
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.paint import RIGHT, write
from desktop.words.cutting import fitted
from scenes.stage.core.marks import Role

WORDS, LETTER, BAR, APART, GAP = 20, 15, 14, 10, 24
"""How high words, their letters and bars are, and how far groups and columns are apart: pixels for usual letters."""
LEAST, LARGEST = 0.84, 1.3
"""How much of that there is where there is little room, and where there is much."""


class Bar(NamedTuple):
    """A bar of a form: its share of the scale, and the number behind it."""

    form: Form
    share: float
    number: str


class Group(NamedTuple):
    """A line of words, and the bars under it."""

    words: str
    bars: tuple[Bar, ...]


class GroupedBars(QWidget):
    """Paints groups in so many columns, one column after the other. `figures` is the room of a number.

    Where there is no room for all rows the last are left out; `least` ones are there in any case, with 0 all. They grow
    a little where there is much room.
    """

    def __init__(self, appearance: Appearance, name: str, figures: int, columns: int = 1, least: int = 0) -> None:
        super().__init__()
        self._appearance, self._figures, self._columns, self._least = appearance, figures, columns, least
        self.groups: tuple[Group, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(name)
        appearance.changed.connect(self.updateGeometry)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show groups of bars."""
        self.groups = tuple(groups)
        self.setAccessibleDescription(self.words)
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """All of it in words."""
        told = (
            f"{words}: " + ", ".join(f"{' '.join(names_of(each.form))} {each.number}" for each in bars)
            for words, bars in self.groups
        )
        return "; ".join(told)

    @property
    def names(self) -> tuple[str, ...]:
        """The words of the groups that have room, as they are painted: cut where they have no room."""
        rows, wide, high = self._shape
        metrics = QFontMetricsF(fonts.font(high / max(1, self._usual) * self._appearance.px(LETTER)))
        shown = [each.words for each in self.groups[: rows * self._columns]]
        return fitted(shown, lambda name: metrics.horizontalAdvance(name) <= wide)

    @property
    def _shape(self) -> tuple[int, float, float]:
        """How many rows are painted, and how wide and high a group is."""
        rows = max(1, min(self._rows, max(self._least, self.rows_in(self.height()))))
        high = min(LARGEST * self._usual, self.height() / rows)
        wide = (self.width() - self._appearance.px(GAP) * (self._columns - 1)) / self._columns
        return rows, wide, high

    @property
    def _rows(self) -> int:
        return -(-len(self.groups) // self._columns)

    @property
    def _usual(self) -> int:
        """How high a group is where there is room."""
        most = max((len(each.bars) for each in self.groups), default=0)
        return self._appearance.px(WORDS + BAR * most + APART)

    def rows_in(self, height: int) -> int:
        """How many rows have room in a height."""
        return int(height / (LEAST * self._usual) + 0.01) if self.groups else 0

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(200) * self._columns, self._rows * self._usual)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        rows = min(self._rows, self._least or self._rows)
        return QSize(self._appearance.px(130) * self._columns, round(LEAST * rows * self._usual))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if not self.groups:
            return
        rows, wide, high = self._shape
        gap, shown = self._appearance.px(GAP), self.groups[: rows * self._columns]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, (group, name) in enumerate(zip(shown, self.names, strict=True)):
                column, row = divmod(place, rows)
                box = QRectF(column * (wide + gap), row * high, wide, high)
                self._paint_group(painter, group._replace(words=name), box)

    def _paint_group(self, painter: QPainter, group: Group, box: QRectF) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        scale = box.height() / self._usual
        words, bar, figures = scale * px(WORDS), scale * px(BAR), max(1.0, scale) * px(self._figures)
        upper = QRectF(box.x(), box.y(), box.width(), words)
        write(painter, upper, group.words, theme.colour(Role.TEXT), scale * px(LETTER))
        for place, each in enumerate(group.bars):
            top = box.y() + words + place * bar
            room = QRectF(box.x(), top, box.width() - figures, bar - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRect(room)
            painter.setBrush(QColor(colour_of(each.form, theme)))
            painter.drawRect(QRectF(room.x(), top, max(1.0, each.share * room.width()), room.height()))
            number = QRectF(room.right(), top - 2, figures, bar + 4)
            write(painter, number, each.number, theme.colour(Role.TEXT), scale * px(13), RIGHT)
