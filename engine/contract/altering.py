"""Which pictures a run learns from, and the labels they get, where it uses fewer of them or mistakes some."""

import numpy as np
from numpy.typing import NDArray

from engine.contract.spec import Altered

_SHARE, _NOISE, _RARE = 1, 2, 4
"""What is drawn by chance: each from numbers of its own, so that one setting doesn't change another's draw."""

Labels = NDArray[np.int64]


def chosen(y: Labels, classes: int, altered: Altered, seed: int) -> tuple[NDArray[np.int64], Labels]:
    """Return the places of the pictures that are used, in their order, and the labels that they get.

    The same seed uses the same pictures, and more of them include those that fewer are; so it is with wrong labels.
    """
    counts = np.bincount(y, minlength=classes)
    places = np.arange(len(y))
    if altered.rare < 1:
        left = altered.left(counts.tolist())[altered.rare_class]
        members = np.flatnonzero(y == altered.rare_class)
        lost = np.random.default_rng((seed, _RARE)).permutation(members)[left:]
        places = np.setdiff1d(places, lost)
    count = altered.used(counts.tolist())
    if count < len(places):
        places = places[_kept(y[places], count, np.random.default_rng((seed, _SHARE)))]
    labels = y[places]
    if altered.noise:
        labels = _mistaken(labels, classes, altered.noise, np.random.default_rng((seed, _NOISE)))
    return places, labels


def _kept(y: Labels, count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Choose so many pictures, in their order, as equal a share of each class as can be, and at least one."""
    turn = np.empty(len(y))
    for label in np.unique(y):
        members = generator.permutation(np.flatnonzero(y == label))
        turn[members] = np.arange(len(members)) / len(members)
    return np.sort(np.argsort(turn, kind="stable")[:count])


def _mistaken(y: Labels, classes: int, noise: float, generator: np.random.Generator) -> Labels:
    """Return labels of which exactly that share, rounded to whole pictures, is another than it was."""
    mistaken = generator.permutation(len(y))[: round(noise * len(y))]
    beside = generator.integers(1, classes, len(y))
    wrong = y.copy()
    wrong[mistaken] = (y[mistaken] + beside[mistaken]) % classes
    return wrong
