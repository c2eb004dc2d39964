"""Pictures of the user's own on disk, prepared for training: one file a data set, named by the digest of what is in it.

The window makes them (`desktop.sets`) and says by the environment where they lie; the engine reads them.
"""

import atexit
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.contract.files import write_atomically
from engine.contract.spec import OwnData, SpecError

FOLDER = "CONVOSCOPE_SETS"
"""The environment variable that names the folder of prepared pictures."""
SUFFIX = ".npz"
_DAMAGE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file comes to."""


class Prepared(NamedTuple):
    """Pictures uint8 (count, channels, height, width), labels uint8 (count,), and `split`: 1 for those that judge."""

    x: NDArray[np.uint8]
    y: NDArray[np.uint8]
    split: NDArray[np.uint8]


def described(prepared: Prepared, title: str, classes: tuple[str, ...], shown: bool = True) -> OwnData:
    """Describe prepared pictures for a run; kept runs hold some of them where they may be `shown`."""
    x, y, split = prepared
    counts = tuple(
        (int(np.sum((y == label) & (split == 0))), int(np.sum((y == label) & (split == 1))))
        for label in range(len(classes))
    )
    _, channels, height, width = x.shape
    return OwnData(title, (channels, height, width), classes, counts, _digest(prepared, classes), shown)


def _digest(prepared: Prepared, classes: tuple[str, ...]) -> str:
    """Return the SHA-256 of the arrays and what their labels mean."""
    found = hashlib.sha256(json.dumps([prepared.x.shape, classes]).encode())
    for array in prepared:
        found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def path_of(folder: Path, data: OwnData) -> Path:
    """Where the pictures of a data set lie."""
    return folder / (data.digest + SUFFIX)


def write(folder: Path, data: OwnData, prepared: Prepared) -> None:
    """Write the pictures of a data set in one piece; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with write_atomically(path_of(folder, data)) as file:
        np.savez_compressed(file, **prepared._asdict(), examples=prepared.x[_firsts(prepared)])


def _firsts(prepared: Prepared) -> NDArray[np.int64]:
    """The places of the first picture of each class that judges."""
    judging = np.flatnonzero(prepared.split == 1)
    return judging[np.unique(prepared.y[judging], return_index=True)[1]]


def take_in(data: OwnData, file: bytes) -> None:
    """Keep pictures that were lent to this process where `read` looks for them; raises OSError.

    Without a folder of the user's own, one is made that goes with the process.
    """
    if not os.environ.get(FOLDER):
        made = tempfile.TemporaryDirectory(prefix="convoscope-")
        atexit.register(made.cleanup)
        os.environ[FOLDER] = made.name
    path = path_of(Path(os.environ[FOLDER]), data)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as written:
            written.write(file)


def examples(data: OwnData, folder: Path) -> NDArray[np.uint8] | None:
    """One picture of each class, (classes, channels, height, width), read quickly; None where they can't be had."""
    try:
        with path_of(folder, data).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            found = stored["examples"]
    except _DAMAGE:
        return None
    return found if found.dtype == np.uint8 and found.shape == (len(data.classes), *data.shape) else None


def read(data: OwnData, folder: Path | None = None) -> Prepared:
    """Read the pictures of a data set, from the folder that the environment names unless another is given.

    Raises `SpecError` where they are not there, or are not those that the digest is of.
    """
    named = os.environ.get(FOLDER, "")
    if folder is None and not named:
        raise SpecError(f"The pictures of “{data.title}” are not stored where the engine runs; train on this computer.")
    path = path_of(folder or Path(named), data)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            prepared = Prepared(*(stored[name] for name in Prepared._fields))
    except FileNotFoundError:
        raise SpecError(
            f"The pictures of “{data.title}” are no longer stored here; import them again, or choose other pictures."
        ) from None
    except _DAMAGE as error:
        raise _damaged(data) from error
    if any(array.dtype != np.uint8 for array in prepared) or _digest(prepared, data.classes) != data.digest:
        raise _damaged(data)
    return prepared


def _damaged(data: OwnData) -> SpecError:
    return SpecError(f"The stored pictures of “{data.title}” are damaged; delete them and import them again.")
