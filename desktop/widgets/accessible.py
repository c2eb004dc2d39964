"""What screen readers are told of drop-down lists: their titles as names, what is chosen as values.

Away from Windows, Qt names a drop-down list by its value and leaves the title to a label that is tied to it. A reader
that looks for a control by its name then finds "animals" and not "Pictures", and under another name after every choice.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QComboBox


@cache
def name_lists_by_their_titles() -> None:
    """Have drop-down lists that are made from now on named by their accessible names, once and for all of them."""
    if sys.platform != "win32":
        QAccessible.installFactory(_interface)


def _interface(key: str, thing: QObject) -> QAccessibleInterface | None:
    return _DropDown(thing) if isinstance(thing, QComboBox) else None


class _DropDown(QAccessibleWidget):
    """A drop-down list as Qt itself describes it, but for its name; Qt's own description can't be inherited from."""

    def __init__(self, field: QComboBox) -> None:
        super().__init__(field, QAccessible.Role.ComboBox)

    @property
    def _field(self) -> QComboBox:
        """The list. To keep a reference to it would keep it alive."""
        field = self.widget()
        assert isinstance(field, QComboBox)
        return field

    def text(self, which: QAccessible.Text) -> str:
        return self._field.currentText() if which == QAccessible.Text.Value else super().text(which)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.expandable = True
        state.expanded = self._field.view().isVisible()
        return state

    def childCount(self) -> int:
        return 1

    def child(self, index: int) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._field.view())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._field.view() else -1

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.showMenuAction(), QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str) -> None:
        if name in self.actionNames():
            if self._field.view().isVisible():
                self._field.hidePopup()
            else:
                self._field.showPopup()
