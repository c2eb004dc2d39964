"""Every number of the trade-off map: counts of the described networks beside the accuracies that are quoted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.core.marks import Role
from scenes.stage.data.latencies import Latencies
from scenes.stage.data.networks import Network, network
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import Scales, nice
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.quoted import SOURCES, Quoted

BYTES = 4
"""Of a parameter in fp32, a float of 32 bits."""
FAMILIES = {
    "AlexNet": Role.THIRD, "VGG": Role.THIRD, "Inception": Role.FIFTH, "ResNet": Role.FIRST,
    "SqueezeNet": Role.SECOND, "MobileNet": Role.SECOND, "EfficientNet": Role.FOURTH,
}  # fmt: skip
LARGEST = 70.0
"""The radius of the network with most parameters, VGG-16."""
CLASSES = ("cat", "dog", "fox", "owl", "hen", "bee")
LOGITS = (2.1, 3.4, 2.9, -0.5, 0.2, -1.3)
"""Made up for the one picture on which top-k is explained."""


@dataclass(frozen=True, eq=False)
class Spot:
    """A network on the map."""

    quoted: Quoted
    network: Network

    @property
    def label(self) -> str:
        """The network's usual name."""
        return self.quoted.label

    @property
    def short(self) -> str:
        """What stands beside it on the map."""
        return self.label.removeprefix("EfficientNet-")

    @property
    def role(self) -> Role:
        """The colour of its family."""
        return FAMILIES[self.network.family]

    @cached_property
    def size(self) -> int:
        """Bytes of its parameters in fp32."""
        return BYTES * self.network.parameters

    @cached_property
    def radius(self) -> float:
        """The radius of its circle: the area is proportional to the parameters."""
        return LARGEST * math.sqrt(self.network.parameters / network("vgg-16").parameters)

    @property
    def uses(self) -> float:
        """How often a parameter is used for one picture, on the average."""
        return self.network.macs / self.network.parameters


@lru_cache(maxsize=4)
def spots(source: str) -> tuple[Spot, ...]:
    """The networks of a source in the order of their years."""
    found = (Spot(quoted, network(quoted.network)) for quoted in SOURCES[source])
    return tuple(sorted(found, key=lambda spot: spot.network.year))


def spot(source: str, label: str) -> Spot:
    """The network of a label; the first where the source has none of that name."""
    found = spots(source)
    return next((each for each in found if each.label == label), found[0])


def measured(source: str) -> tuple[str, ...]:
    """The names of the networks to measure, those first that take least."""
    return tuple(each.network.name for each in sorted(spots(source), key=lambda each: each.network.macs))


@lru_cache(maxsize=4)
def unbeaten(source: str) -> tuple[Spot, ...]:
    """Networks that no other beats: none has a higher top-1 with no more MACs. From few MACs to many."""
    best, found = -math.inf, []
    for each in sorted(spots(source), key=lambda each: (each.network.macs, -each.quoted.top1)):
        if each.quoted.top1 > best:
            best = each.quoted.top1
            found.append(each)
    return tuple(found)


@lru_cache(maxsize=16)
def timed(source: str, latencies: Latencies) -> tuple[tuple[Spot, float], ...]:
    """The networks that were measured on this computer, with the seconds that each took."""
    found = ((each, latencies.of(each.network.name)) for each in spots(source))
    return tuple((each, seconds) for each, seconds in found if seconds is not None)


def best_within(source: str, latencies: Latencies, rate: int) -> Spot | None:
    """The most accurate network that manages so many pictures a second here."""
    found = [each for each, seconds in timed(source, latencies) if seconds * rate <= 1]
    return max(found, key=lambda each: each.quoted.top1, default=None)


@dataclass(frozen=True, eq=False)
class Guess:
    """One picture's logits and which class is right."""

    logits: Floats
    label: int
    k: int

    @property
    def rank(self) -> int:
        """The place of the right class when classes are sorted by their logits; of equals the first comes first."""
        return 1 + self.order.index(self.label)

    @property
    def order(self) -> list[int]:
        """The classes from the largest logit to the smallest."""
        return sorted(range(len(self.logits)), key=lambda index: -self.logits[index])

    @property
    def hit(self) -> bool:
        """Whether the right class is among the k first."""
        return self.rank <= self.k


LOGIT_SCALES = Scales(nice(LOGITS))


def guess(knobs: Knobs) -> Guess:
    """The picture that knobs describe."""
    return _guess(knobs.logits, max(0, min(knobs.label, len(CLASSES) - 1)), knobs.k)


@lru_cache(maxsize=32)
def _guess(changes: Edits, label: int, k: int) -> Guess:
    return Guess(edited(np.array(LOGITS), changes), label, k)
