"""What is asked before classes of one's own are kept, and before they are lost."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from desktop.collecting.class_card import counted
from desktop.sets.collection import Collection
from desktop.widgets.parts import button, label
from engine.contract.spec import MAX_TITLE


class KeepDialog(QDialog):
    """Asks for a name, and says what is kept and where."""

    def __init__(self, collection: Collection, has_head: bool, where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keep")
        what = counted(collection.count) + (" and the layer that has learned from them" if has_head else "")
        self.words = label(
            f"This keeps {what}, as files on this computer: in {where}. The lab's list “What of mine is stored” shows "
            "them, and deletes them.",
            wrap=True,
        )
        self.title = QLineEdit(collection.title)
        self.title.setMaxLength(MAX_TITLE)
        self.title.setAccessibleName("Name")
        self.title.selectAll()
        self.keep = button("Keep", "", self.accept, "primary")
        self.keep.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("Cancel", "", self.reject))
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(label("Name", "knob"))
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(row)
        self.setMinimumWidth(460)


def ask_before_loss(count: int, parent: QWidget, doing: str) -> Literal["keep", "lose", "stay"]:
    """Ask what becomes of so many pictures that are not kept; `doing` is what would lose them ("Close")."""
    are = "1 picture is" if count == 1 else f"{count:,} pictures are"
    box = QMessageBox(QMessageBox.Icon.Warning, "Convoscope", f"{are} not kept yet.", parent=parent)
    keep = box.addButton("Keep…", QMessageBox.ButtonRole.AcceptRole)
    lose = box.addButton(f"{doing} without keeping", QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(box.addButton("Go back", QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(keep)
    box.exec()
    chosen = box.clickedButton()
    box.deleteLater()
    return "keep" if chosen is keep else "lose" if chosen is lose else "stay"
