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
TINT = 0.42
"""How strong a bar lies behind its number."""


def letters(appearance: Appearance, column: int, over_a_bar: bool) -> QFont:
    """What is written with in a column."""
    is_name = column == NAME
    return font(appearance.px(LETTER if is_name or over_a_bar else LETTER - 1), bold=is_name)


class Cells(QStyledItemDelegate):
    """Paints them. `head` is the part of a cut name that stands before the dots."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.head = HEADS[0]

    def sizeHint(  # noqa: D102 - Qt's
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, self._appearance.px(ROW))

    def paint(  # noqa: D102 - Qt's
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        px, theme = self._appearance.px, self._appearance.theme
        room = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(room, QColor(theme.accent))
        share = index.data(SHARE)
        if share and not chosen:
            role = Role.KERNEL if index.column() == PARAMETERS else Role.OUTPUT
            bar = QRectF(room.x() + 3, room.y() + 3, max(2.0, share * (room.width() - 6)), room.height() - 6)
            painter.fillRect(bar, QColor(mixed(theme.colour(role), theme.surface, TINT)))
        quiet = index.column() != NAME and not share
        ink = self._appearance.on_accent if chosen else theme.colour(Role.MUTED if quiet else Role.TEXT)
        painter.setFont(letters(self._appearance, index.column(), bool(share)))
        painter.setPen(QColor(ink))
        beside = px(BESIDE)
        words = str(index.data() or "")
        box = room.adjusted(beside, 0, -beside, 0)
        shown = self._fitting(words, painter.fontMetrics(), int(box.width()) + 1, index.column())
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.drawText(box, align, shown)
        painter.restore()

    def _fitting(self, words: str, metrics: QFontMetrics, width: int, column: int) -> str:
        """Words as they have room."""
        if column != NAME or metrics.horizontalAdvance(words) <= width:
            return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        fits = (cut(words, count, self.head) for count in range(len(words) - 1, 1, -1))
        return next((each for each in fits if metrics.horizontalAdvance(each) <= width), "…")
