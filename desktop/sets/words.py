"""What the window and the process that imports say to each other: one JSON line a message."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.contract.spec import OwnData

Fit = Literal["crop", "pad"]
SHOWN = 5
"""So many pictures of each class are shown."""
TOLD = 200
"""So many of the pictures that are skipped are told one by one."""


class Options(msgspec.Struct, frozen=True, tag="prepare"):
    """How the pictures are made alike: their side in pixels, 1 or 3 channels, and what becomes of what is no square."""

    side: int
    channels: Literal[1, 3]
    fit: Fit = "crop"


class Keep(msgspec.Struct, frozen=True, tag="keep"):
    """Keep the pictures as they were prepared last, under a name, in a folder; `shown` as `OwnData` has it."""

    title: str
    folder: str
    shown: bool = True


Order = Options | Keep


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """So much of so much is read."""

    done: int
    total: int


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Everything is read: what it is called, and how it would be prepared if nobody says otherwise.

    `natural` is the side that all pictures have, where they can be taken as they are.
    """

    title: str
    options: Options
    natural: int | None


class ClassBox(msgspec.Struct, frozen=True):
    """A class: how many pictures of it are learned from and how many judge, and some, uint8 (channels, side, side)."""

    name: str
    train: int
    validation: int
    examples: tuple[bytes, ...]


class Sheet(msgspec.Struct, frozen=True, tag="sheet"):
    """The set as it would be kept: its classes, what was done, and what is not in it.

    Of the `skipped` the first ones are told, each with a sentence, and `skips` counts all. `size` is in bytes.
    """

    options: Options
    classes: tuple[ClassBox, ...]
    notes: tuple[str, ...]
    skipped: tuple[str, ...]
    skips: int
    size: int


class Unfit(msgspec.Struct, frozen=True, tag="unfit"):
    """So prepared it would be no set; the sentence says why. Other options may do."""

    sentence: str


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """The set is kept."""

    data: OwnData


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """It can't be done; the sentence says why. `unkept` tells that the pictures are there and only keeping failed."""

    sentence: str
    unkept: bool = False


Answer = Progress | Found | Sheet | Unfit | Kept | Fault

encode = msgspec.json.Encoder().encode
read_order = msgspec.json.Decoder(Order).decode
read_answer = msgspec.json.Decoder(Answer).decode
