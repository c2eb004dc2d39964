"""Pictures of the user's own made to fit: the centred square of them, or all of them in little."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop.pictures.shades import fitting_size
from scenes.stage.core.knobs import Knob
from scenes.stage.data.pictures import LARGEST_SIDE, SLIDE_SIDE, Picture, from_array, pixels, with_channels


def squared(image: Image.Image, side: int) -> Image.Image:
    """The centred square of an image, scaled to `side` pixels, each mixed of all that it covers (bilinear)."""
    width, height = image.size
    short = min(width, height)
    left, top = (width - short) // 2, (height - short) // 2
    square = image.crop((left, top, left + short, top + short))  # first: or its edges would be mixed with what is cut
    return square.resize((side, side), Image.Resampling.BILINEAR)


def brought_to(picture: Picture, shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    """The centred square of a picture as bytes of a shape (1 or 3, height, width)."""
    channels, height, width = shape
    shades = np.rint(with_channels(picture, channels)).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(shades[0]) if len(shades) == 1 else Image.fromarray(np.moveaxis(shades, 0, 2))
    square = squared(image.convert("L" if channels == 1 else "RGB"), max(height, width))
    found = np.asarray(square if height == width else square.resize((width, height), Image.Resampling.BILINEAR))
    return np.ascontiguousarray(found[None] if channels == 1 else np.moveaxis(found, 2, 0))


def side_for(form: Knob) -> int:
    """How many pixels a side a picture file is to be read in for a knob."""
    return SLIDE_SIDE if form.square else LARGEST_SIDE


def fitted(form: Knob, picture: Picture) -> Picture:
    """A picture of the user's own as a knob takes it: a square in colour where it wants one."""
    if not form.square or picture.bundled:
        return picture
    return from_shades(form, picture.name, np.rint(pixels(picture)).clip(0, 255).astype(np.uint8))


def from_shades(form: Knob, name: str, shades: NDArray[np.uint8]) -> Picture:
    """A picture for a knob, made of shades (1 or 3, height, width) of any size."""
    image = Image.fromarray(shades[0]) if len(shades) == 1 else Image.fromarray(np.moveaxis(shades, 0, 2))
    if form.square:
        image = squared(image.convert("RGB"), LARGEST_SIDE)
    else:
        image = image.resize(fitting_size(*image.size), Image.Resampling.BILINEAR)
    found = np.asarray(image)
    return from_array(name, found[None] if found.ndim == 2 else np.moveaxis(found, -1, 0))
