"""Having a network as an ONNX file, and the pictures that it answers and is calibrated with."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop.edge.measuring import kits
from desktop.edge.measuring.pictures import Pictures, pictures_of
from desktop.edge.measuring.session import Network
from desktop.edge.measuring.words import OfFile, OfKit, OfRun, Prepare, Progress, Ready, Source
from desktop.system.extras import missing
from engine.contract.files import write_atomically

if TYPE_CHECKING:
    from onnx import ModelProto

FILE, PICTURES = "network.onnx", "pictures.npz"
WHAT = "A file in the format ONNX"
ASSUMED = "The file leaves the size of its pictures open: {} were taken."
STANDARD = "Pictures go in as (picture / 255 - mean) / deviation, with ImageNet’s mean and deviation of each channel."


class PreparingError(ValueError):
    """A network or pictures that can't be had; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A network that can be measured; it sees pictures as `Network` says."""

    file: Path
    shape: tuple[int, int, int]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    pictures: Pictures
    notes: tuple[str, ...]

    def network(self, file: Path, threads: int) -> Network:
        """The network in ONNX Runtime, as it is in a file."""
        return Network(file, threads, self.mean, self.deviation)

    @property
    def ready(self) -> Ready:
        """What is said of it."""
        known = self.pictures
        return Ready(
            str(self.file), self.shape, str(self.file.with_name(PICTURES)), len(known.answered), known.names,
            known.classes, known.said, self.notes,
        )  # fmt: skip


def prepare(wish: Prepare) -> Generator[Progress, None, Prepared]:
    """Have everything at hand, and tell meanwhile how far it is.

    Raises PreparingError, SessionError, PicturesError, UnfitLayersError, and OSError where the folder can't be used.
    """
    folder = Path(wish.folder)
    file, (mean, deviation) = _file(wish.source, folder)
    network = Network(file, 1, mean, deviation)
    notes = [ASSUMED.format("×".join(map(str, network.shape)))] if network.assumed else []
    if not network.as_they_are:
        notes.append(STANDARD)
    known = yield from pictures_of(wish, network.shape)
    found = Prepared(file, network.shape, mean, deviation, known, (*notes, *known.notes))
    with write_atomically(folder / PICTURES) as written:
        np.savez(written, pictures=found.pictures.answered, labels=found.pictures.labels)
    return found


def has_onnx() -> bool:
    """Whether graphs can be read and written, and not only run."""
    return find_spec("onnx") is not None


def read(file: Path) -> ModelProto | None:
    """The graph in a file; None where nothing is there that reads it."""
    if not has_onnx():
        return None
    import onnx

    return onnx.load(str(file))


_Standard = tuple[tuple[float, ...], tuple[float, ...]]


def _file(source: Source, folder: Path) -> tuple[Path, _Standard]:
    """The network as an ONNX file, and with what it sees pictures standardised."""
    if isinstance(source, OfFile):
        return Path(source.path), (source.mean, source.deviation)
    if not has_onnx():
        raise PreparingError(missing("edge", WHAT))
    path = folder / FILE
    with write_atomically(path) as file:
        file.write(_written(source))
    return path, ((), ())


def _written(source: OfRun | OfKit) -> bytes:
    """The network as the bytes of an ONNX file."""
    from desktop.lab.take_away import onnx_file

    if isinstance(source, OfKit):
        return kits.written(source)
    if source.order.kept is None:
        raise PreparingError("No weights of this network are kept. Train it again, and keep the run.")
    return onnx_file.model(source.order, source.order.kept)
