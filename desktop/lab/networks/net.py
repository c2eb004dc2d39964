"""What a contestant's picture is made of: its layers, how they are tied, and the columns that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.runs.readings import spec_of
from engine.contract.spec import ACTIVATIONS, about, opened
from engine.contract.spec.built.wiring import PICTURE, Row, Side, Wire, Wiring, chain, wiring
from scenes.stage.data.recording import Contestant, Layer, Plan

FILTERS = -2
"""What stands for the filters of the first layer among layers."""
THIN = "\u2009"
"""A space that is narrower than others."""
FOLDED = ("norm", "dropout", *ACTIVATIONS)
"""Layers that change each number where it stands: they can share the column of the layer before them."""


@dataclass(frozen=True)
class Net:
    """A contestant as it is drawn, for pictures of a shape (channels, height, width)."""

    contestant: Contestant
    wiring: Wiring
    picture: tuple[int, ...]

    @property
    def filters(self) -> tuple[int, int, int] | None:
        """How many filters the first layer slides over the picture, and their size with channels side by side.

        A unit of a dense layer has a weight for each pixel. None where the picture is changed before, or where a filter
        is one number a channel.
        """
        first = self.layers[self.contestant.first]
        if self.wire(self.contestant.first).inputs != (PICTURE,):
            return None
        channels, height, width = self.picture
        if first.kind == "dense":
            return first.shape[0], height, channels * width
        side = int(operation(first).rpartition("×")[2])
        return (first.shape[0], side, side if is_depthwise(first) else channels * side) if side > 1 else None

    @property
    def filter_shape(self) -> tuple[int, int, int]:
        """What each filter of the first layer is, (channels, height, width), where there are `filters`."""
        _, height, width = self.shape(FILTERS)
        channels = 1 if is_depthwise(self.layers[self.contestant.first]) else self.picture[0]
        return channels, height, width // channels

    @property
    def is_grouped(self) -> bool:
        """Whether some layers are parts of something that has a name."""
        return any(group_of(layer.name) for layer in self.layers)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, in the order of the forward pass."""
        return self.contestant.layers

    def wire(self, layer: int) -> Wire:
        """What a layer sees."""
        return self.wiring.wires[layer]

    def shape(self, layer: int) -> tuple[int, ...]:
        """The shape of what a layer gives; `PICTURE` is a layer too, and so are the `FILTERS` of the first."""
        if layer == FILTERS:
            return self.filters or ()
        return self.picture if layer == PICTURE else self.layers[layer].shape

    def name(self, layer: int) -> str:
        """What a layer is called, with the picture."""
        return "picture" if layer == PICTURE else self.layers[layer].name


@dataclass(frozen=True)
class Column:
    """One layer, or several of which only what the last gives is shown; or the filters of the first."""

    layers: tuple[int, ...]
    filters: bool = False

    @property
    def head(self) -> int:
        """The layer that it begins with."""
        return self.layers[0]

    @property
    def shown(self) -> int:
        """The layer whose maps are shown."""
        return FILTERS if self.filters else self.layers[-1]


@dataclass(frozen=True)
class Abreast:
    """Rows of columns that lie above each other, because they see the same."""

    rows: tuple[Line, ...]


Line = tuple["Column | Abreast", ...]


def nets(plan: Plan) -> tuple[Net, ...]:
    """The contestants of a run; of layers that the run's settings don't explain only the order is known."""
    spec = spec_of(plan)
    shape = about(spec.data).shape
    tied = [wiring(opened(each.network, shape).parts, shape, len(plan.classes)) for each in spec.contestants]
    found = []
    for index, contestant in enumerate(plan.contestants):
        count = len(contestant.layers)
        explained = index < len(tied) and len(tied[index].wires) == count
        found.append(Net(contestant, tied[index] if explained else chain(count), shape))
    return tuple(found)


def line(net: Net, folded: bool) -> Line:
    """The columns of a network, from left to right; `folded` ones hold what only changes numbers where they stand."""
    found = _line(net, net.wiring.row, folded)
    is_first = isinstance(found[0], Column) and found[0].head == net.contestant.first
    return (Column((net.contestant.first,), filters=True), *found) if is_first and net.filters else found


def _line(net: Net, row: Row, folded: bool) -> Line:
    found: list[Column | Abreast] = []
    for node in row:
        if isinstance(node, Side):
            found.append(Abreast(tuple(_line(net, each, folded) for each in node.rows)))
            continue
        before = found[-1] if found else None
        joins = folded and net.layers[node].kind in FOLDED and isinstance(before, Column)
        if joins and isinstance(before, Column) and net.wire(node).inputs == (before.shown,):
            found[-1] = Column((*before.layers, node))
        else:
            found.append(Column((node,)))
    return tuple(found)


def columns(row: Line) -> Iterator[Column]:
    """All columns of a line, those that lie above each other one row after the other."""
    for node in row:
        if isinstance(node, Column):
            yield node
        else:
            for each in node.rows:
                yield from columns(each)


def group_of(name: str) -> str:
    """What a layer is a part of: the first word of a name like "block2.conv1"; "" for one that stands alone."""
    return name.partition(".")[0] if "." in name else ""


def short_name(name: str) -> str:
    """What a layer is called within its group."""
    return name.partition(".")[2] or name


def operation(layer: Layer) -> str:
    """What a layer does, in two words at most: "conv 5×5", "max 2×2", "ReLU"."""
    size = next((word for word in layer.text.replace(",", "").split() if _is_size(word)), "").replace("x", "×")
    match layer.kind:
        case "conv":
            return f"{'depthwise' if is_depthwise(layer) else 'conv'} {size}"
        case "pool":
            return f"{'max' if layer.text.startswith('maximum') else 'mean'} {size}".strip()
        case "norm":
            return "batch norm"
        case "dense" | "add" | "concat" | "scale" | "shortcut" | "dropout" | "identity":
            return layer.kind
        case _:
            return layer.text


def operations(layers: Sequence[Layer]) -> str:
    """What the layers of one column do: "conv 5×5", or of several "5×5 · norm · ReLU"."""
    if len(layers) == 1:
        return operation(layers[0])
    return f"{THIN}·{THIN}".join(operation(layer).removeprefix("conv ").removeprefix("batch ") for layer in layers)


def is_depthwise(layer: Layer) -> bool:
    """Whether each filter of a layer sees one map only."""
    return "one for each channel" in layer.text


def _is_size(word: str) -> bool:
    height, _, width = word.partition("x")
    return height.isdigit() and width.isdigit()


def shape_words(shape: tuple[int, ...]) -> str:
    """A shape as it stands over a column: "8 × 14×14", "64", or of filters in colour "8 × 3×5×5"."""
    return f"{shape[0]} × {'×'.join(map(str, shape[1:]))}" if len(shape) > 1 else f"{shape[0]}"
