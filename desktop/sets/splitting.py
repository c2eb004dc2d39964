"""Which pictures are learned from and which judge: never the same picture on both sides, nor almost the same."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pictures = NDArray[np.uint8]
Groups = NDArray[np.int64]

SHARE = 0.2
"""The share of each class that judges, where nobody has split the pictures already."""
HASH = 8
"""The average hash is that of a picture this many cells wide and high."""
BITS_APART = 4
"""So many of its bits may differ between two shots of one thing..."""
SHADES_APART = 5.0
"""...and so many shades the cells, in the mean."""
MOST_COMPARED = 12_000
"""In a class with more pictures only those with equal hashes are compared: all pairs would take minutes."""
UNSPLIT = 255
"""Stands for a picture of which nobody has said yet whether it judges."""
_SEED = 2026
_BLOCK = 256


def copies(x: Pictures) -> NDArray[np.int64]:
    """For each picture the place of the first one that is the same, its own if it is that."""
    seen: dict[bytes, int] = {}
    return np.array(
        [seen.setdefault(hashlib.sha256(picture.tobytes()).digest(), place) for place, picture in enumerate(x)],
        np.int64,
    )


def alike(x: Pictures, y: NDArray[np.uint8]) -> Groups:
    """Number groups of pictures of one class that are almost the same, such as those of a burst.

    Two pictures belong together where their average hashes differ in few bits and their small versions in few shades;
    so do all that hang together by such pairs.
    """
    small = np.stack([_small(picture) for picture in x]) if len(x) else np.zeros((0, HASH * HASH), np.uint8)
    bits = np.packbits(small > small.mean(axis=1, keepdims=True), axis=1).view(np.uint64).ravel()
    parents = np.arange(len(x))
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        for one, two in _pairs(small[members].astype(np.int16), bits[members]):
            _join(parents, int(members[one]), int(members[two]))
    return np.array([_root(parents, place) for place in range(len(x))], np.int64)


def split(y: NDArray[np.uint8], groups: Groups, known: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """Say of each picture whether it judges (1): of each class about a fifth, at least one, and whole groups.

    Each class needs two pictures. Only where all of a class hang together is their group cut. Pictures that are `known`
    to judge or not (0) stay on their side, and so do groups with one of them; of the others it is said anew.
    """
    known = np.full(len(y), UNSPLIT, np.uint8) if known is None else known
    judging = np.where(known == 1, 1, 0).astype(np.uint8)
    generator = np.random.default_rng(_SEED)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        wanted = min(max(1, round(SHARE * len(members))), len(members) - 1)
        together = [members[groups[members] == group] for group in generator.permutation(np.unique(groups[members]))]
        if len(together) == 1:
            together = [members[place : place + 1] for place in range(len(members))]
        free = []
        for group in together:
            settled = known[group][known[group] != UNSPLIT]
            if len(settled):  # what is like a picture to learn from would be known by heart
                judging[group[known[group] == UNSPLIT]] = settled.min()
            else:
                free.append(group)
        chosen = int(judging[members].sum())
        for group in free:
            if chosen + len(group) <= wanted:
                judging[group] = 1
                chosen += len(group)
        if not chosen:
            judging[min(free or together, key=len)] = 1
        elif chosen == len(members):
            judging[min(free or together, key=len)] = 0
    return judging


def _small(picture: Pictures) -> Pictures:
    """A picture (channels, height, width) in few grey cells."""
    image = (
        Image.fromarray(picture[0]) if len(picture) == 1 else Image.fromarray(np.moveaxis(picture, 0, 2)).convert("L")
    )
    return np.asarray(image.resize((HASH, HASH), Image.Resampling.BOX)).ravel()


def _pairs(small: NDArray[np.int16], bits: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """The pairs among pictures of a class that are almost the same."""
    found: list[tuple[int, int]] = []
    if len(bits) > MOST_COMPARED:
        order = np.argsort(bits, kind="stable")
        near = np.flatnonzero(bits[order][1:] == bits[order][:-1])
        candidates = np.stack([order[near], order[near + 1]], axis=1)
        return _confirmed(small, candidates)
    for first in range(0, len(bits), _BLOCK):
        apart = np.bitwise_count(bits[first : first + _BLOCK, None] ^ bits[None, :])
        ones, twos = np.nonzero(apart <= BITS_APART)
        later = twos > ones + first
        found += _confirmed(small, np.stack([ones[later] + first, twos[later]], axis=1))
    return found


def _confirmed(small: NDArray[np.int16], pairs: NDArray[np.int64]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first in range(0, len(pairs), 65_536):
        part = pairs[first : first + 65_536]
        near = np.abs(small[part[:, 0]] - small[part[:, 1]]).mean(axis=1) <= SHADES_APART
        found += [(int(one), int(two)) for one, two in part[near]]
    return found


def _root(parents: Groups, place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = int(parents[place])
    return place


def _join(parents: Groups, one: int, two: int) -> None:
    first, second = sorted((_root(parents, one), _root(parents, two)))
    parents[second] = first
