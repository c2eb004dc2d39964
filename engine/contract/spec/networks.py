"""The networks that a run can train, as descriptions: each knows its limits, its size and a few words about itself.

A new kind of network is one struct here and one builder in `engine.models.builders`; a test holds `parameters` to what
the builder makes.
"""

from itertools import pairwise
from typing import ClassVar, Literal, Protocol

import msgspec

from engine.contract.spec.built.network import Built
from engine.contract.spec.choices import (
    Activation,
    Initialisation,
    Normalisation,
    check_initialisation,
    choices_in_words,
)
from engine.contract.spec.data import Data, Shape, about
from engine.contract.spec.headed import HeadedCNN, InceptionNet
from engine.contract.spec.refusal import require
from engine.contract.spec.sizes import (
    MAX_BLOCKS,
    MAX_CHANNELS,
    MAX_CONV_LAYERS,
    MAX_HIDDEN_LAYERS,
    MAX_STAGES,
    MAX_STRIDE,
    MAX_WIDTH,
    behind,
    check_channels,
    check_kernel,
    convolutions,
    dense,
)

Shortcut = Literal["none", "identity", "projection"]
ColourConvolution = Literal["pointwise", "depthwise"]


class Description(Protocol):
    """What every description of a network can do."""

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built for pictures of that shape."""

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""


class DenseNet(msgspec.Struct, frozen=True, tag="dense"):
    """Fully connected layers with an activation behind each but the last.

    `hidden` gives the width of each hidden layer. With `shortcut` "identity" a hidden layer with as many units as
    inputs adds its input to its output. `aux_every` puts an auxiliary classifier behind every so many hidden layers,
    0 none.
    """

    hidden: tuple[int, ...] = (64,)
    activation: Activation = "relu"
    norm: Normalisation = "none"
    init: Initialisation = "default"
    shortcut: Literal["none", "identity"] = "none"
    aux_every: int = 0

    @property
    def aux_behind(self) -> tuple[int, ...]:
        """The hidden layers, counted from 1, that have an auxiliary classifier behind them; never the last."""
        return tuple(range(self.aux_every, len(self.hidden), self.aux_every)) if self.aux_every else ()

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        require(
            len(self.hidden) <= MAX_HIDDEN_LAYERS and all(1 <= width <= MAX_WIDTH for width in self.hidden),
            f"A dense net has at most {MAX_HIDDEN_LAYERS} hidden layers of 1 to {MAX_WIDTH} units each.",
        )
        require(
            0 <= self.aux_every <= MAX_HIDDEN_LAYERS,
            f"Auxiliary classifiers can't stand behind every {self.aux_every} layers; choose 0 (none) to "
            f"{MAX_HIDDEN_LAYERS}.",
        )
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape, auxiliary ones too."""
        sizes = (_product(shape), *self.hidden)
        hidden = sum(before * after + behind(after, self.norm) for before, after in pairwise(sizes))
        return hidden + sum(dense(sizes[number], classes) for number in (*self.aux_behind, len(self.hidden)))

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        side = "×".join(str(length) for length in shape[1:])
        weights = "a weight" if shape[0] == 1 else f"{shape[0]} weights"
        adding = "; each layer adds its input to its output" if self.shortcut == "identity" else ""
        adding += f"; {len(self.aux_behind)} auxiliary classifiers on the way" if self.aux_behind else ""
        return (
            f"{_hidden_in_words(self.hidden)}; every unit of the first layer has {weights} for each of the {side} "
            f"pixels{choices_in_words(self.activation, self.norm, self.init)}{adding}"
        )


class SmallCNN(msgspec.Struct, frozen=True, tag="cnn"):
    """A small convolutional network: conv, ReLU, pool; conv, ReLU, pool; dense.

    Each entry of `channels` is one convolution (stride 1, same padding) with its activation and 2x2 max pooling
    behind it; one dense layer ends the network. `channels` counts the filters of each convolution, `kernel`
    is the odd side of all of them.
    """

    channels: tuple[int, ...] = (8, 16)
    kernel: int = 5
    activation: Activation = "relu"
    norm: Normalisation = "none"
    init: Initialisation = "default"

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built for pictures of that shape."""
        check_channels("A CNN", self.channels)
        check_kernel(self.kernel)
        side = min(shape[1:])
        require(
            side >> len(self.channels) >= 1,
            f"{len(self.channels)} poolings leave nothing of a {side}x{side} picture; use fewer convolutions.",
        )
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""
        depth, height, width = shape
        pools = len(self.channels)
        seen = self.channels[-1] * (height >> pools) * (width >> pools)
        return convolutions((depth, *self.channels), self.kernel, self.norm) + dense(seen, classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        filters = ", then ".join(str(count) for count in self.channels)
        behind = "ReLU" if self.activation == "relu" else "an activation"
        return (
            f"filters of {self.kernel}×{self.kernel} weights slide over the picture: {filters} of them, each followed "
            f"by {behind} and pooling{choices_in_words(self.activation, self.norm, self.init)}"
        )


class ConvStack(msgspec.Struct, frozen=True, tag="conv-stack"):
    """A stem and then blocks of two 3x3 convolutions, plain or residual (He et al. 2016); mean of each map; dense.

    There are `blocks` blocks for each entry of `widths`, which counts their filters. From one entry to the next
    the first block halves height and width (stride 2). A residual block adds its input x to what its convolutions
    make of it before its last activation. Where shapes change, `shortcut` "identity" keeps every second pixel of x
    and fills new channels with zeros (the paper's option A), "projection" convolves x with 1x1 filters of stride 2
    without bias, W x (option B). `zero_init` starts every residual block as the identity: its last normalisation,
    or without one its last convolution, starts with weights of 0.
    """

    widths: tuple[int, ...] = (8,)
    blocks: int = 3
    shortcut: Shortcut = "none"
    activation: Activation = "relu"
    norm: Normalisation = "batch"
    init: Initialisation = "default"
    zero_init: bool = False

    @property
    def depth(self) -> int:
        """How many layers with weights lie on the longest way: stem, two a block, dense."""
        return 2 + 2 * self.blocks * len(self.widths)

    @property
    def plan(self) -> tuple[tuple[int, int, int], ...]:
        """Channels into each block, channels out of it, and its stride."""
        firsts = zip((self.widths[0], *self.widths), self.widths, (1,) + (2,) * len(self.widths), strict=False)
        return tuple(
            block for before, after, stride in firsts for block in [(before, after, stride), *self._rest(after)]
        )

    def _rest(self, width: int) -> list[tuple[int, int, int]]:
        return [(width, width, 1)] * (self.blocks - 1)

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        require(
            1 <= len(self.widths) <= MAX_STAGES and all(1 <= width <= MAX_CHANNELS for width in self.widths),
            f"A stack of convolutions has 1 to {MAX_STAGES} widths of 1 to {MAX_CHANNELS} filters each.",
        )
        require(
            self.shortcut != "identity" or all(before <= after for before, after in pairwise(self.widths)),
            "A shortcut without weights can't drop channels; let the widths grow, or choose projection shortcuts.",
        )
        require(
            1 <= self.blocks <= MAX_BLOCKS,
            f"{self.blocks} blocks for each width can't be built; choose from 1 to {MAX_BLOCKS}.",
        )
        require(
            self.shortcut != "none" or not self.zero_init,
            "Blocks without shortcuts would put out zeros only if they start with weights of 0; add shortcuts.",
        )
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""
        count = shape[0] * self.widths[0] * 9 + behind(self.widths[0], self.norm)
        for before, after, stride in self.plan:
            count += 9 * before * after + 9 * after * after + 2 * behind(after, self.norm)
            if self.shortcut == "projection" and (stride > 1 or before != after):
                count += before * after
        return count + dense(self.widths[-1], classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        filters = ", then ".join(str(width) for width in self.widths)
        adding = "" if self.shortcut == "none" else "; each block adds its input to its output"
        if "projection" in self.shortcut and len(self.widths) > 1:
            adding += ", projected where shapes change"
        adding += "; every block starts as the identity" if self.zero_init else ""
        return (
            f"{self.depth} layers deep: a convolution, then {self.blocks * len(self.widths)} blocks of two 3×3 "
            f"convolutions with {filters} filters{choices_in_words(self.activation, self.norm, self.init)}{adding}"
        )


class StagedCNN(msgspec.Struct, frozen=True, tag="staged"):
    """A stem and then one 3x3 convolution a stage, standard or depthwise separable; mean of each map; dense.

    `stem` and `widths` count filters; `strides` are those of the stages. A separable stage is a 3x3 depthwise
    convolution, one filter for each channel, and a 1x1 (pointwise) one, with normalisation and activation behind
    both (Howard et al. 2017). With `squeeze` r every stage ends in gates (squeeze and excitation, Hu et al. 2018):
    the means of its C maps go through dense layers of C / r and of C units, and each map is multiplied by the sigmoid
    of its own number. 0 has no gates.
    """

    stem: int = 16
    widths: tuple[int, ...] = (32, 32, 64, 64)
    strides: tuple[int, ...] = (2, 1, 2, 1)
    separable: bool = False
    squeeze: int = 0
    activation: Activation = "relu"
    norm: Normalisation = "batch"
    init: Initialisation = "default"

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        require(
            1 <= len(self.widths) <= MAX_CONV_LAYERS and all(1 <= c <= MAX_CHANNELS for c in (self.stem, *self.widths)),
            f"A staged CNN has a stem and 1 to {MAX_CONV_LAYERS} stages of 1 to {MAX_CHANNELS} filters each.",
        )
        require(
            len(self.strides) == len(self.widths) and all(1 <= stride <= MAX_STRIDE for stride in self.strides),
            f"Each stage of a staged CNN needs a stride from 1 to {MAX_STRIDE}.",
        )
        require(
            self.squeeze == 0 or 1 <= self.squeeze <= min(self.widths),
            f"The gates can't squeeze {min(self.widths)} maps by {self.squeeze}; choose 0 (no gates) to "
            f"{min(self.widths)}.",
        )
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""
        count = 9 * shape[0] * self.stem + behind(self.stem, self.norm)
        for before, after in pairwise((self.stem, *self.widths)):
            if self.separable:
                count += 9 * before + behind(before, self.norm) + before * after + behind(after, self.norm)
            else:
                count += 9 * before * after + behind(after, self.norm)
            if self.squeeze:
                waist = after // self.squeeze
                count += dense(after, waist) + dense(waist, after)
        return count + dense(self.widths[-1], classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        filters = ", then ".join(str(width) for width in (self.stem, *self.widths))
        how = (
            "each but the first one split into a filter for each channel and a 1×1 convolution that mixes them"
            if self.separable
            else "each filter sees all channels"
        )
        how += f"; gates that squeeze the maps' means by {self.squeeze}" if self.squeeze else ""
        return (
            f"3×3 convolutions with {filters} filters; {how}{choices_in_words(self.activation, self.norm, self.init)}"
        )


class ColourNet(msgspec.Struct, frozen=True, tag="colour"):
    """A tiny network that can mix the channels of each pixel or can't: convolutions; mean of each map; dense.

    Each entry of `convolutions` has an activation behind it. "pointwise" is a 1x1 convolution with `width`
    filters, "depthwise" one `kernel` x `kernel` filter for each channel (same padding). The dense layer sees the
    mean of each map only, so only a pointwise convolution can tell which channels lit up together.
    """

    convolutions: tuple[ColourConvolution, ...] = ("pointwise",)
    width: int = 4
    kernel: int = 3
    activation: Activation = "relu"
    init: Initialisation = "default"

    MOST: ClassVar[int] = 4

    def check(self, shape: Shape) -> None:
        """Raise `SpecError` unless the network can be built."""
        require(
            1 <= len(self.convolutions) <= self.MOST and 1 <= self.width <= MAX_CHANNELS,
            f"A colour net has 1 to {self.MOST} convolutions of 1 to {MAX_CHANNELS} filters each.",
        )
        check_kernel(self.kernel)
        check_initialisation(self.init)

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape."""
        count, depth = 0, shape[0]
        for convolution in self.convolutions:
            if convolution == "depthwise":
                count += (self.kernel**2 + 1) * depth
            else:
                count += (depth + 1) * self.width
                depth = self.width
        return count + dense(depth, classes)

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        parts = {
            "pointwise": f"{self.width} filters of 1×1 that mix the channels of a pixel",
            "depthwise": f"a {self.kernel}×{self.kernel} filter for each channel alone",
        }
        convolutions = ", then ".join(parts[each] for each in self.convolutions)
        return f"{convolutions}; then the mean of each map{choices_in_words(self.activation, 'none', self.init)}"


Network = DenseNet | SmallCNN | ConvStack | StagedCNN | ColourNet | HeadedCNN | InceptionNet | Built


def check_network(network: Network, data: Data) -> None:
    """Raise `SpecError` unless the network can be built for pictures of that data set."""
    known = about(data)
    if isinstance(network, Built):
        network.check(known.shape, len(known.classes))
    else:
        network.check(known.shape)


def parameters(network: Network, data: Data) -> int:
    """Return how many weights and biases a network has on a data set."""
    known = about(data)
    return network.parameters(known.shape, len(known.classes))


def _product(shape: Shape) -> int:
    return shape[0] * shape[1] * shape[2]


def _hidden_in_words(widths: tuple[int, ...]) -> str:
    """Describe hidden layers in words."""
    if len(widths) > 1 and len(set(widths)) == 1:
        return f"{len(widths)} hidden layers of {widths[0]} units"
    layers = "no hidden layer" if not widths else "one hidden layer" if len(widths) == 1 else "hidden layers"
    return layers + (f" of {', '.join(str(width) for width in widths)} units" if widths else "")
