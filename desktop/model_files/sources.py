"""Files that are open: what is in each, and how its numbers are reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from desktop.model_files import onnx_file, pytorch_file, safetensors_file, state_dict
from desktop.model_files.errors import FileError
from desktop.model_files.kinds import format_of
from desktop.model_files.looking import look
from desktop.model_files.safetensors_file import Listed
from desktop.model_files.words import Answer, Contents, Format, Look, Looked, Order, Refused, Run
from desktop.pictures.answers import called

if TYPE_CHECKING:
    from desktop.model_files.running import Runner


class Source(Protocol):
    """A file that is open."""

    contents: Contents

    def carry_out(self, order: Order) -> Answer:
        """Do what is asked for; raises FileError, MemoryError and OSError."""


def open_source(path: Path, folder: Path) -> Source:
    """Read what a file holds, with a folder for what must be unpacked; raises FileError, MemoryError and OSError."""
    kind = format_of(path)
    return OnnxSource(path) if kind == "onnx" else ArraySource(path, kind, folder)


class ArraySource:
    """A file of arrays alone: how its layers are linked is not in it."""

    def __init__(self, path: Path, kind: Format, folder: Path) -> None:
        """Read what is in it."""
        self._path = self._numbers = path
        told: tuple[str, ...] = ()
        if kind == "pytorch":
            self._numbers = folder / "unpacked.safetensors"
            told = pytorch_file.unpack(path, self._numbers)
        self._listed = safetensors_file.listed(self._numbers)
        self.contents = _contents(path, kind, self._listed, told)

    def carry_out(self, order: Order) -> Answer:
        """Show an array."""
        if isinstance(order, Look):
            return self._look(order.tensor)
        return Refused(self.contents.why)

    def _look(self, tensor: str) -> Looked:
        place = next((place for place in self._listed.places if place.tensor.name == tensor), None)
        if place is None:
            raise _lacks(self._path, tensor)
        return look(tensor, safetensors_file.numbers(self._numbers, place))


class OnnxSource:
    """A graph, which ONNX Runtime may be able to run."""

    def __init__(self, path: Path) -> None:
        """Read what is in it."""
        self._path = path
        self._runner: Runner | None = None
        self.contents = onnx_file.read(path)

    def carry_out(self, order: Order) -> Answer:
        """Show an array, or run the network on a picture."""
        if isinstance(order, Look):
            return self._look(order.tensor)
        if isinstance(order, Run):
            if self._runner is None:
                from desktop.model_files.running import Runner

                self._runner = Runner(self._path)
            return self._runner.run(order)
        return Refused("A network in the format ONNX runs in ONNX Runtime, and not in the engine.")

    def _look(self, tensor: str) -> Looked:
        try:
            found = onnx_file.tensor(self._path, tensor)
        except KeyError:
            raise _lacks(self._path, tensor) from None
        with np.errstate(over="ignore"):  # what is beyond float32 is shown as infinite
            return look(tensor, found.astype(np.float32, copy=False))


def _contents(path: Path, kind: Format, listed: Listed, told: tuple[str, ...]) -> Contents:
    layers, tensors, notes = state_dict.grouped(listed.tensors)
    return Contents(
        str(path.absolute()),
        kind,
        path.stat().st_size,
        layers,
        tensors,
        state_dict.parameters(listed.tensors),
        why="Its names and shapes fit no network that Convoscope knows, so it can be looked at, but not run.",
        notes=(*told, *listed.notes, *notes),
    )


def _lacks(path: Path, tensor: str) -> FileError:
    return FileError(f"{called(path)} holds no array “{tensor}”. Open the file again.")
