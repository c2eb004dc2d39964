"""Pictures as they are found in a folder or a file, before they are made alike; and why some can't be taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop.pictures.answers import called
from engine.contract.spec import CLASSES, MAX_CLASS_NAME, SIDES

MOST_FILES = 10_000
"""So many files of pictures are read: about ten minutes where they are large photos."""
MOST_PICTURES = 100_000
MOST_BYTES = 128_000_000
"""How many numbers all pictures of a set have together; in training each takes four bytes."""
MOST_WORTH = 65_535
"""The largest number that a picture can mean: 16 bits."""
USUAL = (64, 255)
"""A largest number between these says that the numbers are shades of 8 bits."""

Picture = NDArray[np.uint8]
Report = Callable[[int, int], None]
"""Is told how many of how many pictures are read."""


class SetError(ValueError):
    """Why a folder or a file can't become a set of pictures; one sentence, which says what to do."""


@dataclass
class Gathered:
    """Pictures (1 or 3, height, width) with the places of their classes, and how to call each picture.

    `judging` tells of each picture whether it is one to be judged by, where the folder or file says so. `natural` is
    the side that all of them have, where they can be taken as they are. `skipped` are sentences about what is no part
    of it, and `notes` about what was done to all.
    """

    title: str
    classes: tuple[str, ...]
    pictures: list[Picture] | NDArray[np.uint8]
    labels: NDArray[np.uint8]
    names: Callable[[int], str]
    judging: NDArray[np.bool_] | None = None
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def natural(self) -> int | None:
        """The side of the pictures where all have the same, and training can take it."""
        shapes = {picture.shape[1:] for picture in self.pictures} if len(self.pictures) else set()
        if len(shapes) != 1:
            return None
        height, width = shapes.pop()
        return height if height == width <= max(SIDES) else None

    @property
    def coloured(self) -> bool:
        """Whether any picture has colours."""
        return any(len(picture) == 3 for picture in self.pictures)


def title_of(path: Path) -> str:
    """What a set is called before anybody names it."""
    return called(Path(path.stem.removesuffix(".csv"))) or "My pictures"


def class_names(found: list[str], where: str) -> tuple[str, ...]:
    """The names of classes in their order: numbers as numbers. Raises SetError where there are too few or too many."""
    names = sorted(found, key=_natural_order)
    low, high = CLASSES
    if len(names) < low:
        one = f"only one class, {names[0]}" if names else "no class"
        raise SetError(f"{where} has {one}. A network that tells classes apart needs at least {low}.")
    if len(names) > high:
        raise SetError(f"{where} has {len(names):,} classes, and at most {high} can be shown. Take some out.")
    return tuple(names)


def short_name(name: str) -> str:
    """The name of a class as it can be shown: on one line, and not too long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    return line[:MAX_CLASS_NAME].strip() or "no name"


def _natural_order(name: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.lower()) for part in re.split(r"(\d+)", name) if part
    ]


def hold_to_size(count: int, numbers: int, where: str) -> None:
    """Raise SetError for more pictures than a set can have."""
    if count > MOST_PICTURES:
        raise SetError(f"{where} has {count:,} pictures, and a set has at most {MOST_PICTURES:,}. Take a part of them.")
    if count * numbers > MOST_BYTES:
        most = MOST_BYTES // max(1, numbers)
        raise SetError(f"{where} has {count:,} pictures of this size, and at most {most:,} fit. Take a part of them.")


def as_shades(values: NDArray[np.generic], where: str, notes: list[str]) -> NDArray[np.uint8]:
    """Numbers as shades of 0 to 255, with a note where they were stretched; raises SetError where they can't be."""
    if values.dtype == np.uint8 and (not values.size or int(values.max()) >= USUAL[0]):
        return np.asarray(values, np.uint8)
    if values.dtype == bool:
        return values.astype(np.uint8) * 255
    if not (np.issubdtype(values.dtype, np.integer) or np.issubdtype(values.dtype, np.floating)):
        raise SetError(f"{where} holds {values.dtype} where numbers of pictures are needed.")
    numbers = values.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise SetError(f"{where} holds numbers that are not finite. Replace them and import it again.")
    low, high = float(numbers.min(initial=0)), float(numbers.max(initial=0))
    if max(-low, high) > MOST_WORTH:
        raise SetError(f"{where} holds numbers up to {max(-low, high):.3g}; shades reach to {MOST_WORTH:,} at most.")
    if low < 0 or not USUAL[0] <= high <= USUAL[1]:
        notes.append(f"The numbers reach from {low:,.4g} to {high:,.4g}. They are stretched to the shades 0 to 255.")
        numbers = (numbers - low) * (255 / ((high - low) or 1))
    return np.rint(numbers).astype(np.uint8)
