"""What is taken along, as the window sees it written: by processes that nobody waits for."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QProcess, Signal

from desktop.lab.take_away.taken import Order, to_wire
from desktop.system.lines import show_errors
from desktop.system.processes import give_environment, own_environment

MODULE = "desktop.lab.take_away.writer"
LAST_MS = 10_000
"""So long the window, when it closes, waits for files that are being written."""


class Writing(QObject):
    """Has orders carried out, each by a process of its own; `told` carries a sentence for the user about each."""

    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._processes: dict[QProcess, Order] = {}
        self.program = [sys.executable, "-m", MODULE]
        """What is started."""

    def write(self, order: Order) -> None:
        """Begin to write a file; returns at once."""
        process = QProcess(self)
        give_environment(process, own_environment())
        show_errors(process)
        process.finished.connect(lambda: self._end(process))
        process.errorOccurred.connect(lambda error: self._erred(process, error))
        self._processes[process] = order
        process.start(self.program[0], self.program[1:])
        process.write(to_wire(order))
        process.closeWriteChannel()

    def close(self) -> None:
        """Let what is being written be finished."""
        for process in list(self._processes):
            if not process.waitForFinished(LAST_MS):
                process.kill()
                process.waitForFinished()

    def _erred(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(process)

    def _end(self, process: QProcess) -> None:
        """Tell what came of an order."""
        order = self._processes.pop(process, None)
        if order is None:
            return
        said = bytes(process.readAllStandardOutput().data()).decode(errors="replace")
        self.told.emit(said or f"{order.file.name} was not written: the process that writes it broke down. Try again.")
        process.deleteLater()
