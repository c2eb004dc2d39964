"""From pictures as they were found to arrays that a run can learn from: made alike, without copies, and split."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.pictures.square import squared
from desktop.sets import splitting
from desktop.sets.gathered import Gathered, Picture, SetError, hold_to_size
from desktop.sets.words import SHOWN, TOLD, ClassBox, Options, Sheet
from engine.contract.own_data import Prepared

USUAL_SIDE = 32


class Draft(NamedTuple):
    """A set that could be kept, with what the window is told of it."""

    prepared: Prepared
    classes: tuple[str, ...]
    sheet: Sheet


def options_for(found: Gathered) -> Options:
    """How pictures are prepared if nobody says otherwise: as they are, where that can be."""
    return Options(found.natural or USUAL_SIDE, 3 if found.coloured else 1)


def prepare(found: Gathered, options: Options) -> Draft:
    """Make pictures alike and split them; raises SetError where they are no set then."""
    hold_to_size(len(found.pictures), options.channels * options.side**2, found.title)
    skipped = list(found.skipped)
    large = np.array([_is_large(picture, options) for picture in found.pictures], bool)
    skipped += [
        f"{found.names(int(place))} is too small: {_size(found.pictures[place])} pixels for a side of {options.side}."
        for place in np.flatnonzero(~large)
    ]
    chosen = np.flatnonzero(large)
    if found.judging is not None:  # of two copies the one that judges stays
        chosen = chosen[np.argsort(~found.judging[chosen], kind="stable")]
    x = _made_alike([found.pictures[place] for place in chosen], options)
    firsts = splitting.copies(x)
    kept = np.flatnonzero(firsts == np.arange(len(x)))
    skipped += _copies(found, chosen, firsts)
    chosen, x = chosen[kept], x[kept]
    y = found.labels[chosen]
    _check_classes(found, y, options)
    groups = splitting.alike(x, y)
    notes = list(found.notes)
    if found.judging is None:
        judging = splitting.split(y, groups)
        notes.append(_alike_words(groups))
    else:
        judging = found.judging[chosen].astype(np.uint8)
        _check_sides(found, y, judging)
        notes.append(_leak_words(groups, judging))
    prepared = Prepared(x, y, judging)
    boxes = tuple(_box(name, label, prepared) for label, name in enumerate(found.classes))
    told = tuple(skipped[:TOLD])
    sheet = Sheet(options, boxes, tuple(filter(None, notes)), told, len(skipped), x.nbytes)
    return Draft(prepared, found.classes, sheet)


def _is_large(picture: Picture, options: Options) -> bool:
    """Whether a picture need not be blown up to more than twice its size."""
    longest: int = max(picture.shape[1:])
    return 2 * longest >= options.side


def _size(picture: Picture) -> str:
    return f"{picture.shape[2]}×{picture.shape[1]}"


def _made_alike(pictures: list[Picture], options: Options) -> NDArray[np.uint8]:
    """All pictures in the same shape: (count, channels, side, side)."""
    side, channels = options.side, options.channels
    if not pictures:
        return np.zeros((0, channels, side, side), np.uint8)
    if all(picture.shape == (channels, side, side) for picture in pictures):
        return np.stack(pictures)
    return np.stack([one_alike(picture, options) for picture in pictures])


def one_alike(picture: Picture, options: Options) -> Picture:
    """A picture (channels, height, width) as all of a set are made."""
    side, channels, fit = options.side, options.channels, options.fit
    image = Image.fromarray(picture[0]) if len(picture) == 1 else Image.fromarray(np.moveaxis(picture, 0, 2))
    image = image.convert("L" if channels == 1 else "RGB")
    if fit == "crop":
        image = squared(image, side)
    else:
        width, height = image.size
        scale = side / max(width, height)
        inner = max(1, round(width * scale)), max(1, round(height * scale))
        ground = Image.new(image.mode, (side, side), _edge_colour(image))
        ground.paste(image.resize(inner, Image.Resampling.BILINEAR), ((side - inner[0]) // 2, (side - inner[1]) // 2))
        image = ground
    pixels = np.asarray(image)
    return pixels[None] if channels == 1 else np.moveaxis(pixels, 2, 0)


def _edge_colour(image: Image.Image) -> tuple[int, ...] | int:
    """The mean colour along the edges of a picture: what is added beside it hardly shows."""
    pixels = np.asarray(image)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    mean = np.rint(edge.mean(axis=0)).astype(int)
    return int(mean) if mean.ndim == 0 else tuple(int(each) for each in mean)


def _copies(found: Gathered, chosen: NDArray[np.int64], firsts: NDArray[np.int64]) -> list[str]:
    """What to say of pictures that are the same as others, each."""
    said = []
    for place in np.flatnonzero(firsts != np.arange(len(firsts))):
        copy, first = int(chosen[place]), int(chosen[firsts[place]])
        words = f"{found.names(copy)} is the same picture as {found.names(first)}"
        if found.judging is not None and found.judging[first] and not found.judging[copy]:
            words += ", which is to be judged by: to learn from it would be a leak"
        elif found.labels[copy] != found.labels[first]:
            words += f", which is of the class {found.classes[found.labels[first]]}"
        said.append(f"{words}.")
    return said


def _check_classes(found: Gathered, y: NDArray[np.uint8], options: Options) -> None:
    """Raise SetError where a class has too few pictures."""
    counts = Counter(y.tolist())
    for label, name in enumerate(found.classes):
        if counts[label] < 2:
            left = "no picture is" if not counts[label] else "only one picture is"
            raise SetError(
                f"Of the class {name} {left} left at {options.side} pixels a side, and at least 2 are needed: one to "
                "learn from and one to be judged by."
            )


def _check_sides(found: Gathered, y: NDArray[np.uint8], judging: NDArray[np.uint8]) -> None:
    """Raise SetError where a set that is split already lacks a class on one side."""
    for label, name in enumerate(found.classes):
        for side, words in enumerate(("to learn from", "to be judged by")):
            if not np.any((y == label) & (judging == side)):
                raise SetError(f"The class {name} has no picture {words}. Add some, or leave the split to Convoscope.")


def _alike_words(groups: NDArray[np.int64]) -> str:
    sizes = np.unique(groups, return_counts=True)[1]
    count = int(sizes[sizes > 1].sum())
    return f"{count:,} pictures look almost like others. Such pictures stay on one side of the split." if count else ""


def _leak_words(groups: NDArray[np.int64], judging: NDArray[np.uint8]) -> str:
    both = np.intersect1d(groups[judging == 0], groups[judging == 1])
    count = int(np.isin(groups[judging == 1], both).sum())
    if not count:
        return ""
    one = "1 picture to be judged by looks" if count == 1 else f"{count:,} pictures to be judged by look"
    return f"{one} almost like one to learn from. The accuracy may come out too high."


def _box(name: str, label: int, prepared: Prepared) -> ClassBox:
    x, y, split = prepared
    of_class = y == label
    shown = np.flatnonzero(of_class)
    shown = shown[np.linspace(0, len(shown) - 1, min(SHOWN, len(shown))).astype(int)]
    judged = int(np.sum(of_class & (split == 1)))
    return ClassBox(name, int(of_class.sum()) - judged, judged, tuple(x[place].tobytes() for place in shown))
