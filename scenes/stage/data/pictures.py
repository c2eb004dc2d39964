"""Pictures that scenes look at: bundled ones by name, and the user's own carried along as data.

A picture is a value like any other knob, so a frame stays a pure function of its knobs even when the file that a
picture came from is gone.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

import assets

Pixels = npt.NDArray[np.float64]

LARGEST_SIDE = 224
"""The longest side, in pixels, of a picture that comes from outside; the window scales larger ones down."""
SLIDE_SIDE = 1920
"""The same of one that is only looked at."""

OF_THREE_CHANNELS = "; the colour photos and the worked example Three channels have 3"

LUMA = np.array([0.299, 0.587, 0.114])
"""The weights of red, green and blue in a grey picture (ITU-R BT.601)."""


@dataclass(frozen=True)
class Picture:
    """A bundled picture (a name alone), or one from outside (with shape (channels, height, width) and its numbers).

    `data` holds the numbers as bytes of `dtype`, "uint8" or little-endian "float32", in C order. A `fleeting` one was
    pasted, taken or drawn: it is in no file, and nothing of it is kept beyond the session unless the user asks.
    """

    name: str
    shape: tuple[int, int, int] | None = None
    dtype: str = "uint8"
    data: bytes = b""
    fleeting: bool = False

    @property
    def bundled(self) -> bool:
        """Whether the picture ships with the application."""
        return self.shape is None

    @property
    def title(self) -> str:
        """What to call the picture in front of people."""
        return TITLES.get(self.name, self.name) if self.bundled else self.name


def from_array(name: str, pixels: npt.NDArray[Any], side: int = LARGEST_SIDE) -> Picture:
    """Make a picture of an array (channels, height, width), uint8 or float, of at most `side` pixels a side.

    Raises ValueError with one sentence if the array is no picture or holds something that isn't finite.
    """
    if pixels.ndim != 3 or pixels.shape[0] not in (1, 3) or min(pixels.shape) < 1:
        raise ValueError(f"A picture has 1 or 3 channels, a height and a width, not the shape {pixels.shape}.")
    if max(pixels.shape[1:]) > side:
        raise ValueError(f"A picture is at most {side} pixels wide and high, not {pixels.shape[1:]}.")
    dtype = "uint8" if pixels.dtype == np.uint8 else "float32"
    with np.errstate(over="ignore"):
        stored = pixels.astype(np.dtype(dtype).newbyteorder("<"))
    if not np.all(np.isfinite(stored)):
        raise ValueError("The picture holds numbers that are not finite, or too large.")
    channels, height, width = pixels.shape
    return Picture(name, (channels, height, width), dtype, stored.tobytes())


@lru_cache(maxsize=32)
def pixels(picture: Picture) -> Pixels:
    """The numbers of a picture, (channels, height, width), read-only; raises KeyError for an unknown name."""
    if picture.shape is None:
        found = np.array(BUNDLED[picture.name](), dtype=float)
    else:
        found = np.frombuffer(picture.data, np.dtype(picture.dtype).newbyteorder("<")).reshape(picture.shape)
        found = found.astype(float)
    found.setflags(write=False)
    return found


def grey(colours: Pixels) -> Pixels:
    """One channel from three, (1, height, width), as whole numbers where the three were (BT.601 weights)."""
    mixed = np.tensordot(LUMA, colours, axes=1)[None]
    whole = bool(np.all(colours == np.round(colours)))
    return np.asarray(np.round(mixed) if whole else mixed, dtype=float)


def with_channels(picture: Picture, channels: int) -> Pixels:
    """The numbers of a picture, mixed to grey where one channel is asked of three."""
    found = pixels(picture)
    return grey(found) if channels == 1 and len(found) == 3 else found


def too_few_channels(picture: Picture, channels: int, instead: str = OF_THREE_CHANNELS) -> str | None:
    """Why a picture has too few channels, in one sentence that ends with `instead`; None if it has enough."""
    return f"This picture has one channel only{instead}." if len(pixels(picture)) < channels else None


def too_small(picture: Picture, span: int, window: str, padding: int | None = None) -> str | None:
    """Why a window of `span` cells does not fit on a picture, in one sentence that `window` begins; None if it does."""
    room = min(pixels(picture).shape[1:]) + 2 * (padding or 0)
    included = "" if padding is None else ", padding included"
    return f"{window}, but the picture has only {room}{included}." if span > room else None


def to_plain(picture: Picture) -> Any:
    """Write a picture as plain data that JSON can hold."""
    if picture.bundled:
        return picture.name
    data = base64.b64encode(picture.data).decode("ascii")
    fleeting = {"fleeting": True} if picture.fleeting else {}
    return {"name": picture.name, "shape": picture.shape, "dtype": picture.dtype, "data": data, **fleeting}


def from_plain(plain: Any, side: int = LARGEST_SIDE) -> Picture:
    """Read a picture, of at most `side` pixels a side, from plain data; raises ValueError where it is damaged."""
    if isinstance(plain, str):
        if plain not in BUNDLED:
            raise ValueError(f"there is no picture named {plain!r}")
        return Picture(plain)
    channels, height, width = (int(side) for side in plain["shape"])
    dtype = str(plain["dtype"])
    if dtype not in ("uint8", "float32"):
        raise ValueError(f"a picture can't be of type {dtype!r}")
    data = base64.b64decode(plain["data"], validate=True)
    array = np.frombuffer(data, np.dtype(dtype).newbyteorder("<")).reshape(channels, height, width)
    return replace(from_array(str(plain["name"]), array, side), fleeting=bool(plain.get("fleeting", False)))


def _stored(file: str, name: str, index: int | None = None) -> Callable[[], npt.NDArray[Any]]:
    """A loader for one array of a bundled file, or one entry of it."""

    def load() -> npt.NDArray[Any]:
        with np.load(assets.path("data", file), allow_pickle=False) as arrays:
            found = arrays[name] if index is None else arrays[name][index]
        return np.moveaxis(found, -1, 0) if found.ndim == 3 else found[None]

    return load


def _typed(*rows: str) -> Callable[[], npt.NDArray[Any]]:
    """A loader for channels written as rows of digits, channel after channel divided by "/"."""

    def load() -> npt.NDArray[Any]:
        return np.array([[[int(word) for word in line.split()] for line in row.split("/")] for row in rows])

    return load


# The first seven are worked examples of the course: small enough to compute by hand.
BUNDLED: dict[str, Callable[[], npt.NDArray[Any]]] = {
    "example": _typed("1 2 0 1 2/0 1 3 1 0/2 0 1 2 1/1 3 0 1 0/0 1 2 0 1"),
    "edge": _typed("/".join(["0 0 0 9 9 9"] * 6)),
    "counting": _typed("0 1 2/3 4 5/6 7 8"),
    "tiles": _typed("1 3 2 0/4 2 1 5/0 1 8 2/6 2 3 3"),
    "channels": _typed("1 0 2/0 1 0/2 1 0", "0 1 1/1 0 1/0 2 0", "1 1 0/0 2 1/1 0 1"),
    "sheets": _typed("1 2 0/0 1 3/2 0 1", "0 1 1/2 0 0/1 1 2"),
    "columns": _typed(
        "1 0 2 1/0 2 1 3/2 1 0 1/3 0 1 2", "0 1 1 2/2 1 0 1/1 0 3 0/0 2 1 1", "2 1 0 1/1 3 0 0/0 1 1 0/1 0 2 1"
    ),
    "digit": _stored("digits.npz", "x", 3),
    "giraffe": _stored("animals.npz", "x", 6002),
    "elephant": _stored("animals.npz", "x", 5001),
    "cat": _stored("photos.npz", "chelsea"),
    "coffee": _stored("photos.npz", "coffee"),
    "astronaut": _stored("photos.npz", "astronaut"),
    "photographer": _stored("photos.npz", "camera"),
}

TITLES = {
    "example": "Worked example 5×5",
    "edge": "An edge 6×6",
    "counting": "Counting 3×3",
    "tiles": "Four tiles 4×4",
    "channels": "Three channels 3×3",
    "sheets": "Two channels 3×3",
    "columns": "Three channels 4×4",
    "digit": "Handwritten digit 8×8",
    "giraffe": "Giraffe 28×28",
    "elephant": "Elephant 28×28",
    "cat": "Photo: cat",
    "coffee": "Photo: coffee",
    "astronaut": "Photo: astronaut",
    "photographer": "Photo: photographer (grey)",
}
