"""The layers of several networks of one shape as one layer, which computes for all of them at once.

Maps of K networks lie one behind the other, (batch, K * channels, height, width): convolutions become one with groups.
Rows lie side by side, (K, batch, units): dense layers become one product of matrices for each. The weights stay with
the networks, so that each remains whole: it can be looked into, judged and taken out at any time.
"""

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.models.layers import Concatenate, Dropout, MapNorm, Mean, Projection, Scale, Subsample, UnitNorm
from engine.models.quick import with_channels_last


class Together(nn.Module):
    """One layer of several networks; `many` are the layers themselves, the first one stands for all.

    Its parameters have the names and the order of the first one's, and one more axis in front, for the networks;
    filters have their channels last, (K, outputs, height, width, inputs), as they lie in memory.
    """

    def __init__(self, many: Sequence[nn.Module]) -> None:
        super().__init__()
        self.many = tuple(many)
        for name, _ in self.many[0].named_parameters(recurse=False):
            own = [inside_out(one.get_parameter(name).detach()) for one in self.many]
            self.register_parameter(name, nn.Parameter(torch.stack(own)))

    def biases(self) -> Tensor | None:
        """The biases of all layers, (K, outputs), if they have any."""
        return self._parameters.get("bias")

    def apart(self, maps: Tensor) -> Tensor:
        """Give each network its own maps: (batch, K * channels, ...) to (batch, K, channels, ...)."""
        count = len(self.many)
        return maps.view(len(maps), count, maps.shape[1] // count, *maps.shape[2:])

    def rows(self, maps: Tensor) -> Tensor:
        """Turn (batch, K * units) into rows, (K, batch, units)."""
        return self.apart(maps).transpose(0, 1)


def inside_out(parameter: Tensor) -> Tensor:
    """A layer's parameter in the order in which it lies in memory: of filters the channels come last."""
    return parameter.permute(0, 2, 3, 1) if parameter.ndim == 4 else parameter


def outside_in(laid: Tensor) -> Tensor:
    """The way back from `inside_out`."""
    return laid.permute(0, 3, 1, 2) if laid.ndim == 4 else laid


class Alike(Together):
    """What treats every number or map by itself, whoever's it is."""

    def forward(self, *inputs: Tensor) -> Tensor:
        """Do what the first layer does; by its name, since a call would wake what listens to it."""
        result: Tensor = self.many[0].forward(*inputs)
        return result


class Convolutions(Together):
    """Convolutions with filters of one size."""

    def forward(self, x: Tensor) -> Tensor:
        """Convolve each network's maps with its own filters."""
        first = self.many[0]
        assert isinstance(first, nn.Conv2d)
        if isinstance(first, Projection):
            x = x[:, :, :: first.pace, :: first.pace]
        weight, bias = outside_in(self.get_parameter("weight").flatten(0, 1)), self.biases()
        bias = None if bias is None else bias.flatten()
        groups = len(self.many) * first.groups
        return functional.conv2d(x, weight, bias, first.stride, first.padding, first.dilation, groups)


class _Products(torch.autograd.Function):
    """x times the weights, plus the biases: each product as a dense layer computes it alone, to the last digit.

    Torch's own derivative of a product of many matrices multiplies in another order, which rounds otherwise; in a deep
    network that starts wildly the difference becomes that between two runs.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, weights: Tensor, biases: Tensor | None) -> Tensor:
        """Map (K, batch, inputs), (K, outputs, inputs) and (K, outputs) to (K, batch, outputs)."""
        ctx.save_for_backward(x, weights)
        ctx.biased = biases is not None
        if biases is None:
            return torch.bmm(x, weights.transpose(1, 2))
        return torch.baddbmm(biases[:, None], x, weights.transpose(1, 2))

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor, Tensor | None]:
        """Map the gradient of what `forward` gave to those of what it took."""
        x, weights = ctx.saved_tensors
        back = torch.bmm(gradient, weights) if ctx.needs_input_grad[0] else None
        return back, torch.bmm(gradient.transpose(1, 2), x), gradient.sum(1) if ctx.biased else None


class Denses(Together):
    """Dense layers of one size."""

    def forward(self, x: Tensor) -> Tensor:
        """Map (K, batch, inputs) to (K, batch, outputs)."""
        result: Tensor = _Products.apply(x, self.get_parameter("weight"), self.biases())  # type: ignore[no-untyped-call]
        return result


class Norms(Together):
    """Batch normalisations, whose running statistics lie one behind the other from now on."""

    def __init__(self, many: Sequence[nn.Module]) -> None:
        super().__init__(many)
        self.mean, self.variance = (
            torch.stack([one.get_buffer(name) for one in many]) for name in ("running_mean", "running_var")
        )
        for one, mean, variance in zip(many, self.mean, self.variance, strict=True):
            one.running_mean, one.running_var = mean, variance

    def normalised(self, x: Tensor) -> Tensor:
        """Normalise (batch, K * channels, ...) as each layer would, by running statistics where there is no spread."""
        first, spread = self.many[0], x.numel() > x.shape[1]
        assert isinstance(first, MapNorm | UnitNorm)
        known = self.mean.flatten(), self.variance.flatten()
        scales, shifts = (self.get_parameter(name).flatten() for name in ("weight", "bias"))
        return functional.batch_norm(x, *known, scales, shifts, spread, first.momentum or 0.0, first.eps)


class MapNorms(Norms):
    """Batch normalisations of maps."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (batch, K * channels, height, width)."""
        return self.normalised(x)


class UnitNorms(Norms):
    """Batch normalisations of the units of dense layers."""

    def forward(self, x: Tensor) -> Tensor:
        """Normalise (K, batch, units)."""
        return self.rows(self.normalised(x.transpose(0, 1).flatten(1)))


class Flattened(Together):
    """From maps to rows."""

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, K * channels, height, width) to (K, batch, channels * height * width)."""
        if x.ndim == 4 and x.requires_grad:  # else pooling would go back through maps that lie otherwise than its own
            x.register_hook(with_channels_last)  # type: ignore[no-untyped-call]
        return self.rows(x).flatten(2)


class Means(Together):
    """From maps to the mean of each."""

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, K * channels, height, width) to (K, batch, channels)."""
        return self.rows(x.mean((2, 3)))


class Subsamples(Together):
    """Shortcuts without weights between two shapes."""

    def forward(self, x: Tensor) -> Tensor:
        """Keep some pixels, and add maps of zeros behind each network's own."""
        first = self.many[0]
        assert isinstance(first, Subsample)
        kept = self.apart(x[:, :, :: first.stride, :: first.stride])
        return functional.pad(kept, (0, 0, 0, 0, 0, first.new_channels)).flatten(1, 2)


class Joins(Together):
    """Where branches meet."""

    def forward(self, *branches: Tensor) -> Tensor:
        """Put each network's maps of all branches one behind the other."""
        return torch.cat([self.apart(branch) for branch in branches], 2).flatten(1, 2)


class Scales(Together):
    """Maps times numbers of their own."""

    def forward(self, x: Tensor, gates: Tensor) -> Tensor:
        """Scale (batch, K * channels, height, width) by (K, batch, channels)."""
        return x * gates.transpose(0, 1).flatten(1)[:, :, None, None]


class Dropouts(Together):
    """Dropouts, of which each draws from its own seed."""

    def forward(self, x: Tensor) -> Tensor:
        """Let each network drop of its own rows (K, batch, units), or of its own maps."""
        axis = 0 if x.ndim == 3 else 1
        parts = x.chunk(len(self.many), axis)
        return torch.cat([one.forward(part) for one, part in zip(self.many, parts, strict=True)], axis)


@singledispatch
def together(first: nn.Module, many: Sequence[nn.Module]) -> Together:
    """Return the layers `many` of several networks as one; `first` is the first of them."""
    return Alike(many)


for _kind, _many in (
    (nn.Conv2d, Convolutions),
    (nn.Linear, Denses),
    (MapNorm, MapNorms),
    (UnitNorm, UnitNorms),
    (nn.Flatten, Flattened),
    (Mean, Means),
    (Subsample, Subsamples),
    (Concatenate, Joins),
    (Scale, Scales),
    (Dropout, Dropouts),
):
    together.register(_kind, lambda first, many, _many=_many: _many(many))
