"""A question that may be left unanswered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.banner import Banner
from desktop.widgets.parts import button, label


class Offer(QFrame):
    """A sentence, a button that takes what it offers, and one that doesn't, in the upper middle of its parent.

    Once `stand_on` has told of the page that fills most of its parent it leaves free what lies above that page; what is
    said there lies above it.
    """

    def __init__(
        self, sentence: str, yes: str, no: str, take: Callable[[], object], appearance: Appearance, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._appearance, self._take, self._below = appearance, take, parent
        self._page = parent
        self._covers_nothing: Callable[[], bool] = lambda: False
        self.setObjectName("card")
        self.yes, self.no = button(yes, act=self._accept, name="primary"), button(no, act=self.dismiss)
        self._sentence = label(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 12, 12)
        row.setSpacing(12)
        for widget in (self._sentence, self.yes, self.no):
            row.addWidget(widget)
        self.hide()

    def stand_on(self, page: QWidget, covers_nothing: Callable[[], bool]) -> None:
        """Stand on a page of the parent's layout; where it is to cover nothing there, below it in a row of its own."""
        self._page, self._covers_nothing = page, covers_nothing
        page.installEventFilter(self)

    @property
    def sentence(self) -> str:
        """What is offered."""
        return self._sentence.text()

    def ask(self, sentence: str = "") -> None:
        """Make the offer, in other words than the last time where they are given."""
        if sentence:
            self._sentence.setText(sentence)
        self.show()
        self.place()

    def dismiss(self) -> bool:
        """Take it back; tells whether it was made."""
        was_shown = not self.isHidden()
        self.hide()
        return was_shown

    def place(self) -> None:
        """Stand where it belongs in a parent of any size."""
        if self.isHidden():
            return
        room, layout = self._below.width(), self._below.layout()
        is_wide = self._needed > room
        self._sentence.setWordWrap(is_wide)
        if layout is not None and self._covers_nothing():
            if layout.indexOf(self) < 0:
                layout.addWidget(self)
            layout.setAlignment(self, Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignHCenter)
            return
        if layout is not None:
            layout.removeWidget(self)
        top = self._page.mapTo(self._below, QPoint()).y() if self._page is not self._below else 0
        if is_wide:
            self.resize(room, self.heightForWidth(room))
        else:
            self.adjustSize()
        top += self._appearance.px(24)
        for said in self._below.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly):
            top = top if said.isHidden() else max(top, said.geometry().bottom() + self._appearance.px(8))
        self.move((room - self.width()) // 2, top)
        self.raise_()

    @property
    def _needed(self) -> int:
        """The width in which all stands in one line."""
        row = self.layout()
        assert row is not None
        margins = row.contentsMargins()
        words = self._sentence.fontMetrics().horizontalAdvance(self.sentence)
        widths = (words, *(each.sizeHint().width() + row.spacing() for each in (self.yes, self.no)))
        return sum(widths) + margins.left() + margins.right()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.place()
        return super().eventFilter(watched, event)

    def _accept(self) -> None:
        self.dismiss()
        self._take()
