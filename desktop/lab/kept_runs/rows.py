"""How a run stands in the list of runs: where its words go, and their painting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.runs.folder import Run
from desktop.runs.labels import LONGEST_NAME, when_words
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour
from desktop.widgets.row_list import ROW
from scenes.stage.core.marks import Role
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import percent_text

_NO_BREAK = "\u00a0"
_WRAPPED = Qt.TextFlag.TextWordWrap
_LINES = 2
"""A name has so many lines at most; the rest is in the tool tip."""
_ENDING = 24
"""About so many letters at the end of a name stay where it is cut: there names differ ("…, from step 1,200 · 2")."""


@dataclass(frozen=True)
class Row:
    """A line of the list: a heading (neither run nor live), the run in progress (`live`), or a run.

    `shown` marks what the charts show, `laid_over` what lies over it.
    """

    title: str
    run: Run | None = None
    live: bool = False
    shown: bool = False
    laid_over: bool = False

    @property
    def key(self) -> str:
        """The run's key; "" if there is none."""
        return self.run.key if self.run else ""

    @property
    def heading(self) -> bool:
        """Whether it only tells what comes below."""
        return self.run is None and not self.live

    @property
    def can_compare(self) -> bool:
        """Whether it has a box to tick."""
        return self.run is not None and not self.run.trouble

    @property
    def facts(self) -> str:
        """Date, length and data; a line breaks between them only."""
        if self.run is None:
            return ""
        label = self.run.label
        when = when_words(label.when, datetime.now().astimezone()) if label.when else ""
        steps = counted(label.steps, "step") + ", broken off" * label.broken_off if label.steps else ""
        found = filter(None, (when, steps, label.data))
        return f"{_NO_BREAK}· ".join(each.replace(" ", _NO_BREAK) for each in found)

    @property
    def scores(self) -> list[str]:
        """The networks, each with its last validation accuracy."""
        if self.run is None:
            return []
        label = self.run.label
        if len(label.accuracies) != len(label.networks):
            return list(label.networks)
        pairs = zip(label.networks, label.accuracies, strict=True)
        return [name if share is None else f"{name} {percent_text(share)}" for name, share in pairs]

    @property
    def warning(self) -> str:
        """What is wrong with it; "" for nothing."""
        if self.run is None:
            return ""
        return self.run.trouble or ("not saved: in memory only" if self.run.unsaved else "")

    @property
    def words(self) -> str:
        """All of it for a screen reader."""
        marks = ["shown"] * self.shown + ["laid over"] * self.laid_over
        return ". ".join(filter(None, (self.title, *marks, self.facts, ", ".join(self.scores), self.warning)))


class RowPainter(QStyledItemDelegate):
    """Lays rows out and paints them; the editor of a name stands where the name is."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need in the width of the list."""
        view = self.parent()
        width = view.width() if isinstance(view, QWidget) else option.rect.width()
        parts = list(self._parts(index.data(ROW), QRect(0, 0, width, 10_000)))
        return QSize(10, parts[-1].box.bottom() + self._px(7))

    def box(self, row: Row, rect: QRect) -> QRect:
        """The box to tick, with some room for the hand."""
        side = self._px(16)
        return QRect(rect.left() + self._px(8), rect.top() + self._px(7), side, side) if row.can_compare else QRect()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row, rect, theme = index.data(ROW), option.rect, self._appearance.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = bool(option.state & QStyle.StateFlag.State_MouseOver)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not row.heading and (pointed or chosen or row.shown):
            painter.fillRect(rect, QColor(theme.raised))
        if row.shown:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), QColor(theme.accent))
        if chosen and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if row.can_compare:
            self._paint_box(painter, self.box(row, rect), row.laid_over)
        for part in self._parts(row, rect):
            painter.setFont(fonts.font(part.size, part.bold))
            painter.setPen(QColor(part.colour))
            painter.drawText(part.box, _WRAPPED, part.text)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRect, ticked: bool) -> None:
        theme = self._appearance.theme
        painter.setPen(QPen(QColor(theme.accent if ticked else theme.colour(Role.MUTED)), 1.4))
        painter.setBrush(QColor(theme.accent if ticked else theme.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        if ticked:
            side, corner = box.width(), QPointF(box.topLeft())
            painter.setPen(QPen(QColor(self._appearance.on_accent), 2))
            check = ((0.27, 0.52), (0.44, 0.69), (0.74, 0.33))
            painter.drawPolyline([QPointF(corner.x() + side * x, corner.y() + side * y) for x, y in check])

    def _parts(self, row: Row, rect: QRect) -> Iterator[_Part]:
        """What stands in a row, from top to bottom."""
        px, theme = self._px, self._appearance.theme
        muted = theme.colour(Role.MUTED)
        if row.heading:
            yield _part(row.title, px(12), True, muted, rect.adjusted(px(8), px(8), -px(8), 0))
            return
        room = rect.adjusted(px(32) if row.run else px(12), px(6), -px(8), 0)
        title = row.title.replace(" · ", " ·\N{NO-BREAK SPACE}")
        name = _part(title, px(14), True, theme.colour(Role.TEXT), room, _LINES)
        yield name
        room.setTop(name.box.bottom() + px(2))
        if row.facts:
            facts = _part(row.facts, px(12), False, muted, room)
            yield facts
            room.setTop(facts.box.bottom() + px(1))
        if row.warning:
            words = row.warning.replace("-", "-\u200b")  # for names of files can be longer than a line
            yield _part(words, px(12), False, theme.colour(Role.WARNING), room)
        else:
            yield from self._scores(row.scores, room)

    def _scores(self, scores: list[str], room: QRect) -> Iterator[_Part]:
        """Networks beside one another in their colours, on as many lines as they need."""
        metrics = QFontMetrics(fonts.font(self._px(12)))
        left = room.left()
        for index, words in enumerate(scores):
            width = metrics.horizontalAdvance(words)
            if left > room.left() and left + width > room.right():
                left = room.left()
                room.translate(0, metrics.height())
            box = QRect(left, room.top(), min(width + 2, room.right() - left), metrics.height())
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            yield _Part(text, self._px(12), False, contestant_colour(index, self._appearance.theme), box)
            left += width + self._px(10)

    def _px(self, size: float) -> int:
        return self._appearance.px(size)

    # Renaming

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A field for the name."""
        field = QLineEdit(parent)
        field.setMaxLength(LONGEST_NAME)
        field.setAccessibleName("Name of the run")
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the field where the name is."""
        px = self._px
        name = next(iter(self._parts(index.data(ROW), option.rect))).box
        editor.setGeometry(name.adjusted(-px(4), -px(3), px(2), px(3)))


@dataclass(frozen=True)
class _Part:
    """Some words where they stand."""

    text: str
    size: int
    bold: bool
    colour: str
    box: QRect


def _part(text: str, size: int, bold: bool, colour: str, room: QRect, lines: int = 99) -> _Part:
    """Words wrapped in the width of a room; what is more than some lines is left out before their ending."""
    metrics = QFontMetrics(fonts.font(size, bold))
    box = metrics.boundingRect(room, _WRAPPED, text)
    start, ending = _parted(text)
    while box.height() > (lines + 0.5) * metrics.lineSpacing() and (start or len(ending) > 1):
        start, ending = (start[:-1].rstrip(), ending) if start else ("", ending[1:])
        text = f"{start}… {ending}"
        box = metrics.boundingRect(room, _WRAPPED, text)
    return _Part(text, size, bold, colour, QRect(room.left(), room.top(), room.width(), box.height()))


def _parted(text: str) -> tuple[str, str]:
    """A long text in two: the second part is its ending from a word on, or its last letters where it is one word."""
    after = text.find(" ", max(0, len(text) - _ENDING)) + 1
    cut = after or max(0, len(text) - _ENDING)
    return text[:cut].rstrip(), text[cut:]
