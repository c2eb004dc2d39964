"""An export that goes on beside the window: the process that carries an order out, seen from here."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QTemporaryDir, Signal

from desktop.publishing.order import Order, to_json
from desktop.publishing.pages.runs import save_runs
from desktop.publishing.worker import Came, Failed, Wrote, read_line
from desktop.runs.storage import RecordingError
from desktop.system.lines import show_errors
from desktop.system.processes import give_environment, own_environment
from scenes.stage.data.recording import Recording

MODULE = "desktop.publishing.worker"
NOT_STARTED = "No process starts for the export ({reason}). Close other programs, and export again."
DIED = "The export broke down, and nothing was written. Export again; if it does so again, choose less of it."


class ExportJob(QObject):
    """Carries out one order. `trained` are the runs that were trained here: what is shown is exported.

    One of these comes, once: `finished` carries the paths of the files, the ordered one first, and `failed` a
    sentence. `progressed` says how many pages or frames are done, and of how many. After `cancel` nothing comes, and
    no file is left.
    """

    progressed = Signal(int, int)
    finished = Signal(list)
    failed = Signal(str)

    def __init__(
        self, order: Order, trained: Mapping[str, Recording] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.order = order
        self._trained = trained or {}
        self._folder = QTemporaryDir()
        self._heard = b""
        self._process: QProcess | None = None
        self._number = 0
        """The number of that process."""
        self.program = [sys.executable, "-m", MODULE]
        """What is started."""

    def start(self) -> None:
        """Begin; returns at once."""
        try:
            tapes = save_runs(self.order.what, self._trained, Path(self._folder.path()))
        except RecordingError as error:
            self.failed.emit(str(error))
            return
        process = self._process = QProcess(self)
        give_environment(process, self._environment())
        show_errors(process)
        process.readyReadStandardOutput.connect(self._listen)
        process.started.connect(self._note_number)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._erred)
        process.start(self.program[0], self.program[1:])
        process.write(to_json(msgspec.structs.replace(self.order, runs=tapes)))
        process.closeWriteChannel()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._process is not None

    def cancel(self) -> None:
        """End it; what it has half written is removed."""
        process = self._release()
        if process is not None:
            process.kill()
            process.waitForFinished()
            process.deleteLater()
            self._remove_partials()
        self._folder.remove()

    def _environment(self) -> dict[str, str]:
        """No screen, and a folder for what is put aside, which is gone with the job."""
        aside = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.path())
        return {**own_environment(), **aside, "QT_QPA_PLATFORM": "offscreen"}

    def _release(self) -> QProcess | None:
        """Stop listening to the process."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
        return process

    def _note_number(self) -> None:
        if self._process is not None:
            self._number = self._process.processId()

    def _remove_partials(self) -> None:
        """Remove the files that the process has not written to their ends."""
        for partial in Path(self.order.path).parent.glob(f"*.{self._number}.partial"):
            with contextlib.suppress(OSError):
                partial.unlink()

    def _listen(self) -> None:
        """Take in what it has said."""
        if self._process is None:
            return
        *lines, self._heard = (self._heard + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            said = read_line(line)
            if isinstance(said, Came):
                self.progressed.emit(said.done, said.of)
            elif isinstance(said, Wrote):
                self._end()
                self.finished.emit([Path(each) for each in said.paths])
            elif isinstance(said, Failed):
                self._end()
                self.failed.emit(said.sentence)

    def _ended(self) -> None:
        self._listen()
        if self._process is not None:
            self._end()
            self._remove_partials()
            self.failed.emit(DIED)

    def _erred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._end()
            self.failed.emit(NOT_STARTED.format(reason=reason))

    def _end(self) -> None:
        process = self._release()
        if process is not None:
            process.waitForFinished()
            process.deleteLater()
        self._folder.remove()
