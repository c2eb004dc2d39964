"""EfficientNet-Lite0 as the scene tells it: the stem, sixteen blocks and the head, and what each is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from scenes.real_network.knobs import HEAD, LAYERS, STEM
from scenes.stage.data import networks
from scenes.stage.data.networks import Layer
from scenes.stage.data.published import LITE

SIZES = (0, 3, 5, 9, 16)
"""A stop for each size of the maps, from 112 to 7 cells."""


@dataclass(frozen=True, eq=False)
class Operation:
    """A convolution with what follows it, or the sum at the end of a block.

    `out` is the layer with what it gives; `reads` are the layers that it reads. A `linear` one ends without ReLU6.
    """

    kind: str
    reads: tuple[str, ...]
    out: Layer
    conv: Layer | None = None
    norm: str = ""

    @property
    def linear(self) -> bool:
        """Whether no ReLU6 follows."""
        return self.out.kind != "relu6"

    @property
    def channels(self) -> int:
        """How many maps it gives."""
        return self.out.shape[0]

    @property
    def side(self) -> int:
        """The height and the width of its maps."""
        return self.out.shape[1]

    @property
    def kernel(self) -> int:
        """The side of its window; 1 where there is none."""
        return self.conv.kernel[0] if self.conv is not None and self.conv.kernel is not None else 1

    @property
    def stride(self) -> int:
        """From one window to the next."""
        return self.conv.stride[0] if self.conv is not None else 1

    @property
    def before(self) -> int:
        """The cells of padding at the top and at the left."""
        return self.conv.padding[0] if self.conv is not None else 0

    @property
    def apart(self) -> bool:
        """Whether each map is made of one map alone."""
        return self.conv is not None and self.conv.groups > 1


@dataclass(frozen=True, eq=False)
class Stop:
    """The stem (0), a block (1 to 16) or the head (17)."""

    number: int
    name: str
    block: str
    operations: tuple[Operation, ...]
    parameters: int
    macs: int

    @property
    def out(self) -> Layer:
        """The layer with what it gives."""
        return self.operations[-1].out

    @property
    def reads(self) -> str:
        """The layer that it reads."""
        return self.operations[0].reads[0]

    @property
    def is_block(self) -> bool:
        """Whether it is one of the sixteen blocks."""
        return STEM < self.number < HEAD

    @property
    def shortcut(self) -> bool:
        """Whether what it reads is added to what it makes."""
        return self.operations[-1].kind == "sum"

    def operation(self, kind: str) -> Operation:
        """The operation of a kind, or the nearest to it that there is."""
        wanted = LAYERS.index(kind)
        return min(
            self.operations, key=lambda each: abs(LAYERS.index(each.kind) - wanted) if each.kind in LAYERS else 0
        )


@lru_cache(maxsize=1)
def network() -> networks.Network:
    """The network, layer by layer."""
    return networks.network(LITE)


@lru_cache(maxsize=1)
def stops() -> tuple[Stop, ...]:
    """All stops, in the order of the forward pass."""
    return tuple(_stop(number, part) for number, part in enumerate(network().blocks))


def nearest_block(number: int) -> Stop:
    """A stop if it is a block; the first block for the stem, the last one for the head."""
    return stops()[min(max(number, STEM + 1), HEAD - 1)]


def with_shortcut(number: int) -> Stop:
    """A stop if it has a shortcut, else the next one that has, or the last one before."""
    return next(each for each in (*stops()[number:], *stops()[::-1]) if each.shortcut)


@lru_cache(maxsize=1)
def in_short() -> networks.Network:
    """The same network with a layer for each stop, and the dense layer: what it costs, stop by stop."""
    whole, dense = network(), network().layer("head.fc")
    parts = [
        replace(each.out, name=each.name, kind="conv", parameters=each.parameters, macs=each.macs) for each in stops()
    ]
    return replace(whole, layers=(*parts, replace(dense, name="dense")))


def layer_before(name: str) -> Layer:
    """A layer by its name."""
    return network().layer(name)


def _stop(number: int, part: networks.Stage) -> Stop:
    found: list[Operation] = []
    layers = [each for each in part.layers if each.spatial]
    for index, layer in enumerate(layers):
        if layer.convolves:
            norm, after = layers[index + 1], layers[index + 2 : index + 3]
            out = after[0] if after and after[0].kind == "relu6" else norm
            kind = layer.label if layer.label in LAYERS else "convolution"
            found.append(Operation(kind, layer.inputs, out, layer, norm.name))
        elif layer.kind == "add":
            found.append(Operation("sum", layer.inputs, layer))
    name = f"block {number}" if STEM < number < HEAD else part.name
    costs = [each for each in part.layers if each.kind != "dense"]
    return Stop(
        number, name, part.name, tuple(found), sum(each.parameters for each in costs),
        sum(each.macs for each in costs),
    )  # fmt: skip
