"""The menu: what is set once and then left alone; and the buttons beside it, at the lower right or at a page's top."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.pictures.answers import called
from desktop.player.session import SceneSession
from desktop.theme.appearance import TEXT_SIZES, Appearance
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import button
from desktop.window.actions import Actions
from scenes.stage.output.theme import THEMES

BUTTONS = (
    ("home", "Start page  H", "home"),
    ("moment", "Add this moment to the lesson  Ctrl+D", "moment"),
    ("outline", "Outline and lesson  O", "outline"),
    ("aside", "Knobs  K", "aside"),
    ("full-screen", "Full screen  F11", "full-screen"),
)
"""The icon, the words and the action of each."""


class Looks:
    """The entries of a menu that choose the theme and the letters of an appearance; what is in force is ticked."""

    def __init__(self, menu: QMenu, appearance: Appearance) -> None:
        self._menu, self._appearance = menu, appearance
        self._themes, self._sizes = QActionGroup(menu), QActionGroup(menu)
        for theme in THEMES.values():
            self._choice(self._themes, theme.title, theme.name)
        menu.addSeparator()
        for size in TEXT_SIZES:
            self._choice(self._sizes, f"Letters: {size}", size)
        self._themes.triggered.connect(lambda action: setattr(appearance, "theme", THEMES[action.data()]))
        self._sizes.triggered.connect(lambda action: setattr(appearance, "text", action.data()))
        menu.aboutToShow.connect(self._tick)

    def _choice(self, group: QActionGroup, words: str, value: str) -> None:
        action = QAction(words, group, checkable=True)
        action.setData(value)
        self._menu.addAction(action)

    def _tick(self) -> None:
        for action in self._themes.actions():
            action.setChecked(action.data() == self._appearance.theme.name)
        for action in self._sizes.actions():
            action.setChecked(action.data() == self._appearance.text)


class Menu(QMenu):
    """Themes, letters, motion, and the way to everything that a key does.

    `lessons` opens and ends lessons, `exports` saves what leaves as a file, `beam` is what belongs to the window that a
    class sees, `recent` are files that were opened before, and `open_again` opens one of them.
    """

    def __init__(
        self,
        session: SceneSession,
        appearance: Appearance,
        actions: Actions,
        lessons: QMenu,
        exports: QMenu,
        beam: QMenu,
        recent: Callable[[], tuple[Path, ...]],
        open_again: Callable[[Path], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._recent, self._open_again = recent, open_again
        self._session = session
        self._looks = Looks(self, appearance)
        self.addSeparator()
        self.through = QAction("Play through all steps, with rests", self, checkable=True)
        self.through.triggered.connect(session.set_through)
        self.addAction(self.through)
        self.motion = QAction("Reduced motion: from step to step", self, checkable=True)
        self.motion.toggled.connect(self._set_motion)
        self.addAction(self.motion)
        self.addSeparator()
        for menu in (lessons, exports, beam):
            self.addMenu(menu)
        self.recent = QMenu("Open recent", self)
        self.addMenu(self.recent)
        for words, action in (
            ("Start page\tH", "home"),
            ("Find…\tCtrl+K", "find"),
            ("Glossary\tShift+M", "glossary"),
            ("Open a network…", "open-network"),
            ("On the edge", "edge"),
            ("Practise this scene\tShift+P", "practise"),
            ("Practise the course", "practise-course"),
            ("Copy this moment\tCtrl+Shift+C", "copy-moment"),
            ("Present\tF5", "present"),
            ("Full screen\tF11", "full-screen"),
            ("Rehearse", "rehearse"),
            ("Classes", "classes"),
            ("Keys\t?", "help"),
            ("Quit\tCtrl+Q", "quit"),
        ):
            self.addAction(words).triggered.connect(lambda _=False, act=actions[action]: act())
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Tick what is in force."""
        self.through.setChecked(self._session.player.through)
        self.motion.setChecked(self._session.reduced_motion)
        self.recent.clear()
        for path in self._recent():
            action = self.recent.addAction(called(path).replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self._open_again(path))
        self.recent.setToolTipsVisible(True)
        self.recent.menuAction().setVisible(not self.recent.isEmpty())

    def _set_motion(self, reduced: bool) -> None:
        self._session.reduced_motion = reduced


def fill_corner(corner: QHBoxLayout, appearance: Appearance, actions: Actions, menu: QMenu) -> None:
    """Put the buttons side by side, the menu's at the end."""
    for icon, words, action in BUTTONS:
        made = IconButton(appearance, icon, words, size=30)
        made.clicked.connect(actions[action])
        corner.addWidget(made)
    last = IconButton(appearance, "menu", "Menu: lessons, themes, letters, motion, keys", size=30)
    last.clicked.connect(lambda: menu.popup(last.mapToGlobal(last.rect().topLeft())))
    corner.addWidget(last)


class WayOut(QWidget):
    """The way out of a page without an outline: to the start page, the scenes, the menu, and the keys."""

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
