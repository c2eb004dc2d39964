"""A page that takes the whole window, without the panels of a scene."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.theme.appearance import Appearance


class WholePage(QWidget):
    """What all such pages have: a `top` row that ways out are put into.

    `message` carries a sentence for the user, `taken_back` one that is true no more, `file_opened` a file that can be
    opened again, and `scene_wanted` an `OpenScene`, from which there is a way back to the page.
    """

    message, taken_back = Signal(str), Signal(str)
    file_opened = Signal(Path)
    scene_wanted = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.top = QHBoxLayout()
        self.top.setSpacing(appearance.px(8))

    @property
    def key_actions(self) -> dict[str, Callable[[], object]]:
        """What keys do here, by their names in the window's table of keys."""
        return {}

    def have_way_out(self, widget: QWidget) -> None:
        """Have a widget that leads out of the page before its heading."""
        self.top.insertWidget(0, widget)

    def may_close(self) -> bool:
        """Whether the window may close; asks where something would be lost."""
        return True

    def shutdown(self) -> None:
        """End what goes on."""
