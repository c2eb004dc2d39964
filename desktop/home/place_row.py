"""A row of what is found: the title, at its right where that is, and below it what there is to say."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.home.index import Place
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from scenes.stage.core.marks import Role

AnyIndex = QModelIndex | QPersistentModelIndex

PLACE = Qt.ItemDataRole.UserRole
"""Where an item of the list has its place."""
ROW, SIDE, BELOW, GROUP = 34, 10, 8, 84
"""Pixels: of a line, beside the words, under a sentence, and for the names of groups, for letters of the usual size."""
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class PlaceRow(QStyledItemDelegate):
    """Paints a row in the list that it is made for, as wide as that is."""

    def __init__(self, appearance: Appearance, parent: QListWidget) -> None:
        super().__init__(parent)
        self._appearance, self._list = appearance, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: D102 - Qt's
        place: Place = index.data(PLACE)
        px = self._appearance.px
        if not place.says:
            return QSize(100, px(ROW))
        row = self._list.width() - self._list.verticalScrollBar().sizeHint().width()
        wide = self._inside(QRect(0, 0, row, 1), place).width()
        said = QFontMetrics(self._small).boundingRect(QRect(0, 0, wide, 1 << 16), _WRAPPED, place.says)
        return QSize(100, px(ROW) + said.height() + px(BELOW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's
        place: Place = index.data(PLACE)
        theme, px = self._appearance.theme, self._appearance.px
        row: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(self._appearance.on_accent if chosen else theme.colour(Role.TEXT))
        faint = QColor(self._appearance.on_accent if chosen else theme.colour(Role.MUTED))
        if chosen:
            painter.fillRect(row, QColor(theme.accent))
        inside = self._inside(row, place)
        line = QRect(inside.left(), row.top(), inside.width(), px(ROW))
        painter.setFont(self._small)
        painter.setPen(faint)
        if place.group and place.group != self._group_before(index):
            painter.drawText(line.adjusted(-px(GROUP), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, place.group)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, place.where)
        if place.says:
            below = QRect(inside.left(), line.bottom(), inside.width(), row.bottom() - line.bottom())
            painter.drawText(below, _WRAPPED, place.says)
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(place.where) - px(16))
        painter.setFont(font(px(18), bold=place.step is None))
        painter.setPen(ink)
        title = painter.fontMetrics().elidedText(place.title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)

    @property
    def _small(self) -> QFont:
        return font(self._appearance.px(15))

    def _inside(self, row: QRect, place: Place) -> QRect:
        """The part of a row that its words have; names of groups stand to the left of it."""
        px = self._appearance.px
        return row.adjusted(px(SIDE) + (px(GROUP) if place.group else 0), 0, -px(SIDE), 0)

    def _group_before(self, index: AnyIndex) -> str:
        item = self._list.item(index.row() - 1)
        before: Place | None = item.data(PLACE) if item is not None else None
        return before.group if before is not None else ""
