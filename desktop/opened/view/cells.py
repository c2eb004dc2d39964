"""Cells of the table of layers: words and numbers, and a bar behind a number that is a share of the whole."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.opened.model.table import NAME, PARAMETERS, SHARE
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.words.cutting import HEADS, cut
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

ROW, LETTER, BESIDE = 26, 14, 5
"""How high a row is, how large its letters are, and what is left beside them: pixels for letters of the usual size."""
ABOVE = 22
"""So much higher is a row whose name stands above the other cells."""
TINT = 0.42
"""How strong a bar lies behind its number."""


def letters(appearance: Appearance, column: int, over_a_bar: bool) -> QFont:
    """What is written with in a column."""
    is_name = column == NAME
    return font(appearance.px(LETTER if is_name or over_a_bar else LETTER - 1), bold=is_name)


class Cells(QStyledItemDelegate):
    """Paints them.

    `head` is the part of a cut name that stands before the dots. Where `across` is not 0, a name stands above the other
    cells of its row, over so many pixels.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.head = HEADS[0]
        self.across = 0

    @property
    def row(self) -> int:
        """How high a row is, in pixels."""
        return self._appearance.px(ROW + ABOVE if self.across else ROW)

    def sizeHint(  # noqa: D102 - Qt's
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self.row)

    def paint(  # noqa: D102 - Qt's
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, room = self._appearance.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(room, QColor(theme.accent))
        if self.across:
            self._write_above(painter, room, index, chosen)
            room.setTop(room.top() + self._appearance.px(ABOVE))
        if not self.across or index.column() != NAME:
            self._fill(painter, room, index, chosen)
        painter.restore()

    def _write_above(
        self, painter: QPainter, room: QRectF, index: QModelIndex | QPersistentModelIndex, chosen: bool
    ) -> None:
        """Write what of the name lies over a cell: each cell is painted by itself."""
        line = QRectF(0, room.top(), self.across, self._appearance.px(ROW))
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        self._write(painter, line, index.model().index(index.row(), NAME), Role.TEXT, chosen)
        painter.restore()

    def _fill(self, painter: QPainter, room: QRectF, index: QModelIndex | QPersistentModelIndex, chosen: bool) -> None:
        """Write a cell's words, over its bar if it has one."""
        theme, share = self._appearance.theme, index.data(SHARE)
        if share and not chosen:
            role = Role.KERNEL if index.column() == PARAMETERS else Role.OUTPUT
            bar = QRectF(room.x() + 3, room.y() + 3, max(2.0, share * (room.width() - 6)), room.height() - 6)
            painter.fillRect(bar, QColor(mixed(theme.colour(role), theme.surface, TINT)))
        quiet = index.column() != NAME and not share
        self._write(painter, room, index, Role.MUTED if quiet else Role.TEXT, chosen)

    def _write(
        self, painter: QPainter, room: QRectF, index: QModelIndex | QPersistentModelIndex, role: Role, chosen: bool
    ) -> None:
        """Write words as they have room."""
        beside, theme = self._appearance.px(BESIDE), self._appearance.theme
        painter.setFont(letters(self._appearance, index.column(), bool(index.data(SHARE))))
        painter.setPen(QColor(self._appearance.on_accent if chosen else theme.colour(role)))
        box = room.adjusted(beside, 0, -beside, 0)
        shown = self._fitting(str(index.data() or ""), painter.fontMetrics(), int(box.width()) + 1, index.column())
        painter.drawText(box, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)

    def _fitting(self, words: str, metrics: QFontMetrics, width: int, column: int) -> str:
        """Words as they have room."""
        if column != NAME or metrics.horizontalAdvance(words) <= width:
            return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        fits = (cut(words, count, self.head) for count in range(len(words) - 1, 1, -1))
        return next((each for each in fits if metrics.horizontalAdvance(each) <= width), "…")
