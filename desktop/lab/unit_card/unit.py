"""One map, or one number of a list, that a layer gives: which it is, what makes it, and what it sees of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from desktop.lab.networks.links import Known, Place, weight_of
from desktop.lab.networks.net import Net, is_depthwise
from engine.contract.spec.built.sight import Patch, patch
from engine.contract.spec.built.wiring import PICTURE

Floats = npt.NDArray[np.float32]
COLOURS = ("red", "green", "blue")

NO_FILTER = "This map is a sum of maps, so it has no filter of its own. The layers before it have."
NO_WEIGHTS = "It is made of the picture without weights, so it has no filter."
NOT_KEPT = "No weights of this layer were kept of this run, so its filter can't be shown."


@dataclass(frozen=True)
class Unit:
    """A unit of a contestant: `index` is that of the map or number in the layer."""

    contestant: int
    layer: int
    index: int

    def beside(self, net: Net, by: int) -> Unit:
        """The unit so many further on in the layer; after the last comes the first."""
        return replace(self, index=(self.index + by) % net.shape(self.layer)[0])

    def behind(self, net: Net, by: int) -> Unit:
        """A unit of the layer so many further on, if there is one."""
        layer = min(max(self.layer + by, 0), len(net.layers) - 1)
        return Unit(self.contestant, layer, min(self.index, net.shape(layer)[0] - 1))

    def within(self, net: Net) -> Unit:
        """The nearest unit that a network has."""
        return replace(self, layer=min(self.layer, len(net.layers) - 1)).behind(net, 0)


def is_map(net: Net, layer: int) -> bool:
    """Whether a layer gives maps; else it gives a list of numbers."""
    return len(net.shape(layer)) == 3


def kind_of(net: Net, layer: int) -> str:
    """What a unit of a layer is called: a map, a class of the last layer, or a unit."""
    if is_map(net, layer):
        return "map"
    return "class" if layer == len(net.layers) - 1 else "unit"


def answers(net: Net, layer: int) -> bool:
    """Whether what a network says depends on a layer: on those of side classifiers it doesn't."""
    found = {len(net.layers) - 1}
    for number in range(len(net.layers) - 1, layer, -1):
        if number in found:
            found |= set(net.wire(number).inputs)
    return layer in found


def patch_of(net: Net, layer: int, row: int, column: int) -> Patch | None:
    """The part of the picture that a cell of a layer sees; None where that is all of it."""
    found = patch(net.wiring.wires, [each.shape for each in net.layers], net.picture, layer, row, column)
    return None if found == Patch(0, 0, *net.picture[1:]) else found


class Filter(NamedTuple):
    """The weights that make a map, as a kernel for each map that they slide over: (kernels, height, width).

    `layer` has them, `sources` says what each kernel slides over, `largest` is the largest weight of the whole layer.
    """

    layer: int
    kernels: Floats
    sources: tuple[str, ...]
    bias: float | None
    largest: float
    step: int | None


def filter_of(net: Net, unit: Unit, known: Known) -> Filter | str:
    """The filter that makes a map, by layers that only change or join maps; or why there is none."""
    place = _weighed(net, Place(unit.layer, unit.index))
    if place is None:
        return NO_FILTER
    if place.layer == PICTURE:
        return NO_WEIGHTS
    weights = weight_of(net, place.layer, known)
    if weights is None:
        return NOT_KEPT
    name = net.layers[place.layer].name
    biases = known.numbers.get(f"{name}.bias")
    source = net.wire(place.layer).inputs[0]
    kernels = _kernels(weights[place.index], net.shape(source))
    names = _sources(net, place, source, len(kernels))
    bias = float(biases[place.index]) if biases is not None else None
    return Filter(place.layer, kernels, names, bias, float(np.abs(weights).max(initial=0.0)), known.step)


def _weighed(net: Net, place: Place) -> Place | None:
    """The map with weights of its own that a map comes from; the picture where there is none on the way."""
    while place.layer != PICTURE and net.layers[place.layer].kind not in ("conv", "dense"):
        inputs = net.wire(place.layer).inputs
        if net.layers[place.layer].kind == "add":
            return None
        index, source = place.index, inputs[0]
        if net.layers[place.layer].kind == "concat":
            for source in inputs:
                count = net.shape(source)[0]
                if index < count:
                    break
                index -= count
        if source != PICTURE and index >= net.shape(source)[0]:
            return None  # a shortcut that adds maps of zeros
        place = Place(source, index)
    return place


def _kernels(weights: Floats, shape: tuple[int, ...]) -> Floats:
    """One unit's weights as pictures: of a dense layer one for each map before it, or one number each."""
    if weights.ndim == 3:
        return weights
    return weights.reshape(shape) if weights.size == np.prod(shape) and len(shape) == 3 else weights[:, None, None]


def _sources(net: Net, place: Place, source: int, count: int) -> tuple[str, ...]:
    if source == PICTURE:
        return COLOURS if count == len(COLOURS) else ("the picture",) * count
    name, what = net.name(source), "map" if is_map(net, source) else "unit"
    first = place.index if is_depthwise(net.layers[place.layer]) else 0
    return tuple(f"{what} {first + number + 1} of {name}" for number in range(count))
