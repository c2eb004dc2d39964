"""Weights out of files that PyTorch saved, as safetensors: for a process of its own, which may cost nothing but itself.

The files are foreign. Nothing of them is run: torch reads them with `weights_only`, which builds tensors and plain
containers. What they claim is not believed: a tensor of 1.5 kB can say that it has 10^12 numbers.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import msgspec
import torch
from torch import Tensor

from engine.contract.limits import hold_to
from engine.contract.unpacked import LONGEST_NAME, MOST_TENSORS, MOST_TOLD, Problem, Unpacked

MEGABYTES = 3072
"""What torch takes to read a small file, with much to spare; a file may take some times its size more."""
TIMES = 3
SECONDS = 20
"""Of a processor's time, for when who started this process is gone: else they look at the clock, and end it sooner."""
TIED = 2
"""Weights that two layers share stand twice in what is handed over: it may be so many times as large as the file."""
HOLDERS = ("state_dict", "model_state_dict", "model", "ema", "module", "net", "network", "weights", "params")
"""Entries of training programs' files under which the weights lie, the likelier first."""
DEEPEST = 4
"""So deep in one another holders are looked into."""
PREFIXES = ("module.", "_orig_mod.")
"""What `DataParallel` and `torch.compile` put before every name."""
KINDS = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
"""What safetensors call the kinds of numbers that can be shown."""


class UnfitError(ValueError):
    """Why no weights come out of a file."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def main(path: Path, out: Path) -> int:
    """Unpack a file into another, and say on stdout what came of it; whoever asked holds stdin open while they wait."""
    size = path.stat().st_size
    hold_to(MEGABYTES + TIMES * size // 2**20, SECONDS, TIED * size + 2**26)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(1)
    try:
        found = unpack(path, out)
    except UnfitError as error:
        found = Unpacked(error.problem)
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    sys.stdout.flush()
    return 0


def _end_with_parent() -> None:
    """End when nobody waits any more, on systems that don't see to that."""
    sys.stdin.read()
    os._exit(1)


def unpack(path: Path, out: Path) -> Unpacked:
    """Write the weights of a file as safetensors, in the order in which they stand there; raises UnfitError."""
    held, way, beside = _weights(_loaded(path))
    tensors = {name: each for name, each in held.items() if isinstance(each, Tensor)}
    ignored = [*beside, *(name for name in held if name not in tensors)]
    shown = {name: each for name, each in tensors.items() if each.layout == torch.strided and each.dtype in KINDS}
    shown = {name: each for name, each in shown.items() if not each.is_quantized and not each.is_meta}
    unshown = [name for name in tensors if name not in shown]
    if not shown:
        raise UnfitError("nothing")
    _believe(shown, path.stat().st_size)
    named, unprefixed = _without_prefix(shown)
    try:
        with out.open("wb") as file:
            _write(file, named)
    except OSError as error:
        raise UnfitError("room") from error
    return Unpacked("", ".".join(way), _few(ignored), len(ignored), _few(unshown), len(unshown), unprefixed)


def _look_at(path: Path) -> bool:
    """Whether a file is an archive; raises UnfitError for one that torch should not even see.

    Torch stores what it saves as it is. What is packed may be a thousand times as large once it is unpacked, and what
    lies in one place may be counted many times.
    """
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnfitError("damaged") from error
    if any(each.filename.endswith("/constants.pkl") or "/code/" in each.filename for each in entries):
        raise UnfitError("program")
    packed = any(each.compress_type != zipfile.ZIP_STORED or each.file_size != each.compress_size for each in entries)
    if packed or sum(each.file_size for each in entries) > path.stat().st_size:
        raise UnfitError("packed")
    return True


def _loaded(path: Path) -> object:
    """What torch reads of a file without running anything of it.

    Of an archive the numbers stay where they are until they are wanted: torch then compares what a tensor claims with
    the size of the file, and not with nothing.
    """
    archive = _look_at(path)
    try:
        found: object = torch.load(path, map_location="cpu", weights_only=True, mmap=archive)
    except MemoryError as error:
        raise UnfitError("memory") from error
    except Exception as error:  # whatever torch stumbles over: the file is foreign
        raise UnfitError(_problem(error)) from error
    return found


def _problem(error: Exception) -> Problem:
    """What torch means: what it raises is of general kinds, and only its words tell them apart."""
    words = str(error)
    if "allocate memory" in words or "not enough memory" in words:
        return "memory"
    foreign = any(word in words for word in ("GLOBAL", "is blocked", "Trying to"))
    return "program" if foreign and type(error).__name__ == "UnpicklingError" else "damaged"


def _weights(found: object) -> tuple[dict[str, object], list[str], list[str]]:
    """The entries of the dictionary that holds tensors, under which names it lay, and what lay beside it."""
    way: list[str] = []
    beside: list[str] = []
    for _ in range(DEEPEST):
        if isinstance(found, Tensor):
            return {"tensor": found}, way, beside
        if not isinstance(found, Mapping):
            break
        if any(isinstance(each, Tensor) for each in found.values()):
            return {_name(name): each for name, each in found.items()}, way, beside
        holder = next((name for name in HOLDERS if isinstance(found.get(name), Mapping)), None)
        if holder is None:
            return dict(_parts(found)), way, beside
        way.append(holder)
        beside += [_name(name) for name in found if name != holder]
        found = found[holder]
    raise UnfitError("nothing")


def _parts(found: Mapping[object, object]) -> Iterator[tuple[str, object]]:
    """The tensors of dictionaries that lie side by side, as of an encoder and a decoder, by joined names."""
    for part, held in found.items():
        tensors = isinstance(held, Mapping) and [each for each in held.items() if isinstance(each[1], Tensor)]
        if tensors:
            yield from ((f"{_name(part)}.{_name(name)}", each) for name, each in tensors)
        else:
            yield _name(part), held


def _name(key: object) -> str:
    """What an entry is called; only text and numbers can be read out safely, and quickly."""
    if isinstance(key, str):
        return key
    return str(key) if isinstance(key, int) and key.bit_length() < 64 else type(key).__name__


def _believe(tensors: Mapping[str, Tensor], size: int) -> None:
    """Raise UnfitError where tensors claim more than the file has."""
    if len(tensors) > MOST_TENSORS:
        raise UnfitError("many")
    if any(len(name) > LONGEST_NAME for name in tensors):
        raise UnfitError("damaged")
    claimed = 0
    for each in tensors.values():
        bytes_ = each.numel() * each.element_size()
        stored = each.untyped_storage().nbytes()
        claimed += bytes_
        if bytes_ > stored or stored > size or claimed > TIED * size:
            raise UnfitError("claims")


def _without_prefix(tensors: dict[str, Tensor]) -> tuple[dict[str, Tensor], bool]:
    for prefix in PREFIXES:
        if all(name.startswith(prefix) and name != prefix for name in tensors):
            return {name.removeprefix(prefix): each for name, each in tensors.items()}, True
    return tensors, False


def _write(file: IO[bytes], tensors: Mapping[str, Tensor]) -> None:
    """Write safetensors one after the other, so that only one of them is in memory."""
    header, end = {}, 0
    for name, each in tensors.items():
        begin, end = end, end + each.numel() * each.element_size()
        header[name] = {"dtype": KINDS[each.dtype], "shape": list(each.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    file.write(len(text).to_bytes(8, "little") + text)
    for each in tensors.values():
        numbers = each.detach().contiguous().reshape(-1).view(torch.uint8).numpy()
        file.write(numbers.tobytes())


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """The first of many names: they are told in a sentence."""
    return tuple(name[:LONGEST_NAME].encode(errors="replace").decode() for name in names[:MOST_TOLD])
