"""A foreign file in the format ONNX: what is in it, and its arrays. The extra `edge` brings what reads it.

Nothing in it is executed. Whoever calls this does so in a process of its own: what reads protocol buffers and infers
shapes is written in C++, and a file can be made to break it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from desktop.model_files.errors import FileError
from desktop.model_files.words import Contents, Runs
from desktop.pictures.answers import called
from desktop.system.extras import missing
from desktop.words.plain import counted
from scenes.stage.data.networks import Layer
from scenes.stage.numbers.reading import echoed

if TYPE_CHECKING:
    from desktop.model_files.onnx_graphs.layers import Layers
    from desktop.model_files.onnx_graphs.network import Network

LONGEST_LABEL = 200
MERGED = (
    "It has convolutions and no batch norm. Exporters often merge batch norms into the convolutions before them; then "
    "the file has fewer parameters than the network that it was made of."
)
_LABELS = ("classes", "names", "labels")
"""What exporters call the names of classes in the metadata."""


def lacking(what: str = "A file in the format ONNX") -> str:
    """The sentence that says how to get what reads ONNX and runs it; "" where it is there."""
    return "" if find_spec("onnx") and find_spec("onnxruntime") else missing("edge", what)


def read(path: Path) -> Contents:
    """What a file holds; raises FileError."""
    if sentence := lacking():
        raise FileError(sentence)
    from desktop.model_files.onnx_graphs.network import open_network

    network = open_network(path)
    layers, interface = tuple(network.found.layers), network.interface
    if not layers:
        raise FileError(f"In {called(path)} nothing is computed of what comes in, so there are no layers to show.")
    labels, said = _labels(network)
    sized, uncounted = network.found.counted, tuple(network.found.uncounted)
    runs, why = _runs(network)
    return Contents(
        file=str(path.absolute()),
        format="onnx",
        bytes=path.stat().st_size,
        layers=layers,
        tensors=network.found.tensors,
        parameters=sum(layer.parameters for layer in layers),
        macs=sum(layer.macs for layer in layers) if sized and not uncounted else None,
        uncounted=uncounted if sized else (),
        runs=runs,
        why=why,
        shape=interface.shape,
        classes=interface.classes,
        labels=labels,
        notes=(*_notes(network), *said),
        mean=(0.0,) if interface.white else (),
        deviation=(1 / interface.white,) if interface.white else (),
        timed=not runs and _takes_pictures(network),
    )


def tensor(path: Path, name: str) -> NDArray[Any]:
    """The numbers of one array of a file; raises FileError, and KeyError where it has none of that name."""
    if sentence := lacking():
        raise FileError(sentence)
    from desktop.model_files.onnx_graphs.arrays import numbers
    from desktop.model_files.onnx_graphs.graph import Graph, load

    return numbers(Graph(load(path), path).arrays[name], path)


def _runs(network: Network) -> tuple[Runs, str]:
    """What can run the network, and else why nothing can.

    Whether ONNX Runtime knows the operators of others is found out by trying, which takes a while.
    """
    if network.interface.why:
        return "", network.interface.why
    if network.graph.foreign:
        from desktop.model_files.onnx_graphs.running import Runner

        if why := Runner(network).refusal():
            return "", why
    return "onnx", ""


def _takes_pictures(network: Network) -> bool:
    """Whether ONNX Runtime runs it on what has the axes of pictures, of any channels and whatever it gives."""
    from desktop.model_files.onnx_graphs.network import NUMBERS
    from desktop.model_files.onnx_graphs.running import Runner

    interface = network.interface
    pictures = len(network.graph.pictures) == 1 and len(interface.sides) == 4 and interface.kind in NUMBERS
    return pictures and not (network.graph.foreign and Runner(network).refusal())


def _labels(network: Network) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the classes are called, as far as the file says so, and what must be told of it."""
    said = {each.key: each.value for each in network.model.metadata_props}
    classes = network.interface.classes
    for key in _LABELS:
        try:
            found = json.loads(said.get(key, ""))
        except (ValueError, RecursionError):
            continue
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            continue
        if len(found) != classes:
            return (), (f"It names {len(found)} classes, and doesn’t give so many numbers: the names are left out.",)
        return tuple(_one_line(each) for each in found), ()
    return (), ()


def _one_line(label: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in label)[:LONGEST_LABEL]


def _of_uncounted(found: Layers) -> str:
    """Which layers' work is not in the sum."""
    kinds = {layer.name: layer.kind for layer in found.layers}
    told = " and ".join(
        f"“{echoed(kind)}”" for kind in tuple(dict.fromkeys(kinds[name] for name in found.uncounted))[:3]
    )
    return f"The multiply-accumulates of {counted(len(found.uncounted), 'layer')} ({told}) are not counted."


def _may_be_merged(layers: Sequence[Layer]) -> bool:
    """Whether batch norms may have been merged into convolutions, which leaves each with a bias.

    Nobody expects them behind a single one.
    """
    convolutions = [layer for layer in layers if layer.convolves]
    normed = any(layer.kind.endswith(" norm") for layer in layers)
    return len(convolutions) > 1 and all(layer.bias for layer in convolutions) and not normed


def _notes(network: Network) -> tuple[str, ...]:
    """What has been seen in the file and must be told."""
    graph, interface = network.graph, network.interface
    notes = []
    if len(interface.sides) == 4 and not interface.shape:
        notes.append("It takes pictures of any size, so the sizes of its maps and its MACs aren’t known.")
    elif not network.found.counted:
        notes.append("The sizes of some maps don’t follow from the file, so its MACs aren’t known.")
    elif network.found.uncounted:
        notes.append(_of_uncounted(network.found))
    if _may_be_merged(network.found.layers):
        notes.append(MERGED)
    if interface.white and not interface.why:
        notes.append(f"It standardises its pictures itself: white is {interface.white} for it.")
    if network.shapes.batch > 1:
        notes.append(f"It takes {network.shapes.batch} pictures at once; the numbers here are those of one.")
    if graph.nested:
        notes.append("Some layers are choices or loops with layers inside, which are not shown.")
    if graph.foreign:
        names = ", ".join(f"“{echoed(name)}”" for name in graph.foreign[:3])
        notes.append(f"Some layers are not of ONNX itself but of {names}: only what is known of these is counted.")
    return tuple(notes)
