"""How networks read pictures before their first layer: a file of weights does not say, so one way is taken, and told.

(x - mean) / deviation of bytes 0 to 255, with numbers for each channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenes.stage.data.networks import network
from scenes.stage.data.published import LITE, Reads

BYTES = 255.0


@dataclass(frozen=True)
class Way:
    """A usual way: what it is called among others to choose from, and its numbers, one or three."""

    title: str
    mean: tuple[float, ...]
    deviation: tuple[float, ...]


WAYS: Mapping[str, Way] = {
    "imagenet": Way(
        "As for ImageNet",
        (0.485 * BYTES, 0.456 * BYTES, 0.406 * BYTES),
        (0.229 * BYTES, 0.224 * BYTES, 0.225 * BYTES),
    ),
    "mnist": Way("As for MNIST", (0.1307 * BYTES,), (0.3081 * BYTES,)),
    "symmetric": Way("−1 to 1", (BYTES / 2,), (BYTES / 2,)),
    "unit": Way("0 to 1", (0.0,), (BYTES,)),
    "bytes": Way("0 to 255", (0.0,), (1.0,)),
    "lite": Way("As for EfficientNet-Lite", (127.0,), (128.0,)),
}
"""All that can be chosen, by short names."""


def usual(name: str, naming: str) -> str:
    """The way that is taken for a network, by who has named its arrays, where nobody chooses another one."""
    if naming == "published" and name == LITE:
        return "lite"
    return "imagenet" if network(name).shape[0] == 3 else "mnist"


def possible(name: str) -> tuple[str, ...]:
    """The ways that can be chosen for a network: those that have one number, or as many as it has channels."""
    return tuple(way for way, found in WAYS.items() if len(found.mean) in (1, network(name).shape[0]))


def reads(name: str, way: str) -> Reads:
    """What a network makes of pictures that it reads in a way; raises KeyError for one that isn't possible."""
    if way not in possible(name):
        raise KeyError(f"{name} can't read pictures in the way {way!r}.")
    channels, side, _ = network(name).shape
    mean, deviation = (
        each * channels if len(each) == 1 else each for each in (WAYS[way].mean, WAYS[way].deviation)
    )  # fmt: skip
    return Reads(mean, deviation, side)


def told(way: str) -> str:
    """A sentence that says which way is taken."""
    return f"The file does not say how its network reads pictures. At first this is taken: “{WAYS[way].title}”."
