"""The list of the scene's steps: an overview, and the way to one of them by its number."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.window.actions import Actions
from scenes.stage.core.marks import Role

ROW = 34
MARGIN = 12
"""Pixels, for letters of the usual size."""
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class StepList(QFrame):
    """Lies over the stage while it has the focus. Digits and arrows choose a step, Enter or a click goes to its end."""

    def __init__(self, session: SceneSession, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._appearance, self._below = session, appearance, parent
        self._typed, self._chosen = "", 0
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        session.opened.connect(self.close_list)
        self.hide()

    @property
    def actions_here(self) -> Actions:
        """What the keys of a scene do here, by the names of the key table."""
        digits: Actions = {f"digit-{digit}": partial(self.type, str(digit)) for digit in range(10)}
        return {"steps": self.open_list, **digits}

    @property
    def chosen(self) -> int:
        """The index of the step that Enter goes to."""
        return self._chosen

    def open_list(self) -> None:
        """Show all steps, the present one chosen."""
        self._typed = ""
        self._choose(self._session.step)
        self._place()
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def type(self, digit: str) -> None:
        """Choose the step of the number that has been typed, with one more digit."""
        if self.isHidden():
            self.open_list()
        for typed in (self._typed + digit, digit):
            if 1 <= int(typed) <= len(self._session.steps):
                self._typed = typed
                self._choose(int(typed) - 1)
                return

    def close_list(self) -> None:
        """Go away, and leave the focus to nobody."""
        self.clearFocus()
        self.hide()

    def take_key(self, event: QKeyEvent) -> bool:
        """Use the keys that choose; says whether it did."""
        key, text = event.key(), event.text()
        if key in _WAYS:
            self._typed = ""
            self._choose(self._chosen + _WAYS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif key == Qt.Key.Key_Escape:
            self.close_list()
        elif len(text) == 1 and text.isdecimal():
            self.type(text)
        else:
            return False
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._choose(self._row_at(event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._choose(self._row_at(event.position().y()))
        self._go()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, step in enumerate(self._session.steps):
                self._paint_row(painter, index, step.title)

    def _paint_row(self, painter: QPainter, index: int, title: str) -> None:
        appearance, row = self._appearance, self._row
        box = QRectF(self._margin / 2, self._margin + index * row, self.width() - self._margin, row)
        if index == self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(appearance.theme.accent))
            painter.drawRoundedRect(box, 6, 6)
        is_chosen, is_present = index == self._chosen, index == self._session.step
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold if is_present else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(appearance.on_accent) if is_chosen else appearance.colour(Role.TEXT))
        number = QRectF(box.left(), box.top(), self._number, row)
        painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(index + 1))
        words = box.adjusted(self._number + self._margin, 0, -self._margin / 2, 0)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _choose(self, index: int) -> None:
        self._chosen = max(0, min(index, len(self._session.steps) - 1))
        step = self._session.steps[self._chosen]
        self.setAccessibleName(f"Step {self._chosen + 1} of {len(self._session.steps)}: {step.title}")
        self.update()

    def _go(self) -> None:
        chosen = self._chosen
        self.close_list()
        self._session.show_step(chosen)

    def _place(self) -> None:
        """Lie in the middle, as wide as the longest title needs, and never larger than the parent."""
        parent, steps = self._below, self._session.steps
        self.ensurePolished()
        longest = max(self.fontMetrics().horizontalAdvance(step.title) for step in steps)
        width = min(round(1.15 * longest) + self._number + 3 * self._margin, parent.width())
        height = len(steps) * self._row + 2 * self._margin
        self.setGeometry((parent.width() - width) // 2, (parent.height() - height) // 2, width, height)

    def _row_at(self, y: float) -> int:
        return int((y - self._margin) // self._row)

    @property
    def _row(self) -> int:
        """As high as all steps find room."""
        room = (self._below.height() - 2 * self._margin) // len(self._session.steps)
        return min(self._appearance.px(ROW), room)

    @property
    def _margin(self) -> int:
        return self._appearance.px(MARGIN)

    @property
    def _number(self) -> int:
        return self._appearance.px(30)
