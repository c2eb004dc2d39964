"""Which numbers a described network needs, and such numbers drawn by chance where there are no trained ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import prod, sqrt
from zlib import crc32

import numpy as np
import numpy.typing as npt

from scenes.stage.data.networks import Layer, Network

Shape = tuple[int, ...]


def needed(network: Network) -> Mapping[str, Shape]:
    """The shapes of all its numbers at inference, "layer.weight" and so on, named and laid out as torch does."""
    return {f"{layer.name}.{what}": shape for layer in network.inference for what, shape in _of(layer, network).items()}


def by_chance(network: Network, seed: int = 0) -> Callable[[str], npt.NDArray[np.float32]]:
    """Numbers of an untrained network: what it costs can be measured with them, what it answers means nothing.

    Weights are normal with the deviation that keeps the size of maps through ReLUs (He et al. 2015), biases are 0, and
    batch normalisation changes nothing but by its epsilon. Each array is drawn when it is asked for, the same one for
    the same seed and name, so that never all of them are in memory.
    """
    shapes = needed(network)

    def drawn(name: str) -> npt.NDArray[np.float32]:
        shape = shapes[name]
        what = name.rpartition(".")[2]
        if what in ("bias", "running_mean"):
            return np.zeros(shape, np.float32)
        if what == "running_var" or (what == "weight" and f"{name.removesuffix('weight')}running_var" in shapes):
            return np.ones(shape, np.float32)
        by = np.random.default_rng((seed, crc32(name.encode())))
        if what == "codes":
            return by.choice(np.array([-1, 1], np.float32), shape)
        return by.standard_normal(shape, np.float32) * np.float32(sqrt(2 / prod(shape[1:])))

    return drawn


def _of(layer: Layer, network: Network) -> Mapping[str, Shape]:
    """What a layer needs; the first axis is that of its outputs."""
    return dict(_shapes(layer, network))


def _shapes(layer: Layer, network: Network) -> Iterator[tuple[str, Shape]]:
    before, after = network.read_by(layer)[0][0], layer.shape[0]
    match layer.kind:
        case "conv" | "depthwise conv" | "grouped conv":
            yield "weight", (after, before // layer.groups, *_kernel(layer))
        case "table conv":
            yield "weight", (sum(map(len, layer.connections)), *_kernel(layer))
        case "dense":
            yield "weight", (after, before)
        case "radial basis":
            yield "codes", (after, before)
        case "subsampling":
            yield "weight", (after,)
        case "batch norm":
            for what in ("weight", "running_mean", "running_var"):
                yield what, (after,)
    if layer.bias:
        yield "bias", (after,)


def _kernel(layer: Layer) -> Shape:
    assert layer.kernel is not None, layer.name
    return layer.kernel
