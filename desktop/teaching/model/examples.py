"""Sets to begin with: some pictures of each class to learn from, some that judge, and others to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.sets.collection import Collection, Pile, Sample
from engine.contract import pictures
from engine.contract.spec import DATA, DataName

LEARNED, JUDGING = 5, 10
"""So many pictures of each class are learned from, and so many judge."""
SEED = 1


@dataclass(frozen=True)
class Example:
    """A ready set: the data that it is of, what stands on its button, and what there is to see."""

    data: DataName
    title: str
    says: str


EXAMPLES = (
    Example(
        "animals",
        "Animals",
        "Five drawings of each animal are enough here, although the network has seen photographs only.",
    ),
    Example(
        "fashion",
        "Clothes",
        "Below 20 pictures a class the frozen network hardly helps here: what it knows tells no shirt from a coat in "
        "28 pixels.",
    ),
)


class Ready(NamedTuple):
    """A ready set: the collection, and pictures (count, channels, height, width) to try, with classes if known."""

    collection: Collection
    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8] | None = None


def ready(example: Example) -> Ready:
    """Read a ready set; what is to be tried is in none of its classes."""
    source = pictures.source(example.data)
    generator = np.random.default_rng(SEED)
    piles = []
    for label, name in enumerate(DATA[example.data].classes):
        learned = generator.permutation(np.flatnonzero(source.train_y == label))[:LEARNED]
        judging = np.flatnonzero(source.validation_y == label)[:JUDGING]
        samples = [Sample(source.train_x[place].tobytes(), 0) for place in learned]
        samples += [Sample(source.validation_x[place].tobytes(), 1) for place in judging]
        piles.append(Pile(name, tuple(samples)))
    rest = JUDGING * len(piles)
    title = DATA[example.data].title
    return Ready(
        Collection(title, DATA[example.data].shape, tuple(piles)),
        source.validation_x[rest:],
        source.validation_y[rest:],
    )
