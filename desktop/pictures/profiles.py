"""Colour profiles: what the numbers of a picture mean, converted to the numbers that mean it on the screen (sRGB)."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
"""What a profile says that it is of, for each mode of pictures."""
LIKE_SRGB = 3
"""Shades by which a profile may differ from sRGB without a word: many that mean it are not quite equal to it."""


@dataclass(frozen=True)
class Profile:
    """A profile that fits its picture, and what to call it."""

    name: str
    colours: ImageCms.ImageCmsProfile


def in_screen_colours(name: str, image: Image.Image, data: bytes | None, notes: list[str]) -> Image.Image:
    """A picture with the colours of sRGB, with its opacity if it has one; notes which colours it had before."""
    opacity = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    plain = image.convert(image.mode.removesuffix("A")) if opacity is not None else image
    profile = _profile(plain.mode, data)
    if profile is not None:
        found = _converted(plain, profile)
        if found is None:
            return image
    elif plain.mode not in ("L", "RGB"):
        found = plain.convert("RGB")
    else:
        return image
    notes.append(f"The colours of {name} are converted from {profile.name if profile else plain.mode} to sRGB.")
    if opacity is not None:
        found.putalpha(opacity)
    return found


def _profile(mode: str, data: bytes | None) -> Profile | None:
    """The profile of a picture; None where there is none of use."""
    if mode == "LAB":
        return Profile("CIELAB", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if data is None:
        return None
    try:
        colours = ImageCms.ImageCmsProfile(io.BytesIO(data))
        if colours.profile.xcolor_space.strip() != SPACES.get(mode):
            return None
        called = " ".join(ImageCms.getProfileDescription(colours).split())
    except (ImageCms.PyCMSError, OSError, ValueError):  # damaged, or of a version that nobody knows
        return None
    return Profile(f"“{called[:40]}”" if called.isprintable() and called else "a profile of their own", colours)


def _converted(image: Image.Image, profile: Profile) -> Image.Image | None:
    """A picture in the colours of sRGB; None where it has them already, or its profile is of no use."""
    try:
        convert = ImageCms.buildTransform(
            profile.colours,
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if image.mode in ("L", "RGB") and _changes_little(convert, image.mode):
            return None
        return ImageCms.applyTransform(image, convert)
    except ImageCms.PyCMSError:
        return None


def _changes_little(convert: ImageCms.ImageCmsTransform, mode: str) -> bool:
    shades = np.arange(0, 256, 15 if mode == "RGB" else 1, dtype=np.uint8)
    samples = np.stack(np.meshgrid(*[shades] * len(mode.replace("L", "G")))).reshape(len(mode), -1).T
    before = Image.fromarray(samples[None] if mode == "RGB" else samples.reshape(1, -1))
    after = ImageCms.applyTransform(before, convert)
    assert after is not None
    difference = np.asarray(after, dtype=int) - np.asarray(before.convert("RGB"), dtype=int)
    return int(np.abs(difference).max()) <= LIKE_SRGB
