"""The process that measures, waited for: the shell asks it in turn. The window, which never waits, has another way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from desktop.edge.measuring.words import Answer, Done, Fault, Measure, Prepare, Ready, Told, Wish, encode, read_answer
from desktop.system.processes import own_environment
from desktop.system.tracebacks import wanted

MODULE = "desktop.edge.measuring.process"
GONE = "What measures has ended before it was done. Close other programs, which may need the memory, and try again."


class MeasuringError(RuntimeError):
    """What was wished can't be done; the message is one sentence for the user, `details` what a bug report needs."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


@contextmanager
def measuring() -> Iterator[Client]:
    """Start the process, and end it afterwards whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE],
        env=own_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if wanted() else subprocess.DEVNULL,
    )
    try:
        yield Client(process)
    finally:
        process.kill()
        process.communicate()


class Client:
    """Speaks with the process; raises MeasuringError where it can't do what is wished."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def prepare(self, wish: Prepare) -> Ready:
        """Have a network ready."""
        for answer in self._answers(wish):
            if isinstance(answer, Ready):
                return answer
        raise MeasuringError(GONE)

    def measure(self, wish: Measure) -> Iterator[Told | Done]:
        """Measure the network that is ready: a form after the other, and at last what is missing."""
        for answer in self._answers(wish):
            if isinstance(answer, Told | Done):
                yield answer
            if isinstance(answer, Done):
                return

    def _answers(self, wish: Wish) -> Iterator[Answer]:
        """All that is said, up to the one after which nobody needs more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(encode(wish) + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise MeasuringError(GONE) from error
        for line in self._process.stdout:
            try:
                answer = read_answer(line)
            except (msgspec.DecodeError, ValueError) as error:  # of an array whose shape and length disagree
                raise MeasuringError(GONE) from error
            if isinstance(answer, Fault):
                raise MeasuringError(answer.sentence, answer.details)
            yield answer
        raise MeasuringError(GONE)
