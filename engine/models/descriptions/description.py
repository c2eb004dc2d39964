"""Describes an architecture layer by layer, by sending pictures without memory through it and watching.

Nothing is written by hand: names, shapes and connections come from a forward pass on torch's meta device, parameters
from the modules, multiply-accumulates (MACs) from both. Each use of a weight of convolutions and dense layers is one
MAC, and nothing else is; buffers are no parameters. All of it for one picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from engine.contract.geometry import Geometry, Pair, at_input, behind, join
from engine.models.architectures.parts import Auxiliary, WithHeads
from engine.models.descriptions.operations import Operation, operation

INPUT = "input"
"""What a layer that reads the picture itself has among its inputs."""


@dataclass(frozen=True)
class Layer:
    """One operation of a network; what doesn't apply to it keeps its default.

    `inputs` names the layers that it reads, `shape` is that of its output for one picture, (channels, height,
    width) or (units,). Pairs are (height, width). `field`, `jump` and `start` tell where the input pixels that a
    unit sees lie, as if the picture had no edge: unit i sees `field` pixels from `start` + i * `jump` on; gates are
    passed over, and behind global pooling and dense layers there are none. `padding` lies on both sides, or before
    the input only where `behind` says what lies at the bottom and right. `ceil` rounds a size up instead of down.
    `connections` lists for each map the maps that it reads, if those aren't all. `rate` is the share that dropout
    drops. `epsilon` is what batch normalisation adds to a variance. `responses` says of a local response norm over
    how many maps it goes, its factor alpha (of their mean square), its exponent beta, and k, what is added.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    shape: tuple[int, ...]
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


def describe(build: Callable[[], nn.Module], shape: tuple[int, int, int]) -> tuple[Layer, ...]:
    """Describe the layers of a network for pictures of a shape, in the order of its forward pass.

    `build` makes the network, here without memory. Auxiliary classifiers are described where they are computed.

    Raises:
        ValueError: something is computed outside leaf modules, so that nobody could watch it.
    """
    with torch.device("meta"):
        module = build()
        x = torch.empty(1, *shape)
    watcher = _Watcher(x)
    auxiliary = tuple(f"{name}." for name, part in module.named_modules() if isinstance(part, Auxiliary))
    for name, part in module.named_modules():
        if next(part.children(), None) is None:
            part.register_forward_hook(watcher.hook(name, name.startswith(auxiliary)))
        # As at inference, but with the auxiliary classifiers.
        part.training = isinstance(part, WithHeads)
    with torch.no_grad():
        module(x)
    return tuple(watcher.layers)


@dataclass(frozen=True)
class _Source:
    """Where a tensor comes from; holding on to the tensor keeps its id from being given away again."""

    name: str
    geometry: Geometry | None
    tensor: Tensor


class _Watcher:
    """Notes every layer that computes something."""

    def __init__(self, x: Tensor) -> None:
        self.layers: list[Layer] = []
        self._sources = {id(x): _Source(INPUT, at_input(), x)}

    def hook(self, name: str, auxiliary: bool) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        """Return the hook for the layer of a name."""

        def note(part: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
            sources = [self._source(name, tensor) for tensor in inputs]
            does = operation(part, tuple(output.shape[1:]))
            geometry = _geometry(does, sources)
            self._sources[id(output)] = _Source(name, geometry, output)
            self.layers.append(_layer(name, does, part, sources, output, geometry, auxiliary))

        return note

    def _source(self, name: str, tensor: Tensor) -> _Source:
        if id(tensor) not in self._sources:
            raise ValueError(f"{name} reads something that no layer has made")
        return self._sources[id(tensor)]


def _geometry(does: Operation, sources: list[_Source]) -> Geometry | None:
    """Return what a unit of the output sees."""
    if not does.local:
        return None
    seen = join([source.geometry for source in sources if source.geometry is not None])
    if seen is None or does.window is None:
        return seen
    return behind(seen, does.window)


def _layer(
    name: str,
    does: Operation,
    part: nn.Module,
    sources: list[_Source],
    output: Tensor,
    geometry: Geometry | None,
    auxiliary: bool,
) -> Layer:
    facts: dict[str, Any] = {} if does.window is None else does.window._asdict()
    facts |= {} if geometry is None else geometry._asdict()
    return Layer(
        name=name,
        kind=does.kind,
        inputs=tuple(source.name for source in sources),
        shape=tuple(output.shape[1:]),
        parameters=sum(parameter.numel() for parameter in part.parameters()),
        macs=does.macs,
        groups=does.groups,
        bias=getattr(part, "bias", None) is not None,
        connections=does.connections,
        rate=does.rate,
        epsilon=does.epsilon,
        responses=does.responses,
        auxiliary=auxiliary,
        **facts,
    )
