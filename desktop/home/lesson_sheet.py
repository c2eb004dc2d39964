"""The lessons that there are, over the start page: one is chosen by keys, a clicker or the pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from scenes.stage.core.marks import Role

MOST = 8
"""So many lessons find room at 1280 × 720; the others are opened from their folder."""
ROW, HEADING, WIDTH = 52, 58, 760
"""Pixels, for letters of the usual size."""


@dataclass(frozen=True)
class LessonCard:
    """A lesson as it is offered: `facts` are its minutes and stops, `own` says that it is the user's."""

    title: str
    facts: str
    path: Path
    own: bool = False


@dataclass(frozen=True)
class _Row:
    """A line to choose: a lesson, or something to do about lessons by the name of an action."""

    title: str
    facts: str
    card: LessonCard | None = None
    action: str = ""


class LessonSheet(QWidget):
    """Covers the window while it has the focus. `chosen` carries a file, `wanted` the name of an action.

    `cards` is asked each time it opens, because files come and go.
    """

    chosen = Signal(Path)
    wanted = Signal(str)

    def __init__(self, window: QWidget, appearance: Appearance, cards: Callable[[], tuple[LessonCard, ...]]) -> None:
        super().__init__(window)
        self._appearance, self._cards, self._below = appearance, cards, window
        self._rows: tuple[_Row, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        window.installEventFilter(self)
        appearance.changed.connect(self._place)
        self.hide()

    @property
    def titles(self) -> tuple[str, ...]:
        """What can be chosen."""
        return tuple(row.title for row in self._rows)

    @property
    def at(self) -> int:
        """The index of what Enter chooses."""
        return self._at

    # --- Opening and closing ----------------------------------------------------------------------------------------

    def open_sheet(self) -> None:
        """Show the lessons there are, the first one chosen."""
        cards = self._cards()
        own = "Your own lesson: "
        lessons = [_Row(card.title, own + card.facts if card.own else card.facts, card) for card in cards[:MOST]]
        more = f"{len(cards) - MOST} more of your own" if len(cards) > MOST else ""
        self._rows = (
            *lessons,
            _Row("New lesson…", "begin your own", action="new-lesson"),
            _Row("Open a lesson…", more or "a file", action="open-lesson"),
        )
        self._choose(0)
        self.show()
        self._place()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Go away, and leave the focus to nobody."""
        self.clearFocus()
        self.hide()

    def _go(self) -> None:
        row = self._rows[self._at]
        self.close_sheet()
        if row.card is not None:
            self.chosen.emit(row.card.path)
        else:
            self.wanted.emit(row.action)

    # --- Keys and pointer -------------------------------------------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        """Use the keys that choose; a clicker can: Page Up goes from one to the next, Page Down starts it."""
        key, last = event.key(), len(self._rows) - 1
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._choose(max(0, min(self._at + (1 if key == Qt.Key.Key_Down else -1), last)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(0 if key == Qt.Key.Key_Home else last)
        elif key == Qt.Key.Key_PageUp:
            self._choose((self._at + 1) % len(self._rows))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            self._go()
        elif key == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        index = self._index_at(event.position().toPoint())
        if index is not None:
            self._choose(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        place = event.position().toPoint()
        index = self._index_at(place)
        if index is not None:
            self._choose(index)
            self._go()
        elif not self._card.contains(place):
            self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _choose(self, index: int) -> None:
        self._at = index
        row = self._rows[index]
        self.setAccessibleName(f"{row.title}, {row.facts}. {index + 1} of {len(self._rows)}")
        self.update()

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        if not self.isHidden():
            self.setGeometry(self._below.rect())
            self.update()

    @property
    def _unit(self) -> float:
        """How large one pixel of the usual size is here: as the letters want it, and never more than there is room."""
        high = HEADING + ROW * len(self._rows) + 40
        return min(self._appearance.px(100) / 100, (self.height() - 16) / high, (self.width() - 24) / (WIDTH + 20))

    def _px(self, size: float) -> int:
        return round(size * self._unit)

    @property
    def _card(self) -> QRect:
        width, height = self._px(WIDTH), self._px(HEADING + ROW * len(self._rows) + 20)
        return QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def place(self, index: int) -> QRect:
        """Where a line is."""
        card = self._card
        top = card.top() + self._px(HEADING) + index * self._px(ROW)
        return QRect(card.left() + self._px(12), top, card.width() - 2 * self._px(12), self._px(ROW))

    def _index_at(self, place: QPoint) -> int | None:
        return next((index for index in range(len(self._rows)) if self.place(index).contains(place)), None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        theme, px = self._appearance.theme, self._px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shade = QColor(theme.background)
            shade.setAlphaF(0.8)
            painter.fillRect(self.rect(), shade)
            card = self._card
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(card, px(10), px(10))
            painter.setFont(font(px(24), bold=True))
            painter.setPen(QColor(theme.colour(Role.TEXT)))
            heading = QRectF(card.left() + px(26), card.top() + px(6), card.width() - px(52), px(HEADING) - px(6))
            painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, "Lessons")
            for index, row in enumerate(self._rows):
                self._paint_row(painter, row, self.place(index), index == self._at)

    def _paint_row(self, painter: QPainter, row: _Row, place: QRect, chosen: bool) -> None:
        theme, px = self._appearance.theme, self._px
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(place, px(7), px(7))
        words = place.adjusted(px(14), 0, -px(14), 0)
        facts = font(px(16))
        painter.setFont(facts)
        painter.setPen(QColor(self._appearance.on_accent if chosen else theme.colour(Role.MUTED)))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.facts)
        words.setRight(words.right() - QFontMetrics(facts).horizontalAdvance(row.facts) - px(16))
        painter.setFont(font(px(20), bold=row.card is not None))
        painter.setPen(QColor(self._appearance.on_accent if chosen else theme.colour(Role.TEXT)))
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
