"""Networks as built: their first weights, their layers and what those give for a picture."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.contract import spec
from engine.contract.events import Layer
from engine.models.builders import Shape, build
from engine.models.layers import (
    Add,
    Concatenate,
    Dropout,
    MapNorm,
    Mean,
    Projection,
    Scale,
    Subsample,
    UnitNorm,
    activation_kind,
)


class Trained(NamedTuple):
    """A network in use: it takes pictures (uint8) of a shape, and sees (picture - `mean`) / `deviation`.

    Both are one number, or one for each channel.
    """

    module: nn.Module
    shape: tuple[int, ...]
    mean: float | tuple[float, ...]
    deviation: float | tuple[float, ...]

    def seen(self, pixels: Tensor) -> Tensor:
        """Return pictures (..., channels, height, width), whose pixels are 0 to 255, as the network sees them."""
        return (pixels - _level(self.mean, pixels)) / _level(self.deviation, pixels)

    def pixels(self, seen: Tensor) -> Tensor:
        """Return what the network sees as the pixels that it comes from."""
        return seen * _level(self.deviation, seen) + _level(self.mean, seen)

    def per_pixel(self, slopes: Tensor) -> Tensor:
        """Return slopes over what the network sees as slopes over the pixels."""
        return slopes / _level(self.deviation, slopes)


def _level(number: float | tuple[float, ...], beside: Tensor) -> float | Tensor:
    """A number for all pixels, or one for those of each channel, as it can be computed with beside them."""
    return beside.new_tensor(number)[:, None, None] if isinstance(number, tuple) else number


def seeded(network: spec.Network, shape: Shape, classes: int, seed: int) -> nn.Sequential:
    """Build a network whose weights depend on the seed and on nothing else; torch's own generator stays as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build(network, shape, classes)


def channels_last(module: nn.Module) -> None:
    """Lay the filters of all convolutions out with their channels last in memory, where the CPU is faster.

    Pictures and feature maps follow the filters by themselves. Only the strides change, never the values.
    It takes `Module.to`: of one-channel filters `Tensor.contiguous` thinks that they are both and leaves
    them as they are.
    """
    module.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def leaves(module: nn.Module) -> dict[str, nn.Module]:
    """Return the layers to show, by name, in the order of the forward pass: all leaf modules but reshapings."""
    return {
        name: part
        for name, part in module.named_modules()
        if not isinstance(part, nn.Flatten) and next(part.children(), None) is None
    }


@contextmanager
def in_use(module: nn.Module) -> Iterator[None]:
    """Let a network answer as it does in use, and be after that as it was."""
    was_training = module.training
    module.eval()
    try:
        yield
    finally:
        module.train(was_training)


def outputs(module: nn.Module, x: Tensor) -> dict[str, Tensor]:
    """Run a forward pass without gradients and return what each of the `leaves` gave, by name.

    The hooks that do this are there during this one pass only, so that training never pays for them.
    """
    seen: dict[str, Tensor] = {}
    hooks = [
        part.register_forward_hook(lambda _module, _inputs, output, name=name: seen.update({name: output}))
        for name, part in leaves(module).items()
    ]
    try:
        with in_use(module), torch.inference_mode():
            module(x)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def numbers(module: nn.Module) -> dict[str, Tensor]:
    """Return all that makes a trained network, by name: its parameters, and the running statistics of its norms.

    They are the module's own: what is written into them changes it.
    """
    return {name: values for name, values in module.state_dict().items() if values.is_floating_point()}


class UnfitWeightsError(ValueError):
    """Weights that are another network's; the text is one sentence for the user."""


def put(module: nn.Module, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Make a network what `numbers` told of it; raises `UnfitWeightsError` if that was another one."""
    own = numbers(module)
    if {name: tuple(values.shape) for name, values in own.items()} != {
        name: values.shape for name, values in weights.items()
    }:
        raise UnfitWeightsError("These weights belong to another network; choose the one that they were recorded of.")
    for name, values in own.items():
        values.copy_(torch.from_numpy(weights[name].copy()))


def describe(module: nn.Module, shape: Shape) -> tuple[Layer, ...]:
    """Describe the layers of a network that takes pictures of that shape."""
    seen = outputs(module, torch.zeros(1, *shape))
    return tuple(_layer(name, part, tuple(seen[name].shape[1:])) for name, part in leaves(module).items())


def _layer(name: str, part: nn.Module, shape: tuple[int, ...]) -> Layer:
    """Describe one layer by its operation, its parameters and its multiply-accumulates."""
    parameters = sum(parameter.numel() for parameter in part.parameters())
    kind, text, macs = _operation(part, shape)
    return Layer(name, kind, text, shape, parameters, macs)


def _operation(part: nn.Module, shape: tuple[int, ...]) -> tuple[str, str, int]:
    """Return kind, description and multiply-accumulates of a layer whose output for one picture has that shape."""
    activation = activation_kind(part)
    if activation is not None:
        return activation, spec.ACTIVATION_TITLES[activation], 0
    match part:
        case nn.Conv2d():
            per_output = part.weight[0].numel()
            return "conv", _convolution(part), shape[0] * shape[1] * shape[2] * per_output
        case nn.Linear():
            return "dense", f"{part.in_features} to {part.out_features}", part.in_features * part.out_features
        case nn.MaxPool2d() | nn.AvgPool2d():
            stride = "" if part.stride == part.kernel_size else f", stride {part.stride}"
            what = "maximum" if isinstance(part, nn.MaxPool2d) else "mean"
            return "pool", f"{what} of {part.kernel_size}x{part.kernel_size}{stride}", 0
        case Dropout():
            return "dropout", f"{100 * part.share:g} % set to 0 in training", 0
        case Subsample():
            return "shortcut", f"one pixel of {part.stride}x{part.stride}, {part.new_channels} maps of zeros", 0
    kind, text = _WITHOUT_ARITHMETIC.get(type(part), (type(part).__name__.lower(), type(part).__name__))
    return kind, text, 0


_WITHOUT_ARITHMETIC: dict[type[nn.Module], tuple[str, str]] = {
    MapNorm: ("norm", "batch normalisation"),
    UnitNorm: ("norm", "batch normalisation"),
    Mean: ("pool", "mean of each map"),
    Concatenate: ("concat", "maps of all branches"),
    nn.Identity: ("identity", "the same maps"),
    Add: ("add", "sum of both lanes"),
    Scale: ("scale", "each map times its gate"),
}
"""Kind and description of layers that always are alike; no multiply-accumulates are counted for them."""


def _convolution(conv: nn.Conv2d) -> str:
    """Describe a convolution in a few words."""
    height, width = conv.kernel_size
    text = f"{conv.out_channels} filters {height}x{width}, padding {conv.padding[0]}"
    stride = conv.pace if isinstance(conv, Projection) else conv.stride[0]
    text += f", stride {stride}" if stride > 1 else ""
    return text + (", one for each channel" if conv.groups > 1 else "")


def activations(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """Return the names of the layers that give activations: behind each nonlinearity, and the last layer's logits."""
    inner = (layer.name for layer in layers[:-1] if layer.kind in spec.ACTIVATIONS)
    return *inner, layers[-1].name
