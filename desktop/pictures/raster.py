"""Pictures made of pixels, decoded by Pillow; samples of more than 8 bits keep all of them."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from desktop.pictures.answers import DAMAGED, PictureError, UnknownFormatError, called
from desktop.pictures.limits import hold_to_area
from desktop.pictures.profiles import in_screen_colours
from desktop.pictures.shades import Bands, Shades, fitting_size, shades
from desktop.pictures.sixteen_bits import colours_of_16_bits
from scenes.stage.data.pictures import LARGEST_SIDE

FORMATS = (
    *("PNG", "JPEG", "GIF", "BMP", "DIB", "WEBP", "TIFF", "AVIF", "JPEG2000"),
    *("ICO", "CUR", "ICNS", "PPM", "QOI", "TGA", "XBM", "XPM", "PSD"),
)
"""Of those that Pillow knows: none that calls another program, and none that is no picture."""
DEEP_MODES = ("I", "I;16", "I;16L", "I;16B", "I;16N", "F")
SCALED = ("PPM", "JPEG2000")
"""These say which sample is white; Pillow makes it the largest that there is."""
LACKING = "Parts of it may be missing or coarse"
ICONS, MOVING = ("ICO", "ICNS"), ("PNG", "GIF", "WEBP", "AVIF")

# Sizes are looked at by `hold_to_area`, whose sentence says what to do, and no picture is refused for its long texts.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = 2**26


def read_raster(path: Path, side: int = LARGEST_SIDE) -> tuple[Shades, list[str]]:
    """The picture in a file, (channels, height, width), and what was done to it. Raises PictureError."""
    name, notes = called(path), list[str]()
    with path.open("rb") as file:
        image = open_image(file, name)
        notes += _choices(image, name)
        # Photos come as large as a wall: JPEGs can be read smaller, which costs less and is no worse.
        width, height = fitting_size(*image.size, side)
        image.draft(None, (3 * width, 3 * height))
        hold_to_area(name, *image.size)
        bands = colours_of_16_bits(path) if image.format == "PNG" else None
        loaded = load(image, file, name, notes) if bands is None else image
        if bands is None and loaded.mode not in DEEP_MODES:
            found = from_image(name, loaded, notes, side)
        else:
            profile = loaded.info.get("icc_profile")
            bands = bands or Bands(np.array(loaded)[None], white=65535.0 if image.format in SCALED else None)
            found = from_bands(name, bands, profile, notes, side)
        return upright(found, orientation(loaded)), notes


def open_image(file: IO[bytes], name: str) -> ImageFile.ImageFile:
    """A picture file of which size and kind are known, but no pixel; raises PictureError where it is none."""
    try:
        return Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnknownFormatError(
            f"{name} can't be read as a picture. Either it is damaged, or its format is not known here."
        ) from error


def load(image: ImageFile.ImageFile, file: IO[bytes], name: str, notes: list[str]) -> ImageFile.ImageFile:
    """A picture with all of its pixels that are in the file; notes what is missing. Raises PictureError."""
    try:
        image.load()
    except (OSError, SyntaxError) as error:
        problem = damage(name, error)
    else:
        return image
    size = image.size
    file.seek(0)
    image = open_image(file, name)
    image.draft(None, size)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image.load()
    except (OSError, SyntaxError):
        raise problem from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    missing = _missing(np.asarray(image))
    if missing == 1.0:
        raise problem
    lacking = f"About {100 * missing:.0f} % of its rows, the lowest ones, are missing" if missing else LACKING
    notes.append(f"{name} {DAMAGED} {lacking}.")
    return image


def damage(name: str, error: Exception) -> PictureError:
    """What to say of a file that begins as a picture and isn't one."""
    return PictureError(f"{name} can't be read as a picture. It is cut off or damaged ({str(error).rstrip('.')}).")


def _missing(pixels: npt.NDArray[Any]) -> float:
    """The share of the rows that the decoder has only filled up: nothing differs in them."""
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    filled = np.flatnonzero((pixels != pixels[-1, -1]).any(axis=(1, 2)))
    if len(filled) == 0:
        return 0.0 if pixels.any() else 1.0
    return 1.0 - (int(filled[-1]) + 1) / len(pixels)


def from_image(name: str, image: Image.Image, notes: list[str], side: int = LARGEST_SIDE) -> Shades:
    """The shades of a picture of 8 bits; what is transparent stands on white."""
    profile = image.info.get("icc_profile")
    if image.mode == "1":
        image = image.convert("L")
    elif image.has_transparency_data:
        image = image.convert("LA" if image.mode in ("L", "LA") else "RGBA")
    elif image.mode not in ("L", "RGB", "CMYK", "LAB"):
        image = image.convert("RGB")
    image = image.resize(fitting_size(*image.size, side), Image.Resampling.BILINEAR, reducing_gap=3.0)
    image = in_screen_colours(name, image, profile, notes)
    if image.mode in ("LA", "RGBA"):
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        image = ground.convert("RGB")
    found = np.asarray(image)
    return found[None] if found.ndim == 2 else np.moveaxis(found, -1, 0)


def from_bands(name: str, bands: Bands, profile: bytes | None, notes: list[str], side: int = LARGEST_SIDE) -> Shades:
    """The shades of samples of more than 8 bits; a profile of their colours counts where they mean what they are."""
    found, shown, more = shades(name, bands, side)
    notes += more
    if profile is None or shown.stretched:
        return found
    return from_image(name, as_image(found, profile), notes, side)


def as_image(found: Shades, profile: bytes) -> Image.Image:
    """Shades as a picture that has a profile."""
    image = Image.fromarray(found[0] if len(found) == 1 else np.moveaxis(found, 0, -1))
    image.info["icc_profile"] = profile
    return image


def orientation(image: Image.Image) -> int:
    """How the camera was held, as EXIF has it; 1 where the picture stands upright (Pillow turns TIFFs itself)."""
    return int(image.getexif().get(ExifTags.Base.Orientation, 1))


def upright(found: Shades, held: int) -> Shades:
    """A picture turned and mirrored as a value of `orientation` asks for."""
    if held in (5, 6, 7, 8):
        found = np.swapaxes(found, 1, 2)
    if held in (2, 3, 6, 7):
        found = found[:, :, ::-1]
    if held in (3, 4, 7, 8):
        found = found[:, ::-1]
    return found


def _choices(image: ImageFile.ImageFile, name: str) -> list[str]:
    """What is in a file besides the picture that is taken."""
    if image.format in ICONS:
        sizes = image.info.get("sizes", ())
        width, height = image.size
        one = f"{name} holds {len(sizes)} pictures. The largest, {width} × {height}, is taken."
        return [one] if len(sizes) > 1 else []
    moving = image.format in MOVING and getattr(image, "is_animated", False)
    return [f"{name} is animated. Its first frame is taken."] if moving else []
