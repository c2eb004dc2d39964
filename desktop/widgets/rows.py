"""Rows of the control column: a label, a field that asks for a value, and below them why it can't be had."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.fields import Combo, NumberField, Segments
from desktop.widgets.parts import label
from desktop.widgets.slider import Slider
from scenes.stage.numbers.reading import echoed, number_in_words, readings


class Row(QWidget):
    """A label with fields beside it, and a sentence below when a wish was refused.

    The label takes several lines rather than have the row wider than there is room.
    """

    def __init__(self, title: str, hint: str, *fields: QWidget) -> None:
        super().__init__()
        self.setToolTip(hint)
        self.label = label(title, "knob", wrap=True)
        self.reason = label(name="reason", wrap=True)
        self.reason.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.label, 1)
        if not title:
            self.label.hide()  # not `setVisible`: a label without a parent would be a window for a moment
        for field in fields:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.reason)

    def refuse(self, sentence: str) -> None:
        """Say why a value can't be had; "" takes the sentence away."""
        self.reason.setText(sentence)
        self.reason.setVisible(bool(sentence))


class NumberRow(Row):
    """A number to type or to step; `wanted` carries what was asked for, `off` stands for None.

    With `whole` nothing but whole numbers is asked for, as ints. With a `scale` of 100 it is typed in per cent.
    """

    wanted = Signal(object)

    def __init__(
        self,
        title: str,
        hint: str,
        appearance: Appearance,
        step: Callable[[float | None, int], float | None],
        write: Callable[[float], str] = number_in_words,
        scale: float = 1,
        off: str = "",
        whole: bool = False,
    ) -> None:
        self._step_function, self._write, self._scale, self._off = step, write, scale, off
        self._value: float | None = None
        self.whole = whole
        self.appearance = appearance
        self.number = NumberField(title)
        self.less = IconButton(appearance, "minus", f"{title}: less", size=22)
        self.more = IconButton(appearance, "plus", f"{title}: more", size=22)
        super().__init__(title, hint, self.less, self.number, self.more)
        self.number.typed.connect(self._typed)
        self.number.stepped.connect(self._step)
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        appearance.changed.connect(self._resize)
        self._resize()

    def show_value(self, value: float | None) -> None:
        """Show the value there is."""
        self._value = value
        self.number.show_text(self._off if value is None else self._write(value * self._scale))
        self.refuse("")

    def _resize(self) -> None:
        self.number.be_usually(self.appearance.px(62), self.appearance.px(14))

    def _step(self, by: int) -> None:
        self.wanted.emit(self._step_function(self._value, by))

    def _typed(self, text: str) -> None:
        if self._off and text.strip().lower() in ("", self._off):
            self.wanted.emit(None)
            return
        found = readings(text.replace("%", "") if self._scale == 100 else text, self.whole)
        if not found:
            self.refuse(f"“{echoed(text)}” is no number.")
        elif math.isinf(found[0]):
            self.refuse(f"“{echoed(text)}” is too large.")
        elif self.whole and found[0] != int(found[0]):
            self.refuse(f"{number_in_words(found[0])} is no whole number.")
        else:
            wanted = int(found[0]) if self.whole else found[0] / self._scale
            self.wanted.emit(wanted)
            if self._value == wanted:
                self._took(text, len(found) > 1)

    def _took(self, text: str, could_differ: bool) -> None:
        """Show how a number was read where that could be done in two ways, else the number as it was typed."""
        if could_differ:
            self.refuse(f"“{text}” was read as {self.number.text()}.")
        else:
            self.number.keep(text)


class SliderRow(Row):
    """One of a few numbers, on a slider with the number beside it; `wanted` carries the one that a hand let go of."""

    wanted = Signal(object)

    def __init__(
        self,
        title: str,
        hint: str,
        appearance: Appearance,
        values: Sequence[float],
        write: Callable[[float], str],
    ) -> None:
        self._values, self._write = tuple(values), write
        self._held: int | None = None
        self.slider = Slider(appearance, title, len(self._values) - 1)
        self.value = label(name="key")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.appearance = appearance
        super().__init__(title, hint, self.slider, self.value)
        self.slider.wanted.connect(self._ask)
        self.slider.released.connect(self._let_go)
        appearance.changed.connect(self._resize)
        self._resize()

    def show_value(self, value: float) -> None:
        """Show the value there is, on the slider at the nearest place."""
        self._stand(min(range(len(self._values)), key=lambda place: abs(self._values[place] - value)), value)
        self.refuse("")

    def _stand(self, place: int, value: float) -> None:
        self.slider.show_position(place)
        self.value.setText(self._write(value))
        self.slider.setAccessibleDescription(self.value.text())

    def _ask(self, place: int) -> None:
        if self.slider.isSliderDown():
            self._held = place
            self._stand(place, self._values[place])
        else:
            self.wanted.emit(self._values[place])

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self.wanted.emit(self._values[held])

    def _resize(self) -> None:
        self.slider.setFixedWidth(self.appearance.room(84))
        self.value.setFixedWidth(self.appearance.px(48))


class ChoiceRow(Row):
    """One of a few things; `wanted` carries an index. The list is narrower than usual rather than the label broken."""

    wanted = Signal(int)

    def __init__(self, title: str, hint: str, appearance: Appearance, words: Sequence[str], wide: int = 160) -> None:
        self.field = Combo(appearance, title)
        self.field.addItems(list(words))
        self.appearance, self._wide = appearance, wide
        super().__init__(title, hint, self.field)
        self.label.setWordWrap(False)
        self.field.picked.connect(self.wanted)
        appearance.changed.connect(self._resize)
        self._resize()

    def show_index(self, index: int, reasons: Sequence[str | None] = ()) -> None:
        """Show the choice there is; `reasons` say of each other why it can't be had."""
        self.field.show_index(index, reasons)
        self.refuse("")

    def set_words(self, words: Sequence[str]) -> None:
        """Offer other choices."""
        if [self.field.itemText(row) for row in range(self.field.count())] != list(words):
            self.field.clear()
            self.field.addItems(list(words))

    def _resize(self) -> None:
        self.field.be_usually(self.appearance.room(self._wide))


class SegmentRow(Row):
    """One of two or three short words in a row; `wanted` carries an index."""

    wanted = Signal(int)

    def __init__(self, title: str, hint: str, words: Sequence[str]) -> None:
        self.field = Segments(title, words)
        self._words = len(words)
        super().__init__(title, hint, self.field)
        self.field.picked.connect(self.wanted)

    def show_index(self, index: int) -> None:
        """Show the choice there is."""
        self.field.show_index(index, [None] * self._words)
        self.refuse("")
