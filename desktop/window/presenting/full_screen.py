"""Full screen: nothing but the stage, with the panels at a pointer's or a key's call."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.player.session import SceneSession
from desktop.window.overlays.blank import Blank, BlankScreen

HINT = "→ next · ← back · B black · M more · mouse to an edge for controls"
"""Said in the caption's place when the screen is full for the first time."""


class FullScreen(QObject):
    """Fills the screen with a window's content, and can blank it. `changed` says whether it is `on` now."""

    changed = Signal(bool)

    def __init__(self, content: QWidget, session: SceneSession) -> None:
        super().__init__(content)
        self._content, self._session = content, session
        self.blank = BlankScreen(content)
        self.on = False

    def toggle(self) -> None:
        """Fill the screen, or go back to the window as it was."""
        self.leave() if self.on else self.enter()

    def enter(self) -> None:
        """Fill the screen."""
        if self.on:
            return
        self.on = True
        window = self._content.window()
        self.changed.emit(True)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def leave(self) -> None:
        """Go back to the window as it was."""
        if not self.on:
            return
        self.on = False
        self.blank.uncover()
        self.changed.emit(False)
        window = self._content.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)

    def cover(self, colour: Blank) -> None:
        """Cover the screen while it is full, or show it again; time stands still below."""
        if self.on:
            if self._session.player.playing:
                self._session.toggle()
            self.blank.toggle(colour)

    @property
    def on_second_screen(self) -> bool:
        """Whether the window is on another screen than the first: on a projector, most likely."""
        return self._content.screen() is not QGuiApplication.primaryScreen()
