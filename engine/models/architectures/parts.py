"""What the architectures are put together from.

Every operation is a leaf module, the sums and concatenations too, so that
`engine.models.descriptions.description` sees all of them go by. A layer's name says where it stands: stage,
number of the block if the stage repeats one, branch, and last what it does, as in ``layer2.1.shortcut.conv``.
"""

from collections import OrderedDict
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.models.layers import Parts

Size = int | tuple[int, int]
"""One number for both axes, or (height, width)."""


def row(*parts: Parts, **more: nn.Module) -> nn.Sequential:
    """Return named parts one after another, first the dictionaries and then the keywords."""
    joined: Parts = OrderedDict()
    for each in (*parts, more):
        if joined.keys() & each.keys():
            raise ValueError(f"two parts are named {sorted(joined.keys() & each.keys())}")
        joined.update(each)
    return nn.Sequential(joined)


def repeated(blocks: Sequence[nn.Module]) -> nn.Sequential:
    """Return the blocks of a stage one after another, numbered from 1."""
    return nn.Sequential(OrderedDict((str(number), block) for number, block in enumerate(blocks, start=1)))


def conv(
    before: int,
    after: int,
    kernel: Size,
    stride: int = 1,
    padding: Size | None = None,
    groups: int = 1,
    bias: bool = True,
) -> nn.Conv2d:
    """Return a convolution; without `padding` it gets the one that keeps the size of maps at stride 1."""
    if padding is None:
        padding = kernel // 2 if isinstance(kernel, int) else (kernel[0] // 2, kernel[1] // 2)
    return nn.Conv2d(before, after, kernel, stride, padding, groups=groups, bias=bias)


class SameConv(nn.Conv2d):
    """A convolution that pads as TensorFlow's "SAME" does: what can't be halved lies at the bottom and right.

    In all, (ceil(n / s) - 1) s + k - n cells are added to n along each axis, if that is more than none. It is k - s
    where the stride s divides n: `before` at the top and left, `behind` at the bottom and right.
    """

    def __init__(self, before: int, after: int, kernel: int, stride: int = 1, groups: int = 1, bias: bool = True):
        added = max(kernel - stride, 0)
        self.before, self.behind = added // 2, added - added // 2
        even = self.before == self.behind
        super().__init__(before, after, kernel, stride, self.before if even else 0, groups=groups, bias=bias)
        self._margins = None if even else (self.before, self.behind) * 2

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, before, height, width) to (batch, after, ceil(height / stride), ceil(width / stride))."""
        height, width = x.shape[2:]
        if height % self.stride[0] or width % self.stride[1]:
            padded = functional.pad(x, self._margins_of(width) + self._margins_of(height))
            return functional.conv2d(padded, self.weight, self.bias, self.stride, groups=self.groups)
        return super().forward(x if self._margins is None else functional.pad(x, self._margins))

    def _margins_of(self, length: int) -> tuple[int, int]:
        """What is added before and behind so many cells."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        added = max((-(-length // stride) - 1) * stride + kernel - length, 0)
        return added // 2, added - added // 2


def dense_head(inputs: int) -> nn.Sequential:
    """Return the dense layers with dropout that AlexNet ends in, and VGG after it: 4096, 4096 and 1000 units."""
    return row(
        flatten=nn.Flatten(),
        fc6=nn.Linear(inputs, 4096),
        relu6=nn.ReLU(),
        drop6=nn.Dropout(0.5),
        fc7=nn.Linear(4096, 4096),
        relu7=nn.ReLU(),
        drop7=nn.Dropout(0.5),
        fc8=nn.Linear(4096, 1000),
    )


def conv_relu(mark: str, before: int, after: int, kernel: Size, stride: int = 1, padding: Size | None = None) -> Parts:
    """Return a convolution with bias and a ReLU, ``conv`` and ``relu`` followed by a mark that tells them apart."""
    return OrderedDict({f"conv{mark}": conv(before, after, kernel, stride, padding), f"relu{mark}": nn.ReLU()})


def conv_norm(
    mark: str,
    before: int,
    after: int,
    kernel: Size,
    stride: int = 1,
    padding: Size | None = None,
    groups: int = 1,
    eps: float = 1e-5,
) -> Parts:
    """Return a convolution without bias and the batch normalisation that makes a bias superfluous."""
    convolution = conv(before, after, kernel, stride, padding, groups=groups, bias=False)
    return OrderedDict({f"conv{mark}": convolution, f"norm{mark}": nn.BatchNorm2d(after, eps)})


def conv_norm_relu(
    mark: str, before: int, after: int, kernel: Size, stride: int = 1, padding: Size | None = None, eps: float = 1e-5
) -> Parts:
    """Return a convolution without bias, a batch normalisation and a ReLU."""
    return conv_norm(mark, before, after, kernel, stride, padding, eps=eps) | {f"relu{mark}": nn.ReLU()}


class Concat(nn.Module):
    """Stacks feature maps of one height and width along the channels."""

    def forward(self, *volumes: Tensor) -> Tensor:
        """Map volumes (batch, c_i, height, width) to one (batch, sum of c_i, height, width)."""
        return torch.cat(volumes, 1)


class Branches(nn.Module):
    """Several ways through the same input, their outputs concatenated in the order of the ways."""

    def __init__(self, **branches: nn.Module) -> None:
        super().__init__()
        self._branches = tuple(branches.values())
        for name, branch in branches.items():
            self.add_module(name, branch)
        self.concat = Concat()

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to the concatenation of what all branches make of it."""
        stacked: Tensor = self.concat(*(branch(x) for branch in self._branches))
        return stacked


class Scale(nn.Module):
    """Multiplies each feature map by a gate of its own."""

    def forward(self, maps: Tensor, gates: Tensor) -> Tensor:
        """Return maps (batch, channels, height, width), each times its gate, gates being (batch, channels)."""
        return maps * gates[:, :, None, None]


class Auxiliary(nn.Sequential):
    """A classifier at the side, which helps training and falls off at inference."""


class WithHeads(nn.Module):
    """Stages one after another; while training, auxiliary classifiers read the outputs of some of them.

    `heads` says for each auxiliary classifier, by its name, behind which stage it stands.
    """

    def __init__(self, stages: Parts, heads: dict[str, tuple[str, Auxiliary]]) -> None:
        super().__init__()
        self._stages = tuple(stages)
        self._heads = {stage: name for name, (stage, _) in heads.items()}
        for name, stage in stages.items():
            self.add_module(name, stage)
        for name, (_, head) in heads.items():
            self.add_module(name, head)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Map pictures to logits (batch, classes); while training, to these and those of each auxiliary classifier."""
        sides: list[Tensor] = []
        for name in self._stages:
            x = self.get_submodule(name)(x)
            if self.training and name in self._heads:
                sides.append(self.get_submodule(self._heads[name])(x))
        return (x, *sides) if sides else x
