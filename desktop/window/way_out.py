"""The way out of a page that has no outline beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button
from desktop.window.actions import Actions


class WayOut(QWidget):
    """Back to the start page, to the scenes, to the menu, and to the keys."""

    def __init__(self, appearance: Appearance, actions: Actions, menu: QMenu, scenes: str, key: str) -> None:
        """`scenes` names the action that leads back to the scenes, which a `key` may do too."""
        super().__init__()
        self.scenes = button("Scenes", f"Back to the scenes  {key}".rstrip(), actions[scenes])
        self.home = IconButton(appearance, "home", "Start page  H", size=30)
        self.menu = IconButton(appearance, "menu", "Menu: themes, letters, motion, keys", size=30)
        self.help = IconButton(appearance, "help", "Keys  ?", size=30)
        self.menu.clicked.connect(lambda: menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft())))
        self.home.clicked.connect(actions["home"])
        self.help.clicked.connect(actions["help"])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.home)
        row.addWidget(self.scenes, 1)
        row.addWidget(self.menu)
        row.addWidget(self.help)
