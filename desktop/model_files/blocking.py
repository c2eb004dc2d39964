"""The process that reads a network's file, waited for: the shell asks it in turn, without Qt.

The window's never waits (`desktop.model_files.opener`); both start the process in the same way, and say the same of
one that breaks down.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from desktop.model_files.errors import FileError
from desktop.model_files.starting import MODULE, SECONDS, broken_down, no_longer_open, surroundings, too_slow
from desktop.model_files.words import Answer, Contents, Fault, Opened, Order, encode, read_answer
from desktop.system.tracebacks import wanted


@contextmanager
def opened(path: Path, seconds: float = SECONDS) -> Iterator[OpenFile]:
    """Read a file, and end the process afterwards whatever happens; raises FileError."""
    with tempfile.TemporaryDirectory(prefix="convoscope-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", MODULE, str(path.absolute())],
            env=surroundings(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if wanted() else subprocess.DEVNULL,
        )
        try:
            yield OpenFile(path, process, seconds)
        finally:
            process.kill()
            process.communicate()


class OpenFile:
    """A file that has been read, and what is in it."""

    def __init__(self, path: Path, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._path, self._process, self._seconds = path, process, seconds
        match self._answer():
            case Opened(contents):
                self.contents: Contents = contents
            case Fault(sentence):
                raise FileError(sentence)
            case _:
                raise FileError(broken_down(path))

    def ask(self, order: Order) -> Answer:
        """Ask for something of the file, and wait for it; raises FileError where the process is gone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(encode(order) + b"\n")
            self._process.stdin.flush()
            return self._answer()
        except (OSError, FileError) as error:
            raise FileError(no_longer_open(self._path)) from error

    def _answer(self) -> Answer:
        """The next line; a process that says none in time is ended."""
        assert self._process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        patience = threading.Timer(self._seconds, give_up)
        patience.daemon = True
        patience.start()
        try:
            answer: Answer = read_answer(self._process.stdout.readline())
        except (msgspec.DecodeError, ValueError) as error:
            sentence = too_slow(self._path, self._seconds) if late.is_set() else broken_down(self._path)
            raise FileError(sentence) from error
        finally:
            patience.cancel()
        return answer
