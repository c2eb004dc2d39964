"""Processes of ours beside the window that speak in lines: they are started, told, heard, and never waited for."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import QObject, QProcess, Signal

from desktop.system.processes import give_environment
from desktop.system.tracebacks import wanted


def show_errors(process: QProcess) -> None:
    """Let through what a process says on stderr where tracebacks are asked for; else nobody sees it."""
    if wanted():
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
    else:
        process.setStandardErrorFile(QProcess.nullDevice())


class LineProcess(QObject):
    """One process at a time: `said` carries each of its lines without the end, `ended` tells that it is gone by itself.

    A process that is closed is heard of no more.
    """

    said = Signal(bytes)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: QProcess | None = None
        self._heard: list[bytes] = []

    def start(self, module: str, word: str, environment: Mapping[str, str]) -> None:
        """Run a module of this copy with one argument, in place of what ran before."""
        self.close()
        process = QProcess(self)
        give_environment(process, dict(environment))
        show_errors(process)
        process.readyReadStandardOutput.connect(self._listen)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._end)
        self.running, self._heard = process, []
        process.start(sys.executable, ["-m", module, word])

    def send(self, line: bytes) -> None:
        """Tell it a line; where none runs nobody hears it."""
        if self.running is not None:
            self.running.write(line + b"\n")

    def close(self) -> None:
        """End it; nobody hears of it."""
        process, self.running = self.running, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished()
            process.deleteLater()

    def _listen(self) -> None:
        """Hear whole lines; who hears one may close the process, and then the rest is not heard."""
        process = self.running
        if process is None:
            return
        data = bytes(process.readAllStandardOutput().data())
        if b"\n" not in data:  # a long line comes in many parts: they are joined once
            self._heard.append(data)
            return
        *lines, rest = b"".join([*self._heard, data]).split(b"\n")
        self._heard = [rest]
        for line in lines:
            if self.running is process:
                self.said.emit(line)

    def _end(self) -> None:
        """It is gone, and nobody has ended it."""
        process = self.running
        self._listen()
        if process is not None and self.running is process:
            self.close()
            self.ended.emit()
