"""The engine's end of the pipe: a thread reads commands from stdin, events go to stdout about 30 times a second."""

import contextlib
import os
import queue
import sys
import threading
import time

from engine.contract import own_data, wire
from engine.contract.events import Command, Event, Lend, Quit, Tick

INTERVAL = 1 / 30
GRACE = 0.3
"""Seconds that the engine gets to end by itself once nobody speaks to it any more."""
_PIECE = 65536


class HungUpError(Exception):
    """Nobody reads the events any more."""


def take_stdio() -> tuple[int, int]:
    """Keep stdin and stdout for the wire and return their descriptors.

    From here on whatever prints writes to stderr, even a library in C, and whatever reads finds nothing.
    """
    sys.stdout.flush()
    ours = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return ours


class Writer:
    """Sends events. Ticks wait for company, up to `INTERVAL` seconds; all else goes out at once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting: list[bytes] = []
        self._sent_at = 0.0

    def send(self, event: Event) -> None:
        """Send an event, now or with the next ones; raises `HungUpError` if nobody reads them any more."""
        self._waiting.append(wire.frame(event))
        if not isinstance(event, Tick) or time.monotonic() - self._sent_at >= INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Send all that waits; raises `HungUpError` if nobody reads it any more."""
        data = memoryview(b"".join(self._waiting))
        self._waiting.clear()
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError as error:
            raise HungUpError from error
        self._sent_at = time.monotonic()


class Inbox:
    """Commands as they arrive. When stdin closes, or brings what is no command, the last one is `Quit`."""

    def __init__(self, descriptor: int, writer: Writer) -> None:
        self._descriptor = descriptor
        self._writer = writer
        self._commands: queue.SimpleQueue[Command | wire.WireError] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def get(self, wait: bool, limit: float | None = None) -> Command | None:
        """Return the next command; if there is none, None, or with `wait` the first that comes within `limit` seconds.

        Raises `wire.WireError` where the stream of commands stopped making sense.
        """
        if wait and (limit is None or limit > INTERVAL):
            self._writer.flush()
        try:
            command = self._commands.get(wait, limit)
        except queue.Empty:
            return None
        if isinstance(command, wire.WireError):
            raise command
        return command

    def _read(self) -> None:
        """Read commands until stdin closes, then see to it that the process ends whatever it is doing."""
        decoder = wire.command_decoder()
        try:
            while data := os.read(self._descriptor, _PIECE):
                for command in decoder.feed(data):
                    if isinstance(command, Lend):
                        _take_in(command)
                    else:
                        self._commands.put(command)
        except wire.WireError as error:
            self._commands.put(error)
        except OSError:
            pass
        self._commands.put(Quit())
        time.sleep(GRACE)
        os._exit(0)


def _take_in(lent: Lend) -> None:
    """Keep pictures that were lent at once, whatever the engine is doing; the run of them comes behind."""
    with contextlib.suppress(OSError):  # then that run says that they are not there
        own_data.take_in(lent.data, lent.file)
