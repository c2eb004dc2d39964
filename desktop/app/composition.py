"""What lives as long as the window: session, looks, the state file, and what goes on in the background."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer

from desktop.app.services import Services
from desktop.model_files.endings import is_network
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.practice.answering import is_sheet
from desktop.system.faults import Faults
from desktop.system.paths import state_file
from desktop.system.sharing import OtherWindows
from desktop.theme.appearance import Appearance
from desktop.training.latency import LatencySurvey
from desktop.training.reading import Readings
from desktop.training.scene_runs import SceneRuns
from desktop.window import state
from desktop.window.leaving import may_drop, may_leave
from desktop.window.main_window import MainWindow
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.timeline import step_named
from scenes.stage.output.theme import THEMES

SAVE_MS = 1500
"""How long after a change the state is saved, so that a crash costs little."""

ANOTHER_WINDOW = "Another Convoscope window is open. Both share one list of runs."


@dataclass(frozen=True)
class StartOptions:
    """What the command line asks the window to begin with; "" and None leave it as it was.

    `share` asks for the beam as a window that can be shared in a video call.
    """

    scene: str = ""
    knobs: Knobs | None = None
    theme: str = ""
    share: bool = False
    step: str = ""
    """The title or the number of the step at whose end the scene opens."""
    file: Path | None = None
    """A file to open: a lesson, a sheet of answers, or somebody's network."""


class Application(QObject):
    """Fills a main window with a session and all that belongs to it."""

    def __init__(self, window: MainWindow, services: Services, catalogue: Catalogue, options: StartOptions) -> None:
        super().__init__(window)
        self._window, self._services, self._path = window, services, state_file()
        self._untold: list[tuple[str, str]] = []
        self.faults = Faults()
        self.faults.happened.connect(self._tell)
        self._uninstall = self.faults.install()
        remembered, damage = state.load(self._path)
        self.live = SceneRuns(services.session, self)
        self.session = SceneSession(catalogue, self.live.recording)
        self.session.failed.connect(self.faults.report)
        self.live.changed.connect(self.session.redraw)
        self.readings = Readings(services.session, self)
        self.readings.changed.connect(lambda: self.session.read(self.readings.at_hand, self.readings.trouble))
        self.survey = LatencySurvey(services.session, self.session, self)
        self.appearance = Appearance(THEMES[options.theme or remembered.theme], remembered.text)
        self.appearance.fit(window.width(), window.height())
        self.typesetter = Typesetter(parent=self)
        messages = [damage, services.trouble, *self.session.restore(remembered.session)]
        self.session.reduced_motion = remembered.reduced_motion
        if options.scene:
            self.session.open(options.scene, options.knobs)
        if options.step:
            self.session.show_step(step_named(self.session.steps, options.step))
        self.workspace = Workspace(
            *(self.session, self.live, self.survey, self.appearance, self.typesetter),
            *(services, remembered),
        )
        self.workspace.canvas.wanting.connect(self.readings.want)
        self._known = remembered
        self._know()
        self.workspace.places.lab_made.connect(self._know_lab)
        self.live.told.connect(self.workspace.say)
        services.session.told.connect(self.workspace.say)
        services.library.told.connect(self.workspace.say)
        services.library.rescued.connect(self._tell_of_rescued)
        for message in messages:
            self.workspace.say(message)
        self._save_later()
        self.others = OtherWindows(self._path.parent, self)
        self.others.changed.connect(self._follow_others)
        self.others.look()
        self.workspace.painted.connect(self._go_on)
        services.imported.connect(self.workspace.places.load_lab)
        window.setCentralWidget(self.workspace)
        if options.scene:
            self.workspace.places.show_scene()
        else:
            self.workspace.places.show_home()
        self.workspace.move_in()
        if options.file is not None:
            self._open(options.file)
        self.workspace.shown.records.look()
        if options.share:
            self.workspace.presenting.toggle_window()
        window.may_leave = self._may_leave
        window.leaving.connect(self.close)

    def _open(self, path: Path) -> None:
        """Open a file that the command line names."""
        if is_network(path):
            self.workspace.places.open_network(path)
        elif is_sheet(path):
            self.workspace.practice.open_sheet(path)
        else:
            self.workspace.desk.open(path)

    def save(self) -> None:
        """Write down what has changed of what the next start should know."""
        now = self.workspace.state()
        trouble = state.save(self._path, now, self._known)
        if not trouble:
            self._known = now
        self.workspace.banner.say_once(trouble)

    def _know(self) -> None:
        """Take what is there for the first time as nobody's change."""
        self._known = state.known(self._known, self.workspace.state())

    def _know_lab(self) -> None:
        """Take the lab as it is made as nobody's change; what has been changed elsewhere is still to be saved."""
        made = msgspec.structs.replace(self._known, lab_state=self.workspace.state().lab_state)
        self._known = state.known(self._known, made)
        lab = self.workspace.places.lab
        if lab is not None:
            lab.taken_back.connect(self.workspace.unsay)

    def _tell_of_rescued(self, sentence: str, key: str) -> None:
        """Tell of a run that was broken off, with the way to it."""
        places = self.workspace.places

        def look() -> None:
            places.show_lab()
            places.load_lab().selection.open(key)

        self.workspace.banner.offer(sentence, "Look at it", look)

    def _follow_others(self) -> None:
        """Tell of other windows as long as there are some, and take over what one may have left unfinished."""
        tell = self.workspace.say if self.others.count else self.workspace.unsay
        tell(ANOTHER_WINDOW)
        self._services.library.adopt()
        self.workspace.shown.records.look()

    def _may_leave(self) -> bool:
        """End the run, so that it is saved, and ask what becomes of exports that go on and runs that can't be saved."""
        if not may_drop(self._window, self.workspace.exports) or not self.workspace.places.may_close():
            return False
        if self._services.session.recording is None and not self._services.library.unsaved():
            return True  # nothing can be lost, so an engine that still starts is not waited for
        self._services.session.close()
        if may_leave(self._window, self._services.library):
            return True
        self._services.session.restart_engine()
        return False

    def close(self) -> None:
        """Save, and end what goes on behind the window."""
        self._saving.stop()
        self.others.close()
        self.save()
        self.workspace.leave()
        self.typesetter.close()
        self._services.imported.disconnect()
        self._services.close()
        self._uninstall()
        self._print_untold()

    def _save_later(self) -> None:
        """Save a while after each change that a crash must not lose."""
        self._saving = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._saving.timeout.connect(self.save)
        session = self.session
        around = (self.appearance.changed, self.workspace.changed, self._window.placed)
        for changed in (session.turned, session.opened, session.stepped, session.paced, *around):
            changed.connect(self._saving.start)

    def _tell(self, sentence: str, details: str) -> None:
        """Tell of a fault as soon as there is a window to do it in."""
        self._untold.append((sentence, details))
        QTimer.singleShot(0, self._tell_all)

    def _tell_all(self) -> None:
        while self._untold:
            self.workspace.show_fault(*self._untold.pop(0))

    def _print_untold(self) -> None:
        """Leave to the terminal what there is no window for any more."""
        self.faults.happened.disconnect(self._tell)
        for _, details in self._untold:
            print(details, file=sys.stderr, flush=True)
        self._untold.clear()

    def _go_on(self) -> None:
        """Load what the first picture didn't need."""
        self.workspace.prefetch.begin()
        self.workspace.desk.restore()
        self._services.import_lab()
