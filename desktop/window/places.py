"""Where one is: on the start page, at the open scene, in the lab, or on a page that takes the whole window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.player.session import SceneSession
from desktop.widgets.whole_page import WholePage
from desktop.window.actions import Actions, lab_actions
from desktop.window.overlays.drawer import Side
from desktop.window.overlays.way_back import Way
from desktop.window.rooms import Page, Room, Rooms
from scenes.stage.core.catalogue import entry, plan
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.timeline import within

if TYPE_CHECKING:
    from desktop.edge.model.subject import Subject
    from desktop.lab.page import LabPage
    from desktop.window.overlays.way_back import WayBack


class Places(QStackedWidget):
    """Shows the scene or the lab, which is made when it is first needed: charts take a third of a second to import.

    So are the `rooms`, pages that take the whole window. `scene_actions` are what keys do to the scene, `lab_state` is
    what another start has left of the lab, and `was_lab` says that it was shown last. `way_back` leads from a scene
    that was opened elsewhere back there. `told` carries a sentence for the user, `answered` one of a room in place of
    what it has said before, `untold` one that is true no more, `file_opened` a file that can be opened again,
    `lab_made` the lab that there is now, as it was left; `changed` says that the next start should find another place,
    or another lab.
    """

    told, answered, untold = Signal(str), Signal(str), Signal(str)
    file_opened = Signal(Path)
    lab_made = Signal(object)
    changed = Signal()

    def __init__(
        self,
        session: SceneSession,
        scene: QWidget,
        scene_actions: Actions,
        make_lab: Callable[[], LabPage],
        rooms: Rooms,
        lab_state: dict[str, Any],
        was_lab: bool,
        way_back: WayBack,
    ) -> None:
        super().__init__()
        self.lab_last = was_lab
        """Whether the lab is shown, or lies behind the start page."""
        self._home: QWidget | None = None
        self._home_actions: Actions = {}
        self._session, self._scene_actions = session, scene_actions
        self._make_lab, self._lab_state = make_lab, lab_state
        self._rooms = rooms
        self.teaching, self.opened, self.edge = rooms.teaching, rooms.opened, rooms.edge
        self.room_last: Room[WholePage] | None = None
        """The room that is shown, or lies behind the start page."""
        self._presenting = False
        self.lab: LabPage | None = None
        self.way_back = way_back
        self.addWidget(scene)
        self._way = Way(self.show_lab, ("", ""), session.knobs, ())
        way_back.wanted.connect(lambda: self._way.back())
        session.opened.connect(self._leave_behind)
        session.turned.connect(self._follow_undo)
        above = scene.layout()
        assert isinstance(above, QVBoxLayout)
        above.insertWidget(0, way_back)
        self.currentChanged.connect(self.changed)

    def add_home(self, home: QWidget, actions: Actions) -> None:
        """Take the start page, and what keys do to it."""
        self._home, self._home_actions = home, actions
        self.addWidget(home)

    @property
    def in_lab(self) -> bool:
        """Whether the lab is shown."""
        return self.lab is not None and self.currentWidget() is self.lab

    @property
    def at_scene(self) -> bool:
        """Whether the open scene is shown."""
        return self.currentIndex() == 0

    @property
    def at_home(self) -> bool:
        """Whether the start page is shown."""
        return self._home is not None and self.currentWidget() is self._home

    def shows(self, room: Room[WholePage]) -> bool:
        """Whether a room is shown."""
        return room.page is not None and self.currentWidget() is room.page

    @property
    def _room(self) -> Room[WholePage] | None:
        """The room that is shown."""
        return next(filter(self.shows, self._rooms), None)

    @property
    def page(self) -> LabPage | WholePage | None:
        """The page that is shown in place of the scene, and that a class may see: none is the start page."""
        room = self._room
        return room.page if room is not None else self.lab if self.in_lab else None

    @property
    def alone(self) -> bool:
        """Whether what is shown takes the whole window, without the panels of a scene."""
        return self.at_home or self._room is not None

    @property
    def missing(self) -> frozenset[Side]:
        """The panels that don't belong to what is shown."""
        if self.alone:
            return frozenset(("left", "right", "below"))
        return frozenset(("right", "below")) if self.in_lab else frozenset()

    @property
    def title(self) -> str:
        """What is shown, in words; "" for the open scene."""
        room = self._room
        if room is not None:
            return room.name.title
        return "Lab" if self.in_lab else "Start page" if self.at_home else ""

    @property
    def actions_here(self) -> Actions:
        """What keys do to what is shown."""
        if self.at_home:
            return self._home_actions
        room = self._room
        if room is not None:
            return room.load().key_actions
        return lab_actions(self.lab) if self.lab is not None and self.in_lab else self._scene_actions

    def action(self, name: str, around: Actions) -> Callable[[], object] | None:
        """What a name means here. What it means to the window goes first, but in the lab digits choose charts."""
        first, then = (self.actions_here, around) if self.in_lab else (around, self.actions_here)
        return first.get(name) or then.get(name)

    def show_home(self) -> None:
        """Show the start page; the scene stands still behind it."""
        assert self._home is not None
        self._stand_still()
        self.setCurrentWidget(self._home)

    def go_on(self) -> None:
        """Go from the start page to where one was before."""
        if self.room_last is not None:
            self.enter(self.room_last)
        elif self.lab_last:
            self.show_lab()
        else:
            self.show_scene()

    def toggle_home(self) -> None:
        """Go to the start page, or back."""
        if self.at_home:
            self.go_on()
        else:
            self.show_home()

    def show_scene(self) -> None:
        """Show the open scene."""
        self.lab_last, self.room_last = False, None
        self.setCurrentIndex(0)

    def open_scene(self, name: str) -> None:
        """Show a scene from its beginning, as a hand does that chooses it."""
        self.show_scene()
        self._session.open_afresh(name)

    def show_as_it_is(self, name: str) -> None:
        """Show a scene at the step where it is if it is open, else from its beginning."""
        if name == self._session.scene.name:
            self.show_scene()
        else:
            self.open_scene(name)

    def show_lab(self) -> None:
        """Show the lab; the scene stands still behind it."""
        self._stand_still()
        self.lab_last, self.room_last = True, None
        lab = self.load_lab()
        self.setCurrentWidget(lab)
        if self.way_back.offered and self._way.back == self.show_lab:
            lab.come_back()
        self.way_back.take_back()

    def bring_in(self, path: Path) -> None:
        """Show in the lab what a folder or a file of pictures would bring in."""
        self.show_lab()
        self.load_lab().own_data.open(path)

    def enter(self, room: Room[Page]) -> Page:
        """Show a page that takes the whole window; the scene stands still behind it."""
        self._stand_still()
        is_new, page = room.page is None, room.load()
        if is_new:
            page.message.connect(self.answered)
            page.taken_back.connect(self.untold)
            page.file_opened.connect(self.file_opened)
            page.scene_wanted.connect(lambda grip: self._open_from_room(room, grip))
            self.addWidget(page)
        self.room_last = room
        self.setCurrentWidget(page)
        return page

    def enter_named(self, action: str) -> None:
        """Show the page that an action leads into."""
        self.enter(next(room for room in self._rooms if room.name.action == action))

    def toggle(self, room: Room[WholePage]) -> None:
        """Go to a page that takes the whole window, or back to where one was."""
        if not self.shows(room):
            self.enter(room)
        elif self.lab_last:
            self.show_lab()
        else:
            self.show_scene()

    def show_teaching(self) -> None:
        """Show the page on which classes are taught."""
        self.enter(self.teaching)

    def open_taught(self, key: str) -> None:
        """Show classes that were taught and kept."""
        self.enter(self.teaching).open_kept(key)

    def ask_for_network(self) -> None:
        """Show the page of other people's networks, and let the user choose a file for it."""
        self.enter(self.opened).ask_for_file()

    def open_network(self, path: Path) -> None:
        """Show what is in a file of somebody's network."""
        self.enter(self.opened).open(path)

    def show_edge(self, subject: Subject) -> None:
        """Show what a network costs on this machine."""
        self.enter(self.edge).show_subject(subject)

    def show_run_on_edge(self, key: str, contestant: int, step: int | None) -> None:
        """Show what a network of a kept run costs on this machine."""
        self.enter(self.edge).show_run(key, contestant, step)

    def toggle_lab(self) -> None:
        """Go to the lab, or back to the scene."""
        if self.in_lab:
            self.show_scene()
        else:
            self.show_lab()

    def present(self, presenting: bool) -> None:
        """Show a hall the lab without its settings, or show everything again."""
        self._presenting = presenting
        self.way_back.present(presenting)
        if self.lab is not None:
            self.lab.present(presenting)

    def _stand_still(self) -> None:
        if self._session.player.playing:
            self._session.toggle()

    def load_lab(self) -> LabPage:
        """The lab, made now if it isn't there yet."""
        if self.lab is None:
            self.lab = self._make_lab()
            self.lab.open_in_scene.connect(self.open_from_lab)
            self.lab.points.chart.still = lambda: self._session.reduced_motion
            self.lab.message.connect(self.told)
            self.lab.watching.home.teach_wanted.connect(self.show_teaching)
            self.lab.own_data.teach_wanted.connect(self.open_taught)
            self.lab.own.edge_wanted.connect(self.show_run_on_edge)
            self.lab.restore(self._lab_state)
            self.lab.present(self._presenting)
            self.lab_made.emit(self.lab)
            self.lab.state_changed.connect(self.changed)
            self.addWidget(self.lab)
        return self.lab

    def open_from_scene(self, grip: OpenScene) -> None:
        """Show another scene with what the open one has for it, and the way back to that, as it is now."""
        session, before = self._session, self._way if self.way_back.offered else None
        scene, knobs, stop, shows = session.scene, session.knobs, session.stop, session.shows
        try:
            there = session.catalogue.find(grip.scene).knobs(**dict(grip.values))
        except KeyError as error:
            self.told.emit(error.args[0])
            return

        def back() -> None:
            self.way_back.take_back()
            self.show_scene()
            if stop:
                session.enter(stop, scene, knobs, shows)
            else:
                session.open(scene.name)
            if before is not None:  # one that led on from there, as to the page that had brought something
                self._offer(before)

        session.open(grip.scene, there)
        session.jump(self._arrival(grip.step))
        self._offer_way(back, grip.note, f"“{scene.title}”", "To the same step and cell")

    def _open_from_room(self, room: Room[WholePage], grip: OpenScene) -> None:
        """Show a scene with what a page that takes the whole window has for it, and the way back to that."""
        session = self._session
        try:
            knobs = session.catalogue.find(grip.scene).knobs(**dict(grip.values))
        except KeyError as error:
            self.told.emit(error.args[0])
            return

        def back() -> None:
            self.way_back.take_back()
            self.enter(room)

        self.show_scene()
        session.open(grip.scene, knobs)
        session.jump(self._arrival(grip.step))
        self._offer_way(back, grip.note, room.name.offered, "To what was shown there")

    def _offer_way(self, back: Callable[[], object], *words: str) -> None:
        """Offer a way back from the scene that is open now; `words` are those of the strip."""
        self._offer(Way(back, self._whereabouts, self._session.knobs, words))

    def _offer(self, way: Way) -> None:
        self._way = way
        self.way_back.offer(*way.words)
        self._follow_undo()

    @property
    def _whereabouts(self) -> tuple[str, str]:
        """The open scene, and the lesson's stop that it belongs to."""
        return self._session.scene.name, self._session.stop

    def _leave_behind(self) -> None:
        """Take the way back away where another scene is open now: its words are about the one that it was offered at.

        It stays where the same scene is opened again.
        """
        if self._whereabouts != self._way.led_to:
            self.way_back.take_back()

    def _follow_undo(self) -> None:
        """Tell nothing of what was brought while that is taken back, or while the scene tells what ships again."""
        brought, knobs = self._way.brought, self._session.knobs
        stands = self._session.history.stands_on(brought) if self.way_back.offered else None
        if stands is not None:
            left = knobs == knobs.of_the_course() and brought != brought.of_the_course()
            self.way_back.say_what_is_shown(stands and not left)

    def _arrival(self, title: str) -> float:
        """The end of the step of a title in the open scene; where it has none, the time where one comes in."""
        session = self._session
        steps = plan(session.scene, session.knobs, session.recording)
        step = next((index for index, each in enumerate(steps) if each.title == title), None)
        return entry(session.scene, session.knobs, session.recording) if step is None else within(steps, step, 1.0)

    def open_from_lab(self, scene: str, values: dict[str, Any]) -> None:
        """Show a scene with what the lab has for it, where all of that is seen, and the way back."""
        try:
            knobs = self._session.catalogue.find(scene).knobs(**values)
        except KeyError as error:  # its file could not be read; the outline says so too
            self.told.emit(error.args[0])
            return
        self.show_scene()
        session, words = self._session, self.lab.probe.take_words() if self.lab is not None else ""
        session.open(scene, knobs)
        if values or words:  # of a map or of a finding, which is to be seen at once
            session.jump(entry(session.scene, session.knobs, session.recording))
        if self.lab is not None:
            self._offer_way(self.show_lab, words)

    def lab_state(self) -> dict[str, Any]:
        """What the next start should know of the lab."""
        return self.lab.state() if self.lab is not None else self._lab_state

    def may_close(self) -> bool:
        """Whether nothing would be lost, or the user wants that."""
        return all(room.page is None or room.page.may_close() for room in self._rooms)

    def leave(self) -> None:
        """End what goes on in the lab, and on the pages that take the whole window."""
        for room in self._rooms:
            if room.page is not None:
                room.page.shutdown()
        if self.lab is not None:
            self.lab.close()
