"""The page before anything is open: what can be opened, what that means, and an example."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.opened.model.words import PRIVACY
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label

TITLE = "Open somebody’s network"
WAYS = (
    ("safetensors", "Weights as most networks are published. Those of torchvision’s networks run here too."),
    ("ONNX", "Whole networks of any program. They run here in ONNX Runtime."),
    ("PyTorch", "Weights alone: what torch.save makes of a state_dict, .pt or .pth. A pickled program stays closed."),
)
SHOWS = (
    "See each layer with its shape, parameters and multiply-accumulates, look at its filters, and let the network "
    "answer to your pictures."
)
EXAMPLE = "Open EfficientNet-Lite0, which comes along"
WIDE, LARGE, LETTER, NAMES = 920, 36, 21, 150
"""How wide the words are, how large title and letters, and the room of the names: for letters of the usual size."""


class Intro(QWidget):
    """Tells it. `file_wanted` asks for a file, `example_wanted` for the network that ships."""

    file_wanted = Signal()
    example_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.open = button(
            "Open a network…", "Choose a file; one can also be dropped here", self.file_wanted.emit, "big"
        )
        self.example = button(EXAMPLE, "4.7 million weights that ship with Convoscope", self.example_wanted.emit)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setSpacing(appearance.px(14))
        column.addStretch(1)
        column.addWidget(label(TITLE, "intro-title"))
        column.addWidget(label(SHOWS, "intro", wrap=True))
        self._names: list[QLabel] = []
        for kind, says in WAYS:
            row = QHBoxLayout()
            row.setSpacing(appearance.px(14))
            name = label(kind, "intro")
            self._names.append(name)
            row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(says, "intro-hint", wrap=True), 1)
            column.addLayout(row)
        column.addWidget(label(PRIVACY, "intro-hint", wrap=True))
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.example)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self._inside, 0)
        row.addStretch(1)
        appearance.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        px = self._appearance.px
        self._inside.setFixedWidth(px(WIDE))
        self._inside.setStyleSheet(
            f"#intro-title {{ font-size: {px(LARGE)}px; }} #intro, #intro-hint {{ font-size: {px(LETTER)}px; }}"
        )
        for name in self._names:
            name.setMinimumWidth(px(NAMES))
