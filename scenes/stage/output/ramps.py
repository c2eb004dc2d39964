"""The colours of values in a theme, as tables: a number's share of the scene's scale is its place in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from scenes.stage.output import oklch
from scenes.stage.output.oklch import Floats
from scenes.stage.output.theme import LCH, Palette, Theme

Colours = npt.NDArray[np.uint8]

STEPS = 256
"""The place of the scale's limit in a table; zero is at 0."""
FADING = 0.6
"""Chroma goes into zero with this power of the share of the way."""
STRONGEST_CORE = 0.55


@dataclass(frozen=True, eq=False)
class Ramps:
    """Tables of colours, (STEPS + 1, 3); `flat` is for both signs, (2 STEPS + 1, 3), with zero in the middle.

    A positive number is a `plate`, a negative one a `ring` round a `core`, a number of a picture a `pixel`.
    """

    zero: Colours
    plate: Colours
    ring: Colours
    core: Colours
    pixel: Colours
    flat: Colours


@cache
def ramps(theme: Theme) -> Ramps:
    """The tables of a theme."""
    palette, share = theme.values, np.arange(STEPS + 1) / STEPS
    strength = np.sqrt(share)
    zero = oklch.to_light(np.array(palette.zero))
    ring = oklch.to_light(_way(*palette.minus, strength))
    low, more = palette.core
    mixed = (STRONGEST_CORE * (low + more * strength))[:, None]
    return Ramps(
        zero=_bytes(zero),
        plate=_bytes(oklch.to_light(_way(*palette.plus, strength))),
        ring=_bytes(ring),
        core=_bytes((1.0 - mixed) * zero + mixed * ring),
        pixel=_bytes(oklch.to_light(_way(palette.zero, palette.pixel, share))),
        flat=_flat(palette, strength),
    )


def _flat(palette: Palette, strength: Floats) -> Colours:
    """From the negative end through zero to the positive end."""
    zero = _bytes(oklch.to_light(np.array(palette.flat_zero or palette.zero)))
    start = oklch.from_srgb(zero / 255)
    sides = []
    for lightness, chroma, hue in (palette.flat_minus, palette.plus[1]):
        parts = start[0] + (lightness - start[0]) * strength, chroma * strength**FADING, np.full_like(strength, hue)
        sides.append(_bytes(oklch.to_light(np.stack(parts, axis=-1))))
    minus, plus = sides
    return np.concatenate([minus[:0:-1], zero[None], plus[1:]])


def _way(start: LCH, end: LCH, share: Floats) -> Floats:
    first, last = np.array(start), np.array(end)
    way: Floats = first + (last - first) * share[:, None]
    return way


def _bytes(linear: Floats) -> Colours:
    found = np.rint(oklch.srgb(linear) * 255).astype(np.uint8)
    found.setflags(write=False)
    return found
