"""Where ResNets' shapes change, read from their descriptions, and what each option of the shortcut learns there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from scenes import reference
from scenes.stage.data.networks import network

NETWORKS = ("ResNet-18", "ResNet-34", "ResNet-50", "ResNet-101", "ResNet-152")
Option = Literal["I", "A", "B", "C"]
Shape = tuple[int, int, int]


def option_of(words: str) -> Option:
    """The option as one letter; I for the identity."""
    return cast(Option, "I" if words == "identity" else words[0])


@dataclass(frozen=True)
class Place:
    """A block: what comes into it, and what F makes of that; both (C, H, W). `kernels` are the sides of F's kernels."""

    block: str
    before: Shape
    after: Shape
    kernels: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether both can be added as they are."""
        return self.before == self.after

    @property
    def stride(self) -> int:
        """How many pixels of the input lie between two neighbouring ones that the shortcut takes."""
        return self.before[1] // self.after[1]

    @property
    def weights(self) -> int:
        """The weights of a 1×1 convolution that makes one shape of the other."""
        return reference.convolution_parameters(self.before[0], self.after[0], 1, bias=False)

    @property
    def scales(self) -> int:
        """The scales and shifts of the batch normalisation behind it."""
        return reference.batch_norm_parameters(self.after[0])

    def projected(self, option: Option) -> bool:
        """Whether an option puts a projection here."""
        return option == "C" or (option == "B" and not self.fits)

    def parameters(self, option: Option) -> int:
        """What the shortcut learns here."""
        return self.weights + self.scales if self.projected(option) else 0


@cache
def places(title: str) -> tuple[Place, ...]:
    """All blocks of a ResNet, in their order."""
    net = network(title.lower())
    found = []
    for block in net.blocks:
        if any(layer.kind == "add" for layer in block.layers):
            before = net.read_by(block.layers[0])[0]
            kernels = tuple(layer.kernel[0] for layer in block.layers if layer.kernel and layer.branch != "shortcut")
            found.append(Place(block.name, cast(Shape, before), cast(Shape, block.shape), kernels))
    return tuple(found)


def place(title: str, stage: str) -> Place:
    """The first block of a stage."""
    return next(each for each in places(title) if each.block == f"layer{stage}.1")


def learned(title: str, option: Option) -> int:
    """What all shortcuts of a network learn."""
    return sum(each.parameters(option) for each in places(title))


def projections(title: str, option: Option) -> int:
    """How many shortcuts of a network are projections."""
    return sum(each.projected(option) for each in places(title))


@dataclass(frozen=True)
class Bottleneck:
    """Three convolutions on 4w channels that are narrow in between, and what the like would weigh; without biases."""

    width: int

    @property
    def wide(self) -> int:
        """Channels of the block's input and output."""
        return 4 * self.width

    @property
    def parts(self) -> tuple[int, int, int]:
        """Weights of 1×1, 3×3 and 1×1."""
        return self._weights(self.wide, 1), self._weights(self.width, 3), self._weights(self.width, 1, self.wide)

    @property
    def basic(self) -> int:
        """Weights of two 3×3 convolutions on w channels: the block of ResNet-18 and -34."""
        return 2 * self._weights(self.width, 3)

    @property
    def direct(self) -> int:
        """Weights of two 3×3 convolutions on all 4w channels."""
        return 2 * self._weights(self.wide, 3, self.wide)

    @property
    def shortcut(self) -> int:
        """Weights that a projection would have between two bottlenecks of the same stage."""
        return self._weights(self.wide, 1, self.wide)

    def _weights(self, inputs: int, kernel: int, outputs: int | None = None) -> int:
        return reference.convolution_parameters(inputs, outputs or self.width, kernel, bias=False)
