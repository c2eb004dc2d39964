"""Presenting: on two screens with the beam and the presenter's column, on one as a full screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.canvas.canvas import Canvas
from desktop.classroom.presenting.beam import Beam, Dark
from desktop.classroom.presenting.notes import USUAL
from desktop.classroom.presenting.presenter import GivenClass, Presenter
from desktop.classroom.presenting.screens import BeamPlace, Screens
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.window.keys import Keys
from desktop.window.overlays.blank import Blank
from desktop.window.overlays.drawer import Drawer
from desktop.window.places import Places
from desktop.window.presenting.full_screen import FullScreen
from desktop.window.presenting.page_picture import PagePicture
from scenes.stage.core.stage import Frame

LOST = "The second screen is gone. The class goes on here. Plug it in again, and it shows the picture again."


@dataclass(frozen=True)
class Around:
    """What presenting has to do with in its window."""

    content: QWidget
    session: SceneSession
    canvas: Canvas
    full_screen: FullScreen
    keys: Keys
    appearance: Appearance
    typesetter: Typesetter
    say: Callable[[str], None]
    unsay: Callable[[str], None]
    places: Places


class Presenting(QObject):
    """Opens and closes the beam and the column. `changed` says that the window is to be arranged anew.

    `over` adds to a picture what lies over it; whoever sets it connects its changes to `refresh`. `kept` says that the
    next start should find something else, `wanted` names an action that a button of the column wants, and `darkened`
    says that what the class sees may be covered otherwise.
    """

    changed = Signal()
    kept = Signal()
    darkened = Signal()
    wanted = Signal(str)

    def __init__(
        self, around: Around, looks: Appearance, screens: Screens, screen: str = "", letters: int = USUAL
    ) -> None:
        super().__init__(around.content)
        self.around, self.looks = around, looks
        self.over: Callable[[Frame], Frame] = lambda frame: frame
        self._is_open = self._has_column = self._is_opening = False
        self.page = PagePicture(around.places, looks, self)
        self.beam = Beam(self._picture, looks, around.typesetter)
        self.place = BeamPlace(self.beam, around.content, screens, screen)
        self.presenter = Presenter(around.session, around.appearance, around.typesetter, letters=letters)
        self.column = Drawer(
            "right", self.presenter, around.appearance, lambda: around.session.reduced_motion, around.content
        )
        self.column.pin.hide()
        self._connect()

    def _connect(self) -> None:
        around = self.around
        around.canvas.pictured.connect(self.refresh)
        around.session.drawn.connect(self.refresh)
        around.session.opened.connect(self.refresh)
        around.full_screen.changed.connect(self._follow_full_screen)
        around.places.currentChanged.connect(self.refresh)
        self.page.changed.connect(self.refresh)
        self.beam.closed.connect(self.end)
        self.beam.activated.connect(self._hand_back)
        self.place.lost.connect(self._go_on_here)
        self.place.found.connect(lambda: around.unsay(LOST))
        for moved in (self.place.moved, self.presenter.changed, self.looks.changed):
            moved.connect(self.kept)
        self.place.moved.connect(self._show_state)
        self.presenter.wanted.connect(self.wanted)

    # --- What goes on -----------------------------------------------------------------------------------------------

    @property
    def private(self) -> bool:
        """Whether the class sees a screen of its own, and not that of the laptop."""
        return self._is_open and self.place.screen is not None

    @property
    def on_beam(self) -> bool:
        """Whether the class has a window of its own."""
        return self._is_open

    @property
    def going_on(self) -> bool:
        """Whether something is presented, on whichever screen."""
        return self._is_open or self.around.full_screen.on

    @property
    def dark(self) -> Dark:
        """What covers the picture that the class sees."""
        return self.beam.dark if self._is_open else self.around.full_screen.blank.colour or "no"

    def follow(self, given: GivenClass) -> None:
        """Show in the column how a class goes."""
        self.presenter.follow(given)

    def _picture(self) -> Frame:
        """What the class sees: the page in place of the scene, else the stage with what lies over it."""
        frame = self.page.frame
        return self.over(self.around.canvas.picture) if frame is None else frame

    def refresh(self) -> None:
        """Paint the beam anew."""
        if self._is_open:
            self.beam.refresh()

    # --- Beginning and ending ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Present from here: on the class's screen where there is one, else in full screen. Not twice."""
        if self._is_open:
            return
        if self.place.second is not None:
            self._open(as_window=False)
        else:
            self.around.full_screen.enter()

    def begin_afresh(self) -> None:
        """Present from the first step of the scene."""
        self.around.session.to_start()
        self.begin()

    def toggle_window(self) -> None:
        """Have the beam as an ordinary window, to be shared in a video call; or not any more."""
        if self._is_open and self.place.as_window:
            self.end()
        else:
            self._open(as_window=True)

    def end(self) -> None:
        """Close the beam; where there is none, leave the full screen."""
        if not self._is_open:
            self.around.full_screen.leave()
            return
        self._is_open = self._has_column = False
        self.page.follow(False)
        self.place.close()
        self.beam.dark = "no"
        self.around.unsay(LOST)
        self._give_keys()
        self._tell()

    def _give_keys(self) -> None:
        """Let the main window have the keys, and the stage in it, but none of its marks: arrows are time's."""
        content, canvas = self.around.content, self.around.canvas
        focused = content.window().focusWidget()
        if canvas.isVisible():
            canvas.clearFocus()  # it leaves the mark that has it
            canvas.setFocus()
        elif focused is not None:
            focused.clearFocus()
        content.window().activateWindow()

    def _go_on_here(self) -> None:
        """Say that the class's screen is gone, and have the keys where the hands are."""
        self.around.say(LOST)
        self.around.content.window().activateWindow()

    def _hand_back(self) -> None:
        """Have the keys at the laptop, where a system gives them to a window that has just been opened."""
        if self._is_opening:
            self._is_opening = False
            self.around.content.window().activateWindow()

    def leave(self) -> None:
        """Let go of the beam for good: the main window is closed."""
        self.end()
        self.around.full_screen.leave()
        self.around.keys.forget(self.beam)
        self.beam.deleteLater()

    def _open(self, as_window: bool) -> None:
        around, begins = self.around, not self._is_open
        around.full_screen.leave()
        self._is_open = self._is_opening = True
        self.place.open(as_window)
        self.page.follow(True)
        if as_window:
            self.beam.raise_()  # it is there to be taken hold of
        if begins:
            self._has_column = True
            self.presenter.begin()
            around.keys.watch(self.beam)
        self._give_keys()
        self._tell()

    def _follow_full_screen(self, on: bool) -> None:
        """Begin a full screen without the column."""
        if not self._is_open:
            self._has_column = False
            self.presenter.begin()
            self._tell()

    # --- While it goes on -------------------------------------------------------------------------------------------

    def swap(self) -> None:
        """Let the beam and the main window change screens."""
        if self._is_open:
            self.place.swap()

    def cover(self, colour: Blank) -> None:
        """Cover what the class sees, or show it again; time stands still below."""
        around = self.around
        if not self._is_open:
            around.full_screen.cover(colour)
        else:
            if around.session.player.playing:
                around.session.toggle()
            self.beam.dark = "no" if self.beam.dark == colour else colour
        self._show_state()

    def uncover(self) -> bool:
        """Show again what is covered; tells whether anything was."""
        was_dark = self.dark != "no"
        self.beam.dark = "no"
        self.around.full_screen.blank.uncover()
        self._show_state()
        return was_dark

    def toggle_column(self) -> None:
        """Show the column while presenting, or put it away."""
        if self._is_open or self.around.full_screen.on:
            self._has_column = not self._has_column
            self.changed.emit()

    def close_column(self) -> bool:
        """Put a column away that lies over the stage; tells whether there was one."""
        lies_over = self._has_column and not self._is_open
        if lies_over:
            self.toggle_column()
        return lies_over

    def arrange(self) -> None:
        """Put the column at the right of the window: beside the stage on two screens, else over it.

        The lab and other pages need all the room that there is, and what the column says is of the scene.
        """
        self.column.show_open(self._has_column and self.around.places.page is None, pinned=self._is_open)
        self.column.pin.hide()
        self.column.place(self.around.content.rect())

    def _tell(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self.presenter.show_state(self.dark, two_screens=self.private)
        self.darkened.emit()
