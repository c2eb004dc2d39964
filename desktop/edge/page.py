"""What a network costs here in other forms, and what it loses by them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.edge.model.subject import Subject
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import label
from desktop.widgets.whole_page import WholePage

NOTHING = "No network is chosen. Open one from a file, and go on from there to what it costs on this computer."


class EdgePage(WholePage):
    """The whole page."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.subject: Subject | None = None
        self.heading = label("On the edge", "heading")
        self.words = label(NOTHING, wrap=True)
        self.top.addWidget(self.heading)
        self.top.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(self.top)
        column.addWidget(self.words)
        column.addStretch(1)

    def show_subject(self, subject: Subject) -> None:
        """Have a network that is to be measured."""
        self.subject = subject
        self.words.setText(f"{subject.title} is chosen.")
