"""Chips for classes: one is explained, or how far the first of two is above the second."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.lab.looking.lens import Classes
from desktop.theme.appearance import Appearance

SAID = "what it says"
MOST = 24
"""So many chips stand there at most; of more classes the list is cut."""


class Chips(QWidget):
    """Shows the classes and which are explained. `picked` carries the `Classes` that are wanted."""

    picked = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        appearance.changed.connect(self._stand)
        self._names: tuple[str, ...] = ()
        self._classes = Classes()
        self.chips: list[QPushButton] = []
        self.setObjectName("segments")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Class that is explained")

    def show_classes(self, names: Sequence[str], classes: Classes) -> None:
        """Show the classes of a run, and which of them are explained."""
        self._classes = classes
        if tuple(names) != self._names:
            self._names = tuple(names)
            for chip in self.chips:
                chip.deleteLater()
            self.chips = [self._chip(None, SAID), *(self._chip(*each) for each in enumerate(self._names[:MOST]))]
            self._stand()
        chosen = [classes.of is None, *(index in classes for index in range(len(self.chips) - 1))]
        for chip, is_chosen in zip(self.chips, chosen, strict=True):
            chip.setChecked(is_chosen)

    def _chip(self, index: int | None, name: str) -> QPushButton:
        chip = QPushButton(name, self)
        chip.setObjectName("segment")
        chip.setCheckable(True)
        chip.setAccessibleName(f"Explain: {name}")
        hint = "Each network: the class that it says" if index is None else "A second class: how far the first is above"
        chip.setToolTip(hint)
        chip.clicked.connect(lambda: self._toggle(index))
        return chip

    def _toggle(self, index: int | None) -> None:
        wanted = Classes() if index is None else self._classes.toggled(index)
        self.show_classes(self._names, wanted)
        self.picked.emit(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """Stand one behind the other, in as few rows as there is room for."""
        x = y = below = 0
        for chip in self.chips:
            size = chip.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, below
            chip.setGeometry(x, y, size.width(), size.height())
            chip.show()
            x, below = x + size.width(), y + size.height()
        self.setFixedHeight(below)
