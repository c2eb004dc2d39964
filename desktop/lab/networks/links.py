"""Which maps make a map, and how strongly: the links of the picture, computed from a network's weights."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from desktop.lab.networks.net import Net, is_depthwise
from engine.contract.spec.built.sight import slid
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.data.recording import Recording, Snapshot

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Place:
    """One map, or one unit, of a layer; of the picture there is one, which has all its channels."""

    layer: int
    index: int


class Link(NamedTuple):
    """From one map to another. `strength` is the length of the weights between them, with the sign of their sum.

    It is None where the layer has no weights there, or where they are not known.
    """

    source: Place
    target: Place
    strength: float | None = None


class Known(NamedTuple):
    """What is known of a contestant's weights, by name; `step` is the one that they are of, None where none are."""

    numbers: Mapping[str, Floats]
    step: int | None


def known(recording: Recording, snapshot: Snapshot, contestant: int) -> Known:
    """The last weights that were kept by a snapshot; the first layer's are the snapshot's own."""
    checkpoint = recording.checkpoint_by(snapshot.step)
    kept = checkpoint.weights[contestant] if checkpoint is not None else None
    numbers = {name: values.array for name, values in kept.items()} if kept is not None else {}
    view = snapshot.views[contestant]
    if view is not None:
        racer = recording.plan.contestants[contestant]
        first = racer.layers[racer.first]
        filters = view.filters.array
        numbers[f"{first.name}.weight"] = filters if first.kind == "conv" else filters.reshape(len(filters), -1)
        numbers[f"{first.name}.bias"] = view.biases.array
    return Known(numbers, checkpoint.step if checkpoint is not None and kept is not None else None)


def weight_of(net: Net, layer: int, known: Known) -> Floats | None:
    """The weights of a convolution (filters, channels, k, k) or a dense layer (units, inputs); None if not known."""
    if net.layers[layer].kind not in ("conv", "dense"):
        return None
    return known.numbers.get(f"{net.layers[layer].name}.weight")


def kernel_of(net: Net, link: Link, known: Known) -> Floats | None:
    """The weights between the ends of a link as a picture, (rows, columns); None where there is none.

    Channels of the picture stand side by side; a dense layer has a weight for each number of the map.
    """
    weights = weight_of(net, link.target.layer, known)
    shape = net.shape(link.source.layer)
    if weights is None or len(shape) != 3:
        return None
    own = weights[link.target.index]
    if own.ndim == 1:
        own = own.reshape(shape) if own.size == np.prod(shape) else own[:, None, None]
    if link.source.layer == PICTURE or len(own) == 1:
        return abreast(own)
    one: Floats = own[link.source.index]
    return one


def abreast(channels: Floats) -> Floats:
    """Channels (channels, height, width) side by side."""
    return np.moveaxis(channels, 0, 1).reshape(channels.shape[1], -1)


def feeding(net: Net, place: Place, known: Known) -> Iterator[Link]:
    """The links that end at a map, from the layers that its own layer sees."""
    layer, index = place.layer, place.index
    inputs, kind = net.wire(layer).inputs, net.layers[layer].kind
    if kind == "concat":
        for source in inputs:
            count = net.shape(source)[0]
            if 0 <= index < count:
                yield Link(Place(source, index), place)
            index -= count
        return
    if kind in ("conv", "dense"):
        yield from _weighed(net, place, inputs[0], known)
        return
    for source in inputs:
        count = 1 if source == PICTURE else net.shape(source)[0]
        if index < count or source == PICTURE:
            yield Link(Place(source, 0 if source == PICTURE else index), place)


def _weighed(net: Net, place: Place, source: int, known: Known) -> Iterator[Link]:
    """The links of a convolution or a dense layer."""
    layer, index = place.layer, place.index
    if is_depthwise(net.layers[layer]):
        weights = weight_of(net, layer, known)
        strength = None if weights is None else float(signed(weights[index][None])[0])
        yield Link(Place(source, 0 if source == PICTURE else index), place, strength)
        return
    count = 1 if source == PICTURE else net.shape(source)[0]
    weights = weight_of(net, layer, known)
    if weights is None:
        found: list[float | None] = [None] * count
    else:
        found = [float(each) for each in signed(weights[index].reshape(count, -1))]
    for number, strength in enumerate(found):
        yield Link(Place(source, number), place, strength)


def signed(weights: Floats) -> Floats:
    """The length of each entry's weights, with the sign of their sum; (entries,)."""
    flat = weights.reshape(len(weights), -1).astype(np.float32)
    lengths: Floats = np.sqrt((flat**2).sum(axis=1)) * np.where(flat.sum(axis=1) < 0, -1, 1).astype(np.float32)
    return lengths


def into(net: Net, place: Place, shown: Collection[int], known: Known) -> Iterator[Link]:
    """The links into a map from maps that are shown: layers that are not pass on what they see."""
    for link in feeding(net, place, known):
        if link.source.layer == PICTURE or link.source.layer in shown:
            yield link
        else:
            for behind in into(net, link.source, shown, known):
                strength = behind.strength if link.strength is None else link.strength
                yield Link(behind.source, behind.target, strength)


def out_of(net: Net, place: Place, shown: Collection[int], known: Known) -> Iterator[Link]:
    """The links from a map to those that are shown and see it; of each the target is the shown map."""
    for layer in sorted(shown):
        if place.layer in sources_of(net, layer, shown):
            for index in range(net.shape(layer)[0]):
                for link in into(net, Place(layer, index), shown, known):
                    if link.source == place:
                        yield Link(place, Place(layer, index), link.strength)


def sources_of(net: Net, layer: int, shown: Collection[int]) -> tuple[int, ...]:
    """The layers that are shown and that a layer sees, by layers that are not."""
    found: list[int] = []
    for source in net.wire(layer).inputs:
        behind = (source,) if source == PICTURE or source in shown else sources_of(net, source, shown)
        found += [each for each in behind if each not in found]
    return tuple(found)


class Window(NamedTuple):
    """Rows and columns of a map under a window; they may lie beside the map, where there is padding."""

    top: int
    left: int
    side: int


def window_of(net: Net, layer: int, row: int, column: int) -> Window | None:
    """What a cell of a layer sees of a map before it; None where that is all of it, or nothing is known."""
    window = slid(net.wire(layer).part)
    if window is None:
        same = {net.shape(source)[1:] for source in (layer, *net.wire(layer).inputs)}
        return Window(row, column, 1) if len(same) == 1 and net.layers[layer].kind in ("add", "concat") else None
    return Window(row * window.stride - window.padding, column * window.stride - window.padding, window.side)
