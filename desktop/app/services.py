"""What goes on while nobody looks: an engine loads torch, and a thread imports the lab's charts."""

from __future__ import annotations

import contextlib
import importlib
import threading
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.opened.model import kit_folders
from desktop.runs.library import Library
from desktop.runs.moving import move
from desktop.system import paths
from desktop.training.engine_process import EngineProcess
from desktop.training.session import TrainingSession
from scenes.stage.data.recording import Recording

if TYPE_CHECKING:
    from desktop.edge.page import EdgePage
    from desktop.lab.page import LabPage
    from desktop.opened.page import OpenedPage
    from desktop.sets.taught import TaughtStore
    from desktop.teaching.page import TeachPage
    from desktop.theme.appearance import Appearance


NOTE_MS = 1000
"""How often a run in progress is written down: so much of it is lost at most when the window dies."""


class Services(QObject):
    """Gets the lab ready before anybody asks for it; one that isn't `eager` does so only then.

    `session` is what trains, for the lab and for scenes; `library` keeps its runs. `imported` says that the lab can be
    made without a wait.
    """

    imported = Signal()

    def __init__(self, parent: QObject, eager: bool = True) -> None:
        super().__init__(parent)
        self._eager = eager
        self._thread: threading.Thread | None = None
        self.session = TrainingSession(EngineProcess(parent=self), self)
        runs = paths.runs_folder()
        self.trouble = move(paths.folder() / paths.RUNS, runs)
        """A sentence for the user about what went wrong before there was anything to say it in; "" for nothing."""
        self.library = Library(runs, self)
        self.library.adopt()
        self._noting = QTimer(self, interval=NOTE_MS)
        self._noting.timeout.connect(self._note)
        self.session.began.connect(self._noting.start)
        self.session.let_go.connect(self._keep)
        if eager:
            self.session.client.start()

    def import_lab(self) -> None:
        """Import what the lab needs, in a thread: it would stop the window for a third of a second.

        What a window has left that was killed is removed there too.
        """
        if self._eager:
            self._thread = threading.Thread(target=self._import, name="lab", daemon=True)
            self._thread.start()

    def lab(self, appearance: Appearance) -> LabPage:
        """Make the lab's page."""
        from desktop.lab.page import LabPage

        page = LabPage(appearance, self.session, self.library, self.taught)
        page.start_engine()
        return page

    def teaching(self, appearance: Appearance) -> TeachPage:
        """Make the page on which a published network learns classes of one's own."""
        from desktop.teaching.page import TeachPage
        from desktop.training.questions import Questions

        self.session.client.start()
        return TeachPage(appearance, Questions(self.session, self), self.taught)

    def opened(self, appearance: Appearance) -> OpenedPage:
        """Make the page that shows networks of other people."""
        from desktop.model_files.opener import Opener
        from desktop.opened.page import OpenedPage
        from desktop.training.questions import Questions

        self.session.client.start()
        return OpenedPage(appearance, Questions(self.session, self), Opener)

    def edge(self, appearance: Appearance) -> EdgePage:
        """Make the page that measures what a network costs here."""
        from desktop.edge.model.measurer import Measurer
        from desktop.edge.page import EdgePage
        from desktop.training.questions import Questions
        from desktop.training.session import Phase

        session = self.session
        session.client.start()
        measurer = Measurer(Questions(session, self), self.library, self)
        page = EdgePage(appearance, measurer, self.library, lambda: session.phase in (Phase.RUNNING, Phase.QUEUED))
        session.phase_changed.connect(page.bench.follow_training)
        return page

    @cached_property
    def taught(self) -> TaughtStore:
        """What was kept of teaching: lab and page know the same."""
        from desktop.sets.taught import FOLDER, TaughtStore

        return TaughtStore(paths.sets_folder() / FOLDER, self)

    def close(self) -> None:
        """End the engine, keep its run, and wait for the import.

        A thread that imports must not outlive the program around it.
        """
        self.session.close()
        self.library.close()
        if "taught" in self.__dict__:  # it was made
            self.taught.close()
        if self._thread is not None:
            self._thread.join()

    def _note(self) -> None:
        """Write down how far the run in progress has come."""
        if self.session.recording is not None:
            self.library.note(self.session.recording)

    def _keep(self, recording: Recording) -> None:
        """Keep a run to which no more steps will come."""
        self._noting.stop()
        self.library.keep(recording)

    def _import(self) -> None:
        importlib.import_module("desktop.lab.page")
        kit_folders.sweep()
        with contextlib.suppress(RuntimeError):  # the window may be gone meanwhile
            self.imported.emit()
