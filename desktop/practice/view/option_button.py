"""A large button for an option: its letter, its words in as many lines as they need, and a sign for what it was."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.practice.view.shown import Mark, ShownOption
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.parts import label

SIGNS: dict[Mark, str] = {"": "", "chosen": "●", "right": "✓", "wrong": "✗"}
SPOKEN: dict[Mark, str] = {"": "", "chosen": ", your answer", "right": ", right", "wrong": ", not right"}


class OptionButton(QPushButton):
    """The option of a letter. The mouse gives it no focus, so that Enter goes on with the question."""

    def __init__(self, letter: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter, self._appearance = letter, appearance
        self.option = ShownOption("")
        self.setObjectName("option")
        self.setAccessibleName(letter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name, self._words, self._sign = label(letter, "key"), label(wrap=True), label(name="key")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._name)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._sign)
        for each in (self._name, self._words, self._sign):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dress()

    def show_option(self, option: ShownOption) -> None:
        """Show an option."""
        self.option = option
        self._words.setText(option.text)
        self._sign.setText(SIGNS[option.mark])
        self.setAccessibleName(f"{self._letter}: {option.text}{SPOKEN[option.mark]}")
        self.setProperty("mark", option.mark)
        for widget in (self, self._name, self._words, self._sign):  # a style sheet reads a property only once
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.updateGeometry()

    def dress(self) -> None:
        """Suit the size of letters."""
        px = self._appearance.px
        self._name.setFont(font(px(17), bold=True))
        self._words.setFont(font(px(16)))
        self._sign.setFont(font(px(17), bold=True))
        self._row.setContentsMargins(px(12), px(8), px(12), px(8))
        self._row.setSpacing(px(11))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: D102 - Qt's
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        wide = max(self.width(), 1)
        return QSize(self._row.sizeHint().width(), self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(0, self.heightForWidth(max(self.width(), 1)))
