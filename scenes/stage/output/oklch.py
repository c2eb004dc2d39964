"""Colours by how they look: lightness 0..1, chroma and hue in degrees.

This is OKLCH (Björn Ottosson: A perceptual color space for image processing, 2020), with arrays whose last axis is
(lightness, chroma, hue) or (red, green, blue) of 0..1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONES, _FROM_LAB = np.linalg.inv(_TO_CONES), np.linalg.inv(_TO_LAB)
_OUTSIDE = 2e-4
"""How far a part of linear light may leave 0..1: less than half a level of a screen."""
_HALVINGS = 20


def light(srgb: Floats) -> Floats:
    """Linear light of sRGB values."""
    found: Floats = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return found


def srgb(linear: Floats) -> Floats:
    """The sRGB values of linear light, cut off at 0 and 1."""
    cut = np.clip(linear, 0.0, 1.0)
    found: Floats = np.where(cut <= 0.0031308, cut * 12.92, 1.055 * cut ** (1 / 2.4) - 0.055)
    return found


def to_light(lch: Floats) -> Floats:
    """Linear light of colours; where a screen can't show them, with as much of their chroma as it can."""
    chroma = lch[..., 1].copy()
    outside = _is_outside(lch, chroma)
    low, high = np.zeros_like(chroma), chroma.copy()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        too_much = _is_outside(lch, middle)
        low, high = np.where(too_much, low, middle), np.where(too_much, middle, high)
    return np.clip(_linear(lch, np.where(outside, low, chroma)), 0.0, 1.0)


def from_srgb(colour: Floats) -> Floats:
    """Lightness, chroma and hue of sRGB values."""
    lab = np.cbrt(light(colour) @ _TO_CONES.T) @ _TO_LAB.T
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    return np.stack([lab[..., 0], np.hypot(lab[..., 1], lab[..., 2]), hue], axis=-1)


def _linear(lch: Floats, chroma: Floats) -> Floats:
    angle = np.radians(lch[..., 2])
    lab = np.stack([lch[..., 0], chroma * np.cos(angle), chroma * np.sin(angle)], axis=-1)
    found: Floats = (lab @ _FROM_LAB.T) ** 3 @ _FROM_CONES.T
    return found


def _is_outside(lch: Floats, chroma: Floats) -> npt.NDArray[np.bool_]:
    linear = _linear(lch, chroma)
    return np.asarray((linear.min(axis=-1) < -_OUTSIDE) | (linear.max(axis=-1) > 1.0 + _OUTSIDE))
