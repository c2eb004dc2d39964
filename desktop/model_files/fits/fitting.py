"""Which of our descriptions the weights of a file fit: by the names of the arrays, and by their shapes.

Both must fit for all arrays, but for the number of classes, and for auxiliary classifiers, which may be missing. Three
ways to call layers are known: our own, torchvision's, and that of the weights that ship.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import msgspec

from desktop.model_files.fits import shapes, shipped, torchvision, ways
from desktop.model_files.words import Contents, Tensor
from scenes.stage.data import networks
from scenes.stage.data.networks import Network, Shape

Naming = Literal["torchvision", "published", "ours"]
"""Who has named the arrays of a file."""

FLOATS = ("F64", "F32", "F16", "BF16")
COUNTER = "num_batches_tracked"
"""What a batch norm counts while it learns, and nothing depends on in use."""
WRAPPERS = ("module.", "_orig_mod.", "model.")
"""What wrappers of PyTorch and programs for training put in front of all names."""
ALIKE = "The names and shapes fit {others} just as well, and the file does not say which it is. It runs as {title}."
OTHER_PIXELS = (
    "Weights that torchvision itself has published for this network read pixels as −1 to 1. The file does not say "
    "whether these come from there. If they do, choose “−1 to 1”."
)
HELPERS = "{parameters} of its parameters belong to auxiliary classifiers, which help in training only."
HELPERS_COUNTED = (
    "The table lists these layers too; the multiply-accumulates above are those in use, without the {macs} of theirs."
)
OTHERWISE_READ = ("googlenet-torchvision", "inception-v3")
"""Networks whose published weights torchvision feeds otherwise than all others."""


@dataclass(frozen=True)
class Fit:
    """A file's weights fit a description.

    `names` has for each array that the network needs, by our name, the name in the file. `notes` are sentences that
    must be told.
    """

    network: str
    names: Mapping[str, str]
    classes: int
    naming: Naming
    notes: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """How it is taken to read pictures, where nobody chooses another way."""
        return ways.usual(self.network, self.naming)

    @property
    def described(self) -> Network:
        """The description, with the classes and the auxiliary classifiers that the file has."""
        stages = {name.partition(".")[0] for name in self.names}
        return networks.adapted(networks.network(self.network), self.classes, stages)


def fit(tensors: Sequence[Tensor]) -> Fit | None:
    """What the arrays of a file fit; None where that is nothing.

    Where several networks have the same names and shapes, torchvision's comes first, and a note tells of the others.
    """
    stored = _unwrapped([tensor for tensor in tensors if tensor.name.rpartition(".")[2] != COUNTER])
    if any(tensor.kind not in FLOATS for tensor in stored.values()):
        return None
    found = [each for naming, name in _candidates() if (each := _fitted(stored, naming, name)) is not None]
    if not found:
        return None
    first, *others = found
    title, *also = (networks.network(each.network).title for each in found)
    notes = [ALIKE.format(others=" and ".join(also), title=title)] if others else []
    if first.naming == "torchvision" and first.network in OTHERWISE_READ:
        notes.append(OTHER_PIXELS)
    return Fit(first.network, first.names, first.classes, first.naming, tuple(notes))


def completed(contents: Contents, found: Fit) -> Contents:
    """What is told of a file whose weights fit: its layers are those of the description, and the engine runs it."""
    net, stored = found.described, {tensor.name: tensor for own in contents.tensors.values() for tensor in own}
    own: dict[str, list[Tensor]] = {layer.name: [] for layer in net.layers}
    there: dict[str, str] = {}
    for ours, theirs in found.names.items():
        layer = ours.rpartition(".")[0]
        own[layer].append(stored[theirs])
        there[layer] = theirs.rpartition(".")[0]
    return msgspec.structs.replace(
        contents,
        layers=net.layers,
        tensors={layer: tuple(sorted(arrays, key=_largest_first)) for layer, arrays in own.items() if arrays},
        macs=net.macs,
        network=found.network,
        runs="engine",
        why="",
        shape=net.shape,
        classes=found.classes,
        way=found.way,
        names_there={} if all(ours == theirs for ours, theirs in there.items()) else there,
        notes=(*contents.notes, *found.notes, *_of_helpers(contents, found), ways.told(found.way)),
    )


def _of_helpers(contents: Contents, found: Fit) -> tuple[str, ...]:
    """What must be told of auxiliary classifiers in the file: a network in use is smaller than the file.

    Those of another shape than ours are in the file too, but in no list of layers.
    """
    net = found.described
    if not any(layer.auxiliary for layer in networks.network(found.network).layers):
        return ()
    parameters, macs = contents.parameters - net.parameters, net.macs_in_training - net.macs
    if not parameters:
        return ()
    told = HELPERS.format(parameters=f"{parameters:,}")
    return (f"{told} {HELPERS_COUNTED.format(macs=f'{macs:,}')}" if macs else told,)


def _largest_first(tensor: Tensor) -> int:
    count = -1
    for length in tensor.shape:
        count *= length
    return count


def _unwrapped(tensors: Sequence[Tensor]) -> dict[str, Tensor]:
    """Arrays by their names, without what stands in front of all of these."""
    found = {tensor.name: tensor for tensor in tensors}
    while wrapper := next((each for each in WRAPPERS if found and all(name.startswith(each) for name in found)), ""):
        found = {name.removeprefix(wrapper): tensor for name, tensor in found.items()}
    return found


def _candidates() -> Iterator[tuple[Naming, str]]:
    """Networks and ways to name their layers, those first that are to be preferred.

    Of networks without shortcuts and with shortcuts without weights, which look alike in a file, the latter are.
    """
    for name in torchvision.MODELS:
        yield "torchvision", name
    for name in shipped.NETWORKS:
        yield "published", name
    for name in sorted(networks.names(), key=lambda name: name.endswith("-plain")):
        yield "ours", name


@lru_cache(maxsize=128)
def _names(naming: Naming, network: str) -> dict[str, str]:
    """What the arrays of a network are called in a file, by our names."""
    net = networks.network(network)
    match naming:
        case "torchvision":
            layers = torchvision.MODELS[network](net)
        case "published":
            layers = shipped.layers(net)
        case "ours":
            return {name: name for name in shapes.tensors(net)}
    parts = (name.rpartition(".") for name in shapes.tensors(net))
    return {f"{layer}.{part}": f"{layers[layer]}.{part}" for layer, _, part in parts}


def _fitted(stored: Mapping[str, Tensor], naming: Naming, network: str) -> Fit | None:
    """How arrays by their names fit one network whose layers are named in one way."""
    net, names = networks.network(network), _names(naming, network)
    sides = {layer.stage for layer in net.layers if layer.auxiliary}
    main = {ours: theirs for ours, theirs in names.items() if ours.partition(".")[0] not in sides}
    if not stored.keys() >= set(main.values()):
        return None
    of_sides = {theirs.partition(".")[0] for ours, theirs in names.items() if ours not in main}
    if any(name.partition(".")[0] not in of_sides for name in stored.keys() - set(main.values())):
        return None
    classes = net.classes
    if net.classifier is not None:
        shape = stored[main[f"{net.classifier.name}.weight"]].shape
        classes = shape[0] if shape else 0
    wanted = shapes.tensors(networks.adapted(net, classes, sides))
    if classes < 1 or not all(_is(stored[theirs].shape, wanted[ours]) for ours, theirs in main.items()):
        return None
    found = {ours: stored[theirs].name for ours, theirs in main.items()}
    for side in sides:
        own = {ours: theirs for ours, theirs in names.items() if ours.partition(".")[0] == side}
        if all(theirs in stored and _is(stored[theirs].shape, wanted[ours]) for ours, theirs in own.items()):
            found |= {ours: stored[theirs].name for ours, theirs in own.items()}
    return Fit(network, found, classes, naming)


def _is(shape: Shape, wanted: Shape) -> bool:
    """Whether a shape is as wanted; a dense layer may also be written as a convolution of one pixel."""
    return shape == wanted or (len(wanted) == 2 and shape == (*wanted, 1, 1))
