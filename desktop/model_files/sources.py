"""Files that are open: what is in each, and how its numbers are reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np

from desktop.model_files import safetensors_file, state_dict
from desktop.model_files.errors import FileError
from desktop.model_files.fits import kits, ways
from desktop.model_files.fits.fitting import Fit, completed, fit
from desktop.model_files.looking import look
from desktop.model_files.onnx_graphs import onnx_file
from desktop.model_files.pytorch_file import Unpacking
from desktop.model_files.safetensors_file import Listed
from desktop.model_files.words import Answer, Contents, Format, Look, Looked, Order, Prepare, Prepared, Refused, Run
from desktop.pictures.answers import called

if TYPE_CHECKING:
    from desktop.model_files.onnx_graphs.running import Runner


class Source(Protocol):
    """A file that is open."""

    contents: Contents

    def carry_out(self, order: Order) -> Answer:
        """Do what is asked for; raises FileError, MemoryError and OSError."""


def open_source(path: Path, kind: Format, unpacking: Unpacking | None) -> Source:
    """Read what a file holds, whose weights may be unpacked just now; raises FileError, MemoryError and OSError."""
    return OnnxSource(path) if kind == "onnx" else ArraySource(path, kind, unpacking)


class ArraySource:
    """A file of arrays alone: how its layers are linked is not in it."""

    def __init__(self, path: Path, kind: Format, unpacking: Unpacking | None) -> None:
        """Read what is in it."""
        self._path = self._numbers = path
        told: tuple[str, ...] = ()
        if unpacking is not None:
            fit(())  # reads all descriptions, which are then at hand
            told = unpacking.wait()
            self._numbers = unpacking.out
        self._listed = safetensors_file.listed(self._numbers)
        self._fit = fit(self._listed.tensors)
        self.contents = _contents(path, kind, self._listed, told, self._fit)

    def carry_out(self, order: Order) -> Answer:
        """Show an array, or write what the engine needs to run the network."""
        if isinstance(order, Look):
            return self._look(order.tensor)
        if isinstance(order, Prepare) and self._fit is not None:
            return self._prepare(order, self._fit)
        return Refused(self.contents.why or "The engine runs this network, and not ONNX Runtime.")

    def _prepare(self, order: Prepare, found: Fit) -> Prepared:
        if order.labels and len(order.labels) != found.classes:
            raise FileError(
                f"The network tells {found.classes:,} classes apart, and {len(order.labels):,} have a name here. "
                "Choose a list with as many names as classes."
            )
        way = order.way or found.way
        if way not in ways.possible(found.network):
            raise FileError(f"The network can’t read pictures in the way “{way}”. Choose another way.")
        reads = ways.reads(found.network, way)
        kits.write(self._numbers, found, Path(order.folder), order.labels, reads, called(self._path))
        return Prepared(order.folder)

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
                from desktop.model_files.onnx_graphs.running import Runner

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


def _contents(path: Path, kind: Format, listed: Listed, told: tuple[str, ...], found: Fit | None) -> Contents:
    """What is in a file: layers of which its names tell, or those of the network that it fits."""
    layers, tensors, notes = state_dict.grouped(listed.tensors)
    contents = Contents(
        str(path.absolute()),
        kind,
        path.stat().st_size,
        layers,
        tensors,
        state_dict.parameters(listed.tensors),
        why="Its names and shapes fit no network that Convoscope knows, so it can be looked at, but not run.",
        notes=(*told, *listed.notes),
    )
    return completed(contents, found) if found else msgspec.structs.replace(contents, notes=(*contents.notes, *notes))


def _lacks(path: Path, tensor: str) -> FileError:
    return FileError(f"{called(path)} holds no array “{tensor}”. Open the file again.")
