"""Carries out one order in a process of its own: `python -m desktop.publishing.worker`.

The order comes as JSON on stdin. On stdout go lines of JSON: how far it has come, and at last the files that were
written, or a sentence that says why there are none.
"""

from __future__ import annotations

import os
import sys
import time
from typing import BinaryIO

import msgspec

from desktop.export.progress import StoppedError
from desktop.export.still import ExportError, need_application
from desktop.publishing.carrying_out import carry_out, write_all
from desktop.publishing.order import from_json
from desktop.system.tracebacks import told, wanted

EVERY = 0.05
"""So many seconds at least lie between two words about how far it has come."""
NICE = 5
"""How far it steps back behind the window, whose pictures must not come late."""
FAILED = 1


class Came(msgspec.Struct, frozen=True, tag="came", tag_field="what"):
    """So many pages or frames are done, `of` so many."""

    done: int
    of: int


class Wrote(msgspec.Struct, frozen=True, tag="wrote", tag_field="what"):
    """These files were written, the one that was ordered first."""

    paths: tuple[str, ...]


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="what"):
    """Nothing was written; the sentence says why."""

    sentence: str


Said = Came | Wrote | Failed


def main(heard: BinaryIO, told_to: BinaryIO) -> int:
    """Carry out the order that is heard; returns the exit status."""
    teller = _Teller(told_to)
    try:
        order = from_json(heard.read())
        need_application()
        teller.say(Wrote(tuple(map(str, write_all(carry_out(order, teller.progress))))))
        return 0
    except StoppedError:  # whoever wanted it is gone
        return FAILED
    except ExportError as error:
        sentence = str(error)
    except MemoryError:
        sentence = "There is not enough memory for this export. Choose a smaller size, or less of it."
    except Exception as error:  # the window must be told something that can be read
        if wanted():
            raise
        sentence = f"{told(error)}, so nothing was exported."
    teller.say(Failed(sentence))
    return FAILED


class _Teller:
    """Says lines, and how far it has come not too often."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._last = stream, 0.0

    def say(self, what: Said) -> None:
        """Say a line. Raises StoppedError where nobody listens any more."""
        try:
            self._stream.write(msgspec.json.encode(what) + b"\n")
            self._stream.flush()
        except OSError as error:
            raise StoppedError from error

    def progress(self, done: int, of: int) -> None:
        """Say how far it has come."""
        now = time.monotonic()
        if done == of or now - self._last >= EVERY:
            self._last = now
            self.say(Came(done, of))


def read_line(line: bytes) -> Said | None:
    """What a line says; None where it is none of these."""
    try:
        found: Said = msgspec.json.decode(line, type=Said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICE)
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
