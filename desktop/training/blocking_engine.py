"""How an engine is started, and one that is waited for: the shell speaks and listens to it in turn.

The window's never waits (`desktop.training.engine_process`); both start the process in the same way.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from desktop.system.processes import own_environment
from engine.contract.events import Command, Event, Failed, Quit
from engine.contract.own_data import FOLDER
from engine.contract.questions import Answer, NoReply, Query, Reply
from engine.contract.wire import WireError, event_decoder, frame, greet

OTHER_ENGINE = "CONVOSCOPE_ENGINE"
"""The environment variable that names another engine, e.g. `ssh gpu-box convoscope engine`."""
PATIENCE = 5.0
"""Seconds that an engine gets to end by itself."""
GREETING = 30.0
"""Seconds that an engine gets to say its first word; another program than one never says it."""
_CHUNK = 1 << 16


class EngineCommand(NamedTuple):
    """What to start: a program, its arguments, and the whole environment to start it in."""

    program: str
    arguments: list[str]
    environment: dict[str, str]


class EngineError(RuntimeError):
    """The engine can't be used; the message is one sentence for the user, `details` what it wrote before."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


def elsewhere(command: str = "") -> str:
    """The command that starts another engine than this computer's: the one that is wanted, else $CONVOSCOPE_ENGINE."""
    return command or os.environ.get(OTHER_ENGINE, "")


def engine_command(other: str = "") -> EngineCommand:
    """How to start an engine: as a command says, else as $CONVOSCOPE_ENGINE, else this Python on the one beside us."""
    wanted = elsewhere(other)
    try:
        words = shlex.split(wanted)
    except ValueError:  # a quotation without an end: as a whole it is no program, which is said as of any other
        words = [wanted]
    words = words or [sys.executable, "-m", "engine"]
    from desktop.system.paths import sets_folder  # Qt, which the shell can do without until here

    return EngineCommand(words[0], words[1:], {**own_environment(), FOLDER: str(sets_folder())})


@contextmanager
def running_engine() -> Iterator[BlockingEngine]:
    """Start an engine, and end its process afterwards whatever happens.

    Raises EngineError where it can't be started, dies, or sends what is no message.
    """
    command = engine_command()
    with _log() as log:
        try:
            process = subprocess.Popen(
                [command.program, *command.arguments],
                env=command.environment,
                bufsize=0,  # so that nothing is left to flush into the pipe of an engine that is gone
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        except OSError as error:
            raise EngineError(f"The engine can't be started ({command.program}: {error.strerror}).") from error
        with process:
            client = BlockingEngine(process, log)
            try:
                yield client
            finally:
                client.end()


def _log() -> IO[bytes]:
    """A file for what the engine writes beside its events; where there is no room for one it goes nowhere."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return open(os.devnull, "r+b")


class BlockingEngine:
    """An engine that is spoken to and listened to in turn."""

    def __init__(self, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._log = process, log
        self._commands, self._events = process.stdin, process.stdout
        self._decoder, self._greeted, self._silent = event_decoder(), False, False
        self._heard: Iterator[Event] | None = None

    def send(self, command: Command) -> None:
        """Give the engine a command."""
        try:
            self._commands.write(frame(command))
        except OSError as error:
            raise self._death() from error

    def events(self) -> Iterator[Event]:
        """What the engine says, as it says it, from its greeting on (which is checked)."""
        waiting = threading.Timer(GREETING, self._give_up)
        waiting.daemon = True
        waiting.start()
        try:
            while data := os.read(self._events.fileno(), _CHUNK):
                for event in self._decoder.feed(data):
                    if not self._greeted:
                        greet(event)
                        self._greeted = True
                        waiting.cancel()
                    yield event
        except WireError as error:
            raise EngineError(str(error), self._written()) from error
        finally:
            waiting.cancel()
        raise self._death()

    def ask(self, query: Query) -> Iterator[Answer]:
        """Ask a question, and wait for the parts of its answer; nothing else may be under way.

        Raises EngineError where there is none, too.
        """
        self._heard = self._heard or self.events()
        self.send(query)
        for event in self._heard:
            match event:
                case Reply(token=query.token):
                    yield event.answer
                    if event.part + 1 >= event.parts:
                        return
                case NoReply(token=query.token, message=message) | Failed(message=message):
                    raise EngineError(message)

    def end(self) -> None:
        """Ask the engine to end, and kill it if it doesn't."""
        try:
            if self._process.poll() is None:
                self.send(Quit())
                self._process.wait(PATIENCE)
        except (EngineError, subprocess.TimeoutExpired):
            self._process.kill()

    def _give_up(self) -> None:
        """End an engine that doesn't say a word, from another thread; its end is heard then."""
        if not self._greeted:
            self._silent = True
            self._process.kill()

    def _death(self) -> EngineError:
        """What to tell of an engine that has closed its end of a pipe."""
        if self._silent:
            sentence = f"The engine has said nothing for {GREETING:g} seconds; see whether {OTHER_ENGINE} names one."
            return EngineError(sentence, self._written())
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return EngineError("The engine stopped listening; run the command again.", self._written())
        lines = self._written().strip().splitlines()
        last = f" ({lines[-1].strip()})" if lines else ""
        return EngineError(f"The engine ended unexpectedly with status {status}{last}.", self._written())

    def _written(self) -> str:
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")
