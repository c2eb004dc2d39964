"""A set under way: classes with the pictures that were drawn, photographed or brought in so far, as a value.

It becomes a set of its own digest when it is trained on, and can grow on; the older set stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop.sets import splitting
from desktop.sets.gathered import short_name
from desktop.sets.splitting import UNSPLIT
from engine.contract.own_data import Prepared
from engine.contract.spec import CLASSES, MAX_TITLE, OwnData

LEAST = 5
"""So many pictures each class needs: four to learn from, and one that judges."""
MOST = 5000
MOST_BYTES = 24_000_000
"""How many pictures can be collected, and how many numbers they have together; more are imported from a folder."""
_LIGHT = 127.5

Picture = NDArray[np.uint8]
Shape = tuple[int, int, int]


class CollectionError(ValueError):
    """Why something can't be done with a collection; one sentence, which says what to do."""


class Sample(NamedTuple):
    """A picture as bytes in the shape of its collection, and its side of the split: 0, 1 (it judges), or UNSPLIT."""

    pixels: bytes
    side: int = UNSPLIT


@dataclass(frozen=True)
class Pile:
    """A class and its pictures, in the order in which they came."""

    name: str
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True)
class Collection:
    """Pictures of a shape (channels, height, width) in classes.

    `shown` tells whether kept runs may hold some of them, and `made` names the sets it was made into, or began with, by
    their digests.
    """

    title: str
    shape: Shape = (1, 28, 28)
    piles: tuple[Pile, ...] = ()
    shown: bool = True
    made: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return tuple(pile.name for pile in self.piles)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return sum(len(pile.samples) for pile in self.piles)

    @cached_property
    def light(self) -> bool:
        """Whether its pictures have dark things on light ground."""
        pixels = self._pixels()
        return bool(pixels.size) and float(pixels.mean()) > _LIGHT

    def picture(self, pile: int, place: int) -> Picture:
        """One picture, (channels, height, width)."""
        return np.frombuffer(self.piles[pile].samples[place].pixels, np.uint8).reshape(self.shape)

    # Changes

    def titled(self, title: str) -> Collection:
        """The same under another name; raises CollectionError for none."""
        line = " ".join(title.split())[:MAX_TITLE].strip()
        if not line:
            raise CollectionError("A set of pictures needs a name. Type one.")
        return replace(self, title=line)

    def shaped(self, side: int, channels: int) -> Collection:
        """The same for other pictures; raises CollectionError where there are some already."""
        if self.count and (channels, side, side) != self.shape:
            raise CollectionError("All pictures of a set are alike. Begin a new set for pictures of another size.")
        return replace(self, shape=(channels, side, side))

    def with_class(self, name: str) -> Collection:
        """One class more, at the end; raises CollectionError where it can't be had."""
        if len(self.piles) == CLASSES[1]:
            raise CollectionError(f"A set has at most {CLASSES[1]} classes. Delete one first.")
        return replace(self, piles=(*self.piles, Pile(self._fresh(name))))

    def renamed(self, place: int, name: str) -> Collection:
        """A class under another name; raises CollectionError where that is none, or another's."""
        if name == self.piles[place].name:
            return self
        return self._with(place, replace(self.piles[place], name=self._fresh(name)))

    def without_class(self, place: int) -> Collection:
        """Without a class and its pictures."""
        return replace(self, piles=(*self.piles[:place], *self.piles[place + 1 :]))

    def with_pictures(self, place: int, pictures: Iterable[Picture]) -> Collection:
        """More pictures of a class, but for those that are in it already.

        Raises CollectionError for a picture that another class has, and where the collection is full.
        """
        here = {sample.pixels for sample in self.piles[place].samples}
        added: list[Sample] = []
        for picture in pictures:
            if picture.shape != self.shape:
                raise CollectionError("This picture is not like those of the set. Begin a new set for it.")
            pixels = picture.tobytes()
            other = next((each.name for each in self.piles if any(pixels == one.pixels for one in each.samples)), None)
            if other not in (None, self.piles[place].name):
                raise CollectionError(f"The very same picture is of the class {other} already. Delete it there first.")
            if pixels not in here:
                here.add(pixels)
                added.append(Sample(pixels))
        hold_to_size(self.count + len(added), self.shape, self.title)
        return self._with(place, replace(self.piles[place], samples=(*self.piles[place].samples, *added)))

    def without(self, place: int, samples: Sequence[int]) -> Collection:
        """Without some pictures of a class, by their places."""
        gone, pile = set(samples), self.piles[place]
        return self._with(
            place, replace(pile, samples=tuple(each for at, each in enumerate(pile.samples) if at not in gone))
        )

    # From it to a set, and from a set to it

    @property
    def shortage(self) -> str:
        """Why it can't be trained on yet, and what to do, in one sentence; empty if it can."""
        low = CLASSES[0]
        if len(self.piles) < low:
            return f"A network that tells classes apart needs at least {low}. Add a class."
        for pile in self.piles:
            lacking = LEAST - len(pile.samples)
            if lacking > 0:
                have = {0: "no picture", 1: "1 picture"}.get(len(pile.samples), f"{len(pile.samples)} pictures")
                return f"The class {pile.name} has {have}, and {LEAST} are needed. Add {lacking} more, or delete it."
        return ""

    def prepared(self) -> Prepared:
        """The arrays of a set: pictures that judged before judge again, and those that are alike stay on one side.

        Raises CollectionError where there are too few pictures.
        """
        if self.shortage:
            raise CollectionError(self.shortage)
        y = np.repeat(np.arange(len(self.piles), dtype=np.uint8), [len(pile.samples) for pile in self.piles])
        known = np.array([sample.side for pile in self.piles for sample in pile.samples], np.uint8)
        x = self._pixels()
        return Prepared(x, y, splitting.split(y, splitting.alike(x, y), known))

    def settled(self, prepared: Prepared, digest: str) -> Collection:
        """The same after it has become a set: each picture stays on its side of the split from now on."""
        sides = iter(prepared.split.tolist())
        piles = tuple(
            replace(pile, samples=tuple(Sample(each.pixels, next(sides)) for each in pile.samples))
            for pile in self.piles
        )
        return replace(self, piles=piles, made=tuple(dict.fromkeys((*self.made, digest))))

    def _pixels(self) -> Picture:
        """All pictures in the order of classes, (count, channels, height, width)."""
        data = b"".join(sample.pixels for pile in self.piles for sample in pile.samples)
        return np.frombuffer(data, np.uint8).reshape(-1, *self.shape)

    def _with(self, place: int, pile: Pile) -> Collection:
        return replace(self, piles=(*self.piles[:place], pile, *self.piles[place + 1 :]))

    def _fresh(self, name: str) -> str:
        """A name as a class can have it; raises CollectionError where another has it, or it is none."""
        if not name.strip():
            raise CollectionError("A class needs a name. Type one.")
        short = short_name(name)
        if short in self.classes:
            raise CollectionError(f"There is a class {short} already. Type another name.")
        return short


def hold_to_size(count: int, shape: Shape, title: str) -> None:
    """Raise CollectionError for more pictures than can be collected."""
    most = min(MOST, MOST_BYTES // (shape[0] * shape[1] * shape[2]))
    if count > most:
        raise CollectionError(
            f"“{title}” would have {count:,} pictures, and a set that grows here has at most {most:,}. "
            "Put more of them into its folder and import that."
        )


def of_set(data: OwnData, prepared: Prepared) -> Collection:
    """A collection that begins with the pictures of a set; raises CollectionError where they are too many."""
    hold_to_size(len(prepared.x), data.shape, data.title)
    piles = tuple(
        Pile(
            name,
            tuple(
                Sample(prepared.x[place].tobytes(), int(prepared.split[place]))
                for place in np.flatnonzero(prepared.y == label)
            ),
        )
        for label, name in enumerate(data.classes)
    )
    return Collection(data.title, data.shape, piles, data.shown, (data.digest,))
