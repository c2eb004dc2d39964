"""One editor for each kind of knob: it shows the knob's value, asks the session for another, and says why not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton, Switch
from desktop.widgets.fields import Combo, NumberField, Segments
from desktop.widgets.slider import MOST_TICKS, Slider
from scenes.stage.core.knobs import Knob
from scenes.stage.data.pictures import Picture
from scenes.stage.numbers.reading import echoed, readings
from scenes.stage.numbers.values import format_number

OwnWay = Literal["take", "paste", "file"]
OWN: tuple[tuple[str, OwnWay], ...] = (
    ("Take or draw a picture…", "take"),
    ("Paste a picture", "paste"),
    ("Open a picture file…", "file"),
)
"""How a picture of one's own comes into a scene."""
SEGMENT_LETTERS = 22
"""How many letters fit into a row of segments, all as wide as the widest."""


class Editor(QWidget):
    """The common part: label, the reason why something can't be had, and the way to the session."""

    def __init__(self, form: Knob, session: SceneSession, appearance: Appearance) -> None:
        super().__init__()
        self.form, self.session, self.appearance = form, session, appearance
        self.label = QLabel(form.label)
        self.label.setObjectName("knob")
        self.label.setWordWrap(True)
        self.reason = QLabel()
        self.reason.setObjectName("reason")
        self.reason.setWordWrap(True)
        self.reason.hide()
        self.setToolTip(form.help)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

    @property
    def value(self) -> Any:
        """The knob's value as the session has it."""
        return getattr(self.session.knobs, self.form.name)

    @property
    def changed(self) -> str:
        """What has become of what was chosen here, "edited" say; "" where it is as it was chosen."""
        return self.form.changed(self.session.knobs)

    def show_value(self) -> None:
        """Show what the session has."""
        raise NotImplementedError

    def label_changed(self) -> None:
        """Say in the label what has become of what was chosen."""
        self.label.setText(", ".join(filter(None, (self.form.label, self.changed))))

    def refresh(self) -> None:
        """Show what the session has; the reason against another value is past."""
        self.reason.hide()
        self.show_value()

    def refuse(self, sentence: str) -> None:
        """Say why a value can't be had, and show the one there is."""
        self.show_value()
        self.reason.setText(sentence)
        self.reason.show()

    def turn(self, value: Any, merging: str | None = None) -> bool:
        """Ask the session for another value; it answers through `refresh` or `refuse`. Returns whether it took it."""
        taken = self.session.turn(self.form.name, value, merging)
        self.show_value()
        return taken

    def refusal(self, value: Any) -> str | None:
        """Why a value can't be had just now."""
        return self.session.refusal(self.form.name, value)

    def lay_out(self, *beside: QWidget, below: QWidget | None = None, wide: bool = False) -> None:
        """Put the label and what stands beside it into one row, then what is below, then the reason.

        `wide` gives what stands beside the label all the room that there is.
        """
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.label, 0 if wide else 1)
        if wide:
            row.addSpacing(10)
        for widget in beside:
            row.addWidget(widget, 1 if wide else 0)
        self.column.addLayout(row)
        if below is not None:
            self.column.addWidget(below)
        self.column.addWidget(self.reason)


class ChoiceEditor(Editor):
    """One of a few words: segments where they are short, a list where they aren't."""

    def __init__(self, form: Knob, session: SceneSession, appearance: Appearance) -> None:
        super().__init__(form, session, appearance)
        words = [str(word) for word in form.choices]
        self.field: Combo | Segments
        if len(words) * max(map(len, words)) <= SEGMENT_LETTERS:
            self.field = Segments(form.label, words)
            self.lay_out(below=self.field)
        else:
            self.field = Combo(appearance, form.label)
            self.field.ask_reasons = self._reasons
            self.field.addItems(words)
            self.lay_out(self.field, wide=True)
        self.field.picked.connect(lambda index: self.turn(form.choices[index]))

    def show_value(self) -> None:  # noqa: D102
        index = self.form.choices.index(self.value)
        if isinstance(self.field, Segments):
            self.field.show_index(index, self._reasons())
            self.label_changed()
        else:
            self.field.show_index(index)
            self.field.show_changed(self.changed)

    def _reasons(self) -> list[str | None]:
        return [self.refusal(each) for each in self.form.choices]


class NumberEditor(Editor):
    """A whole or a real number: a slider, a field to type in, and a step either way."""

    def __init__(self, form: Knob, session: SceneSession, appearance: Appearance) -> None:
        super().__init__(form, session, appearance)
        self.count = round((form.high - form.low) / form.step)
        self.number = NumberField(form.label)
        self.number.typed.connect(self._typed)
        self.number.stepped.connect(self._step)
        less = IconButton(appearance, "minus", f"{form.label}: less", size=22)
        more = IconButton(appearance, "plus", f"{form.label}: more", size=22)
        less.clicked.connect(lambda: self._step(-1))
        more.clicked.connect(lambda: self._step(1))
        self.slider = Slider(appearance, form.label, self.count)
        self.slider.sliderPressed.connect(session.seal)  # a drag that another scene cut off is a change of its own
        self.slider.wanted.connect(self._slide)
        self.slider.released.connect(session.seal)
        self.lay_out(less, self.number, more, below=self.slider)
        appearance.changed.connect(self._resize)
        self._resize()

    def show_value(self) -> None:  # noqa: D102
        self.number.show_text(format_number(self.value, self.form.decimals))
        position = round((self.value - self.form.low) / self.form.step)
        self.slider.show_position(position, self._impossible())
        self.label_changed()

    def _impossible(self) -> list[int]:
        if self.form.kind != "integer" or self.count > MOST_TICKS:
            return []
        return [each for each in range(self.count + 1) if self.refusal(self._at(each)) is not None]

    def _resize(self) -> None:
        self.number.setFixedWidth(self.appearance.px(52))

    def _at(self, position: int) -> float:
        if position == self.count:
            return self.form.high
        value = self.form.low + position * self.form.step
        return round(value) if self.form.kind == "integer" else round(value, 9)

    def _slide(self, position: int) -> None:
        self.turn(self._at(position), f"slide {self.form.name}" if self.slider.isSliderDown() else None)

    def _step(self, by: int) -> None:
        value = self.value + by * self.form.step
        self.turn(round(value) if self.form.kind == "integer" else round(value, 9))

    def _typed(self, text: str) -> None:
        found = readings(text, whole=self.form.kind == "integer")
        if not found:
            self.refuse(f"“{echoed(text)}” is no number.")
            return
        if math.isinf(found[0]):
            self.refuse(f"“{echoed(text)}” is too large.")
            return
        if not self.turn(found[0]):
            return
        if sum(self.form.low <= each <= self.form.high for each in found) > 1:
            self.reason.setText(f"“{text}” was read as {self.number.text()}.")
            self.reason.show()
        else:
            self.number.keep(text)


class ToggleEditor(Editor):
    """On or off."""

    def __init__(self, form: Knob, session: SceneSession, appearance: Appearance) -> None:
        super().__init__(form, session, appearance)
        self.switch = Switch(appearance, form.label)
        self.switch.clicked.connect(lambda on: self.turn(bool(on)))
        self.lay_out(self.switch)

    def show_value(self) -> None:  # noqa: D102
        self.switch.setChecked(self.value)
        self.switch.setToolTip(self.refusal(not self.value) or self.form.help)


class PictureEditor(Editor):
    """One of the bundled pictures, or the user's own: `own_wanted` asks for one, and says in which way."""

    own_wanted = Signal(str, str)

    def __init__(self, form: Knob, session: SceneSession, appearance: Appearance) -> None:
        super().__init__(form, session, appearance)
        self.field = Combo(appearance, form.label)
        # Only when the list opens: whether a picture fits is known once it is loaded.
        self.field.ask_reasons = lambda: [self.refusal(each) for each in self._pictures]
        self.field.picked.connect(self._pick)
        self.lay_out(below=self.field)
        self._pictures: tuple[Picture, ...] = ()

    def show_value(self) -> None:  # noqa: D102
        own = () if self.value in self.form.choices else (self.value,)
        pictures = (*self.form.choices, *own)
        if pictures != self._pictures:
            self._pictures = pictures
            self.field.clear()
            self.field.addItems([each.title for each in pictures])
            self.field.insertSeparator(self.field.count())
            self.field.addItems([words for words, _ in OWN])
        self.field.show_index(pictures.index(self.value))
        self.field.show_changed(self.changed)

    def _pick(self, index: int) -> None:
        if index < len(self._pictures):
            self.turn(self._pictures[index])
        else:
            self.show_value()
            self.own_wanted.emit(self.form.name, OWN[index - len(self._pictures) - 1][1])


EDITORS: dict[str, Callable[[Knob, SceneSession, Appearance], Editor]] = {
    "choice": ChoiceEditor,
    "integer": NumberEditor,
    "real": NumberEditor,
    "toggle": ToggleEditor,
    "picture": PictureEditor,
}
