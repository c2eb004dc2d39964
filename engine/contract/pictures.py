"""The pictures of every data set, split for good into those to learn from and those to be judged by; without torch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import assets
from engine.contract import own_data
from engine.contract.spec import DATA, Data, DataName

Pictures = NDArray[np.uint8]
_SPLIT_SEED = 2024
_COLOUR_SEED = 2025

CELLS = 4
"""A colour picture is this many cells wide and high."""
PATCHES = 3
"""Cells of a colour picture that each of its channels lights up."""


class Source(NamedTuple):
    """A data set as it is: pictures uint8 (count, channels, height, width), labels uint8 (count,).

    The classes take turns in the validation pictures, so that the first of them are balanced too.
    """

    train_x: Pictures
    train_y: Pictures
    validation_x: Pictures
    validation_y: Pictures


def animals() -> Source:
    """Return the animal silhouettes, (count, 1, 28, 28)."""
    x, y = _stored("animals")
    return _split(x[:, None], y, DATA["animals"].validation)


def digits() -> Source:
    """Return the handwritten digits, (count, 1, 8, 8).

    The file counts ink from 0 to 16; here it is spread over 0..255 like every other picture.
    """
    x, y = _stored("digits")
    return _split(np.rint(x * (255 / 16)).astype(np.uint8)[:, None], y, DATA["digits"].validation)


def fashion() -> Source:
    """Return the clothes, (count, 1, 28, 28); the file says which of them judge, and has them class by class."""
    with np.load(assets.path("data", "fashion.npz"), allow_pickle=False) as stored:
        x, y, judging = stored["x"][:, None], stored["y"], stored["validation"] == 1
    in_turn = np.argsort(_places(y[judging]), kind="stable")
    return Source(x[~judging], y[~judging], x[judging][in_turn], y[judging][in_turn])


def _places(y: Pictures) -> NDArray[Any]:
    """The place of each picture among those of its class."""
    places = np.empty(len(y), np.int64)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        places[members] = np.arange(len(members))
    return places


def translated24() -> Source:
    """Return digits, each somewhere on a black canvas, (count, 1, 24, 24).

    Every digit is used several times at places drawn anew. The digits to learn from and those to be judged by stay
    apart.
    """
    known, source = DATA["translated24"], digits()
    generator = np.random.default_rng(_SPLIT_SEED)
    learned = np.resize(generator.permutation(len(source.train_x)), known.train)
    judged = np.resize(np.arange(len(source.validation_x)), known.validation)
    side = known.shape[1]
    return Source(
        _scattered(source.train_x[learned], side, generator),
        source.train_y[learned],
        _scattered(source.validation_x[judged], side, generator),
        source.validation_y[judged],
    )


def _scattered(x: Pictures, side: int, generator: np.random.Generator) -> Pictures:
    """Put each picture (count, channels, height, width) at a random place of a black square of that side."""
    count, channels, height, width = x.shape
    canvas = np.zeros((count, channels, side, side), np.uint8)
    tops = generator.integers(0, side - height + 1, count)
    lefts = generator.integers(0, side - width + 1, count)
    for picture, place, top, left in zip(x, canvas, tops, lefts, strict=True):
        place[:, top : top + height, left : left + width] = picture
    return canvas


def yellow() -> Source:
    """Return pictures with patches of coloured light, (count, 3, 16, 16): class 1 if any patch is yellow.

    Each picture lights three cells red, three green and three blue. In class 1 red falls on green, which makes
    yellow; in class 0 they fall on different cells. So every single channel looks alike in both classes, and only
    red and green together tell.
    """
    known = DATA["yellow"]
    generator = np.random.default_rng(_COLOUR_SEED)
    y = np.resize(np.arange(2, dtype=np.uint8), known.train + known.validation)
    x = np.stack([_patches(bool(label), known.shape[1], generator) for label in y])
    return Source(x[: known.train], y[: known.train], x[known.train :], y[known.train :])


def _patches(is_yellow: bool, side: int, generator: np.random.Generator) -> Pictures:
    """Draw one picture (3, side, side) of coloured patches on a dark ground with some noise."""
    cells = generator.permutation(CELLS * CELLS)
    red = cells[:PATCHES]
    green = red if is_yellow else cells[PATCHES : 2 * PATCHES]
    blue = cells[2 * PATCHES : 3 * PATCHES]
    light = generator.integers(0, 40, (3, CELLS * CELLS))
    for channel, lit in enumerate((red, green, blue)):
        light[channel, lit] = generator.integers(200, 236, PATCHES)
    shape = (3, CELLS, CELLS)
    picture = light.reshape(shape).repeat(side // CELLS, axis=1).repeat(side // CELLS, axis=2)
    return (picture + generator.integers(0, 20, picture.shape)).astype(np.uint8)


LOADERS: dict[DataName, Callable[[], Source]] = {
    "animals": animals,
    "digits": digits,
    "fashion": fashion,
    "translated24": translated24,
    "yellow": yellow,
}


def source(data: Data, folder: Path | None = None) -> Source:
    """Return the pictures of any data set; those of the user's own lie in a folder, else in the environment's.

    Raises `SpecError` where these are not there or damaged.
    """
    if isinstance(data, str):
        return LOADERS[data]()
    x, y, split = own_data.read(data, folder)
    judging = np.flatnonzero(split == 1)
    judging = judging[np.argsort(_places(y[judging]), kind="stable")]
    return Source(x[split == 0], y[split == 0], x[judging], y[judging])


def _stored(name: DataName) -> tuple[Pictures, Pictures]:
    """Return the pictures and the labels of a data set as they lie in its file."""
    with np.load(assets.path("data", f"{name}.npz"), allow_pickle=False) as stored:
        return stored["x"], stored["y"]


def held_out(name: DataName) -> NDArray[Any]:
    """Return the places of the validation pictures in the file of their data set, in the order of `Source`."""
    _, y = _stored(name)
    return split_indices(y, DATA[name].validation)[1]


def _split(x: Pictures, y: Pictures, validation: int) -> Source:
    trained, validated = split_indices(y, validation)
    return Source(x[trained], y[trained], x[validated], y[validated])


def split_indices(y: Pictures, validation: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the indices of training and validation pictures, the same in every run.

    Each class gives an equal share of the validation pictures, and they take turns, so that the first
    pictures of the validation set are balanced too.
    """
    generator = np.random.default_rng(_SPLIT_SEED)
    by_class = [generator.permutation(np.flatnonzero(y == label)) for label in range(int(y.max()) + 1)]
    held_out, rest = divmod(validation, len(by_class))
    if rest:
        raise ValueError(f"{validation} validation pictures can't be shared by {len(by_class)} classes")
    validated = np.stack([members[:held_out] for members in by_class], axis=1).ravel()
    trained = np.concatenate([members[held_out:] for members in by_class])
    return trained, validated
