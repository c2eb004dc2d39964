"""One message at a time, above everything and in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button


class Banner(QFrame):
    """Shows sentences until they are closed; a second one is added to the first. `changed` says that it has others."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._sentences: list[str] = []
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = IconButton(appearance, "close", "Close this message  Esc", size=26)
        self.close_button.clicked.connect(self.dismiss)
        self.way = button("", act=self._go)
        self.way.hide()
        self._offered = ""
        """The sentence that has a button."""
        self._act: Callable[[], object] = self.dismiss
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self.label, 1)
        row.addWidget(self.way, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; one that is shown already is not repeated."""
        if sentence and sentence not in self._sentences:
            self._sentences = [*self._sentences, sentence][-3:]
            self.label.setText("\n".join(self._sentences))
            self.setAccessibleName(sentence)
            self._show_way()
            self.show()
            self.changed.emit()

    def offer(self, sentence: str, title: str, act: Callable[[], object]) -> None:
        """Show a sentence with a button, which goes with it."""
        self._offered, self._act = sentence, act
        self.way.setText(title)
        self.say(sentence)
        self._show_way()

    def _go(self) -> None:
        self.take_back(self._offered)
        self._act()

    def _show_way(self) -> None:
        self.way.setVisible(self._offered in self._sentences)

    def take_back(self, sentence: str) -> None:
        """Take one sentence away, and leave the others."""
        if sentence in self._sentences:
            self._sentences.remove(sentence)
            self.label.setText("\n".join(self._sentences))
            self.setVisible(bool(self._sentences))
            self._show_way()
            self.changed.emit()

    def dismiss(self) -> bool:
        """Take the message away; tells whether there was one."""
        was_shown = bool(self._sentences)
        self._sentences = []
        self._show_way()
        self.hide()
        self.changed.emit()
        return was_shown
