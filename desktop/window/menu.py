"""The menu: what is set once and then left alone; and the buttons beside it, at the lower right or at a page's top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


LOOKS = "Looks and motion"
PLACES = (("Start page\tH", "home"), ("Find…\tCtrl+K", "find"), ("Glossary\tShift+M", "glossary"))
NETWORKS = (("Open a network…", "open-network"), ("On the edge", "edge"))
PRACTICE = (("This scene\tShift+P", "practise"), ("The course", "practise-course"))
CLASSES = (("Present\tF5", "present"), ("Rehearse", "rehearse"), ("Classes", "classes"))
MOMENT = (("Copy this moment\tCtrl+Shift+C", "copy-moment"),)
WINDOW = (("Full screen\tF11", "full-screen"), ("Keys\t?", "help"), ("Quit\tCtrl+Q", "quit"))
"""The words and the action of each entry of the menu."""
Entry = tuple[str, str] | QMenu | None


def _fill(menu: QMenu, entries: Sequence[Entry], actions: Actions) -> None:
    """Put entries, other menus and lines between them into a menu."""
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            words, action = entry
            menu.addAction(words).triggered.connect(lambda _=False, act=actions[action]: act())


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
    """The way to everything that a key does, and in a menu of their own the looks and the motion.

    It is as high as the smallest screens have room with the largest letters: what belongs together has a menu of its
    own in it. `lessons` opens and ends lessons, `exports` saves what leaves as a file, `beam` is what belongs to the
    window that a class sees, `recent` are files that were opened before, and `open_again` opens one of them.
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
        self.recent = QMenu("Open recent", self)
        self.practice, self.classes, self.looks = (QMenu(words, self) for words in ("Practise", "Class", LOOKS))
        self._looks = Looks(self.looks, appearance)
        self.looks.addSeparator()
        self.through = self._tickable("Play through all steps, with rests")
        self.through.triggered.connect(session.set_through)
        self.motion = self._tickable("Reduced motion: from step to step")
        self.motion.toggled.connect(self._set_motion)
        for menu, entries in ((self.practice, PRACTICE), (self.classes, CLASSES)):
            _fill(menu, entries, actions)
        _fill(self, (*PLACES, None, lessons, self.recent, *NETWORKS, self.practice, None), actions)
        _fill(self, (self.classes, beam, exports, *MOMENT, None, self.looks, *WINDOW), actions)
        self.aboutToShow.connect(self.refresh)

    def _tickable(self, words: str) -> QAction:
        """An entry among the looks that is ticked or not."""
        made = QAction(words, self, checkable=True)
        self.looks.addAction(made)
        return made

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
