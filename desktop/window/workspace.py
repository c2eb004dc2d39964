"""What stands in the window: outline, stage, knobs and transport around one session."""

from __future__ import annotations

from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QVBoxLayout,
    QWidget,
)

from desktop.canvas.canvas import Canvas
from desktop.canvas.prefetch import FormulaPrefetch
from desktop.classroom.presenting.screens import Screens
from desktop.lab.take_away import settings_file
from desktop.model_files.endings import is_network
from desktop.painter.typesetter import Typesetter
from desktop.panels.in_torch import InTorch
from desktop.panels.more import More
from desktop.panels.outline import LAB, Outline
from desktop.panels.readout import Readout
from desktop.panels.step_title import StepTitle
from desktop.panels.training import StepButton
from desktop.panels.transport import Transport
from desktop.player.clock import Clock
from desktop.player.seen import Seen
from desktop.player.session import SceneSession
from desktop.practice.answering import is_key, is_sheet
from desktop.practice.desk import PracticeDesk
from desktop.publishing.asking.lab_files import LabFiles
from desktop.publishing.asking.menu import ExportMenu
from desktop.sets.kinds import is_set
from desktop.theme.appearance import Appearance, palette, stylesheet
from desktop.theme.fonts import font
from desktop.training.latency import LatencySurvey
from desktop.training.scene_runs import SceneRuns
from desktop.widgets.banner import Banner
from desktop.window.actions import scene_actions, window_actions
from desktop.window.classroom.exporting import exports_of
from desktop.window.classroom.lesson_desk import LessonDesk
from desktop.window.classroom.over_the_stage import OverTheStage
from desktop.window.classroom.shown import CLASSES, Shown
from desktop.window.classroom.teaching import Classroom
from desktop.window.dialogs import FaultDialog, HelpDialog
from desktop.window.files import Files
from desktop.window.key_table import State as KeyState
from desktop.window.keys import Keys
from desktop.window.menu import Menu, WayOut, fill_corner
from desktop.window.next_scene import NextScene
from desktop.window.opening import Arriving, Opener, open_with
from desktop.window.overlays.aside import Aside
from desktop.window.overlays.drawer import Drawer, Side
from desktop.window.overlays.offer import Offer
from desktop.window.overlays.panels import Panels
from desktop.window.overlays.practice_tab import PRACTICE, settle_practice
from desktop.window.overlays.side_tabs import SideTabs
from desktop.window.overlays.step_list import StepList
from desktop.window.overlays.terms import Terms
from desktop.window.overlays.time_bar import TimeBar
from desktop.window.overlays.way_back import WayBack
from desktop.window.places import Places
from desktop.window.presenting.beam_menu import BeamMenu
from desktop.window.presenting.full_screen import HINT, FullScreen
from desktop.window.presenting.presenting import Around, Presenting
from desktop.window.rooms import Makes, rooms_in
from desktop.window.scene_button import scene_buttons
from desktop.window.start_page import StartPage
from desktop.window.state import State, state_of
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.draw.blocks import counted
from scenes.stage.output.theme import THEMES

if TYPE_CHECKING:
    from desktop.lab.page import LabPage

UNLIMITED = (1 << 24) - 1
"""A widget's largest height, where nothing is said."""
HANDS = "hands"
"""The hint that things on the stage can be dragged, among what is said only once."""

OF_THE_SCENE = frozenset({"export", "copy-picture", "train", "outline", "aside", "moment"})
"""What the window does to a scene or beside it, and not while the start page hides that."""


class Workspace(QWidget):
    """Everything on the screen, the content of a `MainWindow`.

    `painted` comes once, when it can be seen; `changed` when the next start should find something else shown.
    """

    painted = Signal()
    changed = Signal()

    def __init__(
        self,
        session: SceneSession,
        live: SceneRuns,
        survey: LatencySurvey,
        appearance: Appearance,
        typesetter: Typesetter,
        makes: Makes,
        state: State,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.session, self.live, self.survey = session, live, survey
        self.appearance, self.typesetter = appearance, typesetter
        self.banner = Banner(appearance, self)
        self.say, self.unsay = self.banner.say, self.banner.take_back
        self._told = set(state.told)
        self._painted = False
        self.files = Files(session, appearance, self.say, self.unsay, self, state.recent)
        self.lab_files = LabFiles(appearance, self.say, self)
        scene = self._build_scene()
        self.step_list = StepList(session, appearance, self)
        self.classroom = Classroom(
            session, live, self.canvas, self.over_the_stage, self.next_scene, appearance, self.say, self.unsay
        )
        self.files.over = self.classroom.lasting
        left = state.lesson, state.lesson_stop
        self.desk = LessonDesk(session, self.classroom, live, appearance, typesetter, self, self.say, self.unsay, left)
        self.practice = PracticeDesk(session, live.recording, appearance, self, self.say, self.unsay)
        sheets = Opener(is_sheet, self.practice.open_sheet), Opener(is_key, self.practice.open_key)
        own = Opener(is_set, lambda path: self.places.bring_in(path))
        runs = Opener(settings_file.takes, self._open_settings)
        pictures = Opener(self.files.takes_picture, self.files.open_picture)
        networks = Opener(is_network, lambda path: self.places.open_network(path))
        openers = (self.desk.opener, *sheets, runs, own, networks, pictures)
        self.arriving = Arriving(openers, self.files.show_shades, self.say)
        scene_keys = scene_actions(session, self.classroom.step, self.next_scene, self.canvas, self.more)
        keys = {**scene_keys, **self.over_the_stage.actions, **self.classroom.actions, "in-torch": self.in_torch.toggle}
        keys |= self.desk.scene_keys(self.step_list.actions_here)
        pages = partial(self._build_lab, makes), rooms_in(self, makes)
        self.places = Places(session, scene, keys, *pages, state.lab_state, state.lab, WayBack(appearance))
        self.desk.settle(self.places)
        self.seen = Seen(session, state.seen)
        overlays = self.over_the_stage.overlays
        self.terms = Terms(
            self, session, self.canvas, self.places, appearance, typesetter, lambda: overlays.tool is not None
        )
        self.start_page = StartPage(session, self.seen, self.places, live.recording, self)
        self.full_screen, self.keys = FullScreen(self, session), Keys(self.act, self._key_state, self)
        self.presenting = self._build_presenting(state)
        self.classroom.show_on(self.presenting)
        self.shown = Shown(self.presenting, self.classroom, self.over_the_stage, self.desk.lesson, self.places)
        self.shown.moments.arriving = self.arriving.take
        self.offer = Offer(
            "In a lit room the projector theme is easier to read.",
            "Use it",
            "Not now",
            lambda: setattr(appearance, "theme", THEMES["projector"]),
            appearance,
            self,
        )
        self._build_sides()
        self.classroom.count_in(self.aside)
        self.panels = Panels(self, self.drawers, appearance, state.panels, self._above)
        self.panels.column = self.presenting.column
        self.shown.live_in(self.pages, self.panels)
        self.exports = exports_of(self)
        settle_practice(self)
        self.window_actions = window_actions(self)
        self._build()
        self.clock, self.prefetch = Clock(session), FormulaPrefetch(session, typesetter)
        self._connect()

    def move_in(self) -> None:
        """Dress for the window that this has become the content of, and take its keys."""
        self.keys.watch(self.window())
        self.panels.watch()
        self._give_keys()
        self._dress()
        self._retitle()

    def _give_keys(self) -> None:
        """Let the stage have the keys, but none of its marks; the start page gives them to a poster."""
        if self.places.at_scene:
            self.canvas.setFocus()

    # --- Building ---------------------------------------------------------------------------------------------------

    def _build_scene(self) -> QWidget:
        session, appearance = self.session, self.appearance
        self.canvas = Canvas(session, appearance, self.typesetter, HANDS in self._told)
        self.over_the_stage = OverTheStage(session, self.canvas)
        self.more, self.in_torch = More(session, appearance, self.canvas), InTorch(session, appearance, self.canvas)
        self.next_scene = NextScene(session, appearance, self.canvas)
        self.readout = Readout(appearance)
        self.step_title = StepTitle(session, appearance)
        self.step_button = StepButton(session, self.live)
        self.step_title.put_at_the_end(self.step_button)
        self.transport = Transport(session, appearance)
        self.transport.words.addWidget(self.step_title, 1)
        for each in scene_buttons(session, self.act):  # not beside the title, which would have no room
            self.transport.beside.addWidget(each)
        scene = QWidget()
        self._scene_column = QVBoxLayout(scene)
        self._scene_column.addStretch()
        self._scene_column.addWidget(self.canvas, 1)
        for widget in (self.readout, self.transport):
            self._scene_column.addWidget(widget)
        self._scene_column.addStretch()
        return scene

    def _build_presenting(self, state: State) -> Presenting:
        appearance, typesetter = self.appearance, self.typesetter
        keys, stage = self.keys, (self.session, self.canvas, self.full_screen)
        around = Around(self, *stage, keys, appearance, typesetter, self.say, self.unsay, self.places)
        looks = Appearance(THEMES[state.beam_theme], state.beam_text)
        return Presenting(around, looks, Screens(self), state.beam_screen, state.notes)

    def _build_sides(self) -> None:
        session, appearance = self.session, self.appearance
        self.outline = Outline(session.catalogue, self.seen, appearance)
        self.aside = Aside(session, self.live, self.survey, self.in_torch.button, appearance)
        self.time_bar = TimeBar(session, appearance)
        self.knobs, self.training, self.speed = self.aside.knobs, self.aside.training, self.aside.speed
        pages = {"Outline": self.outline, "Lesson": self.desk.panel, CLASSES: self.shown.panel}
        pages[PRACTICE] = self.practice.panel
        self.pages = SideTabs(pages, appearance)
        shown: dict[Side, QWidget] = {"left": self.pages, "right": self.aside, "below": self.time_bar}
        self.drawers = {
            side: Drawer(side, panel, appearance, lambda: session.reduced_motion, self) for side, panel in shown.items()
        }
        self.pages.top.addWidget(self.drawers["left"].pin)
        self.knobs.top.addWidget(self.drawers["right"].pin)

    def _build(self) -> None:
        session, appearance = self.session, self.appearance
        files = self.files
        beam, actions = BeamMenu(self.presenting, self.classroom.polling.count_down, self), self.window_actions
        lessons, recent = self.desk.menu, lambda: files.recent
        exports = ExportMenu(actions, lambda: self.desk.lesson.lesson is not None, self)
        self.menu = Menu(session, appearance, actions, lessons, exports, beam, recent, self._open_again, self)
        fill_corner(self.transport.corner, appearance, actions, self.menu)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addWidget(self.exports.strip)
        column.addWidget(self.places, 1)
        self.start_page.build(self, appearance, self.typesetter, self.window_actions)

    def _build_lab(self, makes: Makes) -> LabPage:
        lab = makes.lab(self.appearance)
        lab.own.file_opened.connect(self.files.remember)
        lab.have_way_out(WayOut(self.appearance, self.window_actions, self.menu, "lab", "L"))
        return lab

    def _connect(self) -> None:
        session = self.session
        places = self.places
        places.currentChanged.connect(self._arrange)
        self.panels.changed.connect(self.changed)
        places.currentChanged.connect(self._retitle)
        places.currentChanged.connect(self._give_keys)
        for said, heard in ((places.told, self.say), (places.answered, self.banner.tell), (places.untold, self.unsay)):
            said.connect(heard)
        places.changed.connect(self.changed)
        places.file_opened.connect(self.files.remember)
        self.seen.changed.connect(self.changed)
        self.outline.scene_wanted.connect(places.open_scene)
        self.outline.lab_wanted.connect(places.show_lab)
        self.knobs.own_wanted.connect(self.files.ask_for_own)
        self.files.scene_wanted.connect(places.show_as_it_is)
        self.canvas.read.connect(self.readout.show_reading)
        self.canvas.refused.connect(self.say)
        self.canvas.opens.connect(places.open_from_scene)
        self.canvas.hint.changed.connect(self._remember_hint)
        self._remember_hint()
        for stepping in (self.transport, self.time_bar):
            stepping.stepped.connect(self.classroom.step)
        self.time_bar.leave.clicked.connect(self.full_screen.leave)
        session.opened.connect(self._retitle)
        session.stepped.connect(self._retitle)
        session.refused.connect(self._refuse)
        self.appearance.changed.connect(self._dress)
        self.full_screen.changed.connect(self._present)
        self.full_screen.changed.connect(places.present)
        self.full_screen.changed.connect(self.over_the_stage.present)
        places.currentChanged.connect(self.over_the_stage.overlays.put_away)
        self.presenting.changed.connect(self._arrange)
        overlays = self.over_the_stage.overlays
        overlays.changed.connect(lambda: self.more.give_way(overlays.card is not None))
        self.presenting.kept.connect(self.changed)
        self.presenting.wanted.connect(self.act)
        self.panels.top = self.places.y
        self.exports.strip.changed.connect(self._make_room)
        self.banner.stand_on(places, lambda: places.alone)
        for changed in (self.banner.changed, places.currentChanged):
            changed.connect(self._place_overlays)
        self.pages.turned.connect(self.panels.arrange)
        self.desk.opened.connect(self.files.remember)
        self.desk.opened.connect(lambda: self.pages.show_page("Lesson"))
        self.desk.kept.connect(self.changed)
        self.desk.kept.connect(self._retitle)
        self.start_page.lesson_found.connect(self.desk.open)
        self.start_page.wanted.connect(self.act)
        self.start_page.term_found.connect(self.terms.go)
        self.knobs.rearranged.connect(lambda: self.terms.pointing.watch(self.knobs))
        self.terms.pointing.watch(self.knobs)
        places.lab_made.connect(self.lab_files.serve)
        places.lab_made.connect(self.terms.pointing.watch)
        self.full_screen.changed.connect(self.terms.present)
        self.start_page.place_in_class = lambda: self.desk.lesson.place

    def _key_state(self) -> KeyState:
        """Which table of keys holds now."""
        if self.presenting.dark != "no":
            return "beam dark" if self.presenting.on_beam else "dark"
        if self.practice.owns_keys:
            return "practising"
        return self.classroom.key_state

    def act(self, name: str) -> bool:
        """Do what an action's name says where it makes sense now; tells whether it does."""
        if self.places.alone and name in OF_THE_SCENE:  # a page may have something of its own for it
            action = self.places.actions_here.get(name)
        else:
            action = self.desk.fresh_actions.get(name) or self.places.action(name, self.window_actions)
        if action is not None:
            action()
        return action is not None

    # --- Looks ------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        """Put the theme on, in the sizes that suit the window."""
        appearance = self.appearance
        # Of the whole application: a window with a style sheet hands neither down to what comes later, such as dialogs.
        QApplication.setPalette(palette(appearance.theme))
        self.setFont(font(appearance.px(14)))
        QApplication.setFont(self.font())
        self.setStyleSheet(stylesheet(appearance))
        self.aside.dress()
        self._arrange()

    def _arrange(self) -> None:
        """Show what there is room and reason for."""
        presenting = self.full_screen.on
        margin = 0 if presenting else self.appearance.gap(14)
        self._scene_column.setContentsMargins(margin, 0, margin, max(0, margin - 4))
        self._scene_column.setSpacing(self.appearance.gap(6))
        self.canvas.setMaximumHeight(ceil(self.width() * HEIGHT / WIDTH) if presenting else UNLIMITED)
        self.transport.setVisible(not presenting)
        is_larger = self.appearance.text != "normal"
        self.readout.setVisible(not presenting and not is_larger)
        self.step_title.setVisible(not presenting and not is_larger)
        self.panels.missing = self.places.missing
        self.presenting.arrange()
        self.panels.arrange()
        self._place_overlays()

    def _place_overlays(self) -> None:
        """Have what is said and what is offered in their places, the one below the other."""
        self.banner.place()
        self.offer.place()
        self.shown.place()

    def _make_room(self) -> None:
        """Let the panels begin below what is told of exports."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.panels.arrange()

    def _present(self, presenting: bool) -> None:
        """Leave the screen to the stage, or show again what belongs around it."""
        self.panels.present(presenting)
        self._arrange()
        self.offer.dismiss()
        if presenting and not self.places.at_home:
            self._take_focus_away()
        if presenting and not self.places.at_home and self._is_new("full screen"):
            self.canvas.hint.say(HINT)
        if presenting and self.full_screen.on_second_screen and self._is_new("second screen"):
            self.offer.ask()

    def _take_focus_away(self) -> None:
        """Have the focus nowhere, so that arrows are time's until Tab is pressed."""
        focused = self.window().focusWidget()
        if focused is not None:
            focused.clearFocus()

    def _is_new(self, what: str) -> bool:
        """Whether something that is said only once has still to be said; it is, from now on."""
        is_new = what not in self._told
        self._told.add(what)
        return is_new

    def _remember_hint(self) -> None:
        """Remember a hint that is known."""
        if self.canvas.hint.known and self._is_new(HANDS):
            self.changed.emit()

    def _above(self) -> int:
        """How far down panels reach that lie over the stage: they leave the time line and the buttons free."""
        if not self.places.at_scene:
            return self.height()
        return self.transport.mapTo(self, QPoint()).y()

    def _retitle(self) -> None:
        session = self.session
        count = len(session.steps)
        place = counted(count, "step") if session.at_poster else f"step {session.step + 1}/{count}"
        title = self.places.title or f"{session.scene.title} · {place}"
        given = f"{self.desk.lesson.place} · " if self.desk.lesson.given else ""
        self.window().setWindowTitle(f"{given}{title} · Convoscope")
        self.outline.mark(LAB if self.places.in_lab else session.scene.name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        self.appearance.fit(self.width(), self.height())
        self.panels.fit(event.oldSize().width())
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if self.arriving.takes(event.mimeData()) or self.shown.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's
        if self.arriving.take(event.mimeData()):
            event.acceptProposedAction()
        elif self.shown.takes(event.mimeData()):
            event.acceptProposedAction()
            self.shown.take(event.mimeData())

    def _open_settings(self, path: Path) -> None:
        """Want what a file of settings says, and show the lab."""
        self.places.show_lab()
        self.places.load_lab().own.take_away.open(path)

    def _open_again(self, path: Path) -> None:
        if self.files.found_again(path):
            self.say(open_with(self.arriving.openers, path))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    # --- What keys and buttons do ------------------------------------------------------------------------------------

    def escape(self) -> None:
        """Close what lies on top; where there is nothing, leave the full screen."""
        sheets = self.offer.dismiss, self.terms.dismiss, self.shown.dismiss, self.in_torch.dismiss
        beside = self.panels.close, self.more.dismiss
        over_the_stage = self.canvas.zoom.give_back, self.classroom.put_away, self.presenting.close_column
        others = self.practice.leave, self.banner.dismiss, self.exports.dismiss, self.presenting.uncover
        if not any(close() for close in (*sheets, *beside, *over_the_stage, *others)):
            self.presenting.end()

    def train(self) -> None:
        """Train the open scene's run or measure its networks, or stop that."""
        if self.session.networks:
            self.speed.toggle()
        elif self.session.preset:
            self.training.train.toggle()
        elif not self.places.in_lab:
            self.say("This scene trains nothing. The lab does: press L.")

    # --- Words ------------------------------------------------------------------------------------------------------

    def show_help(self) -> None:
        """Show the keys."""
        HelpDialog(self).open()

    def show_fault(self, sentence: str, details: str) -> None:
        """Tell of what nobody expected."""
        FaultDialog(sentence, details, self).open()

    def _refuse(self, name: str, sentence: str) -> None:
        """Say why a knob can't be turned where its editor can't."""
        if not (self.drawers["right"].is_open and self.knobs.shows(name)):
            self.say(sentence)

    # --- Leaving ----------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """What the next start should know."""
        return state_of(self)

    def leave(self) -> None:
        """Let go of what lives longer than the window."""
        self.exports.leave()
        self.shown.records.close()
        self.presenting.leave()
        self.practice.close()
        self.desk.leave()
        self.files.close()
        self.places.leave()
