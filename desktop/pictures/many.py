"""Many picture files, one after the other in one process, which is started again where a file breaks it.

As a program (``python -m desktop.pictures.many SIDE SECONDS MEGABYTES``) it answers each line on stdin, the name of a
file as JSON, with a line as `desktop.pictures.decoding` does; the limits hold for each file anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.pictures.answers import OpenedPicture, PictureError, answer
from desktop.pictures.decoding import decode
from desktop.pictures.limits import LIMITS, Limits
from desktop.pictures.reading import environment, give_up, look_for, understood


def read_pictures(paths: Sequence[Path], side: int, limits: Limits = LIMITS) -> Iterator[OpenedPicture | PictureError]:
    """Read files in their order, and wait for each; what can't be read comes as the error that says why."""
    with _Decoder(side, limits) as decoder:
        for path in paths:
            try:
                look_for(path)
                yield decoder.read(path)
            except PictureError as problem:
                yield problem


class _Decoder:
    """The process that decodes, as long as it lives, and then another."""

    def __init__(self, side: int, limits: Limits) -> None:
        self._words = [str(side), *map(str, limits)]
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> _Decoder:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path) -> OpenedPicture:
        """Read one file; raises PictureError where that fails, whatever becomes of the process."""
        process = self._process or self._start(path)
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end_it() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self._limits.seconds, end_it)
        clock.start()
        try:
            process.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:  # it has ended
            line = b""
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            self._end()
        if late.is_set():
            give_up(path, self._limits)
        return understood(path, line)

    def _start(self, path: Path) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desktop.pictures.many", *self._words],
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise PictureError(f"{path.name} can't be read: no process starts for it ({error.strerror}).") from error
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def main(words: list[str]) -> None:
    """Decode files as their names come, until no more do."""
    side, *limits = map(int, words)
    answers, sys.stdout = sys.stdout, sys.stderr  # a stray print must not be taken for an answer
    for line in sys.stdin:
        Limits(*limits).put_on()
        try:
            found = answer(decode(Path(json.loads(line)), side))
        except PictureError as problem:
            found = answer(problem)
        print(found, file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
