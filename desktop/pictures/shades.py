"""Samples of any kind (12 or 16 bits, signed, real, several bands) made into the 256 shades of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from scenes.stage.data.pictures import LARGEST_SIDE

Samples = npt.NDArray[Any]
Shades = npt.NDArray[np.uint8]

_LEFT_OUT = {
    2: "The first is shown, and the second is left out.",
    4: "The first three are taken as red, green and blue, and the fourth is left out.",
}
_MOST_LEFT_OUT = "The first three are taken as red, green and blue, and the others are left out."


@dataclass
class Bands:
    """Samples as a file has them, (bands, height, width), with the opacity (height, width) if it has one."""

    values: Samples
    opacity: Samples | None = None
    premultiplied: bool = False
    """Whether the samples are multiplied by the opacity already."""
    inverted: bool = False
    """Whether the largest sample is black."""
    white: float | None = None
    """The sample that is white, where the file says so."""


@dataclass(frozen=True)
class Range:
    """The samples that become black and white."""

    low: float
    high: float
    whole: bool
    stretched: bool = True
    """Whether the range is that of this picture instead of that of all samples of its kind."""

    def note(self, name: str) -> str:
        """What to say of it."""
        low, high = (_number(bound, self.whole) for bound in (self.low, self.high))
        if self.low == self.high:
            return f"All samples of {name} are {low}, so the picture is black."
        return f"The samples of {name} reach from {low} to {high}. They are stretched to the shades 0 to 255."


def shades(name: str, bands: Bands, side: int = LARGEST_SIDE) -> tuple[Shades, Range, list[str]]:
    """A small picture of large samples, (1 or 3, height, width), the range that it shows, and what was done."""
    notes = []
    values = bands.values
    opacity = bands.opacity
    if len(values) > 3 or len(values) == 2:
        notes.append(left_out(name, len(values)))
        values = values[: 3 if len(values) > 3 else 1]
    lost = _without_what_is_no_number(values)
    if lost:
        notes.append(f"{lost:,} samples of {name} are not finite numbers. They are shown as the smallest one.")
    shown = _range(values) if bands.white is None else Range(0.0, bands.white, whole=True, stretched=False)
    if shown.stretched:
        notes.append(shown.note(name))
    small = np.stack([smaller(band, side) for band in values])
    scale = 255.0 / ((shown.high - shown.low) or 1.0)
    small = (small - shown.low) * scale
    if bands.inverted:
        small = 255.0 - small
    if opacity is not None:
        share = smaller(opacity, side) / full(opacity)
        small = small * (1.0 if bands.premultiplied else share) + 255.0 * (1.0 - share)
    return np.clip(np.round(small), 0.0, 255.0).astype(np.uint8), shown, notes


def left_out(name: str, bands: int) -> str:
    """What to say of a picture with too many bands."""
    return f"{name} has {bands} bands. {_LEFT_OUT.get(bands, _MOST_LEFT_OUT)}"


def fitting_size(width: int, height: int, side: int = LARGEST_SIDE) -> tuple[int, int]:
    """The size (width, height) that a picture is shown in: its own, or with `side` as its longest side."""
    longest = max(width, height)
    if longest <= side:
        return width, height
    return max(1, round(width * side / longest)), max(1, round(height * side / longest))


def smaller(band: Samples, side: int = LARGEST_SIDE) -> npt.NDArray[np.float64]:
    """A band at the size in which it is shown; what becomes one cell is averaged."""
    height, width = band.shape
    if max(width, height) <= side:
        return band.astype(np.float64)
    block = max(1, max(width, height) // (3 * side))  # exact means first, which cost no copy of the whole
    rows = np.stack([band[row : row + block].mean(axis=0, dtype=np.float64) for row in range(0, height, block)])
    means = np.stack([rows[:, column : column + block].mean(axis=1) for column in range(0, width, block)], axis=1)
    middle = float(means.mean())  # so that single precision keeps what differs
    image = Image.fromarray((means - middle).astype(np.float32))
    image = image.resize(fitting_size(width, height, side), Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.float64) + middle


def _range(values: Samples) -> Range:
    """The samples to show as black and white.

    Samples of 8 bits, and of 16 bits that make use of at least half of what 16 bits can hold, mean what they are.
    Anything else (a camera's or a scanner's 12 bits, Hounsfield units, heights) has a black and a white of its own.
    """
    low, high = float(values.min()), float(values.max())
    unsigned = np.issubdtype(values.dtype, np.unsignedinteger)
    most = full(values)
    if unsigned and (values.dtype.itemsize == 1 or (values.dtype.itemsize == 2 and high - low >= most // 2)):
        return Range(0.0, most, whole=True, stretched=False)
    return Range(low, high, whole=not np.issubdtype(values.dtype, np.floating))


def full(values: Samples) -> float:
    """The largest number of a kind of samples; 1 for real numbers."""
    return float(np.iinfo(values.dtype).max) if np.issubdtype(values.dtype, np.integer) else 1.0


def _without_what_is_no_number(values: Samples) -> int:
    """Put the smallest sample in place of infinite ones and of those that are none; tells how many there were."""
    if not np.issubdtype(values.dtype, np.floating):
        return 0
    lost = 0
    finite = [np.isfinite(band) for band in values]
    low = min((float(band[fine].min()) for band, fine in zip(values, finite, strict=True) if fine.any()), default=0.0)
    for band, fine in zip(values, finite, strict=True):
        lost += int(band.size - np.count_nonzero(fine))
        band[~fine] = low
    return lost


def _number(value: float, whole: bool) -> str:
    return (f"{value:,.0f}" if whole else f"{value:,.4g}").replace("-", "−")
