"""The data sets that a run can name, and those that users bring, without their pictures."""

import re
from typing import Literal

import msgspec

from engine.contract.spec.refusal import require

DataName = Literal["animals", "digits", "fashion", "translated24", "yellow"]
Shape = tuple[int, int, int]

SIDES = (28, 32, 64)
"""How wide and high pictures of one's own are made; what numbers bring along may have another side, up to the last."""
CLASSES = (2, 30)
MAX_TITLE = 60
MAX_CLASS_NAME = 40

_DIGITS = tuple(str(digit) for digit in range(10))


class DataSet(msgspec.Struct, frozen=True):
    """What is known of a data set without loading it.

    `shape` is (channels, height, width) of one picture; `counts` has for each class how many pictures are learned from,
    and `validation` counts all that judge.
    """

    title: str
    shape: Shape
    classes: tuple[str, ...]
    counts: tuple[int, ...]
    validation: int

    @property
    def train(self) -> int:
        """How many pictures are learned from."""
        return sum(self.counts)


class OwnData(msgspec.Struct, frozen=True):
    """A data set of the user's own, known by what is in it and not by where it lies.

    `counts` has for each class how many pictures are learned from and how many judge. `digest` is the SHA-256 of the
    prepared arrays (see `engine.contract.own_data`), in hexadecimal digits. Where its pictures are not `shown`, no kept
    run holds any of them: they may be of people who were not asked.
    """

    title: str
    shape: Shape
    classes: tuple[str, ...]
    counts: tuple[tuple[int, int], ...]
    digest: str
    shown: bool = True


Data = DataName | OwnData

DATA: dict[DataName, DataSet] = {
    "animals": DataSet(
        title="Animal silhouettes",
        shape=(1, 28, 28),
        classes=("bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra"),
        counts=(850,) * 10,
        validation=1500,
    ),
    "digits": DataSet(
        title="Handwritten digits",
        shape=(1, 8, 8),
        classes=_DIGITS,
        counts=(128, 132, 127, 133, 131, 132, 131, 129, 124, 130),
        validation=500,
    ),
    "fashion": DataSet(
        title="Clothes",
        shape=(1, 28, 28),
        classes=("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"),
        counts=(850,) * 10,
        validation=1500,
    ),
    "translated24": DataSet(
        title="Digits anywhere",
        shape=(1, 24, 24),
        classes=_DIGITS,
        counts=(484, 503, 490, 514, 511, 509, 508, 497, 481, 503),
        validation=2000,
    ),
    "yellow": DataSet(
        title="Colour patches",
        shape=(3, 16, 16),
        classes=("no yellow", "yellow"),
        counts=(1000, 1000),
        validation=500,
    ),
}


def about(data: Data) -> DataSet:
    """What is known of a bundled data set or of one's own."""
    if isinstance(data, str):
        return DATA[data]
    train, validation = zip(*data.counts, strict=True)
    return DataSet(data.title, data.shape, data.classes, train, sum(validation))


def check_data(data: Data) -> None:
    """Raise `SpecError` unless a data set of the user's own is described as one can be."""
    if isinstance(data, str):
        return
    low, high = CLASSES
    require(
        bool(data.title.strip()) and len(data.title) <= MAX_TITLE,
        f"A set of pictures needs a name of 1 to {MAX_TITLE} characters.",
    )
    require(
        low <= len(data.classes) <= high,
        f"A set of pictures has {low} to {high} classes, not {len(data.classes)}.",
    )
    require(
        all(name.strip() and len(name) <= MAX_CLASS_NAME for name in data.classes)
        and len(set(data.classes)) == len(data.classes),
        f"Every class needs a name of its own of 1 to {MAX_CLASS_NAME} characters.",
    )
    channels, height, width = data.shape
    require(
        channels in (1, 3) and min(height, width) >= 1 and max(height, width) <= max(SIDES),
        f"Pictures to train on have 1 or 3 channels and at most {max(SIDES)} pixels a side, "
        f"not the shape {data.shape}.",
    )
    require(
        len(data.counts) == len(data.classes) and all(min(pair) >= 1 for pair in data.counts),
        "Every class needs pictures to learn from and others to be judged by.",
    )
    require(re.fullmatch("[0-9a-f]{64}", data.digest) is not None, "The digest of a set of pictures is damaged.")
