"""The released EfficientNets, B0 to B7: their factors, what they cost, and how each is made of B0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes import reference
from scenes.reference import Factors
from scenes.stage.data.networks import Network, Stage, network
from scenes.stage.data.paper_results import EFFICIENTNET_ACCURACIES

MODELS = ("B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7")
RELEASED = ((1.0, 1.0), (1.0, 1.1), (1.1, 1.2), (1.2, 1.4), (1.4, 1.8), (1.6, 2.2), (1.8, 2.6), (2.0, 3.1))
"""Width and depth of each as they were released."""
NEAREST_PHI = (0.0, 0.5, 1.0, 2.0, 3.5, 5.0, 6.0, 7.0)
"""The phi whose powers come nearest to the released widths and sides."""


@dataclass(frozen=True, eq=False)
class EfficientNet:
    """One of them: its factors, the phi that they are near to, its accuracy in percent, and its description."""

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
        depth, width, resolution = reference.compound_factors(self.phi)
        return depth, width, resolution * _smallest().shape[1]

    @property
    def cost(self) -> float:
        """How many times more multiply-accumulates than B0 it takes, as the formula says of its factors."""
        return Factors(self.depth, self.width, self.side / _smallest().shape[1]).cost

    @property
    def times(self) -> float:
        """How many times more it really takes."""
        return self.network.macs / _smallest().macs

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of blocks, without stem and head."""
        return tuple(stage for stage in self.network.stages if stage.name.startswith("stage"))


@dataclass(frozen=True)
class ScaledStage:
    """A stage of B0 and what becomes of it: channels and layers before, by the rules, and as they are built."""

    name: str
    channels: int
    layers: int
    wider: int
    deeper: int
    built: tuple[int, int]


@lru_cache(maxsize=1)
def family() -> tuple[EfficientNet, ...]:
    """B0 to B7."""
    return tuple(
        EfficientNet(name, width, depth, phi, top_1, network(f"efficientnet-{name.lower()}"))
        for name, (width, depth), phi, (top_1, _) in zip(
            MODELS, RELEASED, NEAREST_PHI, EFFICIENTNET_ACCURACIES, strict=True
        )
    )


def efficientnet(name: str) -> EfficientNet:
    """The one of a name, like ``B3``."""
    return family()[MODELS.index(name)]


@lru_cache(maxsize=8)
def scaled_stages(name: str) -> tuple[ScaledStage, ...]:
    """The seven stages of one of them."""
    model = efficientnet(name)
    found = []
    for before, after in zip(family()[0].stages, model.stages, strict=True):
        channels, layers = _counts(before)
        wider = reference.scaled_channels(channels, model.width)
        deeper = reference.scaled_repeats(layers, model.depth)
        found.append(ScaledStage(before.name, channels, layers, wider, deeper, _counts(after)))
    return tuple(found)


def _smallest() -> Network:
    return network("efficientnet-b0")


def _counts(stage: Stage) -> tuple[int, int]:
    """The channels that a stage gives, and how many blocks it has."""
    return stage.shape[0], len({layer.block for layer in stage.layers})
