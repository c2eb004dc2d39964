"""What lives as long as the window: session, looks, the state file, and what goes on in the background."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from desktop.app.services import Backstage
from desktop.painter.typesetter import Typesetter
from desktop.player.session import Session
from desktop.system.faults import Faults
from desktop.system.paths import state_file
from desktop.theme.appearance import Appearance
from desktop.training.latency import Survey
from desktop.training.scene_runs import Live
from desktop.window import state
from desktop.window.main_window import Shell
from desktop.window.workspace import Window
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.output.theme import THEMES

SAVE_MS = 1500
"""How long after a change the state is saved, so that a crash costs little."""


@dataclass(frozen=True)
class Wish:
    """What the command line asks the window to begin with; "" and None leave it as it was."""

    scene: str = ""
    knobs: Knobs | None = None
    theme: str = ""


class House(QObject):
    """Furnishes a shell with a session and all that belongs to it."""

    def __init__(self, shell: Shell, backstage: Backstage, catalogue: Catalogue, wish: Wish) -> None:
        super().__init__(shell)
        self._shell, self._backstage, self._path = shell, backstage, state_file()
        self._untold: list[tuple[str, str]] = []
        self.faults = Faults()
        self.faults.happened.connect(self._tell)
        self._uninstall = self.faults.install()
        remembered, damage = state.load(self._path)
        self.live = Live(backstage.session, self)
        self.session = Session(catalogue, self.live.recording)
        self.session.failed.connect(self.faults.report)
        self.live.changed.connect(self.session.redraw)
        self.survey = Survey(backstage.session, self.session, self)
        self.appearance = Appearance(THEMES[wish.theme or remembered.theme], remembered.text)
        self.appearance.fit(shell.width(), shell.height())
        self.typesetter = Typesetter(parent=self)
        messages = [damage, *self.session.restore(remembered.session)]
        self.session.reduced_motion = remembered.reduced_motion
        if wish.scene:
            self.session.open(wish.scene, wish.knobs)
        self._opening_lab = remembered.lab and not wish.scene
        self.window = Window(
            self.session, self.live, self.survey, self.appearance, self.typesetter, backstage.lab, remembered
        )
        self.live.told.connect(self.window.say)
        backstage.session.told.connect(self.window.say)
        backstage.library.told.connect(self.window.say)
        for message in messages:
            self.window.say(message)
        self._save_later()
        self.window.painted.connect(self._go_on)
        backstage.imported.connect(self.window.load_lab)
        shell.setCentralWidget(self.window)
        self.window.move_in()
        shell.leaving.connect(self.close)

    def save(self) -> None:
        """Write down what the next start should know."""
        self.window.say_once(state.save(self._path, self.window.state()))

    def close(self) -> None:
        """Save, and end what goes on behind the window."""
        self._saving.stop()
        self.save()
        self.window.leave()
        self.typesetter.close()
        self._backstage.imported.disconnect()
        self._backstage.close()
        self._uninstall()
        self._print_untold()

    def _save_later(self) -> None:
        """Save a while after each change that a crash must not lose."""
        self._saving = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._saving.timeout.connect(self.save)
        session = self.session
        for changed in (session.turned, session.opened, session.stepped, self.appearance.changed, self._shell.resized):
            changed.connect(self._saving.start)

    def _tell(self, sentence: str, details: str) -> None:
        """Tell of a fault as soon as there is a window to do it in."""
        self._untold.append((sentence, details))
        QTimer.singleShot(0, self._tell_all)

    def _tell_all(self) -> None:
        while self._untold:
            self.window.show_fault(*self._untold.pop(0))

    def _print_untold(self) -> None:
        """Leave to the shell what there is no window for any more."""
        self.faults.happened.disconnect(self._tell)
        for _, details in self._untold:
            print(details, file=sys.stderr, flush=True)
        self._untold.clear()

    def _go_on(self) -> None:
        """Load what the first picture didn't need."""
        self.window.ahead.begin()
        if self._opening_lab:
            self.window.show_lab()
        else:
            self._backstage.import_lab()
