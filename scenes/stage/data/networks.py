"""The real networks of the course, layer by layer: shapes, parameters, multiply-accumulates, receptive fields.

The descriptions are made from torch modules by ``python -m engine networks``; here they are read. Shapes are
(channels, height, width) or (units,) of one picture, pairs are (height, width). Each use of a weight of convolutions
and dense layers is one multiply-accumulate (MAC), and nothing else is; parameters include biases and the scale and
shift of batch normalisation.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from typing import Any

import assets
from scenes.stage.numbers.reading import echoed

INPUT = "input"
"""What a layer that reads the picture itself has among its inputs."""

Shape = tuple[int, ...]
Pair = tuple[int, int]


@dataclass(frozen=True)
class Layer:
    """One operation.

    `inputs` names the layers that it reads. `field`, `jump` and `start` tell where the input pixels lie that
    influence a unit, as if the picture had no edge: unit i sees `field` pixels from `start` + i * `jump` on. They
    are None where a unit sees everything. `padding` lies on both sides, or at the top and left only where `behind`
    says what lies at the bottom and right. `connections` lists for each map the maps that it reads, if those aren't
    all. `rate` is the share that dropout drops. `epsilon` is what batch normalisation adds to a variance. `responses`
    says of a local response norm over how many maps it goes, its factor alpha (of their mean square), its exponent
    beta, and k, what is added. `auxiliary` layers help training and fall off at inference.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    shape: Shape
    parameters: int = 0
    macs: int = 0
    kernel: Pair | None = None
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    behind: Pair | None = None
    dilation: Pair = (1, 1)
    groups: int = 1
    bias: bool = False
    ceil: bool = False
    field: Pair | None = None
    jump: Pair | None = None
    start: Pair | None = None
    connections: tuple[tuple[int, ...], ...] = ()
    rate: float = 0.0
    epsilon: float = 1e-5
    responses: tuple[float, ...] = ()
    auxiliary: bool = False

    @property
    def label(self) -> str:
        """The last part of the name: what stands in a drawing of its stage."""
        return self.name.rpartition(".")[2]

    @property
    def stage(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]

    @property
    def block(self) -> str:
        """The stage with the number of the block in it; the stage alone if it repeats nothing."""
        stage, number, *_ = (*self.name.split("."), "")
        return f"{stage}.{number}" if number.isdecimal() else stage

    @property
    def branch(self) -> str:
        """The way inside the block, like ``shortcut`` or ``se``; empty on the main way."""
        return self.name.removeprefix(self.block).rpartition(".")[0].removeprefix(".")

    def sides(self, axis: int) -> Pair:
        """The padding along an axis: before the input, and behind it."""
        return self.padding[axis], (self.padding if self.behind is None else self.behind)[axis]

    @property
    def convolves(self) -> bool:
        """Whether this is a convolution of any kind."""
        return self.kind.endswith("conv")

    @property
    def weighted(self) -> bool:
        """Whether this is one of the layers that networks are counted by: a convolution or a dense layer."""
        return self.convolves or self.kind == "dense"

    @property
    def spatial(self) -> bool:
        """Whether the output is a stack of maps."""
        return len(self.shape) == 3

    @property
    def r(self) -> int | None:
        """The side of the receptive field in input pixels, the longer one if it isn't square."""
        return None if self.field is None else max(self.field)

    @property
    def j(self) -> int | None:
        """How many input pixels lie between two neighbouring units."""
        return None if self.jump is None else max(self.jump)


@dataclass(frozen=True)
class Stage:
    """Neighbouring layers that belong together; `name` is that of a stage or a block."""

    name: str
    layers: tuple[Layer, ...]

    @property
    def shape(self) -> Shape:
        """The shape of what comes out."""
        return self.layers[-1].shape

    @cached_property
    def parameters(self) -> int:
        """Parameters of all its layers."""
        return sum(layer.parameters for layer in self.layers)

    @cached_property
    def macs(self) -> int:
        """Multiply-accumulates of all its layers for one picture."""
        return sum(layer.macs for layer in self.layers)

    @property
    def r(self) -> int | None:
        """The side of the receptive field of what comes out."""
        return self.layers[-1].r

    @property
    def j(self) -> int | None:
        """How many input pixels lie between two neighbouring units of what comes out."""
        return self.layers[-1].j

    @property
    def auxiliary(self) -> bool:
        """Whether all of it falls off at inference."""
        return all(layer.auxiliary for layer in self.layers)


@dataclass(frozen=True)
class Network:
    """A network for pictures of one shape; its layers stand in the order of the forward pass."""

    name: str
    title: str
    family: str
    year: int
    source: str
    shape: Shape
    layers: tuple[Layer, ...]
    note: str = ""

    def layer(self, name: str) -> Layer:
        """Return a layer by its name, or by the end of its name where that says enough: ``layer("conv1_1")``.

        Raises:
            KeyError: no layer, or more than one, has that name.
        """
        if name in self._by_name:
            return self._by_name[name]
        found = [layer for layer in self.layers if layer.name.endswith(f".{name}")]
        if len(found) == 1:
            return found[0]
        which = "no layer" if not found else f"{len(found)} layers"
        raise KeyError(f"{self.title} has {which} named {name!r}.")

    def read_by(self, layer: Layer) -> tuple[Shape, ...]:
        """Return the shapes of what a layer reads."""
        return tuple(self.shape if name == INPUT else self._by_name[name].shape for name in layer.inputs)

    @cached_property
    def inference(self) -> tuple[Layer, ...]:
        """The layers that are left at inference, without auxiliary classifiers."""
        return tuple(layer for layer in self.layers if not layer.auxiliary)

    @cached_property
    def weighted(self) -> tuple[Layer, ...]:
        """Convolutions and dense layers, at inference."""
        return tuple(layer for layer in self.inference if layer.weighted)

    @cached_property
    def parameters(self) -> int:
        """Trainable parameters, without auxiliary classifiers."""
        return sum(layer.parameters for layer in self.inference)

    @cached_property
    def macs(self) -> int:
        """Multiply-accumulates for one picture, without auxiliary classifiers."""
        return sum(layer.macs for layer in self.inference)

    @cached_property
    def parameters_in_training(self) -> int:
        """Trainable parameters with auxiliary classifiers."""
        return sum(layer.parameters for layer in self.layers)

    @cached_property
    def macs_in_training(self) -> int:
        """Multiply-accumulates of one picture's forward pass with auxiliary classifiers."""
        return sum(layer.macs for layer in self.layers)

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return self.inference[-1].shape[0]

    @property
    def classifier(self) -> Layer | None:
        """The last layer with weights, if it has a unit for each class: another one makes other classes of the same."""
        last = self.weighted[-1]
        return last if last.shape[0] == self.classes else None

    @property
    def final_map(self) -> Layer:
        """The last layer whose units still see a part of the picture each."""
        return [layer for layer in self.inference if layer.field is not None][-1]

    @cached_property
    def _by_name(self) -> dict[str, Layer]:
        return {layer.name: layer for layer in self.layers}

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in their order, auxiliary classifiers among them."""
        return tuple(Stage(name, tuple(layers)) for name, layers in groupby(self.layers, lambda layer: layer.stage))

    @cached_property
    def blocks(self) -> tuple[Stage, ...]:
        """The same, with stages that repeat a block divided into blocks."""
        return tuple(Stage(name, tuple(layers)) for name, layers in groupby(self.layers, lambda layer: layer.block))

    def stage(self, name: str) -> Stage:
        """Return a stage or a block by its name.

        Raises:
            KeyError: there is none of that name.
        """
        for part in (*self.stages, *self.blocks):
            if part.name == name:
                return part
        raise KeyError(f"{self.title} has no stage named {name!r}; the stages are {_listed(self.stages)}.")


def adapted(network: Network, classes: int, stages: Collection[str]) -> Network:
    """The same network for so many classes; of its auxiliary classifiers those are left whose stages are named.

    Of a layer that has a unit for each class, parameters and multiply-accumulates grow with the units.
    """
    layers = [layer for layer in network.layers if not layer.auxiliary or layer.stage in stages]
    ends = {layer.stage: layer.name for layer in layers if layer.weighted}
    found, behind = list[Layer](), set[str]()
    for layer in layers:
        if ends.get(layer.stage) == layer.name and (layer == network.classifier or layer.auxiliary):
            behind.add(layer.stage)
        found.append(_with_units(layer, classes) if layer.stage in behind else layer)
    return replace(network, layers=tuple(found))


def _with_units(layer: Layer, units: int) -> Layer:
    """The same layer with another number of units, which are all alike."""
    before = layer.shape[0]
    parameters, macs = layer.parameters * units // before, layer.macs * units // before
    return replace(layer, shape=(units, *layer.shape[1:]), parameters=parameters, macs=macs)


def names() -> tuple[str, ...]:
    """The names of all networks, in the order of the course."""
    return tuple(json.loads(assets.path("networks", "index.json").read_text(encoding="utf-8")))


def networks() -> tuple[Network, ...]:
    """All networks, in the order of the course."""
    return tuple(network(name) for name in names())


@cache
def network(name: str) -> Network:
    """Return a network by its name, like ``vgg-16``.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in names():
        raise KeyError(f"There is no network named {echoed(name)!r}; the networks are {', '.join(names())}.")
    stored = json.loads(assets.path("networks", f"{name}.json").read_text(encoding="utf-8"))
    layers = tuple(Layer(**_frozen(layer)) for layer in stored.pop("layers"))
    return Network(layers=layers, **_frozen(stored))


def _frozen(stored: dict[str, Any]) -> dict[str, Any]:
    """Return what JSON has as lists as tuples."""
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in stored.items()}


def _tuple(values: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(value) if isinstance(value, list) else value for value in values)


def _listed(stages: Iterable[Stage]) -> str:
    return ", ".join(stage.name for stage in stages)
