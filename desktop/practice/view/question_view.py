"""A question beside its scene: stem, options, what is said of the answer, and buttons. Practice and sheets use it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.practice.view.option_button import OptionButton
from desktop.practice.view.shown import Press, Said, Shown
from desktop.theme.appearance import Appearance
from desktop.theme.fonts import font
from desktop.widgets.parts import ScrollColumn, button, label
from desktop.words.letters import LETTERS


class QuestionView(QWidget):
    """Shows what it is given. `chosen` carries the place of an option, `pressed` the name of a button.

    `answered` carries an answer that was typed, `explained` the sentence about it.
    """

    chosen = Signal(int)
    pressed = Signal(str)
    answered = Signal(str)
    explained = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.shown = Shown("", "")
        self.place, self.stem, self.hint = (
            label(name="muted", wrap=True),
            label(wrap=True),
            label(name="muted", wrap=True),
        )
        self.options = [OptionButton(letter, appearance) for letter in LETTERS]
        for index, each in enumerate(self.options):
            each.clicked.connect(lambda _=False, index=index: self.chosen.emit(index))
        self.answer, self.how = self._field("Your answer", "a letter, or a number"), self._field("How", "a sentence")
        self.answer.editingFinished.connect(lambda: self._typed(self.answer))
        self.how.editingFinished.connect(lambda: self._typed(self.how))
        self.said: list[_Words] = []
        self.presses: list[QPushButton] = []
        self._build()
        appearance.changed.connect(self._dress)
        self._dress()

    def _build(self) -> None:
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        for widget in (self.place, self.stem, *self.options, self.answer, self.how):
            self._column.addWidget(widget)
        self._words = QVBoxLayout()
        self._column.addLayout(self._words)
        self._column.addStretch(1)
        self._scroll = ScrollColumn(self._inside)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._show_words)
        """What is said of an answer is in sight: when it has found its place, and when there is less room."""
        self._below = QVBoxLayout()
        self._below.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._below)

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(f"{name}: {hint}")
        field.setMaxLength(400)
        field.hide()
        return field

    # --- What is shown ----------------------------------------------------------------------------------------------

    def show_question(self, shown: Shown) -> None:
        """Show something else."""
        before, self.shown = self.shown, shown
        if shown == before:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        typing = isinstance(self.window().focusWidget(), QLineEdit)
        for widget, words in ((self.place, shown.place), (self.stem, shown.stem), (self.hint, shown.hint)):
            widget.setText(words)
            widget.setVisible(bool(words))
        for index, each in enumerate(self.options):
            each.setVisible(index < len(shown.options))
            if index < len(shown.options):
                each.show_option(shown.options[index])
        self._show_fields()
        if shown.said != before.said:
            self._say(shown.said)
        if shown.presses != before.presses:
            self._offer(shown.presses)
        if had_focus and not typing and self.presses and shown.presses != before.presses:
            self.presses[0].setFocus()
        if shown.stem != before.stem:
            self._scroll.to_top()
            self._announce(f"{shown.place}. {shown.stem}")
        elif self.said and shown.said != before.said:
            self._announce(" ".join(f"{each.heading}. {each.words}" for each in shown.said))
            QTimer.singleShot(0, self, self._show_words)  # it finds its place after this

    def _show_fields(self) -> None:
        fields = self.shown.fields
        for field, words in ((self.answer, fields.answer if fields else ""), (self.how, fields.how if fields else "")):
            field.setVisible(fields is not None and (fields.writable or bool(words)))
            field.setReadOnly(fields is not None and not fields.writable)
            if not (field.hasFocus() and field.isModified()) and field.text() != words:
                field.setText(words)

    def _typed(self, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            (self.answered if field is self.answer else self.explained).emit(field.text())

    def commit(self) -> None:
        """Take what is being typed for entered."""
        for field in (self.answer, self.how):
            self._typed(field)

    def _say(self, said: tuple[Said, ...]) -> None:
        for old in self.said:
            self._words.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.said = [_Words(each, self._appearance, self.pressed.emit) for each in said]
        for new in self.said:
            self._words.addWidget(new)

    def _show_words(self) -> None:
        if self.said and self.shown.options:
            last = self.said[-1].geometry()
            self._scroll.ensureVisible(0, last.bottom(), 0, 0)
            self._scroll.ensureVisible(0, self.said[0].geometry().top(), 0, 0)

    def _offer(self, presses: tuple[Press, ...]) -> None:
        for old in self.presses:
            self._below.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.presses = [
            _button(each, self.pressed.emit, "primary" if not at else "") for at, each in enumerate(presses)
        ]
        for new in self.presses:
            self._below.addWidget(new)

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # --- Keys -------------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Do what Enter does: the first of the buttons."""
        if self.shown.presses:
            self.pressed.emit(self.shown.presses[0].name)

    def press(self, key: str) -> None:
        """Do what the button of a key does, where there is one."""
        name = next((each.name for each in self.shown.presses if each.key == key), "")
        if name:
            self.pressed.emit(name)

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        px = self._appearance.px
        self.stem.setFont(font(px(18), bold=True))
        self.place.setFont(font(px(14)))
        self.hint.setFont(font(px(14)))
        for field in (self.answer, self.how):
            field.setMinimumHeight(px(32))
        for each in self.options:
            each.dress()
        self._column.setContentsMargins(px(12), px(10), px(12), px(6))
        self._column.setSpacing(px(8))
        self._words.setSpacing(px(8))
        self._below.setContentsMargins(px(12), px(4), px(12), px(10))
        self._below.setSpacing(px(6))


class _Words(QFrame):
    """A heading, some words, and a button that belongs to them."""

    def __init__(self, said: Said, appearance: Appearance, press: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # so that Tab brings into sight what there is no room for
        self.setAccessibleName(f"{said.heading} {said.words}")
        px = appearance.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(9), px(12), px(9))
        column.setSpacing(px(5))
        heading, words = (
            label(said.heading, {"right": "right", "wrong": "wrong"}.get(said.mark, "key"), wrap=True),
            label(said.words, wrap=True),
        )
        heading.setFont(font(px(15), bold=True))
        words.setFont(font(px(15)))
        for widget in (heading, words):
            column.addWidget(widget)
            widget.setVisible(bool(widget.text()))
        if said.press is not None:
            column.addWidget(_button(said.press, press))


def _button(press: Press, act: Callable[[str], object], name: str = "") -> QPushButton:
    made = button(f"{press.words}  {press.key}".strip(), act=lambda: act(press.name), name=name)
    made.setAccessibleName(press.words)
    return made
