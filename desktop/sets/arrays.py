"""Pictures as arrays: numpy's .npz, never unpickled, and the files of MNIST (idx), packed or not."""

from __future__ import annotations

import gzip
import math
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop.pictures.answers import called
from desktop.sets.gathered import (
    MOST_BYTES,
    Gathered,
    Report,
    SetError,
    as_shades,
    class_names,
    hold_to_size,
    short_name,
    title_of,
)
from desktop.sets.kinds import IDX

Array = NDArray[Any]
Pair = tuple[Array, Array]
"""Pictures and their classes."""

PAIRS = (
    *(("x_train", "y_train"), ("x", "y"), ("train_images", "train_labels"), ("images", "labels")),
    *(("X_train", "y_train"), ("X", "y"), ("data", "target")),
)
"""What pictures and their classes are called, and what those to be judged by are, in the same order of preference."""
JUDGING_PAIRS = (
    *(("x_test", "y_test"), ("x_val", "y_val"), ("test_images", "test_labels"), ("val_images", "val_labels")),
    ("X_test", "y_test"),
)
MASKS = ("split", "validation", "is_test")
"""What an array may be called that is 1 for the pictures to be judged by, and 0 for the others."""
_UNPACKED = 8 * MOST_BYTES
"""So many bytes of a file are unpacked at most."""
_LARGEST_SIDE = 1024

_TEST = re.compile("t10k|test", re.IGNORECASE)


def gather_npz(path: Path, report: Report) -> Gathered:
    """Read an .npz file; raises SetError where it holds no pictures with their classes."""
    where = called(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > _UNPACKED:
                raise SetError(f"{where} takes more than {_UNPACKED // 10**6:,} MB unpacked. Take a part of it.")
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
    except SetError:
        raise
    except OSError as error:
        raise SetError(f"{where} can't be read ({error.strerror or 'it is damaged'}).") from error
    except ValueError as error:
        closed = "Object arrays" in str(error)
        because = "holds Python objects, which can run programs, so it stays closed" if closed else "is damaged"
        raise SetError(f"{where} {because}. Save its arrays as numbers and import that.") from error
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise SetError(f"{where} is no .npz file of numpy's, or it is damaged.") from error
    report(1, 2)
    learning = next(((found[x], found[y]) for x, y in PAIRS if x in found and y in found), None)
    if learning is None:
        names = ", ".join(sorted(found)[:6]) or "nothing"
        raise SetError(f"{where} holds {names}. It needs pictures named x and classes named y, or x_train and y_train.")
    judging = next(((found[x], found[y]) for x, y in JUDGING_PAIRS if x in found and y in found), None)
    words = found.get("classes", found.get("class_names"))
    mask = next((found[name] for name in MASKS if name in found), None) if judging is None else None
    return _set(title_of(path), where, *_parted(learning, judging, mask), words)


def _parted(learning: Pair, judging: Pair | None, mask: Array | None) -> tuple[Pair, Pair | None]:
    """The pictures to learn from and those to be judged by, parted by a mask where there is one of their length."""
    x, y = learning
    if mask is None or mask.shape != y.shape[:1] or len(x) != len(y) or set(np.unique(mask).tolist()) != {0, 1}:
        return learning, judging
    chosen = mask == 1
    return (x[~chosen], y[~chosen]), (x[chosen], y[chosen])


def gather_idx(path: Path, report: Report) -> Gathered:
    """Read a file of MNIST, or a folder of them, with those that belong to it; raises SetError where any is missing."""
    folder = path if path.is_dir() else path.parent
    where = called(path)
    parts: dict[bool, Pair] = {}
    for images in sorted(folder.iterdir()):
        match = IDX.fullmatch(images.name)
        if match is None or match["kind"].lower() != "images":
            continue
        labels = next((each for each in folder.iterdir() if _belongs(each, match["part"])), None)
        if labels is None:
            raise SetError(f"The file with the classes of {called(images)} is missing beside it.")
        parts[_TEST.search(match["part"]) is not None] = _idx(images), _idx(labels)
        report(len(parts), 2)
    if not parts:
        raise SetError(f"There is no file with the pictures of {where} beside it, such as train-images-idx3-ubyte.gz.")
    learning = parts.get(False) or parts[True]
    return _set(title_of(folder), where, learning, parts.get(True) if False in parts else None, None)


def holds_idx(folder: Path) -> bool:
    """Whether a folder is one of files of MNIST."""
    return any((match := IDX.fullmatch(each.name)) and match["kind"] == "images" for each in folder.iterdir())


def _belongs(path: Path, part: str) -> bool:
    match = IDX.fullmatch(path.name)
    return match is not None and match["kind"].lower() == "labels" and match["part"] == part


def _idx(path: Path) -> Array:
    """The array of bytes of one idx file."""
    where = called(path)
    try:
        opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rb") as file:
            head = file.read(4)
            if len(head) < 4 or head[:3] != b"\0\0\x08" or head[3] not in (1, 3):
                raise SetError(f"{where} is no idx file of bytes.")
            shape = tuple(int.from_bytes(file.read(4), "big") for _ in range(head[3]))
            size = math.prod(shape)
            if size > MOST_BYTES:
                raise SetError(f"{where} says that it holds {size:,} bytes, and at most {MOST_BYTES:,} are read.")
            data = file.read(size)
    except (OSError, EOFError, zlib.error) as error:
        raise SetError(f"{where} can't be read; it is cut off or damaged.") from error
    if len(data) != size:
        raise SetError(f"{where} is cut off: {len(data):,} of {size:,} bytes are there.")
    return np.frombuffer(data, np.uint8).reshape(shape)


def _set(title: str, where: str, learning: Pair, judging: Pair | None, words: Array | None) -> Gathered:
    """Put arrays together that hold pictures and their classes."""
    pairs = [learning, *([judging] if judging is not None else [])]
    notes: list[str] = []
    x = [_pictures(each, where) for each, _ in pairs]
    if len({each.shape[1:] for each in x}) > 1:
        raise SetError(f"The pictures of {where} to learn from and to be judged by have different sizes.")
    for pictures, (_, y) in zip(x, pairs, strict=True):
        if len(pictures) != np.size(y):
            raise SetError(f"{where} has {len(pictures):,} pictures and {np.size(y):,} labels; each needs one.")
    all_x, all_y = np.concatenate(x), np.concatenate([np.ravel(y) for _, y in pairs])
    hold_to_size(len(all_x), math.prod(all_x.shape[1:]), where)
    shades = as_shades(all_x, where, notes)
    classes, labels = _classes(all_y, words, where)
    return Gathered(
        title=title,
        classes=classes,
        pictures=shades,
        labels=labels,
        names=lambda index: f"picture {index + 1:,}",
        judging=np.repeat([False, True], [len(x[0]), len(x[1])]) if len(x) > 1 else None,
        notes=notes,
    )


def _pictures(x: Array, where: str) -> Array:
    """Arrays of pictures as (count, channels, height, width); raises SetError for any other shape."""
    if x.ndim == 2 and math.isqrt(x.shape[1]) ** 2 == x.shape[1]:
        x = x.reshape(-1, math.isqrt(x.shape[1]), math.isqrt(x.shape[1]))
    if x.ndim == 3:
        x = x[:, None]
    elif x.ndim == 4 and x.shape[1] not in (1, 3) and x.shape[3] in (1, 3, 4):
        x = np.moveaxis(x[..., :3], 3, 1)  # opacity is left out
    if x.ndim != 4 or x.shape[1] not in (1, 3) or not x.size or max(x.shape[2:]) > _LARGEST_SIDE:
        raise SetError(
            f"An array of the shape {x.shape} in {where} is none of pictures: (count, height, width) would be."
        )
    return x


def _classes(y: Array, words: Array | None, where: str) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    """The names of the classes, and the class of each picture."""
    if np.issubdtype(y.dtype, np.floating) and np.isfinite(y).all() and (y == np.rint(y)).all():
        y = y.astype(np.int64)
    if y.dtype.kind not in "iuUSb":
        raise SetError(f"The classes of {where} are {y.dtype}; whole numbers or words are needed.")
    values, places = np.unique(y, return_inverse=True)
    names = [short_name(each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each)) for each in values]
    if (
        words is not None
        and words.dtype.kind == "U"
        and y.dtype.kind in "iu"
        and values[0] >= 0
        and values[-1] < len(words)
    ):
        names = [short_name(str(words[value])) for value in values]
    if len(set(names)) != len(names):
        raise SetError(f"Two classes of {where} have the same name; give each its own.")
    in_order = class_names(names, where)
    order = np.array([in_order.index(name) for name in names], np.uint8)
    return in_order, order[np.ravel(places)]
