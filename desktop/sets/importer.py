"""The process that imports, as the window sees it: it is started, told what is wanted, and never waited for."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from desktop.pictures.answers import called
from desktop.pictures.reading import environment
from desktop.sets import words
from desktop.sets.words import Fault, Found, Keep, Kept, Options, Progress, Sheet, Unfit
from desktop.system.processes import give_environment
from desktop.system.tracebacks import wanted


class Importer(QObject):
    """Imports one set of pictures at a time.

    `progressed` carries how much of how much is read, `found` a `Found`, `prepared` a `Sheet` and `kept` an `OwnData`.
    `unfit` carries a sentence about options that make no set, `unkept` one about keeping that failed, and `failed` one
    about an import that is over.
    """

    progressed = Signal(int, int)
    found = Signal(object)
    prepared = Signal(object)
    unfit = Signal(str)
    kept = Signal(object)
    unkept = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._process: QProcess | None = None
        self._heard = b""

    def open(self, path: Path) -> None:
        """Read a folder or a file, in place of what was read before."""
        self.close()
        process = QProcess(self)
        give_environment(process, environment())
        if wanted():
            process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        else:
            process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._listen)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._ended)
        self._path, self._process, self._heard = path, process, b""
        process.start(sys.executable, ["-m", "desktop.sets.process", str(path.absolute())])

    def prepare(self, options: Options) -> None:
        """Make the pictures alike in another way."""
        self._send(options)

    def keep(self, title: str, folder: Path, shown: bool) -> None:
        """Keep the set as it was prepared last; kept runs hold some of its pictures where they may be `shown`."""
        self._send(Keep(title, str(folder), shown))

    def close(self) -> None:
        """End what goes on; nobody hears of it."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished()
            process.deleteLater()

    def _send(self, order: words.Order) -> None:
        if self._process is not None:
            self._process.write(words.encode(order) + b"\n")

    def _listen(self) -> None:
        if self._process is None:
            return
        *lines, self._heard = (self._heard + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                answer = words.read_answer(line)
            except msgspec.DecodeError:
                self._break_down()
                return
            self._tell(answer)

    def _tell(self, answer: words.Answer) -> None:
        match answer:
            case Progress(done, total):
                self.progressed.emit(done, total)
            case Found():
                self.found.emit(answer)
            case Sheet():
                self.prepared.emit(answer)
            case Unfit(sentence):
                self.unfit.emit(sentence)
            case Kept(data):
                self.kept.emit(data)
            case Fault(sentence, True):
                self.unkept.emit(sentence)
            case Fault(sentence):
                self.close()
                self.failed.emit(sentence)

    def _ended(self) -> None:
        """The process is gone, and nobody has ended it."""
        self._listen()
        if self._process is not None:
            self._break_down()

    def _break_down(self) -> None:
        self.close()
        self.failed.emit(f"{called(self._path)} can't be imported: what reads it broke down. Import fewer pictures.")
