"""The process that reads a network's file: ``python -m desktop.model_files.process PATH``, then as the window says.

Whatever is wrong with a foreign file costs this process, and no window. It ends when nobody speaks to it any more.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from desktop.model_files.errors import FileError
from desktop.model_files.kinds import format_of
from desktop.model_files.pytorch_file import Unpacking
from desktop.model_files.words import Answer, Fault, Opened, Refused, encode, read_order
from desktop.pictures.answers import called
from desktop.system.processes import answer_in_lines

if TYPE_CHECKING:
    from desktop.model_files.sources import Source

MEGABYTES = 4096
TOO_MUCH = "takes too much memory. Choose a smaller file, or close other programs."
"""What is said after the name of a file or an array."""
ODD = "can’t be read: something in it is not as it should be. Save the network again, or as safetensors."


def serve(path: Path, folder: Path, orders: IO[str], answers: IO[bytes]) -> None:
    """Read a file, and carry out orders until there are no more."""

    def say(answer: Answer) -> None:
        answers.write(encode(answer) + b"\n")
        answers.flush()

    try:
        with _on_one_of_two_cores():
            source = _opened(path, folder)
        say(Opened(source.contents))
    except Exception as error:
        say(Fault(_sentence(error, path)))
        return
    for line in orders:
        try:
            say(source.carry_out(read_order(line)))
        except Exception as error:
            say(Refused(_sentence(error, path)))


def _opened(path: Path, folder: Path) -> Source:
    kind = format_of(path)
    unpacking = Unpacking(path, folder / "unpacked.safetensors") if kind == "pytorch" else None
    from desktop.model_files.sources import open_source  # which takes a while, as torch does that is loading now

    return open_source(path, kind, unpacking)


@contextmanager
def _on_one_of_two_cores() -> Iterator[None]:
    """Leave the other one to the window, whose pictures must come in time, with all that is started meanwhile."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
    if len(cores) == 2:
        os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        if len(cores) == 2:
            os.sched_setaffinity(0, cores)


def _sentence(error: Exception, path: Path) -> str:
    """What is said of an error, and of one that nobody has thought of too: the file is foreign."""
    if isinstance(error, FileError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"{called(path)} {TOO_MUCH}"
    if isinstance(error, OSError):
        return f"{called(path)} can’t be read ({error.strerror}). Open it again."
    traceback.print_exception(error)  # is seen where somebody wants to see tracebacks
    return f"{called(path)} {ODD}"


def main(words: list[str]) -> int:
    """Read what a command line names, and do as the other end of the pipes says."""
    with tempfile.TemporaryDirectory(prefix="convoscope-") as folder:
        return answer_in_lines(MEGABYTES, partial(serve, Path(words[0]), Path(folder)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
