"""All stops of the lesson that is given, over the window: the way to one by its picture, or by its number."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.classroom.authoring.row_painter import DIMMED
from desktop.classroom.authoring.rows import StopRow
from desktop.classroom.authoring.thumbnails import Thumbnails, size_across
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from scenes.stage.core.marks import HEIGHT, WIDTH, Role

GAP, NAME, MARGIN = 14, 44, 28
"""Between pictures, for the name below one, and around all, in pixels for letters of the usual size."""
WIDEST = 420
FRAME = 4
"""How thick the frame of the chosen stop is."""

_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Overview(QWidget):
    """Covers the window while it has the focus; `rows` tells the stops, and in which folder their pictures lie.

    Arrows, digits and the pointer choose, Enter or a click goes there: `chosen` carries the stop's id.
    """

    chosen = Signal(str)

    def __init__(
        self,
        rows: Callable[[], tuple[tuple[StopRow, ...], Path]],
        appearance: Appearance,
        thumbnails: Thumbnails,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._ask, self._appearance, self._thumbnails, self._below = rows, appearance, thumbnails, parent
        self.rows: tuple[StopRow, ...] = ()
        self._folder, self._at, self._typed = Path(), 0, ""
        self._columns, self._places, self._picture_size = 1, list[QRect](), QSize()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        parent.installEventFilter(self)
        thumbnails.drawn.connect(self._show_picture)
        appearance.changed.connect(self._lay_out)
        self.hide()

    @property
    def at(self) -> int:
        """The index of the stop that Enter goes to."""
        return self._at

    # --- Opening and closing ----------------------------------------------------------------------------------------

    def open_overview(self) -> None:
        """Show all stops, the present one chosen."""
        self.rows, self._folder = self._ask()
        if not self.rows:
            return
        self._typed = ""
        self._choose(next((index for index, row in enumerate(self.rows) if row.present), 0))
        self.show()
        self.raise_()
        self._lay_out()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def type(self, digit: str) -> None:
        """Choose the stop of the number that has been typed, with one more digit."""
        if self.isHidden():
            self.open_overview()
        for typed in (self._typed + digit, digit):
            if 1 <= int(typed) <= len(self.rows):
                self._typed = typed
                self._choose(int(typed) - 1)
                return

    def close_overview(self) -> bool:
        """Go away, and leave the focus to nobody; tells whether it was there."""
        was_open = not self.isHidden()
        self.clearFocus()
        self.hide()
        return was_open

    def _go(self) -> None:
        row = self.rows[self._at]
        self.close_overview()
        self.chosen.emit(row.id)

    # --- Keys and pointer -------------------------------------------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        """Use the keys that choose; says whether it did."""
        key, text = event.key(), event.text()
        if key in _WAYS:
            across, down = _WAYS[Qt.Key(key)]
            self._typed = ""
            self._choose(self._at + across + down * self._columns, bounded=not down)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(0 if key == Qt.Key.Key_Home else len(self.rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            self._go()
        elif key == Qt.Key.Key_PageUp:
            self._choose((self._at - 1) % len(self.rows))
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_G):
            self.close_overview()
        elif len(text) == 1 and text.isdecimal():
            self.type(text)
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102 - Qt's
        super().hideEvent(event)
        self._thumbnails.forget(self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        index = self._index_at(event.position().toPoint())
        if index is not None:
            self._choose(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        index = self._index_at(event.position().toPoint())
        if index is None:
            self.close_overview()
        else:
            self._choose(index)
            self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._lay_out()
        return False

    def _choose(self, index: int, bounded: bool = True) -> None:
        last = len(self.rows) - 1
        if not 0 <= index <= last and not bounded:
            return
        before, self._at = self._at, max(0, min(index, last))
        self.setAccessibleName(self.rows[self._at].words)
        for each in {before, self._at}:
            if each < len(self._places):  # else all is about to be laid out, and painted
                self.update(self._area(each))

    # --- Where pictures are -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        if self.isHidden():
            return
        self.setGeometry(self._below.rect())
        self._columns = max(range(1, len(self.rows) + 1), key=self._width_in)  # with all in sight as large as can be
        self._places = self._placed(self._columns)
        self._picture_size = size_across(self._places[0].width(), self.devicePixelRatioF())
        stops = [row.stop for row in self.rows if row.stop is not None]
        self._thumbnails.want(self, stops, self._folder, self._picture_size)
        self.update()

    def _width_in(self, columns: int) -> int:
        """How wide pictures are in so many columns."""
        px = self._appearance.px
        lines = math.ceil(len(self.rows) / columns)
        across = (self.width() - 2 * px(MARGIN) - (columns - 1) * px(GAP)) / columns
        down = (self.height() - 2 * px(MARGIN) - (lines - 1) * px(GAP)) / lines - px(NAME)
        return max(1, int(min(across, down * WIDTH / HEIGHT, px(WIDEST))))

    def _placed(self, columns: int) -> list[QRect]:
        """Where the pictures of all stops are, in so many columns."""
        px, width = self._appearance.px, self._width_in(columns)
        height = round(width * HEIGHT / WIDTH)
        lines = math.ceil(len(self.rows) / columns)
        left = (self.width() - columns * width - (columns - 1) * px(GAP)) // 2
        top = (self.height() - lines * (height + px(NAME)) - (lines - 1) * px(GAP)) // 2
        across, down = width + px(GAP), height + px(NAME) + px(GAP)
        return [
            QRect(left + column * across, top + line * down, width, height)
            for line, column in (divmod(index, columns) for index in range(len(self.rows)))
        ]

    def place(self, index: int) -> QRect:
        """Where the picture of a stop is."""
        return self._places[index]

    def _area(self, index: int) -> QRect:
        """Where a stop is, with its frame and its name."""
        edge = self._appearance.px(FRAME)
        return self._places[index].adjusted(-edge, -edge, edge, self._appearance.px(NAME))

    def _index_at(self, place: QPoint) -> int | None:
        name = self._appearance.px(NAME)
        places = (each.adjusted(0, 0, 0, name) for each in self._places)
        return next((index for index, each in enumerate(places) if each.contains(place)), None)

    def _show_picture(self, stop: str) -> None:
        for index, row in enumerate(self.rows if self.isVisible() else ()):
            if row.id == stop:
                self.update(self._area(index))

    # --- Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), QColor(self._appearance.theme.background))
            for index, row in enumerate(self.rows):
                if event.region().intersects(self._area(index)):
                    self._paint_stop(painter, row, self.place(index), index == self._at)

    def _paint_stop(self, painter: QPainter, row: StopRow, place: QRect, chosen: bool) -> None:
        theme, px = self._appearance.theme, self._appearance.px
        painter.setOpacity(DIMMED if row.left_out else 1.0)
        image = self._thumbnails.image(row.stop, self._folder, self._picture_size) if row.stop is not None else None
        if image is not None:
            painter.drawImage(place, image)
        else:
            painter.fillRect(place, QColor(theme.surface))
        painter.setOpacity(1.0)
        line = theme.colour(Role.TEXT) if chosen else theme.accent if row.present else theme.border
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(line), px(FRAME) if chosen else px(3) if row.present else 1))
        painter.drawRect(place)
        self._write(painter, row, place)

    def _write(self, painter: QPainter, row: StopRow, place: QRect) -> None:
        """Write the minutes into a corner of the picture, and number and title on two lines below it."""
        theme, px = self._appearance.theme, self._appearance.px
        minutes = "left out" if row.left_out else f"{row.stop.minutes:g} min" if row.stop is not None else ""
        painter.setFont(fonts.font(px(13), bold=True))
        width, height = painter.fontMetrics().horizontalAdvance(minutes) + px(12), px(20)
        badge = QRectF(place.right() - width - 2, place.bottom() - height - 2, width, height)
        ground = QColor(theme.background)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(badge, px(4), px(4))
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, minutes)
        painter.setFont(fonts.font(px(15), bold=True))
        painter.setPen(QColor(theme.colour(Role.MUTED if row.left_out else Role.TEXT)))
        name = QRectF(place.left(), place.bottom() + px(5), place.width(), px(NAME) - px(4))
        painter.drawText(name, Qt.TextFlag.TextWordWrap, f"{row.number}  {row.title}")

    @property
    def actions_here(self) -> dict[str, Callable[[], object]]:
        """What the keys of a scene do while a lesson is given, by the names of the key table."""
        digits: dict[str, Callable[[], object]] = {
            f"digit-{digit}": partial(self.type, str(digit)) for digit in range(10)
        }
        return {"steps": self.open_overview, **digits}
