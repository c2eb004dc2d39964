"""Files of safetensors: a list of arrays as JSON, and then their numbers. Of these only what is asked for is read.

Nothing in the list is believed before it is compared with the file. The format: github.com/huggingface/safetensors.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from desktop.model_files.errors import FileError
from desktop.model_files.words import Tensor
from desktop.pictures.answers import called
from engine.contract.unpacked import LONGEST_NAME, MOST_TENSORS

LARGEST_LIST = 16 * 2**20
"""So many bytes of JSON are read. A list of 5,000 arrays takes some 700,000; a file may tell more about itself."""
MOST_AXES = 16
ITEMS: dict[str, np.dtype[Any]] = {
    "F64": np.dtype("<f8"),
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "I64": np.dtype("<i8"),
    "I32": np.dtype("<i4"),
    "I16": np.dtype("<i2"),
    "I8": np.dtype("i1"),
    "U8": np.dtype("u1"),
    "BOOL": np.dtype("?"),
}
"""The kinds of numbers that can be shown; BF16, which numpy lacks, is the upper half of a float32."""
OTHERS = {"U64": 64, "U32": 32, "U16": 16, "C64": 64, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8}
"""Kinds that are listed only, and how many bits one takes; also ones as "F4", which begin with `PACKED`."""
PACKED = ("F4", "F6_")
"""Several of these share a byte, so their number says little about their length."""


class Place(NamedTuple):
    """Where in a file the numbers of an array lie."""

    tensor: Tensor
    begin: int
    bytes: int


class Listed(NamedTuple):
    """What a file lists, in the order of its numbers."""

    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The arrays alone."""
        return tuple(place.tensor for place in self.places)


def listed(path: Path) -> Listed:
    """The arrays of a file, whose numbers stay where they are; raises FileError and OSError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        entries = _list(file, size, called(path))
        begin = file.tell()
    if len(entries) > MOST_TENSORS:
        raise FileError(f"{called(path)} holds {len(entries):,} arrays, and at most {MOST_TENSORS:,} can be listed.")
    places = [_place(name, entry, begin, called(path)) for name, entry in entries.items()]
    places.sort(key=lambda place: (place.begin, place.bytes))
    end = begin
    for place in places:
        if place.begin != end:
            raise _lie(path, "two arrays share numbers" if place.begin < end else "there are bytes between its arrays")
        end += place.bytes
    if end != size:
        raise _cut_off(path) if end > size else _lie(path, "there are bytes behind its arrays")
    kinds = sorted({place.tensor.kind for place in places} - set(ITEMS))
    notes = (f"Numbers of the kind {', '.join(kinds)} are listed, but can’t be shown.",) if kinds else ()
    return Listed(tuple(places), notes)


def numbers(path: Path, place: Place) -> NDArray[np.float32]:
    """The numbers of one array, read now; raises FileError for a kind that can't be shown, and OSError."""
    tensor = place.tensor
    item = ITEMS.get(tensor.kind)
    if item is None:
        raise FileError(f"Numbers of the kind {tensor.kind} can’t be shown. Save the network as float32 and open that.")
    with path.open("rb") as file:
        file.seek(place.begin)
        data = file.read(place.bytes)
    if len(data) != place.bytes:
        raise FileError(f"{called(path)} has changed since it was opened. Open it again.")
    flat: NDArray[Any] = np.frombuffer(data, item)
    if tensor.kind == "BF16":
        flat = (flat.astype("<u4") << 16).view("<f4")
    with np.errstate(over="ignore"):  # a float64 beyond float32 is shown as infinite
        shown: NDArray[np.float32] = flat.astype(np.float32, copy=False).reshape(tensor.shape)
    return shown


def _list(file: BinaryIO, size: int, name: str) -> dict[str, object]:
    """The JSON at the beginning of a file, without what it says about itself."""
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > size - 8:
        raise FileError(
            f"{name} is cut off or damaged: its list of arrays is longer than the file. Download or save it again."
        )
    if length > LARGEST_LIST:
        raise FileError(f"{name} begins with a list of {length:,} bytes, and at most {LARGEST_LIST:,} can be read.")
    damaged = f"{name} is damaged, or is no file of safetensors: its list of arrays can’t be read. Save it again."
    try:
        entries: object = json.loads(file.read(length).decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise FileError(damaged) from error
    if not isinstance(entries, dict):
        raise FileError(damaged)
    entries.pop("__metadata__", None)
    if not entries:
        raise FileError(f"{name} holds no arrays. Save the network again, and open that.")
    return entries


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _place(name: str, entry: object, begin: int, file: str) -> Place:
    """Where one array lies, as far as that can be right without a look at the others."""
    wrong = FileError(f"{file} is damaged: what it says about {_quoted(name)} can’t be right. Save it again.")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable() or not isinstance(entry, dict):
        raise wrong
    kind, shape, offsets = (entry.get(part) for part in ("dtype", "shape", "data_offsets"))
    if not isinstance(kind, str) or not _are_sizes(shape) or not _are_sizes(offsets):
        raise wrong
    if len(offsets) != 2 or offsets[0] > offsets[1] or len(shape) > MOST_AXES:
        raise wrong
    count, length = math.prod(shape), offsets[1] - offsets[0]
    if kind in ITEMS or kind in OTHERS:
        if length * 8 != count * (ITEMS[kind].itemsize * 8 if kind in ITEMS else OTHERS[kind]):
            claim = f"{_quoted(name)} claims {_many(count)} numbers and has {length:,} bytes"
            raise FileError(f"{file} is damaged: {claim}. Save it again.")
    elif not kind.startswith(PACKED) or count > 2 * length:
        raise FileError(f"{file} holds numbers of an unknown kind in {_quoted(name)}. Save the network as float32.")
    return Place(Tensor(name, kind, tuple(shape)), begin + offsets[0], length)


def _are_sizes(value: object) -> TypeGuard[list[int]]:
    """Whether this is a list of whole numbers that a file can have so many bytes of."""
    return isinstance(value, list) and all(type(each) is int and 0 <= each < 2**60 for each in value)


def _quoted(name: str) -> str:
    return f"“{called(Path(name))}”"


def _many(count: int) -> str:
    return f"{count:,}" if count < 10**15 else f"about 10^{len(str(count)) - 1}"


def _cut_off(path: Path) -> FileError:
    return FileError(
        f"{called(path)} is cut off: its list speaks of numbers behind its end. Download or save it again, whole."
    )


def _lie(path: Path, what: str) -> FileError:
    return FileError(f"{called(path)} is damaged: {what}. Download or save it again.")
