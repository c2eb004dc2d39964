"""The small plate over the window that tells how far an export has come, and where its file is at last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button, label

WIDTH, MARGIN = 380, 14
"""Pixels, for letters of the usual size."""


class Toast(QFrame):
    """Stands in the lower left corner of its parent and takes no keys. `hides` tells whether the class would see it."""

    def __init__(self, appearance: Appearance, parent: QWidget, hides: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._appearance, self._hides, self._wanted = appearance, hides, False
        self.setObjectName("banner")
        self.words = label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.action = button("")
        self.action.clicked.connect(lambda: self._act())
        self._act: Callable[[], object] = self.dismiss
        self.close_button = IconButton(appearance, "close", "Close this message", size=26)
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout()
        row.addWidget(self.action)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 8)
        column.setSpacing(8)
        for widget in (self.words, self.bar):
            column.addWidget(widget)
        column.addLayout(row)
        parent.installEventFilter(self)
        appearance.changed.connect(self.place)
        self.hide()

    def go_on(self, words: str, cancel: Callable[[], object]) -> None:
        """Tell of an export that goes on, and let it be called off."""
        self.bar.setRange(0, 0)
        self._show(words, "Cancel", cancel, ends=False)

    def come(self, done: int, of: int) -> None:
        """Tell how far it has come."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def end(self, words: str, offer: str = "", act: Callable[[], object] | None = None) -> None:
        """Tell what has become of it, and offer what can be done with it."""
        self._show(words, offer, act or self.dismiss, ends=True)

    def dismiss(self) -> bool:
        """Take it away, unless an export goes on; tells whether there was anything to take away."""
        if not self._wanted or not self.bar.isHidden():
            return False
        self._wanted = False
        self.place()
        return True

    def _show(self, words: str, offer: str, act: Callable[[], object], ends: bool) -> None:
        self._act, self._wanted = act, True
        self.words.setText(words)
        self.setAccessibleName(words)
        self.action.setText(offer)
        self.action.setVisible(bool(offer))
        self.bar.setVisible(not ends)
        self.close_button.setVisible(ends)
        self.place()

    def gone(self) -> None:
        """Show nothing any more."""
        self._wanted = False
        self.place()

    def place(self) -> None:
        """Stand where it belongs in a parent of any size."""
        parent = self.parentWidget()
        self.setVisible(self._wanted and not self._hides())
        if parent is None or self.isHidden():
            return
        margin = self._appearance.px(MARGIN)
        wide = min(self._appearance.room(WIDTH), parent.width() - 2 * margin)
        self.setFixedWidth(wide)
        self.setFixedHeight(max(self.heightForWidth(wide), self.minimumSizeHint().height()))
        self.move(margin, parent.height() - self.height() - margin)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False
