"""What stands in the window: outline, stage, knobs and transport around one session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.canvas.canvas import Canvas
from desktop.canvas.prefetch import FormulaPrefetch
from desktop.painter.typesetter import Typesetter
from desktop.panels.caption import Caption
from desktop.panels.knobs import KnobPanel
from desktop.panels.latency import LatencyPanel
from desktop.panels.notes import Notes
from desktop.panels.outline import LAB, Outline
from desktop.panels.readout import Readout
from desktop.panels.training import LivePanel, StepButton
from desktop.panels.transport import Transport
from desktop.player.clock import Clock
from desktop.player.seen import Seen
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance, palette, stylesheet
from desktop.theme.fonts import font
from desktop.training.latency import LatencySurvey
from desktop.training.scene_runs import SceneRuns
from desktop.widgets.banner import Banner
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import ScrollColumn
from desktop.window.actions import Actions, scene_actions
from desktop.window.blank import Blank, BlankScreen
from desktop.window.dialogs import FaultDialog, HelpDialog
from desktop.window.files import Files
from desktop.window.keys import Keys
from desktop.window.main_window import MainWindow
from desktop.window.menu import Menu
from desktop.window.next_scene import NextScene
from desktop.window.opening import Opener, dropped, open_with
from desktop.window.places import Places
from desktop.window.presentation import Presenter, Side
from desktop.window.start_page import StartPage
from desktop.window.state import State
from desktop.window.way_out import WayOut

if TYPE_CHECKING:
    from desktop.lab.page import LabPage

ROOMY = 1120
"""Windows narrower than this (4:3 projectors), or than this for larger letters, begin without the outline, so that the
stage is large enough."""

OF_THE_SCENE = frozenset({"export", "train", "outline", "aside"})
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
        make_lab: Callable[[Appearance], LabPage],
        state: State,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.session, self.live, self.survey = session, live, survey
        self.appearance, self.typesetter = appearance, typesetter
        self._outline_wanted, self._aside_wanted = state.outline, state.aside
        self._said: set[str] = set()
        self._painted = self._was_maximised = False
        self.presenter = Presenter(self, self._reach)
        self._make_lab = make_lab
        self.files = Files(session, appearance, self.say, self.unsay, self, state.recent)
        self.openers = (Opener(self.files.takes_picture, self.files.open_picture),)
        scene = self._build_scene()
        keys = scene_actions(session, self.next_scene, self.canvas)
        self.places = Places(session, scene, keys, self._build_lab, state.lab_state, state.lab)
        self.seen = Seen(session, state.seen)
        self.start_page = StartPage(session, self.seen, self.places, live.recording, self)
        self.window_actions = self._window_actions()
        self._build()
        self.clock, self.prefetch = Clock(session), FormulaPrefetch(session, typesetter)
        self.keys = Keys(self.act, self)
        self._connect()

    def move_in(self) -> None:
        """Dress for the window that this has become the content of, and take its keys."""
        self.keys.watch(self.window())
        self._give_keys()
        self._dress()
        self._retitle()

    def _give_keys(self) -> None:
        """Let the stage have the keys, but none of its marks; the start page gives them to a poster."""
        if not (self.places.at_home or self.places.in_lab):
            self.canvas.setFocus()

    # --- Building ---------------------------------------------------------------------------------------------------

    def _build_scene(self) -> QWidget:
        session, appearance = self.session, self.appearance
        self.canvas = Canvas(session, appearance, self.typesetter)
        self.next_scene = NextScene(session, appearance, self.canvas)
        self.readout = Readout(appearance)
        self.caption = Caption(session, appearance)
        self.step_button = StepButton(session, self.live)
        self.caption.put_beside_title(self.step_button)
        self.transport = Transport(session, appearance)
        scene = QWidget()
        self._scene_column = QVBoxLayout(scene)
        self._scene_column.addWidget(self.canvas, 1)
        for widget in (self.readout, self.caption, self.transport):
            self._scene_column.addWidget(widget)
        return scene

    def _build(self) -> None:
        session, appearance = self.session, self.appearance
        self.outline = Outline(session.catalogue, appearance)
        self.banner = Banner(appearance)
        self.knobs, self.notes = KnobPanel(session, appearance), Notes(session, appearance)
        self.training = LivePanel(session, self.live, appearance)
        self.speed = LatencyPanel(session, self.survey, appearance)
        self.aside = self._build_aside()
        files = self.files
        self.menu = Menu(session, appearance, self.window_actions, lambda: files.recent, self._open_again, self)
        self._fill_corner()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.banner)
        middle.addWidget(self.places, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.outline)
        row.addLayout(middle, 1)
        row.addWidget(self.aside)
        self.start_page.build(self, appearance, self.typesetter, self.window_actions)
        self.blank = BlankScreen(self)

    def _build_aside(self) -> QFrame:
        inside = QWidget()
        self._aside_column = QVBoxLayout(inside)
        self._aside_column.addWidget(self.knobs)
        self._aside_column.addWidget(self.training)
        self._aside_column.addWidget(self.speed)
        self._aside_column.addWidget(self.notes)
        self._aside_column.addStretch(1)
        aside = QFrame()
        aside.setObjectName("aside")
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollColumn(inside))
        return aside

    def _build_lab(self) -> LabPage:
        lab = self._make_lab(self.appearance)
        lab.aside.put_on_top(WayOut(self.appearance, self.window_actions, self.menu))
        return lab

    def _fill_corner(self) -> None:
        for icon, words, action in (
            ("home", "Start page  H", "home"),
            ("outline", "Outline  O", "outline"),
            ("aside", "Knobs  K", "aside"),
            ("full-screen", "Full screen  F11", "full-screen"),
        ):
            button = IconButton(self.appearance, icon, words, size=30)
            button.clicked.connect(self.window_actions[action])
            self.transport.corner.addWidget(button)
        button = IconButton(self.appearance, "menu", "Menu: themes, letters, motion, keys", size=30)
        button.clicked.connect(lambda: self.menu.popup(button.mapToGlobal(button.rect().topLeft())))
        self.transport.corner.addWidget(button)

    def _connect(self) -> None:
        session = self.session
        places = self.places
        places.currentChanged.connect(self._arrange)
        places.currentChanged.connect(self._retitle)
        places.currentChanged.connect(self._give_keys)
        places.told.connect(self.say)
        places.changed.connect(self.changed)
        self.seen.changed.connect(self.changed)
        self.outline.scene_wanted.connect(places.open_scene)
        self.outline.lab_wanted.connect(places.show_lab)
        self.knobs.file_wanted.connect(self.files.ask_for_picture)
        self.files.scene_wanted.connect(places.open_scene)
        self.canvas.read.connect(self.readout.show_reading)
        self.canvas.refused.connect(self.say)
        self.transport.stepped.connect(self.next_scene.step)
        session.opened.connect(self._retitle)
        session.stepped.connect(self._retitle)
        session.refused.connect(self._refuse)
        self.appearance.changed.connect(self._dress)
        self.presenter.changed.connect(self._arrange)

    def _window_actions(self) -> Actions:
        appearance = self.appearance
        return {
            "export": self.files.ask_to_save,
            "train": self.train,
            "full-screen": self.toggle_full_screen,
            "escape": self.escape,
            "black": lambda: self._cover("black"),
            "white": lambda: self._cover("white"),
            "theme": appearance.next_theme,
            "larger": lambda: appearance.change_text(1),
            "smaller": lambda: appearance.change_text(-1),
            "outline": self.toggle_outline,
            "aside": self.toggle_aside,
            "home": self.places.toggle_home,
            "lab": self.places.toggle_lab,
            "find": self.start_page.find,
            "help": self.show_help,
            "quit": lambda: self.window().close(),
        }

    def act(self, name: str) -> bool:
        """Do what an action's name says where it makes sense now; tells whether it does."""
        if self.blank.colour and name not in ("black", "white", "quit"):
            self.blank.uncover()
            return True
        if self.places.at_home and name in OF_THE_SCENE:
            return False
        action = self.window_actions.get(name) or self.places.actions_here.get(name)
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
        margin = appearance.px(14)
        self._scene_column.setContentsMargins(margin, 0, margin, margin - 4)
        self._scene_column.setSpacing(appearance.px(6))
        self._aside_column.setContentsMargins(margin, margin, margin, margin)
        self._aside_column.setSpacing(appearance.px(16))
        self.aside.setFixedWidth(appearance.room(264))
        self._arrange()

    def _arrange(self) -> None:
        """Show the panels that there is room and reason for."""
        presenter, in_scene = self.presenter, not (self.places.in_lab or self.places.at_home)
        outline = self._outline_wanted if self._outline_wanted is not None else self._roomy(self.width())
        self.outline.setVisible(not self.places.at_home and (presenter.shows("left") if presenter.on else outline))
        self.aside.setVisible(in_scene and (presenter.shows("right") if presenter.on else self._aside_wanted))
        self.transport.setVisible(presenter.shows("below") or not presenter.on)
        self.readout.setVisible(not presenter.on)
        self.caption.present(presenter.on)

    def _reach(self) -> dict[Side, int]:
        """How far each panel reaches from its edge."""
        below = self.transport.mapTo(self, QPoint()).y()
        return {"left": self.outline.width(), "right": self.aside.width(), "below": self.height() - below}

    def _roomy(self, width: int) -> bool:
        """Whether the outline has room beside the stage."""
        return width >= max(ROOMY, self.appearance.room(ROOMY))

    def _retitle(self) -> None:
        session = self.session
        place = f"step {session.step + 1}/{len(session.steps)}"
        title = f"{session.scene.title} · {place}"
        if self.places.in_lab or self.places.at_home:
            title = "Lab" if self.places.in_lab else "Start page"
        self.window().setWindowTitle(f"{title} · Convoscope")
        self.outline.mark(LAB if self.places.in_lab else session.scene.name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's
        super().resizeEvent(event)
        before = event.oldSize().width()
        self.appearance.fit(self.width(), self.height())
        if before > 0 and self._roomy(before) != self._roomy(self.width()):
            self._outline_wanted = None  # what was wanted of a wide window is not what a narrow one has room for
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's
        path = dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.say(open_with(self.openers, path))

    def _open_again(self, path: Path) -> None:
        if self.files.found_again(path):
            self.say(open_with(self.openers, path))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    # --- What is shown beside it ------------------------------------------------------------------------------------

    def toggle_outline(self) -> None:
        """Show or hide the outline."""
        if self.presenter.on:
            self.presenter.pin("left")
        else:
            self._outline_wanted = self.outline.isHidden()
            self._arrange()
            self.changed.emit()

    def toggle_aside(self) -> None:
        """Show or hide the knobs."""
        if self.presenter.on:
            self.presenter.pin("right")
        else:
            self._aside_wanted = self.aside.isHidden()
            self._arrange()
            self.changed.emit()

    def toggle_full_screen(self) -> None:
        """Fill the screen with the stage, or go back."""
        if self.presenter.on:
            self.blank.uncover()
            self.presenter.end()
            self.window().showMaximized() if self._was_maximised else self.window().showNormal()
        else:
            self._was_maximised = self.window().isMaximized()
            self.presenter.begin()
            self.window().showFullScreen()

    def _cover(self, colour: Blank) -> None:
        """Cover the screen while it is full, or show it again; time stands still below."""
        if self.presenter.on:
            if self.session.player.playing:
                self.session.toggle()
            self.blank.toggle(colour)

    def escape(self) -> None:
        """Leave the uppermost thing: full screen, else the message."""
        if self.presenter.on:
            self.toggle_full_screen()
        else:
            self.banner.dismiss()

    def train(self) -> None:
        """Train the open scene's run or measure its networks, or stop that."""
        if self.session.networks:
            self.speed.toggle()
        elif self.session.preset:
            self.training.train.toggle()
        elif not self.places.in_lab:
            self.say("This scene trains nothing. The lab does: press L.")

    # --- Words ------------------------------------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """Show a message; "" shows none."""
        self.banner.say(sentence)

    def unsay(self, sentence: str) -> None:
        """Take a message back that is true no longer."""
        self.banner.take_back(sentence)

    def say_once(self, sentence: str) -> None:
        """Show a message that would come again and again, the first time."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.say(sentence)

    def show_help(self) -> None:
        """Show the keys."""
        HelpDialog(self).open()

    def show_fault(self, sentence: str, details: str) -> None:
        """Tell of what nobody expected."""
        FaultDialog(sentence, details, self).open()

    def _refuse(self, name: str, sentence: str) -> None:
        """Say why a knob can't be turned where its editor can't."""
        if self.aside.isHidden() or name not in self.knobs.editors:
            self.say(sentence)

    # --- Leaving ----------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """What the next start should know."""
        return State(
            session=self.session.remember(),
            seen=sorted(self.seen.names),
            recent=[str(path) for path in self.files.recent],
            theme=self.appearance.theme.name,
            text=self.appearance.text,
            reduced_motion=self.session.reduced_motion,
            outline=self._outline_wanted,
            aside=self._aside_wanted,
            lab=self.places.lab_last,
            lab_state=self.places.lab_state(),
            geometry=self._geometry_to_keep(),
            ground=self.appearance.theme.background,
        )

    def _geometry_to_keep(self) -> str:
        window = self.window()
        return window.saveGeometry().toHex().toStdString() if isinstance(window, MainWindow) else ""

    def leave(self) -> None:
        """Let go of what lives longer than the window."""
        if self.presenter.on:
            self.presenter.end()
        self.files.close()
        self.places.leave()
