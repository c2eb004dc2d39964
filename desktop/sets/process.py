"""The process that imports: ``python -m desktop.sets.process PATH`` reads it, and then does as the window says.

Whatever is wrong with foreign files costs this process, and no window. It ends when nobody speaks to it any more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from desktop.pictures.answers import called
from desktop.sets import arrays, folders, tables
from desktop.sets.gathered import Gathered, Report, SetError
from desktop.sets.kinds import ARRAYS, IDX, TABLES
from desktop.sets.preparing import Draft, options_for, prepare
from desktop.sets.words import Answer, Fault, Found, Keep, Kept, Options, Progress, Unfit, encode, read_order
from desktop.system.processes import answer_in_lines
from engine.contract import own_data

PAUSE = 0.1
"""Seconds between two words about how far it is."""
MEGABYTES = 4096
TOO_MUCH = "The pictures take too much memory. Import fewer of them, or smaller ones."


def gather(path: Path, report: Report) -> Gathered:
    """Read a folder or a file of pictures; raises SetError where there are none in it."""
    if path.is_dir():
        return arrays.gather_idx(path, report) if arrays.holds_idx(path) else folders.gather(path, report)
    if IDX.fullmatch(path.name):
        return arrays.gather_idx(path, report)
    if path.name.lower().endswith(ARRAYS):
        return arrays.gather_npz(path, report)
    if path.name.lower().endswith(TABLES):
        return tables.gather(path, report)
    raise SetError(f"{called(path)} is no set of pictures. Choose a folder, a table (.csv) or arrays (.npz).")


def serve(path: Path, orders: IO[str], answers: IO[bytes]) -> None:
    """Read a set, and carry out orders until there are no more."""

    def say(answer: Answer) -> None:
        answers.write(encode(answer) + b"\n")
        answers.flush()

    try:
        found = gather(path, _Pace(say))
        options = options_for(found)
        say(Found(found.title, options, found.natural))
    except (SetError, MemoryError, OSError) as error:
        say(Fault(_sentence(error, path)))
        return
    draft: Draft | None = None
    for line in orders:
        order = read_order(line)
        if isinstance(order, Options):
            try:
                draft = prepare(found, order)
                say(draft.sheet)
            except (SetError, MemoryError) as error:
                draft = None
                say(Unfit(_sentence(error, path)))
        elif draft is not None:
            say(_kept(order, draft))


def _kept(order: Keep, draft: Draft) -> Kept | Fault:
    data = own_data.described(draft.prepared, order.title, draft.classes, order.shown)
    try:
        own_data.write(Path(order.folder), data, draft.prepared)
    except OSError as error:
        return Fault(
            f"The pictures can't be kept ({error.strerror}: {order.folder}). Make room there and press Keep again.",
            True,
        )
    return Kept(data)


def _sentence(error: BaseException, path: Path) -> str:
    if isinstance(error, MemoryError):
        return TOO_MUCH
    if isinstance(error, OSError):
        return f"{called(path)} can't be read ({error.strerror})."
    return str(error)


class _Pace:
    """Tells now and then how far it is."""

    def __init__(self, say: Callable[[Answer], None]) -> None:
        self._say, self._told = say, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= PAUSE:
            self._told = now
            self._say(Progress(done, total))


def main(words: list[str]) -> int:
    """Import what a command line names, as the other end of the pipes says."""
    return answer_in_lines(MEGABYTES, partial(serve, Path(words[0])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
