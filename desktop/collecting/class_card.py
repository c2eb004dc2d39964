"""A class while it is collected: its name, how many pictures it has, and the button that adds to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.collecting.thumbnails import Thumbnails
from desktop.sets.collection import Pile, Shape
from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button, label
from engine.contract.spec import MAX_CLASS_NAME


class ClassCard(QFrame):
    """Shows a class, which needs so many pictures at `least`.

    `add_wanted` asks for the drawing to be added, `held` tells that the button is pressed or let go of,
    `renamed` carries a name, `delete_wanted` the places of pictures, and `close_wanted` asks for the class to go.
    """

    add_wanted = Signal()
    held = Signal(bool)
    renamed = Signal(str)
    delete_wanted = Signal(object)
    close_wanted = Signal()

    def __init__(self, appearance: Appearance, pile: Pile, shape: Shape, least: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self._appearance = appearance
        self._least, self._holds = least, False
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_CLASS_NAME)
        self.name.setAccessibleName("Name of the class")
        self.name.editingFinished.connect(self._rename)
        self.count = label(name="muted")
        self.delete = button("", "Delete the chosen pictures  Del", self._delete)
        self.add = button("")
        self.add.clicked.connect(self._click)
        self.add.pressed.connect(self._press)
        self.add.released.connect(self._release)
        self.close_button = IconButton(appearance, "close", "Delete this class; it can be undone", size=26)
        self.close_button.clicked.connect(self.close_wanted)
        self.pictures = Thumbnails(appearance, pile, shape)
        self.pictures.delete_wanted.connect(self.delete_wanted)
        self.pictures.chose.connect(self._show_chosen)
        self.top, self.below = QHBoxLayout(), QHBoxLayout()
        for row in (self.top, self.below):
            row.setSpacing(8)
        self.top.addWidget(self.name, 2)
        self.top.addWidget(self.count, 1)
        for each in (self.delete, self.add, self.close_button):
            self.top.addWidget(each)
        self.below.addWidget(self.pictures, 1)
        column = QVBoxLayout(self)
        margin = appearance.px(8)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(appearance.px(4))
        column.addLayout(self.top)
        column.addLayout(self.below)

    def show_pile(self, pile: Pile, shape: Shape) -> None:
        """Show what is in the class now."""
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(pile.name)
        self._name = pile.name
        self.count.setText(self.counting(pile))
        self.pictures.show_pile(pile, shape)
        self._show_chosen()

    def counting(self, pile: Pile) -> str:
        """What is said of how many pictures there are."""
        count = len(pile.samples)
        return counted(count) if count >= self._least else f"{counted(count)} of {self._least} that are needed"

    def show_way(self, holds: bool, number: int) -> None:
        """Show how the button adds, by a click or while it is held, and the digit that does the same."""
        self._holds = holds
        key = f"  ({number})" if number <= 9 else ""
        self.add.setText(("Hold to collect" if holds else "Add drawing") + key)
        self.add.setToolTip(
            "Ten pictures a second while you hold it, or its digit" if holds else "Add what is drawn to this class"
        )

    def _click(self) -> None:
        if not self._holds:
            self.add_wanted.emit()

    def _press(self) -> None:
        if self._holds:
            self.held.emit(True)

    def _release(self) -> None:
        if self._holds:
            self.held.emit(False)

    def _rename(self) -> None:
        if self.name.text() != self._name:
            self.renamed.emit(self.name.text())
            self.name.setModified(False)
            self.name.setText(self._name)

    def _delete(self) -> None:
        if self.pictures.places:
            self.delete_wanted.emit(self.pictures.places)

    def _show_chosen(self) -> None:
        count = len(self.pictures.places)
        self.delete.setVisible(bool(count))
        self.delete.setText(f"Delete {count:,}")


def counted(pictures: int) -> str:
    """So many pictures, in words."""
    return "1 picture" if pictures == 1 else f"{pictures:,} pictures"
