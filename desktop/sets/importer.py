"""The process that imports, as the window sees it: it is started, told what is wanted, and never waited for."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.pictures.answers import called
from desktop.pictures.reading import environment
from desktop.sets import words
from desktop.sets.words import Fault, Found, Keep, Kept, Options, Progress, Sheet, Unfit
from desktop.system.lines import LineProcess


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
        self._process = LineProcess(self)
        self._process.said.connect(self._hear)
        self._process.ended.connect(self._break_down)

    def open(self, path: Path) -> None:
        """Read a folder or a file, in place of what was read before."""
        self._path = path
        self._process.start("desktop.sets.process", str(path.absolute()), environment())

    def prepare(self, options: Options) -> None:
        """Make the pictures alike in another way."""
        self._send(options)

    def keep(self, title: str, folder: Path, shown: bool) -> None:
        """Keep the set as it was prepared last; kept runs hold some of its pictures where they may be `shown`."""
        self._send(Keep(title, str(folder), shown))

    def close(self) -> None:
        """End what goes on; nobody hears of it."""
        self._process.close()

    def _send(self, order: words.Order) -> None:
        self._process.send(words.encode(order))

    def _hear(self, line: bytes) -> None:
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

    def _break_down(self) -> None:
        self.close()
        self.failed.emit(f"{called(self._path)} can't be imported: what reads it broke down. Import fewer pictures.")
