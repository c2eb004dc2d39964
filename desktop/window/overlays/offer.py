"""A question that may be left unanswered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label


class Offer(QFrame):
    """A sentence, a button that takes what it offers, and one that doesn't, in the upper middle of its parent."""

    def __init__(
        self, sentence: str, yes: str, no: str, take: Callable[[], object], appearance: Appearance, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._appearance, self._take, self._below = appearance, take, parent
        self.setObjectName("card")
        self.yes, self.no = button(yes, act=self._accept, name="primary"), button(no, act=self.dismiss)
        self._sentence = label(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 12, 12)
        row.setSpacing(12)
        for widget in (self._sentence, self.yes, self.no):
            row.addWidget(widget)
        self.hide()

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
        if not self.isHidden():
            self.adjustSize()
            self.move((self._below.width() - self.width()) // 2, self._appearance.px(24))
            self.raise_()

    def _accept(self) -> None:
        self.dismiss()
        self._take()
