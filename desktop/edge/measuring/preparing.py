"""Having a network as an ONNX file, and the pictures that it answers and is calibrated with."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop.edge.measuring import kits
from desktop.edge.measuring.pictures import Pictures, Shape, pictures_of
from desktop.edge.measuring.session import Network
from desktop.edge.measuring.words import (
    IMAGENET_MEAN,
    MNIST_DEVIATION,
    MNIST_MEAN,
    OfFile,
    OfKit,
    OfRun,
    Prepare,
    Progress,
    Ready,
    Source,
)
from desktop.system.extras import missing
from engine.contract.files import write_atomically
from engine.contract.spec import about

if TYPE_CHECKING:
    from onnx import ModelProto

    from desktop.model_files.onnx_graphs.network import Network as Opened

FILE, PICTURES = "network.onnx", "pictures.npz"
ASSUMED = "The file leaves the size of its pictures open: {} were taken."
DRAWN = "The weights are drawn by chance, so there is no accuracy, and there are no answers that could change."
STANDARD = "Pictures go in as (picture / 255 - mean) / deviation, with ImageNet’s mean and deviation of each channel."
GREY = "Pictures go in as (picture / 255 - mean) / deviation, with MNIST’s mean and deviation."
AT_ONCE = (
    "The network takes {} pictures at once: each time is that of a pass divided by {}, and the activations are those "
    "of all of them."
)
NETWORK = "The network"
"""What sentences call one that is in no file of the user's."""


class PreparingError(ValueError):
    """A network or pictures that can't be had; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A network that can be measured, with a `folder` for more; it sees pictures as `Network` says.

    Without a `file` only the engine can measure it. `listed` has the layers that it is listed with, by what they give
    and by the names of their nodes; it is empty where nobody lists them. Sentences say `title` for it.
    """

    folder: Path
    file: Path | None
    shape: Shape
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    pictures: Pictures
    notes: tuple[str, ...]
    title: str = NETWORK
    listed: Mapping[str, str] = field(default_factory=dict)

    def network(self, file: Path, threads: int) -> Network:
        """The network in ONNX Runtime, as it is in a file."""
        return Network(file, threads, self.mean, self.deviation, self.title)

    @property
    def ready(self) -> Ready:
        """What is said of it."""
        known = self.pictures
        return Ready(
            str(self.file or ""), self.shape, str(self.folder / PICTURES), len(known.answered), known.names,
            known.classes, known.said, self.notes, known.which,
        )  # fmt: skip


def prepare(wish: Prepare) -> Generator[Progress, None, Prepared]:
    """Have everything at hand, and tell meanwhile how far it is.

    Raises PreparingError, SessionError, PicturesError, KitError, UnfitLayersError, ImportError without ONNX Runtime
    where there is nothing else to run the network, and OSError where the folder can't be used.
    """
    folder, source = Path(wish.folder), wish.source
    theirs = _opened(source)
    file, title = _file(source, folder), _title(source)
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    notes = [DRAWN] if isinstance(source, OfKit) and source.drawn is not None else []
    listed: Mapping[str, str] = {}
    if file is None:
        shape = _shape_of(source)
    else:
        network = Network(file, 1, title=title)
        shape = network.shape
        listed = _listed(source, theirs)
        if isinstance(source, OfFile):
            mean, deviation = _standard(source, shape[0], theirs)
        notes += [ASSUMED.format("×".join(map(str, shape)))] * network.assumed
        notes += [AT_ONCE.format(network.batch, network.batch)] * (network.batch > 1)
        said = {IMAGENET_MEAN: STANDARD, MNIST_MEAN: GREY}.get(mean)
        notes += [said] if said is not None and not network.raw else []
    known = yield from pictures_of(wish, shape)
    with write_atomically(folder / PICTURES) as written:
        np.savez(written, pictures=known.answered, labels=known.labels)
    return Prepared(folder, file, shape, mean, deviation, known, (*notes, *known.notes), title, listed)


def _title(source: Source) -> str:
    """What sentences call a network."""
    return Path(source.path).name if isinstance(source, OfFile) else NETWORK


def lacking() -> str:
    """The sentence that says how to get what ONNX takes; "" where it is there."""
    there = has_onnx() and find_spec("onnxruntime") is not None
    return "" if there else missing("edge", "A network in ONNX Runtime")


def _file(source: Source, folder: Path) -> Path | None:
    """The network as an ONNX file, None where nothing is there that writes or runs one."""
    if isinstance(source, OfFile):
        return Path(source.path)
    if lacking():
        return None
    path = folder / FILE
    with write_atomically(path) as file:
        file.write(_written(source))
    return path


def has_onnx() -> bool:
    """Whether graphs can be read and written, and not only run."""
    return find_spec("onnx") is not None


def read(file: Path) -> ModelProto | None:
    """The graph in a file; None where nothing is there that reads it."""
    if not has_onnx():
        return None
    import onnx

    return onnx.load(str(file))


def _opened(source: Source) -> Opened | None:
    """Somebody else's file with what is known of its graph; None where nothing is there that reads it."""
    if not isinstance(source, OfFile) or not has_onnx():
        return None
    from desktop.model_files.errors import FileError
    from desktop.model_files.onnx_graphs.network import open_network

    try:
        return open_network(Path(source.path))
    except FileError as error:
        raise PreparingError(str(error)) from error


def _standard(source: OfFile, channels: int, theirs: Opened | None) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """With what the network in a file sees pictures standardised: its graph may do so itself, and then say how."""
    white = theirs.interface.white if theirs is not None else 0
    if white:
        return (0.0,), (1 / white,)
    if len(source.mean) in (0, 1, channels):
        return source.mean, source.deviation
    return (MNIST_MEAN, MNIST_DEVIATION) if channels == 1 else ((0.0,), (1.0,))


def _listed(source: Source, theirs: Opened | None) -> Mapping[str, str]:
    """The layers that a network is listed with, by what they give and by the names of their nodes."""
    if isinstance(source, OfKit):
        return {name: name for name in kits.layers(source)}
    if theirs is None:
        return {}
    by_value = {value: name for name, value in theirs.found.values.items()}
    nodes = theirs.model.graph.node
    by_node = {node.name: by_value[each] for node in nodes for each in node.output if node.name and each in by_value}
    return by_node | by_value


def _shape_of(source: Source) -> Shape:
    """The shape of the pictures that a network takes which is in no file."""
    match source:
        case OfRun(order):
            return about(order.spec.data).shape
        case OfKit():
            return kits.shape(source)
        case OfFile(path):
            raise ValueError(f"{path} is a file")


def _written(source: OfRun | OfKit) -> bytes:
    """The network as the bytes of an ONNX file."""
    from desktop.lab.take_away import onnx_file

    if isinstance(source, OfKit):
        return kits.written(source)
    if source.order.kept is None:
        raise PreparingError("No weights of this network are kept. Train it again, and keep the run.")
    return onnx_file.model(source.order, source.order.kept)
