"""What the blocks of a network are made of: convolutions with what follows them, pools, sums, gates and joints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from scenes.stage.data.networks import INPUT, Layer, Network, Pair

Form = Literal["conv", "sum", "gate", "max", "mean", "join", "other"]
LAYERS = ("expand", "depthwise", "project", "sum")
"""What the layers of an inverted residual block are called, in their order."""
ACTIVATIONS = {"relu": "ReLU", "relu6": "ReLU6", "silu": "SiLU", "tanh": "tanh", "sigmoid": "sigmoid"}
"""The functions that may follow a layer of maps, and what people call them."""
FORMS: dict[str, Form] = {"add": "sum", "scale": "gate", "max pool": "max", "average pool": "mean", "concat": "join"}
BATCH_NORM = "batch norm"


@dataclass(frozen=True, eq=False)
class Gate:
    """The way to the numbers by which a gate multiplies maps: their means, two dense layers, and a sigmoid.

    The first of the dense layers, to so many `units`, ends with the activation.
    """

    reduce: str
    activation: str
    restore: str
    units: int


@dataclass(frozen=True, eq=False)
class Operation:
    """A convolution with what follows it, or another layer that reads maps and gives maps.

    `base` is the layer itself, `out` the one with what it gives in the end; `reads` are the layers that it reads. A
    `linear` one ends without an activation. Whether its activation is that of the network is left to the description.
    """

    kind: str
    form: Form
    reads: tuple[str, ...]
    out: Layer
    base: Layer
    norm: str = ""
    activation: str = ""
    gate: Gate | None = None

    @property
    def conv(self) -> Layer | None:
        """The convolution; None where it is something else."""
        return self.base if self.form == "conv" else None

    @property
    def pools(self) -> bool:
        """Whether it is a pool."""
        return self.form in ("max", "mean")

    @property
    def linear(self) -> bool:
        """Whether no activation follows."""
        return not self.activation

    @property
    def channels(self) -> int:
        """How many maps it gives."""
        return self.out.shape[0]

    @property
    def side(self) -> int:
        """The height and the width of its maps."""
        return self.out.shape[1]

    @property
    def window(self) -> Pair:
        """The height and the width of its window; 1 where there is none."""
        return self.base.kernel or (1, 1)

    @property
    def kernel(self) -> int:
        """The longer side of its window."""
        return max(self.window)

    @property
    def stride(self) -> int:
        """From one window to the next."""
        return self.base.stride[0]

    @property
    def groups(self) -> int:
        """In how many groups of maps a convolution works, each by itself."""
        return self.base.groups

    @property
    def apart(self) -> bool:
        """Whether each map is made of one map alone."""
        return self.form not in ("sum", "join", "other") and (self.conv is None or self.groups == self.channels > 1)

    @property
    def sized(self) -> str:
        """Its window in letters: "3 × 3"."""
        return f"{self.window[0]} × {self.window[1]}"


@lru_cache(maxsize=16)
def _consumers(net: Network) -> dict[str, tuple[Layer, ...]]:
    """Who reads what each layer gives."""
    found: dict[str, tuple[Layer, ...]] = {}
    for layer in net.inference:
        for name in layer.inputs:
            found[name] = (*found.get(name, ()), layer)
    return found


def passes(net: Network, layer: Layer) -> bool:
    """Whether a layer gives, in use, just what it reads: dropout, and a pool to the size that its maps have."""
    same = layer.spatial and net.read_by(layer)[0] == layer.shape
    return layer.kind == "dropout" or (layer.kind == "adaptive average pool" and same)


def source(net: Network, name: str) -> str:
    """The layer whose numbers a layer gives, past those that change nothing in use."""
    while name != INPUT and passes(net, net.layer(name)):
        (name,) = net.layer(name).inputs
    return name


def operations(net: Network, part: Sequence[Layer], plain: bool) -> tuple[Operation, ...]:
    """The operations of some neighbouring layers; in a `plain` network a lone convolution has no name of its own."""
    found: list[Operation] = []
    taken: set[str] = set()
    for layer in part:
        if layer.name in taken or not layer.spatial or layer.auxiliary or passes(net, layer):
            continue
        out, norm, activation = layer, "", ""
        follower = _only_reader(net, out)
        if layer.convolves and follower is not None and follower.kind == BATCH_NORM:
            out, norm = follower, follower.name
            follower = _only_reader(net, out)
        if follower is not None and follower.kind in ACTIVATIONS:
            out, activation = follower, ACTIVATIONS[follower.kind]
        taken |= {norm, out.name}
        found.append(_operation(net, layer, out, norm, activation, plain))
    return tuple(found)


@lru_cache(maxsize=16)
def _convolutions(net: Network) -> dict[str, Operation]:
    """All convolutions, by the names of their layers."""
    found = operations(net, net.inference, plain=False)
    return {each.base.name: each for each in found if each.form == "conv"}


def convolution_of(net: Network, layer: str) -> Operation | None:
    """The convolution of a layer with what follows it; None where it is none, or none of the network in use."""
    return _convolutions(net).get(layer)


def _operation(net: Network, layer: Layer, out: Layer, norm: str, activation: str, plain: bool) -> Operation:
    form: Form = "conv" if layer.convolves and not layer.connections else FORMS.get(layer.kind, "other")
    reads = tuple(source(net, name) for name in layer.inputs)
    gate = None
    if form == "gate":
        reads, gate = reads[:1], _gate(net, layer.inputs[1])
        form = form if gate is not None else "other"
    return Operation(_kind(layer, form, plain), form, reads, out, layer, norm, activation, gate)


def _kind(layer: Layer, form: Form, plain: bool) -> str:
    """What an operation is called in its block."""
    if form == "sum":
        return "sum"
    if layer.label in LAYERS:
        return layer.label
    if form == "gate":
        return "gate"
    if plain:
        return "convolution"
    inside = layer.name.removeprefix(f"{layer.block}.")
    return "pool" if inside == layer.name and form in ("max", "mean") else inside


def _gate(net: Network, name: str) -> Gate | None:
    """The way to a gate, from its end: a sigmoid of a dense layer, of an activation, of a dense layer, of means."""
    names, kinds = list[str](), list[str]()
    for _ in range(5):
        layer = net.layer(name)
        names.append(name)
        kinds.append(layer.kind)
        name = layer.inputs[0]
    wanted = ["sigmoid", "dense", kinds[2], "dense", "global average pool"]
    units = net.layer(names[3]).shape[0]
    return (
        Gate(names[3], ACTIVATIONS[kinds[2]], names[1], units) if kinds == wanted and kinds[2] in ACTIVATIONS else None
    )


def _only_reader(net: Network, layer: Layer) -> Layer | None:
    """The one layer that reads another; None where there are more."""
    readers = _consumers(net).get(layer.name, ())
    return readers[0] if len(readers) == 1 else None
