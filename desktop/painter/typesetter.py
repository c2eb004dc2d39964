"""The typesetter: formulas are set in a process of their own while frames go on with their plain text."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from desktop.painter.formulas import FormulaError, SetFormula, read_answer, request, set_formula
from desktop.system.processes import give_environment, own_environment
from scenes.stage.core.marks import Formula

PATIENCE_MS = 1000


class Typesetter(QObject):
    """Sets formulas in the background and hands out those that are ready; `ready` says that there are new ones.

    A `blocking` one sets each formula here and at once when it is asked for: for exports and tests.
    """

    ready = Signal()

    def __init__(self, blocking: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocking = blocking
        self.problems: dict[str, str] = {}
        self._done: dict[str, SetFormula | None] = {}
        self._new: list[str] = []
        self._waiting: set[str] = set()
        self._process: QProcess | None = None
        self._closed = False

    def prepare(self, formulas: Iterable[Formula]) -> None:
        """Begin to set formulas; returns at once (a blocking typesetter returns when they are set)."""
        for formula in formulas:
            self.picture(formula.tex)

    def picture(self, tex: str) -> SetFormula | None:
        """The picture of LaTeX; None while it is being set, and for good where it can't be (see `problems`)."""
        if tex not in self._done and tex not in self._waiting and not self._closed:
            if self.blocking:
                self._set(tex)
            else:
                self._ask(tex)
        return self._done.get(tex)

    def close(self) -> None:
        """End the process for good; formulas that it has not set stay plain."""
        self._closed = True
        self._stop()

    def _ask(self, tex: str) -> None:
        """Ask for a formula in a moment: starting a process takes time that the frame being painted doesn't have."""
        if not self._new:
            QTimer.singleShot(0, self, self._send)
        self._new.append(tex)
        self._waiting.add(tex)

    def _send(self) -> None:
        new, self._new = self._new, []
        for tex in new:
            if not self._closed:
                self._running().write(request(tex))

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(PATIENCE_MS)
            process.deleteLater()

    def _set(self, tex: str) -> None:
        try:
            self._done[tex] = set_formula(tex)
        except FormulaError as error:
            self._give_up(tex, str(error))

    def _give_up(self, tex: str, problem: str) -> None:
        self._done[tex] = None
        self.problems[tex] = problem

    def _running(self) -> QProcess:
        if self._process is None:
            self._process = QProcess(self)
            give_environment(self._process, own_environment())
            self._process.setStandardErrorFile(QProcess.nullDevice())
            self._process.readyReadStandardOutput.connect(self._read)
            self._process.finished.connect(self._ended)
            self._process.errorOccurred.connect(self._ended)
            self._process.start(sys.executable, ["-m", "desktop.painter.formulas"])
        return self._process

    def _read(self) -> None:
        process = self._process
        while process is not None and process.canReadLine():
            try:
                tex, found = read_answer(bytes(process.readLine().data()))
            except ValueError:
                continue
            self._waiting.discard(tex)
            if isinstance(found, SetFormula):
                self._done[tex] = found
            else:
                self._give_up(tex, found)
        self.ready.emit()

    def _ended(self) -> None:
        """Leave what was asked for plain; the next new formula starts another process."""
        self._stop()
        for tex in self._waiting.difference(self._new):
            self._give_up(tex, "The typesetter ended unexpectedly; this formula stays plain.")
        self._waiting.intersection_update(self._new)
