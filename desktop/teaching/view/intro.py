"""What to do before there is any picture, in three sentences, and the ready sets to begin with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.teaching.model.examples import EXAMPLES
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label

STEPS = (
    "1. Type the names of your classes into the cards at the left, such as mug and pen.",
    "2. Show each of them: choose the camera and hold the button of the class, or draw, or drop pictures on its card.",
    "3. Let go. After a second it has learned, and says at the right what it sees.",
)
PRIVATE = "Nothing leaves this computer, and nothing is kept before you press Keep."


class Intro(QWidget):
    """`example_wanted` carries the ready set that was chosen."""

    example_wanted = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(appearance.px(10))
        for each in STEPS:
            column.addWidget(label(each, "intro-hint", wrap=True))
        column.addWidget(label(PRIVATE, "muted", wrap=True))
        column.addStretch(1)
        column.addWidget(label("Or begin with pictures that come along", "key"))
        for example in EXAMPLES:
            made = button(example.title, example.says, partial(self.example_wanted.emit, example))
            column.addWidget(made)
            column.addWidget(label(example.says, "small", wrap=True))
        column.addStretch(1)
