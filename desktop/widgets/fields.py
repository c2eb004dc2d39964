"""Fields that the knobs' editors are made of: a number to type, a drop-down list, a row of segments."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QToolTip,
    QWidget,
)

from desktop.theme.appearance import Appearance
from desktop.theme.icons import paint_icon
from desktop.widgets.accessible import name_lists_by_their_titles
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed

_DIGITS = re.compile(r"[-−+\d.,\s]*")
MOST_ROWS = 24
"""The longest list that opens without having to be scrolled; Qt shows fewer where the screen has no room."""


class NumberField(QLineEdit):
    """A number that looks like text until a hand comes near. `typed` gives what was entered, `stepped` −1 or +1.

    Of all letters it takes those of `letters` only; None takes every one. With a width that is `usual` it grows with
    what is in it, where there is room.
    """

    typed = Signal(str)
    stepped = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._usual, self._beside = 0, 0
        self.letters: str | None = None
        self.setObjectName("number")
        self.setAccessibleName(title)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a value, unless somebody is typing another."""
        self._shown = text
        if not (self.hasFocus() and self.isModified()):
            self.setText(text)
            self.home(False)  # where it is cut, the first digits are what counts
            self.updateGeometry()

    def be_usually(self, width: int, beside: int) -> None:
        """Be so many pixels wide, or wider where the number with so many `beside` it needs that and there is room."""
        self._usual, self._beside = width, beside
        self.setSizePolicy(QSizePolicy.Policy.Preferred, self.sizePolicy().verticalPolicy())
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        needed = self.fontMetrics().horizontalAdvance(self.text()) + self._beside
        return QSize(max(self._usual, needed), super().sizeHint().height()) if self._usual else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._usual or super().minimumSizeHint().width(), super().minimumSizeHint().height())

    def keep(self, text: str) -> None:
        """Let a value that was taken stand as it was typed, if not in digits only (1/9), until the field is left."""
        if self.hasFocus() and not _DIGITS.fullmatch(text):
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.clearFocus()
        elif self._refuses(event.text()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _refuses(self, text: str) -> bool:
        return self.letters is not None and text.isalpha() and text.lower() not in self.letters

    def _finish(self) -> None:
        entered, changed = self.text(), self.isModified()
        self.setText(self._shown)
        if changed:
            self.typed.emit(entered)


class Combo(QComboBox):
    """A drop-down list whose impossible values are greyed and say why, but can be tried. `picked` gives an index.

    `ask_reasons` is asked when the list opens: why each value can't be had, None for those that can. What has been
    `changed` since it was picked is said before its name. Words that are cut are told in full where the mouse rests.
    """

    picked = Signal(int)
    ask_reasons: Callable[[], Sequence[str | None]] | None = None
    changed = ""

    def __init__(self, appearance: Appearance, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_lists_by_their_titles()
        self._appearance = appearance
        self._usual = 0
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(MOST_ROWS)
        self.setView(QListView())  # the one that it has by itself would not let the style sheet space its rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self.picked)
        appearance.changed.connect(self.updateGeometry)

    def show_index(self, index: int, reasons: Sequence[str | None] = ()) -> None:
        """Show the value there is; `reasons` say of each value why it can't be had, None if it can."""
        self.setCurrentIndex(index)
        theme = self._appearance.theme
        faint = QColor(mixed(theme.colour(Role.MUTED), theme.raised, 0.6))
        for row, reason in enumerate(reasons):
            self.setItemData(row, reason, Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, QBrush(faint) if reason else None, Qt.ItemDataRole.ForegroundRole)

    def words(self) -> str:
        """What stands in the closed list."""
        return f"{self.changed} ({self.currentText()})" if self.changed else self.currentText()

    def show_changed(self, word: str) -> None:
        """Say what has become of the value since it was picked, "edited" say; "" if nothing has."""
        if word != self.changed:
            self.changed = word
            self.setAccessibleDescription(word)
            self.update()

    def showPopup(self) -> None:  # noqa: D102 - Qt's
        if self.ask_reasons is not None:
            self.show_index(self.currentIndex(), self.ask_reasons())
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + self._appearance.px(24))
        super().showPopup()

    def fit_words(self) -> None:
        """Be just as wide as the longest of its words, whatever room there is."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def be_usually(self, width: int) -> None:
        """Be so many pixels wide, or as wide as the words in the list need; less where there is no room."""
        self._usual = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        usual, height = self._usual or super().sizeHint().width(), self._appearance.px(30)
        if not self._usual and self.sizeAdjustPolicy() != QComboBox.SizeAdjustPolicy.AdjustToContents:
            return QSize(usual, height)
        words = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0
        )
        return QSize(max(usual, words + 2 * self._appearance.px(7) + round(0.6 * height) + 4), height)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(80), self._appearance.px(30))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Tell all the words where they are cut, else the hint."""
        if isinstance(event, QHelpEvent) and self.shown_words != self.words():
            QToolTip.showText(event.globalPos(), self.words(), self)
            return True
        return super().event(event)

    @property
    def shown_words(self) -> str:
        """What there is room for of the words in the closed list."""
        return self.fontMetrics().elidedText(self.words(), Qt.TextElideMode.ElideRight, self._words_room().width())

    def _words_room(self) -> QRect:
        radius = self._appearance.px(7)
        return self.rect().adjusted(radius + 2, 0, -int(self.height() * 0.6 + radius), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, height, radius = self._appearance.theme, self.height(), self._appearance.px(7)
        text = theme.colour(Role.TEXT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(text, theme.raised, 0.08) if self.underMouse() else theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = height * 0.6
        arrow = QRectF(self.width() - side - radius / 2, (height - side) / 2, side, side)
        paint_icon(painter, "chevron", arrow, QColor(theme.colour(Role.MUTED)))
        painter.setPen(QColor(text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._words_room(), flags, self.shown_words)


class Segments(QFrame):
    """A row of a few short words, one of them chosen. `picked` gives an index."""

    picked = Signal(int)

    def __init__(self, title: str, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(title)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.picked)
        for index, word in enumerate(words):
            button = QPushButton(word)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{title}: {word}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, index)
        self.stand(len(words))

    def stand(self, columns: int) -> None:
        """Stand in so many columns, one row below the other."""
        for index, button in enumerate(self._group.buttons()):
            self._grid.addWidget(button, index // columns, index % columns)
        for column in range(len(self._group.buttons())):
            self._grid.setColumnStretch(column, int(column < columns))

    @property
    def in_a_row(self) -> int:
        """The width that all words need side by side."""
        return sum(button.sizeHint().width() for button in self._group.buttons())

    def show_index(self, index: int, reasons: Sequence[str | None]) -> None:
        """Show the value there is; `reasons` say of each value why it can't be had, None if it can."""
        for row, reason in enumerate(reasons):
            button = self._group.button(row)
            button.setChecked(row == index)
            button.setToolTip(reason or "")
            if button.property("impossible") != bool(reason):
                button.setProperty("impossible", bool(reason))
                button.style().unpolish(button)
                button.style().polish(button)
