"""The folders of one window in which opened networks are laid out for the engine and the scenes.

They hold copies of weights, so they go when the window closes. What a window left that was killed goes when another
one starts: the lock beside its folder is nobody's then.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from itertools import count
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

from desktop.system.paths import data_folder
from engine.contract.files import write_atomically

FOLDER, LOCK = "opened", ".lock"
READS, NAMES = ".reads.json", ".labels.txt"


def sweep() -> None:
    """Remove what windows have left that are gone."""
    around = data_folder() / FOLDER
    with contextlib.suppress(OSError):
        for folder in around.iterdir():
            if folder.is_dir():
                lock = QLockFile(f"{folder}{LOCK}")
                lock.setStaleLockTime(0)
                if lock.tryLock(0):
                    shutil.rmtree(folder, ignore_errors=True)
                    lock.unlock()


class KitFolders:
    """Gives folders that have never been there before; all of them go with `close`."""

    def __init__(self) -> None:
        self._folder = data_folder() / FOLDER / uuid4().hex
        self._lock = QLockFile(f"{self._folder}{LOCK}")
        self._lock.setStaleLockTime(0)
        self._numbers = count()

    def fresh(self) -> Path:
        """A new, empty folder; raises OSError where none can be made."""
        if not self._lock.isLocked():
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._lock.tryLock(0)
        made = self._folder / str(next(self._numbers))
        made.mkdir(parents=True)
        return made

    def like(self, kit: Path, mean: tuple[float, ...], deviation: tuple[float, ...], names: tuple[str, ...]) -> Path:
        """A kit with the same weights that reads bytes as (pixel - mean) / deviation; raises OSError.

        Its classes have other `names`; () leaves them as they are. The weights aren't copied where the disk can do so.
        """
        made = self.fresh()
        for file in kit.iterdir():
            _link(file, made / file.name)
        for reads in made.glob(f"*{READS}"):
            said = json.loads(reads.read_text(encoding="utf-8"))
            said |= {"mean": list(mean), "deviation": list(deviation)}
            _write(reads, json.dumps(said))
            if names:
                _write(reads.with_name(reads.name.removesuffix(READS) + NAMES), "\n".join(names) + "\n")
        return made

    def drop(self, kit: Path) -> None:
        """Remove one of them."""
        shutil.rmtree(kit, ignore_errors=True)

    def close(self) -> None:
        """Remove all of them."""
        if self._lock.isLocked():
            shutil.rmtree(self._folder, ignore_errors=True)
            self._lock.unlock()


def _link(file: Path, as_well: Path) -> None:
    """Have a file under another name too: the same one, or a copy where the disk knows no second names."""
    try:
        os.link(file, as_well)
    except OSError:
        shutil.copyfile(file, as_well)


def _write(path: Path, text: str) -> None:
    with write_atomically(path) as file:  # which replaces the name: the file that has it elsewhere stays as it is
        file.write(text.encode())
