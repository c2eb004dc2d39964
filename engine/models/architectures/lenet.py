"""LeNet-5, as it was published and as it is usually built today.

Source: LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition (Proc. IEEE, 1998).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.models.architectures.parts import row

C3_TABLE = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    (0, 1, 2, 3, 4, 5),
)
"""Which maps of S2, counted from 0, each map of C3 reads."""


class Subsampling(nn.Module):
    """The sum of each 2x2 window, times a weight of the map, plus a bias of the map."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels,), 0.25))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to (batch, channels, height / 2, width / 2)."""
        return 4 * functional.avg_pool2d(x, 2) * self.weight[:, None, None] + self.bias[:, None, None]


class TableConv(nn.Module):
    """A convolution whose maps each read only some of the input's maps; `weight` has one kernel for each link."""

    def __init__(self, before: int, table: tuple[tuple[int, ...], ...], kernel: int) -> None:
        super().__init__()
        self.before, self.table, self.kernel = before, table, kernel
        self._from = [source for sources in table for source in sources]
        self._to = [target for target, sources in enumerate(table) for _ in sources]
        self.weight = nn.Parameter(torch.empty(len(self._to), kernel, kernel).uniform_(-0.2, 0.2))
        self.bias = nn.Parameter(torch.zeros(len(table)))

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, before, height, width) to (batch, maps of the table, height - kernel + 1, width - kernel + 1)."""
        filters = self.weight.new_zeros(len(self.table), self.before, self.kernel, self.kernel)
        filters[self._to, self._from] = self.weight
        return functional.conv2d(x, filters, self.bias)


class ScaledTanh(nn.Module):
    """The squashing function 1.7159 tanh(2x / 3), which maps 1 to 1."""

    def forward(self, x: Tensor) -> Tensor:
        """Squash every number."""
        return 1.7159 * torch.tanh(x * 2 / 3)


class RadialBasis(nn.Module):
    """Squared distances to one fixed code of +1 and -1 for each class; the nearest code wins.

    The published codes are pictures of the digits, 7 pixels wide and 12 high; here they are drawn at random.
    """

    def __init__(self, before: int, classes: int) -> None:
        super().__init__()
        self.codes: Tensor
        self.register_buffer("codes", torch.randint(0, 2, (classes, before)) * 2.0 - 1.0)

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, before) to distances (batch, classes)."""
        return (x[:, None, :] - self.codes).square().sum(2)


def lenet5() -> nn.Module:
    """Return the network of 1998: trained subsampling, a table of connections in C3, fixed codes at the end."""
    return row(
        features=row(
            C1=nn.Conv2d(1, 6, 5),
            squash1=ScaledTanh(),
            S2=Subsampling(6),
            squash2=ScaledTanh(),
            C3=TableConv(6, C3_TABLE, 5),
            squash3=ScaledTanh(),
            S4=Subsampling(16),
            squash4=ScaledTanh(),
            C5=nn.Conv2d(16, 120, 5),
            squash5=ScaledTanh(),
        ),
        classifier=row(flatten=nn.Flatten(), F6=nn.Linear(120, 84), squash6=ScaledTanh(), output=RadialBasis(84, 10)),
    )


def lenet5_modern(channels: int = 1) -> nn.Module:
    """Return the network as tutorials build it: C3 reads all maps, pooling has no weights, the output is dense."""
    return row(
        features=row(
            C1=nn.Conv2d(channels, 6, 5),
            relu1=nn.ReLU(),
            S2=nn.MaxPool2d(2),
            C3=nn.Conv2d(6, 16, 5),
            relu3=nn.ReLU(),
            S4=nn.MaxPool2d(2),
        ),
        classifier=row(
            flatten=nn.Flatten(),
            C5=nn.Linear(400, 120),
            relu5=nn.ReLU(),
            F6=nn.Linear(120, 84),
            relu6=nn.ReLU(),
            output=nn.Linear(84, 10),
        ),
    )
