"""Cells of the table of layers: words and numbers, and a bar behind a number that is a share of the whole."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.opened.model.table import NAME, PARAMETERS, SHARE
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

ROW, LETTER, BESIDE = 26, 14, 5
"""How high a row is, how large its letters are, and what is left beside them: pixels for letters of the usual size."""
TINT = 0.42
"""How strong a bar lies behind its number."""


class Cells(QStyledItemDelegate):
    """Paints them."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

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
        painter.setFont(
            font(px(LETTER if index.column() == NAME or share else LETTER - 1), bold=index.column() == NAME)
        )
        painter.setPen(QColor(ink))
        beside = px(BESIDE)
        words = str(index.data() or "")
        elide = Qt.TextElideMode.ElideLeft if index.column() == NAME else Qt.TextElideMode.ElideRight
        box = room.adjusted(beside, 0, -beside, 0)
        shown = painter.fontMetrics().elidedText(words, elide, int(box.width()) + 1)
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        painter.drawText(box, align, shown)
        painter.restore()
