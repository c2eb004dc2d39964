"""The process that reads a network's file, as the window sees it: it is told what is wanted, and never waited for."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.model_files import words
from desktop.model_files.starting import (
    MODULE,
    SECONDS,
    broken_down,
    never_answers,
    no_longer_open,
    surroundings,
    too_slow,
)
from desktop.model_files.words import Fault, Look, Looked, Opened, Prepare, Prepared, Ran, Refused, Run
from desktop.system.lines import LineProcess
from engine.contract.numbers import Array


class Opener(QObject):
    """Opens one file at a time.

    `opened` carries the `Contents` of a file and `failed` a sentence about one that can't be read, or no longer.
    `looked` carries a `Looked`, `prepared` a `Prepared` and `ran` a `Ran`; `refused` a sentence about an order that
    can't be carried out, after which others can.
    """

    opened = Signal(object)
    failed = Signal(str)
    looked = Signal(object)
    prepared = Signal(object)
    ran = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._path = Path()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process = LineProcess(self)
        self._process.said.connect(self._hear)
        self._process.ended.connect(self._break_down)
        self._patience = QTimer(self, singleShot=True, interval=round(1000 * seconds))
        self._patience.timeout.connect(self._give_up)
        self._is_open = False

    def open(self, path: Path) -> None:
        """Read a file, in place of what was read before."""
        self.close()
        self._path, self._is_open = path, False
        self._folder = tempfile.TemporaryDirectory(prefix="convoscope-", ignore_cleanup_errors=True)
        self._patience.start()  # before what may fail at once
        self._process.start(MODULE, str(path.absolute()), surroundings(self._folder.name))

    def look(self, tensor: str) -> None:
        """Ask for one array by its name."""
        self._process.send(words.encode(Look(tensor)))

    def prepare(self, folder: Path, labels: Sequence[str] = (), way: str = "") -> None:
        """Write the weights of a network that fits a description into a folder, with what its classes are called.

        `way` is how it reads pictures, one of `fits.ways`; "" for the usual one.
        """
        self._process.send(words.encode(Prepare(str(folder), tuple(labels), way)))

    def run(self, picture: Array, layers: Sequence[str], mean: Sequence[float], deviation: Sequence[float]) -> None:
        """Send a picture through an ONNX network; ask for the maps of some of its layers.

        One that computes too long is ended: a file may hold a loop without an end.
        """
        self._patience.start()
        self._process.send(words.encode(Run(picture, tuple(layers), tuple(mean), tuple(deviation))))

    def close(self) -> None:
        """End what goes on; nobody hears of it."""
        self._patience.stop()
        self._process.close()
        folder, self._folder = self._folder, None
        if folder is not None:  # a disk takes its time over hundreds of megabytes, for which no window should wait
            threading.Thread(target=folder.cleanup, name="opened file").start()

    def _hear(self, line: bytes) -> None:
        try:
            answer = words.read_answer(line)
        except (msgspec.DecodeError, ValueError):  # a ValueError of an array whose shape and length disagree
            self._break_down()
            return
        match answer:
            case Opened(contents):
                self._patience.stop()
                self._is_open = True
                self.opened.emit(contents)
            case Fault(sentence):
                self.close()
                self.failed.emit(sentence)
            case Looked():
                self.looked.emit(answer)
            case Prepared():
                self.prepared.emit(answer)
            case Ran():
                self._patience.stop()
                self.ran.emit(answer)
            case Refused(sentence):
                self._patience.stop()
                self.refused.emit(sentence)

    def _give_up(self) -> None:
        self.close()
        say = never_answers if self._is_open else too_slow
        self.failed.emit(say(self._path, self._patience.interval() / 1000))

    def _break_down(self) -> None:
        self.close()
        self.failed.emit(no_longer_open(self._path) if self._is_open else broken_down(self._path))
