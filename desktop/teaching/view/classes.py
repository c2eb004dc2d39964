"""The classes, each on a card: what is in them, and the ways to add to them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop.collecting.class_card import ClassCard, counted
from desktop.sets.collection import Pile, Shape
from desktop.teaching.model.teacher import LEAST
from desktop.theme.appearance import Appearance
from desktop.widgets.arriving import paths_of
from desktop.widgets.buttons import IconButton

COUNT = 88
"""How wide the words about the number of pictures are, in pixels for letters of the usual size."""


class TaughtCard(ClassCard):
    """A card that takes files: `dropped` carries their paths, and `files_wanted` asks for some."""

    dropped = Signal(object)
    files_wanted = Signal()

    def __init__(self, appearance: Appearance, pile: Pile, shape: Shape) -> None:
        super().__init__(appearance, pile, shape, LEAST)
        self.setAcceptDrops(True)
        self.files = IconButton(appearance, "plus", "Pictures from files…", size=26)
        self.files.clicked.connect(self.files_wanted)
        self.top.insertWidget(self.top.count() - 1, self.files)
        for each in (self.count, self.delete):
            self.top.removeWidget(each)
        self.count.setWordWrap(True)
        appearance.changed.connect(self._dress)
        self._dress()
        beside = QVBoxLayout()
        beside.addWidget(self.count)
        beside.addWidget(self.delete)
        beside.addStretch(1)
        self.below.addLayout(beside)

    def _dress(self) -> None:
        self.count.setFixedWidth(self._appearance.px(COUNT))

    def counting(self, pile: Pile) -> str:
        """What is said of how many pictures there are: in a ready set, who learns and who judges."""
        held, count = sum(each.side == 1 for each in pile.samples), len(pile.samples)
        if held:
            return f"{count - held:,} to learn, {held:,} held back"
        return counted(count) if count >= LEAST else f"{count:,} of {LEAST} needed"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102 - Qt's
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's
        self._mark(False)
        event.acceptProposedAction()
        self.dropped.emit(paths_of(event.mimeData()))

    def _mark(self, over: bool) -> None:
        """Show that what is dragged would come here."""
        accent = self._appearance.theme.accent
        self.setStyleSheet(f"#card {{ border: 2px solid {accent}; }}" if over else "")
