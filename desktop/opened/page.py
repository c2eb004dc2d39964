"""An opened network: its layers, the numbers of one, and what it makes of a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.model_files.endings import ENDINGS
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.widgets.parts import button, label
from desktop.widgets.whole_page import WholePage


class OpenedPage(WholePage):
    """The whole page.

    `edge_wanted` carries the `Contents` of a file and the folder of its weights, None where they aren't prepared: that
    network's costs are to be shown.
    """

    edge_wanted = Signal(object, object)

    def __init__(self, appearance: Appearance, questions: Questions, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._questions = questions
        self._folder = Path.home()
        self.heading = label("A network from a file", "heading")
        self.top.addWidget(self.heading)
        self.top.addStretch(1)
        self.top.addWidget(button("Open a network…", "Choose a file", self.ask_for_file))
        column = QVBoxLayout(self)
        column.addLayout(self.top)
        column.addStretch(1)

    def ask_for_file(self) -> None:
        """Let the user choose a file."""
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        path, _ = QFileDialog.getOpenFileName(
            self, "Open a network", str(self._folder), f"Networks ({kinds});;All files (*)"
        )
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Have a file read."""
        self._folder = path.parent
