"""TIFF: whatever a scanner, a microscope or a satellite writes into one.

Pillow and Qt take some kinds of samples for others without a word: signed ones for unsigned, planes for pixels, any
fourth band for opacity. So tifffile reads what isn't an ordinary picture. It can't unpack everything (LZW, JPEG); what
is packed so is left to the other two, in the cases that they read rightly.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tifffile import COMPRESSION, PHOTOMETRIC, TiffFile, TiffFileError, TiffPage

from desktop.pictures.answers import PictureError, called
from desktop.pictures.limits import hold_to_area
from desktop.pictures.raster import damage, from_bands, load, open_image, read_raster, upright
from desktop.pictures.shades import Bands, Samples, Shades, full, left_out
from desktop.pictures.sixteen_bits import colours_of_16_bits
from scenes.stage.data.pictures import LARGEST_SIDE

OPACITY = (1, 2)
"""What a file calls a band that is opacity: multiplied into the others, or not."""
SMALLER_OR_MASK = 1 | 4
"""Marks of pages that are another page once more, smaller, or say where it is clear."""
COLOURS: dict[int, int] = {
    PHOTOMETRIC.RGB: 3,
    PHOTOMETRIC.MINISBLACK: 1,
    PHOTOMETRIC.MINISWHITE: 1,
    PHOTOMETRIC.PALETTE: 1,
}
"""How many of the bands are the colours."""


def read_tiff(path: Path, side: int = LARGEST_SIDE) -> tuple[Shades, list[str]]:
    """The first page of a TIFF, (channels, height, width), and what was done to it. Raises PictureError."""
    name = called(path)
    try:
        with TiffFile(path) as file:
            page = file.pages.first
            hold_to_area(name, page.imagewidth, page.imagelength)
            pages = sum(not (isinstance(each, TiffPage) and each.subfiletype & SMALLER_OR_MASK) for each in file.pages)
            notes = [f"{name} has {pages:,} pages. The first one is taken."] if pages > 1 else []
            if _is_ordinary(page):
                found, more = read_raster(path, side)
            else:
                found, more = _read_samples(page, path, name, side)
    except TiffFileError as error:
        raise damage(name, error) from error
    return found, notes + more


def _is_ordinary(page: TiffPage) -> bool:
    """Whether this is a picture as any program writes it: samples of up to 8 bits, and no bands but its colours."""
    colours = COLOURS.get(page.photometric)
    if colours is None:  # CMYK, CIELAB and what JPEG makes of colours
        return page.bitspersample <= 8 or page.planarconfig == 1
    more = page.samplesperpixel - colours
    clear = more == 0 or (more == 1 and page.extrasamples[:1] in [(kind,) for kind in OPACITY])
    return page.bitspersample <= 8 and page.sampleformat == 1 and clear


def _read_samples(page: TiffPage, path: Path, name: str, side: int) -> tuple[Shades, list[str]]:
    notes: list[str] = []
    held = page.tags.valueof("Orientation", 1)
    samples = _samples(page)
    if samples is None and page.samplesperpixel in (3, 4) and page.planarconfig == 1 and page.dtype == np.uint16:
        samples = _by_qt(path)
    if samples is None:
        samples, held = _by_pillow(page, path, name, notes), 1  # which turns what it reads
        if len(samples) < page.samplesperpixel:
            notes.append(left_out(name, page.samplesperpixel))
    bands = Bands(samples, inverted=page.photometric == PHOTOMETRIC.MINISWHITE)
    colours = COLOURS.get(page.photometric, len(samples))
    if page.extrasamples[:1] in [(kind,) for kind in OPACITY] and len(samples) > colours:
        opacity = samples[colours]
        if opacity.max() >= full(opacity) / 2:  # a band by which everything would be almost white is another one
            bands.opacity, bands.premultiplied = opacity, page.extrasamples[0] == OPACITY[0]
            bands.values = np.delete(samples, colours, axis=0)
    if len(bands.values) == 3 and colours == 1:
        notes.append(f"{name} has 3 bands. They are taken as red, green and blue.")
    return upright(from_bands(name, bands, page.tags.valueof("InterColorProfile"), notes, side), held), notes


def _samples(page: TiffPage) -> Samples | None:
    """The samples of a page, (bands, height, width); None where they are packed in a way that tifffile can't undo."""
    try:
        samples = page.asarray()
    except ValueError:
        if page.compression in (COMPRESSION.NONE, COMPRESSION.ADOBE_DEFLATE, COMPRESSION.DEFLATE):
            raise
        return None
    axes = page.axes
    if "Z" in axes:
        samples, axes = samples.take(0, axes.index("Z")), axes.replace("Z", "")
    samples = np.moveaxis(samples, axes.index("S"), 0) if "S" in axes else samples[None]
    return samples.astype(np.uint8) * 255 if samples.dtype == bool else samples


def _by_qt(path: Path) -> Samples | None:
    bands = colours_of_16_bits(path)
    if bands is None:
        return None
    return bands.values if bands.opacity is None else np.concatenate([bands.values, bands.opacity[None]])


def _by_pillow(page: TiffPage, path: Path, name: str, notes: list[str]) -> Samples:
    """The samples of a page that Pillow reads rightly; raises PictureError for any other."""
    one = page.samplesperpixel == 1 and page.dtype in (np.uint16, np.int16, np.int32, np.float32)
    more = page.photometric == PHOTOMETRIC.RGB and page.dtype == np.uint8 and page.planarconfig == 1
    if one or more:
        with path.open("rb") as file:
            samples = np.array(load(open_image(file, name), file, name, notes))
        return samples[None] if one else np.moveaxis(samples, -1, 0)
    packing = getattr(page.compression, "name", page.compression)
    raise PictureError(
        f"{name} is packed with {packing}, which can't be undone for {page.samplesperpixel} bands of "
        f"{page.bitspersample} bits. Save it without compression and open that."
    )
