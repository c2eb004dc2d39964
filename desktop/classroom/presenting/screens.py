"""Which screen is whose: the beam keeps to the one that the class looks at, whatever becomes of the cable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

SHARE = 0.4
"""How much of a screen's width the beam has as an ordinary window on it."""
FRAME = 48
"""Pixels that are left around such a window for its frame, of which nothing is known before it is shown."""


class Screen(Protocol):
    """As much of a `QScreen` as the beam's place depends on."""

    def name(self) -> str:
        """What the system calls it."""

    def geometry(self) -> QRect:
        """Its place among the screens."""

    def availableGeometry(self) -> QRect:
        """The same without the system's bars."""


S = TypeVar("S", bound=Screen)


def for_the_class(screens: Sequence[S], laptop: S, primary: S, last: str) -> S | None:
    """The screen for the beam; None where there is only the laptop's.

    It is the one of the name used `last`, else the first that isn't primary.
    """
    others = [screen for screen in screens if screen is not laptop]
    named = [screen for screen in others if screen.name() == last]
    second = [screen for screen in others if screen is not primary]
    return next(iter((*named, *second, *others)), None)


def beside(room: QRect, least: QSize) -> QRect:
    """Where the beam lies as a window on a screen with that room: in its lower left, where the stage is."""
    width = max(least.width(), round(room.width() * SHARE))
    height = max(least.height(), round(width * 9 / 16))
    return QRect(room.left() + FRAME, room.bottom() + 1 - FRAME - height, width, height)


def inside(place: QRect, room: QRect) -> QRect:
    """A window's place moved into the room of a screen, and made smaller where it is larger than that."""
    found = QRect(place.topLeft(), place.size().boundedTo(room.size()))
    found.moveLeft(max(room.left(), min(found.left(), room.right() + 1 - found.width())))
    found.moveTop(max(room.top(), min(found.top(), room.bottom() + 1 - found.height())))
    return found


class Screens(QObject):
    """The screens that there are. `changed` says that one has come or gone, or has another size."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._watch)
        application.screenRemoved.connect(self.changed)
        application.primaryScreenChanged.connect(self.changed)
        for screen in self.all():
            screen.geometryChanged.connect(self.changed)

    def all(self) -> list[QScreen]:
        """All of them."""
        return QGuiApplication.screens()

    def primary(self) -> QScreen:
        """The one that the system takes for the first."""
        return QGuiApplication.primaryScreen()

    def of(self, widget: QWidget) -> QScreen:
        """The one on which a window is."""
        return widget.window().screen()

    def move(self, window: QWidget, screen: QScreen, place: QRect) -> None:
        """Give a window a place on a screen. One that fills another screen, or all of it, does so no longer."""
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setScreen(screen)
        window.setGeometry(place)

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.changed)
        self.changed.emit()


class BeamPlace(QObject):
    """Puts the beam where it belongs, from `open` to `close`.

    It fills the class's screen. Where there is none, or where it is to be shared in a video call, it is an ordinary
    `window`. `last` is the name of the screen that it filled last. `moved` says that it is somewhere else now; the
    screen that it had is `lost` when its cable is pulled, until it is `found` again.
    """

    moved = Signal()
    lost = Signal()
    found = Signal()

    def __init__(self, beam: QWidget, laptop: QWidget, screens: Screens, last: str) -> None:
        super().__init__(laptop)
        self._beam, self._laptop, self._screens = beam, laptop, screens
        self.last = last
        self.screen: QScreen | None = None
        """The screen that it fills."""
        self.as_window = self._is_open = False
        screens.changed.connect(self._follow)

    @property
    def second(self) -> QScreen | None:
        """The class's screen, if there is one."""
        return for_the_class(self._screens.all(), self._here, self._screens.primary(), self.last)

    @property
    def _here(self) -> QScreen:
        """The laptop's screen: that of the main window, or where it comes to lie when its own is gone."""
        here = self._screens.of(self._laptop)
        return here if here in self._screens.all() else self._screens.primary()

    def open(self, as_window: bool = False) -> None:
        """Show the beam on the class's screen, or as an ordinary window; also where it is open already."""
        self.as_window, self._is_open = as_window, True
        target = None if as_window else self.second
        if target is None:
            self._lie()
        else:
            self._fill(target)

    def close(self) -> None:
        """Put the beam away."""
        self._is_open, self.screen = False, None
        self._beam.hide()

    def swap(self) -> None:
        """Let the beam and the laptop's window change screens."""
        before, here = self.screen, self._here
        if before is None:
            return
        window = self._laptop.window()
        state, apart = window.windowState(), before.geometry().topLeft() - here.geometry().topLeft()
        place = inside(window.normalGeometry().translated(apart), before.availableGeometry())
        self._screens.move(window, before, place)
        window.setWindowState(state)
        self._fill(here)

    def _follow(self) -> None:
        """Suit the screens that there are now."""
        if not self._is_open or not self._screens.all():
            return
        window = self._laptop.window()
        if not self._is_seen(window):
            here = self._here
            self._screens.move(window, here, inside(window.normalGeometry(), here.availableGeometry()))
        if not self.as_window:
            self._follow_the_class()
        elif not self._is_seen(self._beam):
            self._lie()

    def _follow_the_class(self) -> None:
        """Fill the screen that was filled before, or another one that is not the laptop's; lie where there is none."""
        before = self.screen
        stays = before is not None and before in self._screens.all() and before is not self._here
        target = before if stays else self.second
        if target is not None:
            self._fill(target)
            if before is None:
                self.found.emit()
        elif before is not None:
            self._lie()
            self.lost.emit()

    def _fill(self, screen: QScreen) -> None:
        """Fill a screen."""
        beam = self._beam
        if self.screen is not screen or beam.geometry() != screen.geometry() or not beam.isFullScreen():
            self._screens.move(beam, screen, screen.geometry())
            beam.showFullScreen()
        self.screen, self.last = screen, screen.name()
        self.moved.emit()

    def _lie(self) -> None:
        """Be an ordinary window on the laptop's screen."""
        self.screen = None
        here = self._here
        self._screens.move(self._beam, here, beside(here.availableGeometry(), self._beam.minimumSize()))
        self._beam.show()
        if self.as_window:
            self._beam.raise_()
        else:
            self._beam.lower()  # nobody has asked for it here
        self.moved.emit()

    def _is_seen(self, window: QWidget) -> bool:
        """Whether the middle of a window is on a screen."""
        return any(screen.geometry().contains(window.geometry().center()) for screen in self._screens.all())
