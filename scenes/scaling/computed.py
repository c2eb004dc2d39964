"""Every number of the compound scaling scene: a block that is scaled, and the eight released networks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes import reference
from scenes.reference.scaling import DIVISOR
from scenes.scaling.knobs import ALPHA, BETA, GAMMA, MODELS, Knobs
from scenes.stage.data.networks import Network, Stage, network

LAYERS, CHANNELS, SIDE, KERNEL = 3, 40, 28, 3
"""The block before it is scaled: so many 3 x 3 convolutions with so many channels on maps of that side."""
TABLE_7 = (("depth alone", 79.0), ("width alone", 78.9), ("resolution alone", 79.1), ("all three", 81.1))
"""Top-1 accuracy in % of B0 scaled to 1.8 or 1.9 G multiply-accumulates: Tan and Le (2019), table 7."""
TOP_1 = (77.1, 79.1, 80.1, 81.6, 82.9, 83.6, 84.0, 84.3)
"""Top-1 accuracy in % of B0 to B7 on ImageNet's validation set, single crop, single models: the same, table 2."""
RESNET_TOP_1 = 76.0
"""That of ResNet-50, as the same table quotes it."""
RELEASED = ((1.0, 1.0), (1.0, 1.1), (1.1, 1.2), (1.2, 1.4), (1.4, 1.8), (1.6, 2.2), (1.8, 2.6), (2.0, 3.1))
"""Width and depth of B0 to B7 as they were released."""
NEAREST_PHI = (0.0, 0.5, 1.0, 2.0, 3.5, 5.0, 6.0, 7.0)
"""The phi whose powers come nearest to the released widths and sides."""


@dataclass(frozen=True)
class Scaled:
    """The block with its factors d, w and r."""

    depth: float
    width: float
    resolution: float

    @property
    def cost(self) -> float:
        """How many times more multiply-accumulates by the formula, without any rounding."""
        return reference.scaled_cost(self.depth, self.width, self.resolution)

    @property
    def layers(self) -> int:
        """Whole layers."""
        return reference.scaled_repeats(LAYERS, round(self.depth, 9))

    @property
    def channels(self) -> int:
        """Channels, a multiple of 8."""
        return reference.scaled_channels(CHANNELS, self.width)

    @property
    def side(self) -> int:
        """The side of the maps, in whole cells."""
        return round(SIDE * self.resolution)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of the block as it can be built."""
        each = reference.convolution_macs(self.side, self.side, self.channels, self.channels, KERNEL)
        return self.layers * each


BASE = Scaled(1.0, 1.0, 1.0)


def scaled(knobs: Knobs) -> Scaled:
    """The block with the factors of the knobs."""
    return Scaled(knobs.depth, knobs.width, knobs.resolution)


@dataclass(frozen=True, eq=False)
class Model:
    """A released network: its factors, those of phi, its description and the accuracy that is told of it."""

    name: str
    width: float
    depth: float
    phi: float
    top_1: float
    network: Network

    @property
    def side(self) -> int:
        """The side of its pictures."""
        return self.network.shape[1]

    @property
    def powers(self) -> tuple[float, float, float]:
        """Depth, width and the side of the pictures as phi would have them."""
        return ALPHA**self.phi, BETA**self.phi, GAMMA**self.phi * network("efficientnet-b0").shape[1]

    @property
    def cost(self) -> float:
        """What the formula says of its factors."""
        return reference.scaled_cost(self.depth, self.width, self.side / network("efficientnet-b0").shape[1])

    @property
    def times(self) -> float:
        """How many times more multiply-accumulates than B0 it really takes."""
        return self.network.macs / network("efficientnet-b0").macs

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of blocks, without stem and head."""
        return tuple(stage for stage in self.network.stages if stage.name.startswith("stage"))


@lru_cache(maxsize=1)
def family() -> tuple[Model, ...]:
    """B0 to B7."""
    return tuple(
        Model(name, width, depth, phi, top_1, network(f"efficientnet-{name.lower()}"))
        for name, (width, depth), phi, top_1 in zip(MODELS, RELEASED, NEAREST_PHI, TOP_1, strict=True)
    )


def chosen(knobs: Knobs) -> Model:
    """The network that is looked at."""
    return family()[MODELS.index(knobs.model)]


@dataclass(frozen=True)
class Rounding:
    """What becomes of a number of channels: the product, its nearest multiple of 8, and the result."""

    channels: int
    width: float

    @property
    def product(self) -> float:
        """Channels times width."""
        return self.channels * self.width

    @property
    def below(self) -> int:
        """The multiple at or below the product."""
        return int(self.product // DIVISOR) * DIVISOR

    @property
    def result(self) -> int:
        """The channels of the network."""
        return reference.scaled_channels(self.channels, self.width)


EXAMPLES = (1.1, 1.4, 2.0)
"""Widths that the rule is shown at."""


@lru_cache(maxsize=64)
def roundings(channels: int) -> tuple[Rounding, ...]:
    """The rule at work."""
    return tuple(Rounding(channels, width) for width in EXAMPLES)


@dataclass(frozen=True)
class Row:
    """A stage of B0 and what becomes of it: channels and layers before, by the rules, and as they are built."""

    name: str
    channels: int
    layers: int
    wider: int
    deeper: int
    built: tuple[int, int]


@lru_cache(maxsize=8)
def rows(name: str) -> tuple[Row, ...]:
    """The seven stages of a network of the family."""
    model, base = family()[MODELS.index(name)], family()[0]
    found = []
    for before, after in zip(base.stages, model.stages, strict=True):
        channels, layers = _counts(before)
        wider = reference.scaled_channels(channels, model.width)
        deeper = reference.scaled_repeats(layers, model.depth)
        found.append(Row(before.name, channels, layers, wider, deeper, _counts(after)))
    return tuple(found)


def _counts(stage: Stage) -> tuple[int, int]:
    """The channels that a stage gives, and how many blocks it has."""
    return stage.shape[0], len({layer.block for layer in stage.layers})
