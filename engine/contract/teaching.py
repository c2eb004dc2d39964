"""Classes of one's own on a published network: what is asked and answered where only its last layer learns anew.

All else of the network stays as it was published. So each picture goes through it once, and what comes out, the mean of
each of its last maps, is all that a new last layer learns from: in less than a second.
"""

from typing import Literal

import msgspec

import assets
from engine.contract.numbers import Array
from engine.contract.spec import DataName

SIDES = (112, 224)
"""The sides that pictures are brought to: the first where they have less than the second."""
IN_ONE_PART = 25
"""So many pictures at most are in one part of the answer to `ReadMeans`."""


class Headed(msgspec.Struct, frozen=True, tag="headed"):
    """A published network, by its name, whose last layer tells classes of one's own apart.

    With means m (features,) of its last maps the logits are `weights` (classes, features) times
    (m - `mean`) / `spread`, both (features,), plus `bias` (classes,). All float32. It takes the pictures that
    `ReadMeans` takes, in the same way.
    """

    network: str
    classes: tuple[str, ...]
    weights: Array
    bias: Array
    mean: Array
    spread: Array


class ReadMeans(msgspec.Struct, frozen=True, tag="read-means"):
    """The means of the last maps of a `Published` network for some `pictures`, uint8 (pictures, 1 or 3, side, side).

    A side has 16 to 224 pixels. Grey pictures go in as three equal channels, and all enlarged to 112 pixels, or made
    smaller, if they have 224 to none, or else to 112: of fewer than 112 pixels no network would make much, and these
    two sizes are what it is fast with.
    """

    pictures: Array


class TeachHead(msgspec.Struct, frozen=True, tag="teach-head"):
    """Let a new last layer of a `Published` network learn to tell `classes` apart.

    It learns from `means` (pictures, features) as `ReadMeans` gives them, with a number of a class each, in 100 steps
    of AdamW on all of them at once, from weights of 0 on, and is judged on those that are `held` back.
    """

    classes: tuple[str, ...]
    means: Array
    labels: tuple[int, ...]
    held: tuple[bool, ...]


Way = Literal["frozen", "raw", "scratch"]
"""What learns: a new last layer on the means of the frozen network, the same layer on the raw pixels of the pictures,
or a small CNN from scratch."""


class CompareTeaching(msgspec.Struct, frozen=True, tag="compare-teaching"):
    """How well each `Way` of learning does with so many pictures a class (`counts`), asked of a `Published` network.

    `pictures` are uint8 (pictures, 1 or 3, side, side), with their `means` (pictures, features) as `ReadMeans` gives
    them, and a number of a class each. In each of so many `draws` the same pictures judge all ways and counts: as many
    of each class, at least a third of the smallest. What is learned from is drawn from the others. Pixels and the small
    CNN see pictures of 64 pixels a side at most.
    """

    pictures: Array
    means: Array
    labels: tuple[int, ...]
    counts: tuple[int, ...]
    draws: int = 5
    seed: int = 0


class MeansRead(msgspec.Struct, frozen=True, tag="means-read"):
    """The `means` (some pictures, features), float32, of pictures from number `first` on."""

    first: int
    means: Array


class HeadTaught(msgspec.Struct, frozen=True, tag="head-taught"):
    """What a new last layer has become, with its loss before each step.

    `probabilities` (pictures, classes) are those of all pictures, float32. Of those held back `accuracy` is the share
    that is right (None where there are none), and `confusion` counts how many of each class (row) were taken for which.
    """

    head: Headed
    losses: tuple[float, ...]
    accuracy: float | None
    confusion: tuple[tuple[int, ...], ...]
    probabilities: Array


class TeachingCompared(msgspec.Struct, frozen=True, tag="teaching-compared"):
    """The share of the pictures held back that one way got right, in one draw of so many pictures a class."""

    way: Way
    count: int
    draw: int
    accuracy: float


class TeachingRecord(msgspec.Struct, frozen=True):
    """A comparison as it was measured on a data set that ships, `pictures` of which judged everything.

    `accuracies` has for each way, and each number of pictures a class, those of all draws. `made` tells of what, by
    what recipe, and with which versions.
    """

    data: DataName
    pictures: int
    accuracies: dict[Way, dict[int, tuple[float, ...]]]
    made: dict[str, str | int | float]


RECORDED: tuple[DataName, ...] = ("animals", "fashion")
"""The data sets whose comparisons ship."""


def record_name(data: DataName) -> str:
    """Return the name of the file that keeps the comparison on a data set."""
    return f"teaching-{data}.json"


def recorded(data: DataName) -> TeachingRecord:
    """Return the comparison on one of the `RECORDED` data sets, as it ships."""
    return msgspec.json.decode(assets.path("recordings", record_name(data)).read_bytes(), type=TeachingRecord)
