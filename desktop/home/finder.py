"""Finding things by typing words of them: a field over the window, and what it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.home.index import Place
from desktop.home.place_row import PLACE, PlaceRow
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.holding import give_focus_back
from desktop.widgets.parts import label

FRAME = 4
"""Pixels of the list around its rows."""
ROWS = 9
"""How many places are seen at once."""
HINT = "Type words of a scene, a step, a term, a run or a lesson. Enter goes there."
NAME = "Find a scene, a step, a term, a lesson or a run of the lab"


class Finds(Protocol):
    """What finds places by words."""

    def find(self, typed: str) -> list[Place]:
        """The places that belong to what is typed."""


class Finder(QWidget):
    """Covers the window while it is open. `found` carries the `Place` to go to.

    `make_index` is asked each time it opens, because steps depend on how knobs stand. `hint` says what to do, and
    `name` what the field is for.
    """

    found = Signal(object)

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        make_index: Callable[[], Finds],
        hint: str = HINT,
        name: str = NAME,
    ) -> None:
        super().__init__(window)
        self._appearance, self._make_index, self._hint, self._name = appearance, make_index, hint, name
        self._index: Finds | None = None
        self._focused_before: QWidget | None = None
        self._build()
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._go)
        self.field.installEventFilter(self)
        self.list.currentRowChanged.connect(self._announce)
        self.list.itemClicked.connect(self._go)
        window.installEventFilter(self)
        appearance.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _build(self) -> None:
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self.field = QLineEdit()
        self.field.setAccessibleName(self._name)
        self.list = QListWidget()
        self.list.setAccessibleName("What is found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(PlaceRow(self._appearance, self.list))
        self.hint = label(self._hint, "muted")
        self._column = QVBoxLayout(self._card)
        for widget in (self.field, self.list, self.hint):
            self._column.addWidget(widget)

    # --- Opening and closing ----------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Open it, or close it."""
        self.close_again() if self.isVisible() else self._open()

    def close_again(self) -> None:
        """Close it, and give the keys back to whom they were."""
        if self.isVisible():
            give_focus_back(self._focused_before, self.window())
            self.hide()

    def _open(self) -> None:
        self._focused_before = self.window().focusWidget()
        self._index = self._make_index()
        self.field.clear()
        self._look("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- Finding ----------------------------------------------------------------------------------------------------

    @property
    def places(self) -> list[Place]:
        """What is found."""
        return [self.list.item(row).data(PLACE) for row in range(self.list.count())]

    def _look(self, typed: str) -> None:
        assert self._index is not None
        self.list.clear()
        for place in self._index.find(typed):
            item = QListWidgetItem(
                f"{place.title}: {place.says} {place.where}" if place.says else f"{place.title}, {place.where}"
            )
            item.setData(PLACE, place)
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        if self.list.count():
            self.list.setCurrentRow(0)
        self.hint.setText("Nothing has these words." if typed.strip() and not self.list.count() else self._hint)
        self._place()

    def _go(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.close_again()
            self.found.emit(item.data(PLACE))

    def _announce(self, row: int) -> None:
        """Tell screen readers what Enter would open: the keys stay with the field."""
        if row >= 0:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, self.list.item(row).text()))

    # --- Keys and pointer -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if watched is self.field:
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take(event)
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _take(self, event: QKeyEvent) -> bool:
        """Use the keys that go through what is found; Tab stays here, because everything else is covered."""
        by = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if event.key() == Qt.Key.Key_Escape:
            self.close_again()
        elif by is not None:
            self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))
        return by is not None or event.key() == Qt.Key.Key_Escape

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_again()

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        px = self._appearance.px
        self.field.setFont(font(px(24)))
        self.list.setFont(font(px(18)))
        self.hint.setFont(font(px(15)))
        self._column.setContentsMargins(px(16), px(16), px(16), px(12))
        self._column.setSpacing(px(10))
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())
        width = min(self._appearance.px(760), self.width() - 40)
        self.list.setFixedWidth(width - self._around.width())
        self.list.setFixedHeight(self._rows_height(self.height() * 7 // 8 - self._around.height()))
        self._card.setFixedWidth(width)
        self._card.adjustSize()
        self._card.move((self.width() - width) // 2, self.height() // 8)

    @property
    def _around(self) -> QSize:
        """What of the card is not the list."""
        margins, field, hint = self._column.contentsMargins(), self.field.sizeHint(), self.hint.sizeHint()
        high = field.height() + hint.height() + 2 * self._column.spacing()
        return QSize(margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def _rows_height(self, room: int) -> int:
        """The height of the rows that are seen at once: whole rows, as many as there is room for."""
        height = FRAME
        for row in range(min(self.list.count(), ROWS)):
            if height + self.list.sizeHintForRow(row) > room - self._column.spacing():
                break
            height += self.list.sizeHintForRow(row)
        return height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            shade = QColor(self._appearance.theme.background)
            shade.setAlphaF(0.7)
            painter.fillRect(self.rect(), shade)
