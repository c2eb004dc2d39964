"""A window with a playing scene and the live lab beside it: what the other benchmarks watch while it trains."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSplitter

from desktop.canvas.canvas import Canvas
from desktop.lab.page import LabPage
from desktop.painter.typesetter import Typesetter
from desktop.player.clock import Clock
from desktop.player.session import SceneSession
from desktop.runs.library import Library
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.training.engine_process import EngineProcess
from desktop.training.session import TrainingSession
from engine.contract.spec import RunSpec
from scenes.stage.core.catalogue import catalogue

LOOK_AGAIN_MS = 20


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End at once with the traceback: Qt's loop would go on without what was to end it."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


class LabWindow:
    """Shows canvas and lab side by side at 1920x1080 and runs Qt's loop until `close`; `runs` keeps its runs."""

    def __init__(self, runs: Path | None = None) -> None:
        sys.excepthook = _give_up
        self.application = QApplication([])
        self.application.setStyle("Fusion")
        self.application.setFont(fonts.font(14))
        appearance = Appearance()
        self.session = SceneSession(catalogue())
        self.typesetter = Typesetter()
        self.canvas = Canvas(self.session, appearance, self.typesetter)
        self.library = Library(runs or Path(tempfile.mkdtemp()))
        self.lab = LabPage(appearance, TrainingSession(EngineProcess()), self.library)
        self.lab.session.let_go.connect(self.library.keep)
        self._plays = False
        self.session.moved.connect(self._go_on)  # before the clock hears of it, which would stop and begin anew
        self.clock = Clock(self.session)
        self.window = QSplitter(Qt.Orientation.Horizontal)
        self.window.addWidget(self.canvas)
        self.window.addWidget(self.lab)
        self.window.resize(1920, 1080)
        self.window.setSizes([960, 960])
        self.window.show()
        self.lab.start_engine()
        gc.freeze()  # as the application does

    def when(self, ready: Callable[[], object], then: Callable[[], object]) -> None:
        """Call `then` as soon as `ready` is true."""
        if ready():
            then()
        else:
            QTimer.singleShot(LOOK_AGAIN_MS, lambda: self.when(ready, then))

    def train(self, spec: RunSpec) -> None:
        """Start a run and play the scene again and again without a stop, as soon as the engine is ready."""

        def begin() -> None:
            self.lab.session.start(spec)
            self.play()

        self.when(lambda: self.lab.session.devices, begin)

    def play(self) -> None:
        """Play the scene again and again without a stop."""
        self._plays = True
        self._go_on()

    @property
    def steps(self) -> int:
        """Training steps that have been recorded."""
        recording = self.lab.session.recording
        return 0 if recording is None else len(recording.steps)

    def run(self) -> None:
        """Run Qt's loop."""
        self.application.exec()

    def close(self) -> None:
        """End the engine, the typesetter and Qt's loop."""
        self.lab.shutdown()
        self.library.close()
        self.typesetter.close()
        self.application.exit()

    def _go_on(self) -> None:
        """Play on from the end of a step, and from the beginning at the end of the scene."""
        if self._plays and not self.session.player.playing:
            self.session.toggle()


def work(spec: RunSpec) -> None:
    """Train as many steps as each line on stdin asks for, and answer with the seconds that the engine took."""
    whole = LabWindow()

    def follow() -> None:
        line = sys.stdin.readline()
        if not line:
            whole.close()
            return
        first, last = whole.steps, whole.steps + int(line)
        whole.lab.session.resume()
        whole.when(lambda: whole.steps >= last, lambda: answer(first, last))

    def answer(first: int, last: int) -> None:
        whole.lab.session.pause()
        recording = whole.lab.session.recording
        assert recording is not None
        seconds = recording.column("seconds")
        print(seconds[last - 1] - seconds[first - 1], flush=True)

    def listen() -> None:
        whole.lab.session.pause()
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, whole.window)
        notifier.activated.connect(follow)

    whole.train(spec)
    whole.when(lambda: whole.steps > 20, listen)
    whole.run()
