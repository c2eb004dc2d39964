"""Reading picture files while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer

from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.limits import LIMITS, Limits
from desktop.pictures.reading import command, environment, give_up, look_for, understood
from desktop.system.lines import show_errors
from desktop.system.processes import give_environment
from scenes.stage.data.pictures import LARGEST_SIDE

Then = Callable[[OpenedPicture | PictureError], None]


class PictureReader(QObject):
    """Reads one file at a time: who asks for another one doesn't want the first any more."""

    def __init__(self, parent: QObject | None = None, limits: Limits = LIMITS) -> None:
        super().__init__(parent)
        self._limits = limits
        self._job: tuple[Path, Then, QProcess] | None = None
        self._clock = QTimer(self, singleShot=True, interval=limits.seconds * 1000)
        self._clock.timeout.connect(self._give_up)

    def read(self, path: Path, then: Then, side: int = LARGEST_SIDE) -> None:
        """Read a file, and hand over what it comes to as soon as that is known; returns at once.

        `side` is as with `read_picture`.
        """
        self.close()
        try:
            look_for(path)
        except PictureError as problem:
            then(problem)
            return
        process = QProcess(self)
        give_environment(process, environment())
        process.setStandardInputFile(QProcess.nullDevice())
        show_errors(process)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._ended)
        self._job = path, then, process
        self._clock.start()
        program, *arguments = command(path, self._limits, side)
        process.start(program, arguments)

    def close(self) -> None:
        """End what goes on; nobody hears of it."""
        job, self._job = self._job, None
        self._clock.stop()
        if job is not None:
            process = job[2]
            process.blockSignals(True)
            process.kill()
            process.waitForFinished()
            process.deleteLater()

    def _ended(self) -> None:
        if self._job is not None:
            path, _, process = self._job
            line = bytes(process.readAllStandardOutput().data())
            self._hand_over(lambda: understood(path, line))

    def _give_up(self) -> None:
        if self._job is not None:
            path, _, _ = self._job
            self._hand_over(lambda: give_up(path, self._limits))

    def _hand_over(self, found: Callable[[], OpenedPicture]) -> None:
        assert self._job is not None
        _, then, _ = self._job
        self.close()
        try:
            result: OpenedPicture | PictureError = found()
        except PictureError as problem:
            result = problem
        then(result)
