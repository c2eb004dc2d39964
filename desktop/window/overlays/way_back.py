"""The way back to the lab or to a scene, above a scene that was opened there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button, label
from scenes.stage.core.knobs import Knobs

LAB = "the lab"


class Way(NamedTuple):
    """A way `back` from where it `led_to`: a scene and the lesson's stop that it belongs to.

    `words` are those of the strip, about what was `brought` there.
    """

    back: Callable[[], object]
    led_to: tuple[str, str]
    brought: Knobs
    words: tuple[str, ...]


class WayBack(QFrame):
    """A strip with the way back, and what is shown of where it leads. `wanted` says that it is taken."""

    wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._offered = self._hidden = False
        self._words = ""
        self.back = button("", "", self.wanted.emit, name="primary")
        self.words = label("", "small", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = IconButton(appearance, "close", "Stay here", size=26)
        self.close_button.clicked.connect(self.take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self.back)
        row.addWidget(self.words, 1)
        row.addWidget(self.close_button)
        self.hide()

    @property
    def offered(self) -> bool:
        """Whether there is a way back, shown or not."""
        return self._offered

    def offer(self, words: str, to: str = LAB, tip: str = "To the same run, step and map  L") -> None:
        """Offer the way back to a place; `words` say what of it is shown."""
        self.back.setText(f"← Back to {to}")
        self.back.setToolTip(tip)
        self.back.setAccessibleName(f"Back to {to}")
        self._words = words
        self.words.setText(words)
        self._offered = True
        self._show()

    def say_what_is_shown(self, said: bool) -> None:
        """Say what is shown of the place, or nothing: what its words are about was taken back."""
        self.words.setText(self._words if said else "")

    def take_back(self) -> None:
        """Offer it no more."""
        self._offered = False
        self._show()

    def present(self, presenting: bool) -> None:
        """Leave a full screen to the stage; the key leads back there too."""
        self._hidden = presenting
        self._show()

    def _show(self) -> None:
        self.setVisible(self._offered and not self._hidden)
