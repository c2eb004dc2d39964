"""How a stop stands in the list: its picture, and beside it its title, its minutes and its badges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.classroom.authoring.rows import StopRow
from desktop.classroom.authoring.thumbnails import Thumbnails, size_across
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.widgets.row_list import ROW
from scenes.stage.core.marks import Role

PICTURE = 160
"""How wide a picture is in pixels, for letters of the usual size."""
LONGEST_TITLE = 120
DIMMED = 0.35
"""How much is seen of the picture of a stop that is left out."""

_Index = QModelIndex | QPersistentModelIndex
_WRAPPED = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True)
class _Places:
    """Where the parts of a row are."""

    picture: QRect
    title: QRect
    facts: QRect
    fault: QRect
    bottom: int


class RowPainter(QStyledItemDelegate):
    """Lays rows out and paints them; the editor of a title stands where the title is."""

    def __init__(self, appearance: Appearance, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._thumbnails = appearance, thumbnails
        self.folder = Path()
        """Where the lesson's own pictures lie."""

    def picture_size(self, ratio: float) -> QSize:
        """The size of pictures in pixels of the screen."""
        return size_across(self._appearance.room(PICTURE), ratio)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as the picture, or as the words need in the width of the list."""
        view = self.parent()
        width = view.width() if isinstance(view, QWidget) else option.rect.width()
        return QSize(10, self._places(index.data(ROW), QRect(0, 0, width, 10_000)).bottom)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row."""
        row: StopRow = index.data(ROW)
        rect, theme = option.rect, self._appearance.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or row.present or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.raised))
        if row.present:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), QColor(theme.accent))
        if chosen and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        places = self._places(row, rect)
        self._paint_picture(painter, row, places.picture)
        self._write(painter, places.title, self._title_size, theme.colour(Role.TEXT), _title(row), bold=True)
        self._write(painter, places.facts, self._px(13), theme.colour(Role.MUTED), _facts(row))
        self._write(painter, places.fault, self._px(13), theme.colour(Role.WARNING), _breakable(row.fault))
        painter.restore()

    def _paint_picture(self, painter: QPainter, row: StopRow, place: QRect) -> None:
        theme = self._appearance.theme
        image = None
        if row.stop is not None:
            ratio = painter.device().devicePixelRatioF()
            image = self._thumbnails.image(row.stop, self.folder, self.picture_size(ratio))
        if image is not None:
            painter.setOpacity(DIMMED if row.left_out else 1.0)
            painter.drawImage(place, image)
            painter.setOpacity(1.0)
        else:
            painter.fillRect(place, QColor(theme.background))
        line = theme.accent if row.present else theme.colour(Role.WARNING) if row.fault else theme.border
        painter.setPen(QPen(QColor(line), 2 if row.present or row.fault else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        if row.questions:
            self._paint_badge(painter, place, "?" if row.questions == 1 else f"? {row.questions}")

    def _paint_badge(self, painter: QPainter, place: QRect, words: str) -> None:
        """Say in a corner of the picture that something is asked."""
        theme = self._appearance.theme
        font = fonts.font(self._px(14), bold=True)
        height = self._px(22)
        width = max(height, QFontMetrics(font).horizontalAdvance(words) + self._px(12))
        box = QRectF(place.right() - width - 3, place.top() + 4, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(self._appearance.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _write(self, painter: QPainter, place: QRect, size: int, colour: str, words: str, bold: bool = False) -> None:
        painter.setFont(fonts.font(size, bold))
        painter.setPen(QColor(colour))
        painter.drawText(place, _WRAPPED, words)

    def _places(self, row: StopRow, rect: QRect) -> _Places:
        px = self._px
        width = self._appearance.room(PICTURE)
        picture = QRect(rect.left() + px(10), rect.top() + px(6), width, round(width * 9 / 16))
        room = rect.adjusted(px(10) + width + px(10), px(6), -px(8), 0)
        title = self._measured(_title(row), self._title_size, room, bold=True)
        room.setTop(title.bottom() + px(4))
        facts = self._measured(_facts(row), px(13), room)
        below = rect.adjusted(px(10), max(picture.bottom(), facts.bottom()) + px(4) - rect.top(), -px(8), 0)
        fault = self._measured(_breakable(row.fault), px(13), below) if row.fault else QRect()
        ends = (picture.bottom(), facts.bottom(), *((fault.bottom(),) if row.fault else ()))
        return _Places(picture, title, facts, fault, max(ends) - rect.top() + px(7))

    @staticmethod
    def _measured(words: str, size: int, room: QRect, bold: bool = False) -> QRect:
        box = QFontMetrics(fonts.font(size, bold)).boundingRect(room, _WRAPPED, words)
        return QRect(room.left(), room.top(), room.width(), box.height())

    @property
    def _title_size(self) -> int:
        return self._px(15)

    def _px(self, size: float) -> int:
        return self._appearance.px(size)

    # --- Giving a title ---------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A field for the title."""
        field = QLineEdit(parent)
        field.setMaxLength(LONGEST_TITLE)
        field.setAccessibleName("Title of the stop")
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Put the field where the title is, from the row's left edge on: titles can be long."""
        place = self._places(index.data(ROW), option.rect).title
        left = option.rect.left() + self._px(8)
        editor.setGeometry(left, place.top() - self._px(3), option.rect.width() - self._px(16), self._px(28))


def _title(row: StopRow) -> str:
    return f"{row.number}  {row.title}"


def _facts(row: StopRow) -> str:
    left_out = ("left out",) if row.left_out else ()
    return " · ".join((*row.facts, *left_out)) if row.stop is not None else "can't be shown"


def _breakable(words: str) -> str:
    """Words that may break in a long name of a file or a number too."""
    return words.replace("-", "-\u200b").replace("_", "_\u200b").replace("/", "/\u200b")
