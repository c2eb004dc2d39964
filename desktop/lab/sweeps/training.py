"""A sweep in training: an engine of its own, a folder that fills, and nobody who waits."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.training.engine_process import Breakdown, EngineProcess, EngineState
from engine.contract.events import Event, Failed, Notice, Stop
from engine.contract.sweeps.folder import FolderError, SweepFolder
from engine.contract.sweeps.messages import HERE, AllTrained, RunFailed, RunTrained, TrainAll, Training

READ_MS = 10
"""Milliseconds between two tapes that are read: together they would stop the window for a while."""


class SweepTraining(QObject):
    """Reads what of a sweep is there, and trains what is missing where that is wanted.

    `changed` says that there is another result, or that training begins or ends; `advanced` carries the share of the
    wanted steps that is done, 0..1; `told` a sentence for the user.
    """

    changed = Signal()
    advanced = Signal(float)
    told = Signal(str)

    def __init__(self, parent: QObject | None = None, engine: EngineProcess | None = None) -> None:
        super().__init__(parent)
        self.folder: SweepFolder | None = None
        self._engine = engine or EngineProcess(parent=self)
        self._missing: tuple[int, ...] = ()
        self._on = HERE
        self._wanted = self._training = False
        self._reading = QTimer(self, interval=READ_MS)
        self._reading.timeout.connect(self._read_next)
        self._engine.received.connect(self._receive)
        self._engine.broke.connect(self._lose)

    @property
    def running(self) -> bool:
        """Whether runs are trained, or will be as soon as all tapes are read."""
        return self._wanted or self._training

    @property
    def reading(self) -> bool:
        """Whether tapes are being read."""
        return self._reading.isActive()

    def show(self, folder: SweepFolder) -> None:
        """Read what there is of a sweep; another one that is in training is ended, and keeps what it has."""
        self.stop()
        self.folder, self._tapes = folder, folder.read()
        self._reading.start()
        self.changed.emit()

    def start(self, on: str = HERE) -> None:
        """Train what is missing, at a place as `TrainAll` names it."""
        if self.folder is None or self.running:
            return
        self._on, self._wanted = on, True
        if not self.reading:
            self._begin()
        self.changed.emit()

    def stop(self) -> None:
        """End training; what is done is kept, and `start` goes on with the rest."""
        self._wanted = False
        if self._training:
            self._training = False
            self._engine.send(Stop())
            self._engine.shutdown()
            self.changed.emit()

    def close(self) -> None:
        """End everything."""
        self._reading.stop()
        self.stop()
        self._engine.shutdown()

    def _read_next(self) -> None:
        """Read one tape more."""
        if next(self._tapes, None) is None:
            self._reading.stop()
            if self._wanted:
                self._begin()
        self.changed.emit()

    def _begin(self) -> None:
        """Ask the engine for what is missing."""
        assert self.folder is not None
        self._wanted = False
        self._missing = self.folder.missing
        try:
            self.folder.begin()
            self.folder.write_table()
        except FolderError as error:
            self.told.emit(str(error))
            self._missing = ()
        if self._missing:
            self._training = True
            self._engine.start()
            self._engine.send(TrainAll(tuple(self.folder.runs[index] for index in self._missing), self._on))
        self.changed.emit()

    def _receive(self, heard: list[Event]) -> None:
        for event in heard if self._training else ():
            self._take(event)

    def _take(self, event: Event) -> None:
        assert self.folder is not None
        match event:
            case Training(done):
                self.advanced.emit(done)
            case RunTrained(index, data):
                self._keep(self.folder, self._missing[index], data)
            case RunFailed(index, message):
                name = self.folder.sweep.name(self.folder.sweep.points[self._missing[index]])
                self.told.emit(f"{name}: {message}")
            case Notice(text):
                self.told.emit(text)
            case AllTrained(reason, message):
                self._end(message if reason == "failed" else "")
            case Failed(message):
                self._end(message)

    def _keep(self, folder: SweepFolder, index: int, data: bytes) -> None:
        try:
            folder.add(index, data)
            folder.write_table()
        except FolderError as error:
            self.stop()
            self.told.emit(str(error))
        self.changed.emit()

    def _end(self, sentence: str) -> None:
        """Training is over; the engine's memory is given back when it is idle."""
        self._training = False
        if sentence:
            self.told.emit(sentence)
        QTimer.singleShot(0, self, self._rest)
        self.changed.emit()

    def _rest(self) -> None:
        if not self.running and self._engine.stage is not EngineState.DOWN:
            self._engine.shutdown()

    def _lose(self, breakdown: Breakdown) -> None:
        """The engine is gone: what was trained is kept."""
        if self._training:
            self._training = False
            self.told.emit(f"{breakdown.headline}: {breakdown.sentence} What was trained is kept; press Go on.")
            self.changed.emit()
