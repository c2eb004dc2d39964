"""Kits: folders with weights that fit, as the engine and the scenes read them, laid out as `assets/published` is.

Weights are written one array after the other, so that a large network needs no room of its size in memory.
"""

from __future__ import annotations

import errno
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np

from desktop.model_files import safetensors_file
from desktop.model_files.errors import FileError
from desktop.model_files.fits import shapes
from desktop.model_files.fits.fitting import Fit
from desktop.model_files.safetensors_file import Place
from engine.contract.files import write_atomically
from scenes.stage.data.networks import Shape
from scenes.stage.data.published import Reads

ITEM = np.dtype("<f4")
ALIGNED = 8
"""The list of arrays in a file of safetensors is filled up with spaces to a multiple of so many bytes."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


def write(path: Path, fit: Fit, folder: Path, labels: Sequence[str], reads: Reads, called: str) -> None:
    """Write the weights of a file of safetensors as a kit into a folder, which is made if it isn't there.

    `labels` are what its classes are called; () for none. `called` is the name of the file that the user has opened.
    Raises FileError, also where a file can't be written.
    """
    listed = {place.tensor.name: place for place in safetensors_file.listed(path).places}
    wanted = shapes.tensors(fit.described)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with write_atomically(folder / f"{fit.network}.safetensors") as weights:
            parts = {ours: (listed[theirs], wanted[ours]) for ours, theirs in fit.names.items()}
            _write_arrays(weights, path, parts)
        _write_pages(folder, fit.network, labels, reads, called)
    except OSError as error:
        raise _unwritten(folder, error) from error


def _write_arrays(file: IO[bytes], path: Path, parts: dict[str, tuple[Place, Shape]]) -> None:
    """Write arrays of a file as another file of safetensors, in float32 and with our shapes."""
    entries, end = {}, 0
    for ours, (_, shape) in parts.items():
        begin, end = end, end + math.prod(shape) * ITEM.itemsize
        entries[ours] = {"dtype": "F32", "shape": shape, "data_offsets": (begin, end)}
    head = json.dumps(entries).encode()
    head += b" " * (-len(head) % ALIGNED)
    file.write(len(head).to_bytes(8, "little") + head)
    for place, _ in parts.values():
        file.write(np.ascontiguousarray(safetensors_file.numbers(path, place), ITEM).data)


def _write_pages(folder: Path, network: str, labels: Sequence[str], reads: Reads, called: str) -> None:
    """Write what is said of the weights beside them."""
    said = {"mean": reads.mean, "deviation": reads.deviation, "file": called}
    pages = {"reads.json": json.dumps(said, indent=1) + "\n"}
    if labels:
        pages["labels.txt"] = "".join(f"{' '.join(label.split())}\n" for label in labels)
    for ending, text in pages.items():
        with write_atomically(folder / f"{network}.{ending}") as file:
            file.write(text.encode("utf-8"))


def _unwritten(folder: Path, error: OSError) -> FileError:
    why = "The disk is full" if error.errno in _FULL else f"The system says: {error.strerror}"
    return FileError(f"The network can’t be made ready to run in {folder}. {why}. Make room there, and open it again.")
