"""The parts that networks are built of, where torch has none that fit, and how weights start."""

import math
from collections import OrderedDict

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.contract import spec
from engine.models.quick import InPairs, Pairs, halved, with_channels_last

Parts = OrderedDict[str, nn.Module]


class Relu(nn.ReLU):
    """ReLU, which in training may take less time for the same numbers; `engine.models.haste` says where."""

    def __init__(self) -> None:
        super().__init__()
        self.in_place = False
        """Whether it may overwrite what it is given."""
        self.by_pool = False
        """Whether the pooling behind it does it instead."""

    def forward(self, x: Tensor) -> Tensor:
        """Return max(0, x)."""
        if not self.training:
            return functional.relu(x)
        return x if self.by_pool else functional.relu(x, self.in_place)


class MaxPool(nn.MaxPool2d):
    """Maximum pooling that in training may do the ReLU before it, too, and otherwise may take less time."""

    rectifies = False
    """Whether it does the ReLU."""
    halves = False
    """Whether it takes 2x2 pixels at a time, on the CPU."""

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to the maxima of its windows."""
        if self.halves and not self.training and x.shape[2] % 2 == x.shape[3] % 2 == 0:
            return halved(x)
        maxima: Tensor = super().forward(x)
        return functional.relu_(maxima) if self.training and self.rectifies else maxima


class Conv(nn.Conv2d):
    """A convolution, which may take less time for the same numbers; `engine.models.haste` says where."""

    pairs: Pairs | None = None
    """How it computes two pixels at once while it learns, of maps with an even width."""

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, inputs, height, width) to (batch, outputs, height, width)."""
        if self.pairs is None or not self.training or x.shape[3] % 2:
            return super().forward(x)
        result: Tensor = InPairs.apply(x, self.weight, self.bias, self.pairs)  # type: ignore[no-untyped-call]
        return result


class Flatten(nn.Flatten):
    """From maps to rows, whose gradient goes back to maps that lie as they came.

    Else the ReLU before it would compare numbers that lie otherwise, which is slow: a step of the default CNN takes 1 %
    less time.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to (batch, channels * height * width)."""
        if x.ndim == 4 and x.requires_grad:
            x.register_hook(with_channels_last)  # type: ignore[no-untyped-call]
        return super().forward(x)


_ACTIVATIONS: dict[spec.Activation, type[nn.Module]] = {
    "relu": Relu,
    "leaky-relu": nn.LeakyReLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "gelu": nn.GELU,
}


def activation(name: spec.Activation) -> nn.Module:
    """Return an activation."""
    return _ACTIVATIONS[name]()


def activation_kind(part: nn.Module) -> spec.Activation | None:
    """Return which activation a module is, None if it is something else."""
    return next((name for name, kind in _ACTIVATIONS.items() if type(part) is kind), None)


class MapNorm(nn.BatchNorm2d):
    """Batch normalisation of feature maps that falls back on its running statistics where there is no spread."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (batch, channels, height, width)."""
        return super().forward(x) if x.shape[0] * x.shape[2] * x.shape[3] > 1 else _by_running_statistics(self, x)


class UnitNorm(nn.BatchNorm1d):
    """Batch normalisation of a dense layer's units that falls back on its running statistics for a single picture."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (batch, units)."""
        return super().forward(x) if x.shape[0] > 1 else _by_running_statistics(self, x)


def _by_running_statistics(norm: nn.BatchNorm1d | nn.BatchNorm2d, x: Tensor) -> Tensor:
    """Normalise as in use: an epoch may end with a batch of one picture, whose own variance would be 0."""
    return functional.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, eps=norm.eps)


class Mean(nn.Module):
    """Global average pooling: (batch, channels, height, width) to the mean of each map, (batch, channels)."""

    def forward(self, x: Tensor) -> Tensor:
        """Return the means."""
        return x.mean((2, 3))


class Concatenate(nn.Module):
    """Where branches meet: their maps lie one behind the other."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Join (batch, channels, height, width) of equal heights and widths along the channels."""
        return torch.cat(branches, 1)


class Scale(nn.Module):
    """Multiplies each map by a number of its own."""

    def forward(self, x: Tensor, gates: Tensor) -> Tensor:
        """Map (batch, channels, height, width) and (batch, channels) to scaled maps."""
        return x * gates[:, :, None, None]


class Gate(nn.Module):
    """Squeeze and excitation (Hu et al. 2018, section 3): the maps' means decide how far each map is let through."""

    def __init__(self, channels: int, squeeze: int) -> None:
        super().__init__()
        self.mean = Mean()
        self.reduce = nn.Linear(channels, channels // squeeze)
        self.relu = Relu()
        self.restore = nn.Linear(channels // squeeze, channels)
        self.sigmoid = nn.Sigmoid()
        self.scale = Scale()

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to the same shape."""
        return self.scale(x, self.sigmoid(self.restore(self.relu(self.reduce(self.mean(x))))))  # type: ignore[no-any-return]


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) whose draws depend on its own seed only: a run is the same whoever races too."""

    def __init__(self, share: float, seed: int) -> None:
        super().__init__()
        self.share = share
        self._generator = torch.Generator().manual_seed(seed % 2**63)

    def forward(self, x: Tensor) -> Tensor:
        """Set each number to 0 with probability `share` in training, and scale the others by 1 / (1 - share)."""
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape, generator=self._generator) >= self.share
        return x * kept.to(x.device) / (1 - self.share)


class Branches(nn.Module):
    """Several lanes from the same input, whose outputs are concatenated; its children are the lanes and "join"."""

    def __init__(self, lanes: Parts) -> None:
        super().__init__()
        self._lanes = tuple(lanes.values())
        for name, lane in lanes.items():
            self.add_module(name, lane)
        self.join = Concatenate()

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to the lanes' channels together."""
        return self.join(*(lane(x) for lane in self._lanes))  # type: ignore[no-any-return]


class SideHead(nn.Module):
    """An auxiliary classifier on the way: it passes its input on unchanged, and keeps what it made of it.

    Its children are the classifier's own. Training takes the logits with `take`; in use nobody asks for them.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = tuple(parts.values())
        self._logits: Tensor | None = None
        for name, part in parts.items():
            self.add_module(name, part)

    def forward(self, x: Tensor) -> Tensor:
        """Return the input."""
        y: Tensor = x
        for part in self._parts:
            y = part(y)
        self._logits = y if self.training else None
        return x

    def take(self) -> Tensor:
        """Return the logits (batch, classes) of the last training pass, once."""
        logits, self._logits = self._logits, None
        if logits is None:
            raise RuntimeError("the network has not been trained since the last time")
        return logits


class Add(nn.Module):
    """Where two lanes meet."""

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """Return the sum of two tensors of one shape."""
        return x + y


class Subsample(nn.Module):
    """A shortcut without weights between two shapes: every `stride`-th pixel, zeros for the new channels."""

    def __init__(self, new_channels: int, stride: int) -> None:
        super().__init__()
        self.new_channels = new_channels
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to (batch, channels + new ones, height / stride, width / stride)."""
        return functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new_channels))


class Projection(nn.Conv2d):
    """The shortcut W x between two shapes: a 1x1 convolution, mostly without bias, of every `pace`-th pixel.

    It takes the pixels first and then convolves with stride 1, which is the same thing. With stride 2, fewer than
    8 channels and channels_last, torch 2.13 computes wrong gradients on the CPU and writes beyond its memory.
    """

    def __init__(self, before: int, after: int, pace: int, bias: bool = False) -> None:
        super().__init__(before, after, 1, bias=bias)
        self.pace = pace

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, before, height, width) to (batch, after, height / pace, width / pace)."""
        return super().forward(x[:, :, :: self.pace, :: self.pace])


class Residual(nn.Module):
    """A block with a shortcut: the output of its body plus its input, or plus `shortcut` of its input; then `after`.

    Its parts are its children under their own names, in the order of the forward pass, and "shortcut" and "add".
    """

    zero_start = False
    """Whether it is to start as the identity, once all weights are drawn."""

    def __init__(self, body: Parts, shortcut: nn.Module | None = None, after: Parts | None = None) -> None:
        super().__init__()
        self._lanes = tuple(body.values()), tuple((after or {}).values())
        for name, part in body.items():
            self.add_module(name, part)
        self.shortcut = shortcut
        self.add = Add()
        for name, part in (after or {}).items():
            self.add_module(name, part)

    @property
    def added(self) -> nn.Module:
        """The last part of the body, whose output is what the block adds to its shortcut."""
        return self._lanes[0][-1]

    def forward(self, x: Tensor) -> Tensor:
        """Map a block's input to its output."""
        body, after = self._lanes
        y: Tensor = x
        for part in body:
            y = part(y)
        y = self.add(y, x if self.shortcut is None else self.shortcut(x))
        for part in after:
            y = part(y)
        return y

    @torch.no_grad()
    def start_as_identity(self) -> None:
        """Set the weights of the body's last normalisation, or without one of its last layer, to 0."""
        body = self._lanes[0]
        last = next(part for part in reversed(body) if list(part.parameters()))
        for parameter in last.parameters():
            parameter.zero_()


def initialise(module: nn.Module, how: spec.Initialisation) -> None:
    """Draw the weights of all convolutions and dense layers anew, and set their biases to 0, unless by default."""
    if how == "default":
        return
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            _draw(part.weight, how)
            if part.bias is not None:
                nn.init.zeros_(part.bias)


def _draw(weight: Tensor, how: spec.Initialisation) -> None:
    """Draw a weight (outputs, inputs, ...); `engine.contract.spec.choices` says how."""
    match how:
        case "he":
            nn.init.kaiming_normal_(weight, nonlinearity="relu")
        case "glorot":
            nn.init.xavier_uniform_(weight)
        case float() | int():
            nn.init.normal_(weight, std=how / math.sqrt(weight[0].numel()))
