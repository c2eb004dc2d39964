"""Networks from their descriptions: one `build` entry for each kind of network in `engine.spec`."""

import math
from collections import OrderedDict
from functools import singledispatch
from typing import Any

import torch
from torch import Tensor, nn

from engine import spec
from engine.events import Layer

Shape = tuple[int, int, int]


@singledispatch
def build(network: Any, shape: Shape, classes: int) -> nn.Sequential:
    """Return the torch module for a network description.

    It maps standardised pictures (batch, *shape) to logits (batch, classes). Layers that are worth a look
    are leaf modules whose names say what they are and where: conv1, relu1, pool1, conv2... Weights are
    PyTorch's default initialisation unless the description says otherwise.
    """
    raise TypeError(f"there is no builder for {type(network).__name__}")


@build.register
def _dense(network: spec.DenseNet, shape: Shape, classes: int) -> nn.Sequential:
    layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
    width = shape[0] * shape[1] * shape[2]
    for number, hidden in enumerate(network.hidden, start=1):
        layers[f"fc{number}"] = nn.Linear(width, hidden)
        layers[f"relu{number}"] = nn.ReLU()
        width = hidden
    layers[f"fc{len(network.hidden) + 1}"] = nn.Linear(width, classes)
    module = nn.Sequential(layers)
    if network.gain is not None:
        _start_normal(module, network.gain)
    return module


def _start_normal(module: nn.Module, gain: float) -> None:
    """Draw all weights from a normal distribution of standard deviation gain / sqrt(inputs); biases become 0."""
    for part in module.modules():
        if isinstance(part, nn.Linear):
            nn.init.normal_(part.weight, std=gain / math.sqrt(part.in_features))
            nn.init.zeros_(part.bias)


@build.register
def _small_cnn(network: spec.SmallCNN, shape: Shape, classes: int) -> nn.Sequential:
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    depth, height, width = shape
    for number, channels in enumerate(network.channels, start=1):
        layers[f"conv{number}"] = nn.Conv2d(depth, channels, network.kernel, padding=network.kernel // 2)
        layers[f"relu{number}"] = nn.ReLU()
        layers[f"pool{number}"] = nn.MaxPool2d(2)
        depth, height, width = channels, height // 2, width // 2
    layers["flatten"] = nn.Flatten()
    layers["fc"] = nn.Linear(depth * height * width, classes)
    return nn.Sequential(layers)


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


def outputs(module: nn.Module, x: Tensor) -> dict[str, Tensor]:
    """Run a forward pass without gradients and return what each of the `leaves` gave, by name.

    The hooks that do this are there during this one pass only, so that training never pays for them.
    """
    seen: dict[str, Tensor] = {}
    hooks = [
        part.register_forward_hook(lambda _module, _inputs, output, name=name: seen.update({name: output}))
        for name, part in leaves(module).items()
    ]
    was_training = module.training
    try:
        with torch.inference_mode():
            module.eval()(x)
    finally:
        module.train(was_training)
        for hook in hooks:
            hook.remove()
    return seen


def describe(module: nn.Module, shape: Shape) -> tuple[Layer, ...]:
    """Describe the layers of a network that takes pictures of that shape."""
    seen = outputs(module, torch.zeros(1, *shape))
    return tuple(_layer(name, part, tuple(seen[name].shape[1:])) for name, part in leaves(module).items())


def _layer(name: str, part: nn.Module, shape: tuple[int, ...]) -> Layer:
    """Describe one layer by its operation, its parameters and its multiply-accumulates."""
    parameters = sum(parameter.numel() for parameter in part.parameters())
    if isinstance(part, nn.Conv2d):
        height, width = part.kernel_size
        text = f"{part.out_channels} filters {height}x{width}, padding {part.padding[0]}"
        per_output = part.in_channels // part.groups * height * width
        return Layer(name, "conv", text, shape, parameters, shape[0] * shape[1] * shape[2] * per_output)
    if isinstance(part, nn.Linear):
        macs = part.in_features * part.out_features
        return Layer(name, "dense", f"{part.in_features} to {part.out_features}", shape, parameters, macs)
    if isinstance(part, nn.MaxPool2d):
        return Layer(name, "pool", f"maximum of {part.kernel_size}x{part.kernel_size}", shape, parameters, 0)
    return Layer(name, type(part).__name__.lower(), type(part).__name__, shape, parameters, 0)
