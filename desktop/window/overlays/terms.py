"""The glossary of a window: terms under the pointer, the page of all, and the way to what shows one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.canvas.canvas import Canvas
from desktop.glossary.places import TermPage, where
from desktop.glossary.pointing import Pointing
from desktop.home.finder import Finder
from desktop.home.index import Place
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.window.actions import Actions
from desktop.window.overlays.offer import Offer
from desktop.window.places import Places
from scenes.glossary import Page, Run, Term, term_named, used_in
from scenes.questions.moments import Moment
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.timeline import step_titled

PAGE_HINT = "Type words of a term, or choose one. Enter shows it."


@dataclass(frozen=True)
class _Before:
    """Where one was before a term was shown."""

    come_back: Callable[[], None]
    scene: Scene
    stop: str
    knobs: Knobs
    t: float
    step: str
    """The title of its step; "" on a poster."""


class Terms(QObject):
    """Made for one window. `busy` says that the mouse is a tool over the stage."""

    def __init__(
        self,
        content: QWidget,
        session: SceneSession,
        canvas: Canvas,
        places: Places,
        appearance: Appearance,
        typesetter: Typesetter,
        busy: Callable[[], bool],
    ) -> None:
        super().__init__(content)
        self._session, self._places = session, places
        self.pointing = Pointing(content, canvas, appearance, typesetter, self._link, busy)
        self.page = Finder(content, appearance, self._page, PAGE_HINT, "Find a term of the glossary")
        self.offer = Offer("", "Back", "Stay", self._go_back, appearance, content)
        self.offer.stand_on(places, lambda: places.at_home)
        self._before: _Before | None = None
        self._turned: tuple[str, Knobs] | None = None
        """The scene whose knobs a term has turned, and how they stand since then."""
        self._shows = False
        """Whether a term is being shown just now, by which another scene is opened."""
        self.pointing.bubble.wanted.connect(self.show)
        self.page.found.connect(self.go)
        for changed in (session.opened, session.stepped, places.currentChanged):
            changed.connect(self.pointing.dismiss)
        session.opened.connect(self._follow)
        places.currentChanged.connect(self._follow)

    @property
    def actions(self) -> Actions:
        """What keys and the menu do."""
        return {"glossary": self.page.toggle}

    def present(self, presenting: bool) -> None:
        """Explain words on a full screen only when they are clicked: a class may see it."""
        self.pointing.only_clicked = presenting

    def dismiss(self) -> bool:
        """Take the bubble away, or the offer to go back; tells whether there was one."""
        return self.pointing.dismiss() or self.offer.dismiss()

    def go(self, place: Place) -> None:
        """Show the term that was found."""
        self.show(term_named(place.term))

    def show(self, term: Term) -> None:
        """Show what shows a term, and offer the way back to where one was before the first of them."""
        before = self._before if not self.offer.isHidden() and self._before is not None else self._here()
        self._shows = True
        self._turn_back()
        shown = term.shown
        if isinstance(shown, Run):
            self._places.show_lab()
            self._places.load_lab().show_preset(shown.preset)
        elif isinstance(shown, Page):
            self._places.enter_named(shown.action)
        else:
            self._places.show_scene()
            self._open(shown)
        self._shows, self._before = False, before
        self.offer.yes.setText(f"Back to {self._named(before)}".replace("&", "&&"))
        self.offer.ask(f"Here you see: {term.name}.")

    def _open(self, moment: Moment) -> None:
        session, knobs = self._session, moment.turned
        self._turned = (moment.scene, knobs) if session.knobs_of(moment.scene) != knobs else None
        session.open(moment.scene, knobs)
        session.show_step(step_titled(session.steps, moment.at))

    def _turn_back(self) -> None:
        """Leave the knobs of the scene that shows a term as the user had them, unless something was done to them."""
        session = self._session
        if self._turned == (session.scene.name, session.knobs) and not session.stop:
            session.undo()
        self._turned = None

    def _page(self) -> TermPage:
        """The page as it opens: with the words of what is shown first."""
        session = self._session
        step = session.steps[session.step]
        said = (step.title, step.caption, step.more) if self._places.at_scene and not session.at_poster else ()
        return TermPage(session.catalogue, used_in(said))

    def _link(self, term: Term) -> str:
        """What shows a term, in words; "" where it is shown already."""
        session, shown = self._session, term.shown
        at = (session.scene.name, session.steps[session.step].title)
        if self._places.at_scene and isinstance(shown, Moment) and at == (shown.scene, shown.at):
            return "" if session.knobs == shown.turned and not session.at_poster else where(term, session.catalogue)
        return where(term, session.catalogue)

    def _here(self) -> _Before:
        session, places = self._session, self._places
        come_back = places.show_home if places.at_home else places.show_lab if places.in_lab else places.show_scene
        step = "" if session.at_poster else session.steps[session.step].title
        return _Before(come_back, session.scene, session.stop, session.knobs, session.player.t, step)

    def _named(self, before: _Before) -> str:
        """Where the way back leads, in few words: they lie over the stage."""
        if before.come_back != self._places.show_scene:
            return "the start page" if before.come_back == self._places.show_home else "the lab"
        return before.step if before.step and before.scene is self._session.scene else before.scene.short

    def _go_back(self) -> None:
        """Be where one was."""
        before, session = self._before, self._session
        assert before is not None
        self._turn_back()
        if before.stop:
            session.enter(before.stop, before.scene, before.knobs)
        else:
            session.open(before.scene.name, before.knobs)
        session.jump(before.t)
        if not before.step:
            session.open_afresh(before.scene.name, before.knobs)
        before.come_back()

    def _follow(self) -> None:
        """Offer no way back from where one has gone by oneself."""
        if not self._shows:
            self._turned = None
            self.offer.dismiss()
