"""The data sets that a run can name, without their pictures."""

from typing import Literal

import msgspec

DataName = Literal["animals", "digits", "translated24", "yellow"]
Shape = tuple[int, int, int]

_DIGITS = tuple(str(digit) for digit in range(10))


class DataSet(msgspec.Struct, frozen=True):
    """What is known of a data set without loading it.

    `shape` is (channels, height, width) of one picture; `train` and `validation` count pictures.
    """

    title: str
    shape: Shape
    classes: tuple[str, ...]
    train: int
    validation: int


DATA: dict[DataName, DataSet] = {
    "animals": DataSet(
        title="Animal silhouettes",
        shape=(1, 28, 28),
        classes=("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra"),
        train=8500,
        validation=1500,
    ),
    "digits": DataSet(
        title="Handwritten digits",
        shape=(1, 8, 8),
        classes=_DIGITS,
        train=1297,
        validation=500,
    ),
    "translated24": DataSet(
        title="Digits anywhere",
        shape=(1, 24, 24),
        classes=_DIGITS,
        train=5000,
        validation=2000,
    ),
    "yellow": DataSet(
        title="Colour patches",
        shape=(3, 16, 16),
        classes=("no yellow", "yellow"),
        train=2000,
        validation=500,
    ),
}
