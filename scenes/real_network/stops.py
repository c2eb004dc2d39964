"""A network as the scene tells it: a stop for its stem, each block and its head, and what each is made of.

EfficientNet-Lite0 has eighteen. A network with more blocks than have room has several of them at one stop, and one that
is a single row of layers has a stop for each convolution with what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from scenes.real_network.operations import LAYERS, Operation, operations, passes, source
from scenes.stage.data import networks, published
from scenes.stage.data.networks import Layer, Network
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Whose

STEM, HEAD = 0, 17
"""The first stop and the last one of EfficientNet-Lite0."""
SIZES = (0, 3, 5, 9, 16)
"""A stop of its for each size of the maps, from 112 to 7 cells."""
MOST_STOPS, MOST_SIZES = 20, 5
"""So many stops have room on the road, and so many maps beside each other."""
FEWEST_STOPS = 3
"""A network with fewer blocks than this has a stop for each convolution."""
KINDS = (*LAYERS[:3], "gate", "sum")
"""What an inverted residual block is made of."""


@dataclass(frozen=True, eq=False)
class Stop:
    """The stem, a block or the head: its `place` among all from 0, and the `number` by which it is known.

    The stem has number 0, and a network without one begins with 1.

    Where it stands for several `blocks`, its operations are those of the last one.
    """

    place: int
    number: int
    name: str
    blocks: tuple[str, ...]
    operations: tuple[Operation, ...]
    parameters: int
    macs: int
    is_block: bool

    @property
    def known(self) -> bool:
        """Whether its name says what it is: the stem, or a block whose number is in it."""
        return not self.is_block or re.fullmatch(rf"\D*{self.number}", self.name) is not None

    @property
    def short(self) -> str:
        """What it is called: the stem, or a block by its number."""
        return self.name if self.known else f"block {self.number}"

    @property
    def title(self) -> str:
        """The same, and what the network calls it where that is another name."""
        return self.name if self.known else f"block {self.number}, {self.name}"

    @property
    def out(self) -> Layer:
        """The layer with what it gives."""
        return self.operations[-1].out

    @property
    def reads(self) -> str:
        """The layer that it reads."""
        return self.operations[0].reads[0]

    @property
    def made(self) -> tuple[Operation, ...]:
        """Its convolutions and its gate."""
        return tuple(each for each in self.operations if each.form in ("conv", "gate"))

    @property
    def shortcut(self) -> bool:
        """Whether what it reads, or what a convolution makes of that, is added to what it makes."""
        return self.operations[-1].form == "sum"

    @property
    def inverted(self) -> bool:
        """Whether it is an inverted residual block."""
        return self.is_block and all(each.kind in KINDS for each in self.operations)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What its operations are called."""
        return tuple(each.kind for each in self.operations)

    def operation(self, kind: str) -> Operation:
        """The operation of a kind, or the nearest to it that there is."""
        same = [each for each in self.operations if each.kind == kind]
        if same or kind not in LAYERS:
            return (same or self.operations)[-1]
        wanted = LAYERS.index(kind)
        known = [each for each in self.operations if each.kind in LAYERS]
        return min(known, key=lambda each: abs(LAYERS.index(each.kind) - wanted)) if known else self.operations[0]


@dataclass(frozen=True, eq=False)
class End:
    """What follows the maps: the mean of each, if there is that, dense layers, and so many logits."""

    mean_of: str
    dense: tuple[Layer, ...]
    classes: int


def network(whose: Whose = LITE) -> Network:
    """The network, layer by layer."""
    return published.described(whose)


@lru_cache(maxsize=16)
def stops(whose: Whose = LITE) -> tuple[Stop, ...]:
    """All stops, in the order of the forward pass."""
    net, divided = network(whose), _divided(network(whose))
    first = 0 if divided[0][0] == "stem" else 1
    found: list[Stop] = []
    for name, parts in divided:
        made = operations(net, parts[-1].layers, plain=whose == LITE)
        if not made:
            continue
        costs = [layer for part in parts for layer in part.layers if layer not in _tail(net)]
        whole = tuple(part.name for part in parts) if parts[0].name in _modules(net) else ()
        is_block, place = parts[0].name not in ("stem", "head"), len(found)
        found.append(
            Stop(place, place + first, f"block {place}" if whose == LITE and is_block else name, whole, made,
                 sum(each.parameters for each in costs), sum(each.macs for each in costs), is_block)
        )  # fmt: skip
    return tuple(found)


def last(whose: Whose = LITE) -> Stop:
    """The last stop."""
    return stops(whose)[-1]


def nearest_block(number: int, whose: Whose = LITE) -> Stop:
    """A stop if it is a block; the first block for the stem, the last one for the head."""
    blocks = [each for each in stops(whose) if each.is_block]
    return min(blocks, key=lambda each: abs(each.number - number))


def with_shortcut(number: int, whose: Whose = LITE) -> Stop:
    """A stop if it has a shortcut, else the next one that has, or the last one before."""
    every = stops(whose)
    place = number - every[0].number
    return next(each for each in (*every[place:], *every[::-1]) if each.shortcut)


def with_linear_end(number: int, whose: Whose = LITE) -> Stop:
    """The block nearest to a stop that is narrow and linear at its end."""
    blocks = [each for each in stops(whose) if each.inverted]
    return min(blocks, key=lambda each: abs(each.number - number))


@lru_cache(maxsize=16)
def sizes(whose: Whose = LITE) -> tuple[int, ...]:
    """A stop for each size of the maps, the last that has it; five at most."""
    if whose == LITE:
        return SIZES
    every = tuple(tuple(group)[-1].place for _, group in groupby(stops(whose), lambda each: each.out.shape[1]))
    if len(every) <= MOST_SIZES:
        return every
    return tuple(every[round(place * (len(every) - 1) / (MOST_SIZES - 1))] for place in range(MOST_SIZES))


@lru_cache(maxsize=16)
def end(whose: Whose = LITE) -> End:
    """What follows the maps of the last stop."""
    net, tail = network(whose), _tail(network(whose))
    means = [each for each in tail if each.kind == "global average pool"]
    mean_of = source(net, means[0].inputs[0]) if means else ""
    return End(mean_of, tuple(each for each in tail if each.kind == "dense"), net.inference[-1].shape[0])


@lru_cache(maxsize=16)
def usual(whose: Whose = LITE) -> str:
    """The activation that most of its layers of maps end with."""
    every = [each.activation for stop in stops(whose) for each in stop.operations if each.activation]
    return max(every, key=every.count) if every else "ReLU"


@lru_cache(maxsize=16)
def normed(whose: Whose = LITE) -> bool:
    """Whether a batch norm follows its convolutions."""
    return any(each.norm for stop in stops(whose) for each in stop.operations)


@lru_cache(maxsize=16)
def in_short(whose: Whose = LITE) -> Network:
    """The same network with a layer for each stop, and one for all dense layers: what it costs, stop by stop."""
    parts = [
        replace(each.out, name=each.name, kind="conv", parameters=each.parameters, macs=each.macs)
        for each in stops(whose)
    ]
    tail = _tail(network(whose))
    parameters, macs = sum(each.parameters for each in tail), sum(each.macs for each in tail)
    return replace(
        network(whose), layers=(*parts, replace(tail[-1], name="dense", parameters=parameters, macs=macs))
    )  # fmt: skip


def layer_before(name: str, whose: Whose = LITE) -> Layer:
    """A layer by its name."""
    return network(whose).layer(name)


@lru_cache(maxsize=16)
def _tail(net: Network) -> tuple[Layer, ...]:
    """The layers behind the last maps."""
    layers = [each for each in net.inference if not passes(net, each) or not each.spatial]
    after = max(place for place, each in enumerate(layers) if each.spatial)
    return tuple(layers[after + 1 :])


@lru_cache(maxsize=16)
def _modules(net: Network) -> frozenset[str]:
    """The blocks, which the engine can leave out as a whole."""
    return frozenset(each.name for each in net.blocks)


def _divided(net: Network) -> list[tuple[str, tuple[networks.Stage, ...]]]:
    """The stops of a network, each a name and its blocks."""
    blocks = [each for each in net.blocks if not each.auxiliary and any(layer.spatial for layer in each.layers)]
    if len(blocks) < FEWEST_STOPS:
        return [part for block in blocks for part in _by_convolution(block)]
    chunk = 1
    while len(found := _chunked(blocks, chunk)) > MOST_STOPS:
        chunk += 1
    return found


def _chunked(blocks: Sequence[networks.Stage], size: int) -> list[tuple[str, tuple[networks.Stage, ...]]]:
    """Blocks of one stage by so many; its first one stands for itself, for it alone changes the shape."""
    found: list[tuple[str, tuple[networks.Stage, ...]]] = []
    for _, group in groupby(blocks, lambda each: each.name.partition(".")[0]):
        first, *rest = group
        found.append((first.name, (first,)))
        for begin in range(0, len(rest), size):
            some = tuple(rest[begin : begin + size])
            end_of = f"–{some[-1].name.rpartition('.')[2]}" if len(some) > 1 else ""
            found.append((f"{some[0].name}{end_of}", some))
    return found


def _by_convolution(block: networks.Stage) -> list[tuple[str, tuple[networks.Stage, ...]]]:
    """A row of layers cut before each convolution."""
    cuts = [place for place, layer in enumerate(block.layers) if layer.convolves] or [0]
    ends = (*cuts[1:], len(block.layers))
    return [
        (block.layers[begin].label, (networks.Stage(f"{block.name} {begin}", block.layers[begin:stop]),))
        for begin, stop in zip(cuts, ends, strict=True)
    ]
