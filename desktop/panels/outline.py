"""The outline at the left: chapters, their scenes, the files that could not be read, and the lab."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.style import Appearance
from scenes.stage.catalogue import Catalogue

LAB = "lab"


class Outline(QFrame):
    """Where one can go. `scene_wanted` names a scene, `lab_wanted` asks for the lab."""

    scene_wanted = Signal(str)
    lab_wanted = Signal()

    def __init__(self, catalogue: Catalogue, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("outline")
        self._appearance = appearance
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self._brand = QLabel("Convoscope")
        self._brand.setObjectName("brand")
        rows = QWidget()
        rows.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(rows)
        self._fill(catalogue)
        self.lab = self._button("Lab: train it live", "lab")
        self.lab.clicked.connect(self.lab_wanted)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._brand)
        self._column.addWidget(scroll, 1)
        self._column.addWidget(self.lab)
        self._column.addWidget(_label("?  keys     F11  full screen", "small"))
        appearance.changed.connect(self._resize)
        self._resize()

    def mark(self, name: str) -> None:
        """Show which scene is open (LAB for the lab)."""
        button = self.lab if name == LAB else self.buttons.get(name)
        if button is not None:
            button.setChecked(True)

    def _fill(self, catalogue: Catalogue) -> None:
        chapter = ""
        for scene in catalogue.scenes:
            if scene.chapter != chapter:
                chapter = scene.chapter
                self._say(chapter.upper(), "chapter")
            button = self._button(scene.title)
            button.setToolTip(scene.subtitle)
            button.clicked.connect(lambda _=False, name=scene.name: self.scene_wanted.emit(name))
            self.buttons[scene.name] = button
            self._rows.addWidget(button)
        if catalogue.broken:
            self._say("COULD NOT BE READ", "chapter")
        for name, sentence in catalogue.broken:
            self._say(f"{name}: {sentence}", "warning")
        self._rows.addStretch(1)

    def _button(self, title: str, name: str = "scene") -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._group.addButton(button)
        return button

    def _say(self, words: str, name: str) -> None:
        self._rows.addWidget(_label(words, name))

    def _resize(self) -> None:
        self.setFixedWidth(self._appearance.room(190))
        margin = self._appearance.px(14)
        self._column.setContentsMargins(0, margin, 0, margin - 4)
        self._brand.setContentsMargins(margin, 0, 0, 4)


def _label(words: str, name: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setContentsMargins(14, 14, 8, 4)
    return label
