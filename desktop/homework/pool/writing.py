"""Pools as files: what kind of file it is, is said by its ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop.export.progress import Progress, unwatched
from desktop.export.still import write
from desktop.homework.drawing import Homework
from desktop.homework.faults import HomeworkError
from desktop.homework.pool.model import Pool, pool_of
from desktop.homework.pool.moodle import moodle_xml
from desktop.homework.pool.pictures import PoolPictures
from desktop.homework.pool.qti_package import qti_package

WRITERS: Mapping[str, Callable[[Pool, PoolPictures], bytes]] = {".xml": moodle_xml, ".zip": qti_package}
MOODLE, QTI = "pool-moodle.xml", "pool-qti21.zip"
"""The files that are made beside the key of a homework."""
SPARE = 4
"""So many more variants of an item are in a homework's pool than a sheet has of it."""


def pool_for(homework: Homework, n: int | None = None) -> Pool:
    """The pool of a homework, with `n` variants of each item, or with a few more than a sheet has of it."""
    return pool_of(homework.title, homework.items, n or homework.each + SPARE, homework.each)


def require_ending(path: Path) -> None:
    """Raise HomeworkError unless a pool can be written into such a file."""
    if path.suffix.lower() not in WRITERS:
        raise HomeworkError(
            f"There is no pool in a file {path.name!r}: give it a name that ends in .xml for Moodle, or in .zip for "
            "QTI 2.1, which Canvas and others read."
        )


def write_pool(pool: Pool, paths: Sequence[Path], progress: Progress = unwatched) -> None:
    """Write a pool into files. `progress` counts questions whose pictures are painted, which is what takes its time.

    Raises HomeworkError for a name with another ending, ExportError where a file can't be written, and StoppedError.
    """
    for path in paths:
        require_ending(path)
    pictures = PoolPictures()
    for done, variant in enumerate(pool):
        progress(done, len(pool))
        pictures.of(variant.question.before)
        pictures.of(variant.shown)
    for path in paths:
        write(path, WRITERS[path.suffix.lower()](pool, pictures))
    progress(len(pool), len(pool))
