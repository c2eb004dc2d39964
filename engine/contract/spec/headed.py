"""Descriptions of networks that are about their heads and branches: a trunk with one of two heads, and Inception's."""

from typing import Literal

import msgspec

from engine.contract.spec.choices import (
    Activation,
    Initialisation,
    Normalisation,
    check_initialisation,
    choices_in_words,
)
from engine.contract.spec.data import Shape
from engine.contract.spec.refusal import require
from engine.contract.spec.sizes import (
    MAX_CHANNELS,
    MAX_STAGES,
    MAX_WIDTH,
    behind,
    check_channels,
    check_kernel,
    convolutions,
    dense,
)

AUX_WEIGHT = 0.3
"""What the loss of an auxiliary classifier counts in training (Szegedy et al. 2015, section 5)."""

InceptionWidths = tuple[int, int, int, int, int, int]


class HeadedCNN(msgspec.Struct, frozen=True, tag="headed"):
    """A trunk of convolutions with the head to choose: the mean of each map and a dense layer, or dense layers only.

    The first `pools` convolutions (stride 1, same padding) have 2x2 max pooling behind their activation. With head
    "mean" (global average pooling, Lin et al. 2014) one dense layer sees one number a map; with head "dense" all
    numbers of all maps go into a dense layer of `hidden` units and from there into the last one.
    """

    channels: tuple[int, ...] = (16, 32, 32)
    pools: int = 2
    head: Literal["mean", "dense"] = "mean"
    hidden: int = 64
    kernel: int = 3
    activation: Activation = "relu"
    norm: Normalisation = "batch"
    init: Initialisation = "default"

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        check_channels("A trunk", self.channels)
        require(
            0 <= self.pools <= len(self.channels) and min(shape[1:]) >> self.pools >= 1,
            f"{self.pools} poolings don't fit behind {len(self.channels)} convolutions of a "
            f"{shape[1]}x{shape[2]} picture; use fewer.",
        )
        require(
            1 <= self.hidden <= MAX_WIDTH, f"A head of {self.hidden} units can't be built; choose 1 to {MAX_WIDTH}."
        )
        check_kernel(self.kernel)
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""
        trunk = convolutions((shape[0], *self.channels), self.kernel, self.norm)
        if self.head == "mean":
            return trunk + dense(self.channels[-1], classes)
        seen = self.channels[-1] * (shape[1] >> self.pools) * (shape[2] >> self.pools)
        return trunk + dense(seen, self.hidden) + dense(self.hidden, classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        filters = ", then ".join(str(count) for count in self.channels)
        head = (
            "then the mean of each map and one dense layer"
            if self.head == "mean"
            else f"then a dense layer of {self.hidden} units sees every number of every map"
        )
        side = self.kernel
        return (
            f"{side}×{side} convolutions with {filters} filters; {head}"
            f"{choices_in_words(self.activation, self.norm, self.init)}"
        )


class InceptionNet(msgspec.Struct, frozen=True, tag="inception"):
    """A stem and then Inception modules (Szegedy et al. 2015), 2x2 max pooling before each; mean of each map; dense.

    A module has four branches on the same input, whose outputs are concatenated: 1x1; 1x1 and 3x3; 1x1 and 5x5; 3x3
    max pooling (stride 1) and 1x1. Each entry of `modules` gives their widths in the order (1x1, 3x3's reduction,
    3x3, 5x5's reduction, 5x5, pooling's projection). With `aux` the mean of the maps behind every module but the
    last goes into an auxiliary classifier as well.
    """

    stem: int = 16
    modules: tuple[InceptionWidths, ...] = ((8, 8, 16, 4, 8, 8), (12, 12, 24, 6, 12, 12))
    aux: bool = False
    activation: Activation = "relu"
    norm: Normalisation = "batch"
    init: Initialisation = "default"

    @staticmethod
    def width(module: InceptionWidths) -> int:
        """How many maps a module puts out."""
        one, _, three, _, five, pool = module
        return one + three + five + pool

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        require(
            1 <= len(self.modules) <= MAX_STAGES and min(shape[1:]) >> len(self.modules) >= 1,
            f"An Inception net has 1 to {MAX_STAGES} modules, and no more than a {shape[1]}x{shape[2]} picture can "
            "be halved.",
        )
        require(
            all(1 <= width <= MAX_CHANNELS for widths in ((self.stem,), *self.modules) for width in widths),
            f"The stem and every branch of an Inception net have 1 to {MAX_CHANNELS} filters.",
        )
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape, auxiliary ones too."""
        count, depth = 9 * shape[0] * self.stem + behind(self.stem, self.norm), self.stem
        for number, module in enumerate(self.modules, start=1):
            one, reduce3, three, reduce5, five, pool = module
            convolutions = (
                *((depth, one, 1), (depth, reduce3, 1), (reduce3, three, 3)),
                *((depth, reduce5, 1), (reduce5, five, 5), (depth, pool, 1)),
            )
            count += sum(before * after * side**2 + behind(after, self.norm) for before, after, side in convolutions)
            depth = self.width(module)
            if self.aux and number < len(self.modules):
                count += dense(depth, classes)
        return count + dense(depth, classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        maps = ", then ".join(str(self.width(module)) for module in self.modules)
        heads = len(self.modules) - 1 if self.aux else 0
        aux = f"; {heads} auxiliary classifier{'s' if heads > 1 else ''} on the way" if heads else ""
        return (
            f"a convolution, then {len(self.modules)} modules of four branches each (1×1, 3×3, 5×5, pooling) that give "
            f"{maps} maps{choices_in_words(self.activation, self.norm, self.init)}{aux}"
        )
