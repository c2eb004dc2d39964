"""The engine as the window sees it: a process that is started, spoken to, listened to and watched, never waited for."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from desktop.system.processes import give_environment
from desktop.training.blocking_engine import EngineCommand, elsewhere, engine_command
from engine.contract.events import Command, Event, Hello, Ping, Quit, Ready
from engine.contract.wire import WireError, event_decoder, frame, greet

LOG_SIZE = 32_000
"""How many of the last bytes of the engine's stderr are kept for a bug report."""
LONGEST_LINE = 200
"""So many characters of what a command writes are told at most."""
ANOTHER = "Choose another command under Where, or this computer."
"""What to do about a command that starts no engine."""


class EngineState(Enum):
    """How far the engine has come."""

    DOWN = "not running"
    STARTING = "starting"
    LOADING = "loading torch"
    READY = "ready"


@dataclass(frozen=True)
class Patience:
    """After how many seconds of silence the engine counts as hung, in each stage that it can hang in."""

    starting: int = 30
    loading: int = 120
    ready: int = 10
    quitting: int = 2


@dataclass(frozen=True)
class Breakdown:
    """Why the engine is gone: a headline, one sentence, and what a bug report needs."""

    headline: str
    sentence: str
    details: str


class EngineProcess(QObject):
    """Runs one engine process.

    `received` carries lists of events in their order; `broke` says once that the engine is gone and why. The engine
    is asked every second whether it is alive; a second counts only if this program was awake in it, so a laptop that
    slept doesn't blame the engine.
    """

    received = Signal(list)
    stage_changed = Signal()
    broke = Signal(Breakdown)

    def __init__(
        self,
        command: EngineCommand | None = None,
        patience: Patience | None = None,
        beat: int = 1000,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._elsewhere = ""
        self._patience = patience or Patience()
        self._process: QProcess | None = None
        self._stage = EngineState.DOWN
        self._log = self._greeting = b""
        self._silent_beats = 0
        self._heart = QTimer(self, interval=beat)
        self._heart.timeout.connect(self._beat)

    @property
    def stage(self) -> EngineState:
        """How far the engine has come."""
        return self._stage

    @property
    def elsewhere(self) -> str:
        """The command that starts the engine where it isn't this computer's own; else ""."""
        return elsewhere(self._elsewhere)

    def move(self, command: str) -> None:
        """Use the engine that a command starts from the next start on; "" is this computer's."""
        self._elsewhere = command

    def start(self) -> None:
        """Start the engine unless it runs; commands may be sent at once."""
        if self._process is not None:
            return
        command = self._command or engine_command(self._elsewhere)
        process = QProcess(self)
        give_environment(process, command.environment)
        process.readyReadStandardOutput.connect(self._listen)
        process.readyReadStandardError.connect(self._note)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._erred)
        self._process = process
        self._decoder = event_decoder()
        self._log, self._greeting, self._silent_beats = b"", b"", 0
        self._enter(EngineState.STARTING)
        self._heart.start()
        process.start(command.program, command.arguments)

    def restart(self) -> None:
        """Start a fresh engine in place of the present one."""
        self.shutdown()
        self.start()

    def send(self, command: Command) -> None:
        """Give the engine a command; without an engine it is lost."""
        if self._process is not None:
            self._process.write(frame(command))

    def shutdown(self) -> None:
        """End the engine: it is asked first and killed if it doesn't obey."""
        process = self._release()
        if process is None:
            return
        if process.state() != QProcess.ProcessState.NotRunning:
            process.write(frame(Quit()))
            process.closeWriteChannel()
            if not process.waitForFinished(self._patience.quitting * 1000):
                process.kill()
                process.waitForFinished()
        process.deleteLater()

    def fail(self, headline: str, sentence: str) -> None:
        """Give the engine up: kill it and say why."""
        self._note()
        process = self._release()
        if process is None:
            return
        details = f"{headline}\n{sentence}\n\n{self._described(process)}\n\n{self._log.decode(errors='replace')}"
        process.kill()
        process.waitForFinished()
        process.deleteLater()
        self.broke.emit(Breakdown(headline, sentence, details.strip()))

    def _release(self) -> QProcess | None:
        """Stop listening to the process and forget it."""
        process, self._process = self._process, None
        self._heart.stop()
        if process is not None:
            process.blockSignals(True)
            self._enter(EngineState.DOWN)
        return process

    def _enter(self, stage: EngineState) -> None:
        if stage is not self._stage:
            self._stage = stage
            self.stage_changed.emit()

    def _listen(self) -> None:
        """Take in what the engine has said."""
        assert self._process is not None
        events: list[Event] = []
        garbage, speaks = "", self._stage is not EngineState.STARTING
        data = bytes(self._process.readAllStandardOutput().data())
        if not speaks:
            self._greeting = (self._greeting + data)[:LOG_SIZE]
        try:
            for event in self._decoder.feed(data):
                speaks = True
                self._follow(event)
                events.append(event)
        except WireError as error:
            garbage = str(error)
        self._silent_beats = 0
        if events:
            self.received.emit(events)
        if garbage and self.elsewhere and not speaks:
            self.fail("No engine of Convoscope answers", f"{self._other_words()} {ANOTHER}")
        elif garbage:
            self.fail("The engine sent something that is no message", garbage)

    def _follow(self, event: Event) -> None:
        """Keep track of how far the engine has come; raises WireError if it doesn't greet properly."""
        if self._stage is EngineState.STARTING:
            greet(event)
            self._enter(EngineState.LOADING)
        elif isinstance(event, Hello):
            raise WireError("The engine introduced itself twice; end it and start it again.")
        elif isinstance(event, Ready):
            self._enter(EngineState.READY)

    def _note(self) -> None:
        """Keep the end of what the engine writes for its log."""
        if self._process is not None:
            self._log = (self._log + bytes(self._process.readAllStandardError().data()))[-LOG_SIZE:]

    def _beat(self) -> None:
        """Ask for a sign of life, and give the engine up if there was none for long."""
        limit = {
            EngineState.STARTING: self._patience.starting,
            EngineState.LOADING: self._patience.loading,
            EngineState.READY: self._patience.ready,
        }.get(self._stage)
        if limit is None:
            return
        self._silent_beats += 1
        if self._silent_beats > limit:
            self.fail(
                "The engine hangs",
                f"It has not answered for {limit} seconds while it was {_DOING[self._stage]}; it was ended.",
            )
        elif self._stage is EngineState.READY:
            self.send(Ping())

    def _erred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            program = self._process.program()
            if self.elsewhere:
                self.fail(
                    "The command under Where can't be started", f"There is no program “{program}” here. {ANOTHER}"
                )
            else:
                self.fail("The engine can't be started", f"{program}: {self._process.errorString()}.")

    def _ended(self, status: int, how: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._listen()
        self._note()
        if self._process is None:
            return  # what it said was no message
        if how is QProcess.ExitStatus.CrashExit:
            self.fail("The engine was ended", _signal_sentence(status))
        elif self.elsewhere:
            self.fail("The line to the engine is broken", self._line_words(status))
        else:
            self.fail("The engine ended by itself", f"It stopped with status {status}, without being asked to.")

    def _line_words(self, status: int) -> str:
        """What to tell of a command that has ended: its own last line says most."""
        last = _line(self._log, -1)
        if not last and self._stage is EngineState.STARTING and self._greeting.strip():
            return f"{self._other_words()} {ANOTHER}"
        said = f": {last}" if last else ", and said nothing"
        return f"The command “{self.elsewhere}” ended with status {status}{said.rstrip('.')}."

    def _other_words(self) -> str:
        """What to tell of a command that says something, but nothing that an engine says."""
        return f"The command “{self.elsewhere}” starts no engine of Convoscope: it says “{_line(self._greeting, 0)}”."

    def _described(self, process: QProcess) -> str:
        return f"{process.program()} {' '.join(process.arguments())}"


_DOING = {EngineState.STARTING: "starting", EngineState.LOADING: "loading torch", EngineState.READY: "running"}


def _signal_sentence(number: int) -> str:
    """What to tell of a process that a signal ended."""
    try:
        name = signal.Signals(number).name
    except ValueError:
        return f"It crashed (code {number})."
    if name == "SIGKILL":
        return "It was killed from outside (signal 9, SIGKILL): by someone, or by the system when memory ran out."
    if name in ("SIGTERM", "SIGHUP", "SIGINT"):
        return f"It was asked from outside to end (signal {number}, {name})."
    return f"It crashed (signal {number}, {name})."


def _line(written: bytes, number: int) -> str:
    """A line of what a program has written, of those that aren't empty; "" where there is none."""
    text = "".join(each if each.isprintable() or each == "\n" else " " for each in written.decode(errors="replace"))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[number][:LONGEST_LINE] if lines else ""
