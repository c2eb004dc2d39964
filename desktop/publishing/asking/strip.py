"""The strip above the stage that tells how far an export has come, and where its file is at last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button, label

BAR = 180
"""How wide the bar is in pixels, for letters of the usual size."""


class ExportStrip(QFrame):
    """Tells of one export at a time, and takes no keys. `changed` says that it needs other room than before.

    `covered` tells whether the class would see it: then it waits.
    """

    changed = Signal()

    def __init__(self, appearance: Appearance, covered: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self._appearance, self._covered, self._wanted = appearance, covered, False
        self.setObjectName("banner")
        self.words = label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._act: Callable[[], object] = self.dismiss
        self.action = button("", act=lambda: self._act())
        self.close_button = IconButton(appearance, "close", "Close this message  Esc", size=26)
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(14)
        row.addWidget(self.words, 1)
        for widget in (self.bar, self.action, self.close_button):
            row.addWidget(widget)
        self.hide()

    @property
    def goes_on(self) -> bool:
        """Whether it tells of an export that goes on."""
        return self._wanted and not self.bar.isHidden()

    def go_on(self, words: str, cancel: Callable[[], object]) -> None:
        """Tell of an export that goes on, and let it be called off."""
        self.bar.setFixedWidth(self._appearance.px(BAR))
        self.bar.setRange(0, 0)
        self._show(words, "Cancel", cancel, ends=False)

    def come(self, done: int, of: int) -> None:
        """Tell how far it has come."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def end(self, words: str, offer: str, act: Callable[[], object]) -> None:
        """Tell what has become of it, and offer what can be done with it."""
        self._show(words, offer, act, ends=True)

    def dismiss(self) -> bool:
        """Take it away, unless an export goes on; tells whether there was anything to take away."""
        had = self._wanted and not self.goes_on and not self._covered()
        if had:
            self.clear()
        return had

    def clear(self) -> None:
        """Tell nothing any more."""
        self._wanted = False
        self.follow()

    def follow(self) -> None:
        """Be there where there is something to tell, and the class doesn't see it."""
        self.setVisible(self._wanted and not self._covered())
        self.changed.emit()

    def _show(self, words: str, offer: str, act: Callable[[], object], ends: bool) -> None:
        self._act, self._wanted = act, True
        self.words.setText(words)
        self.setAccessibleName(words)
        self.action.setText(offer)
        self.bar.setVisible(not ends)
        self.close_button.setVisible(ends)
        self.follow()
