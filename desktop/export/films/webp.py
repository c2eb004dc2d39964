"""WebP by Pillow: for pages on the web, exact to the pixel."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from PIL import Image

from desktop.export.films.film import Film, Reel, reel_of
from desktop.export.films.shots import Shot, shots
from desktop.export.films.side_by_side import side_by_side
from desktop.export.progress import Progress
from desktop.export.still import ExportError

SIZE, FPS = (960, 540), 20


def webp(film: Film, progress: Progress) -> bytes:
    """A film as an animated WebP that begins anew when it is over. Raises ExportError, and StoppedError."""
    reel = reel_of(film, SIZE, FPS)
    return side_by_side(shots(reel, progress), partial(encode, reel))


def encode(reel: Reel, pictures: Iterator[Shot]) -> bytes:
    """Encode painted pictures without loss: of flat colours that is smaller than with it. Raises ExportError."""
    file = io.BytesIO()
    try:
        _moving(reel, pictures).save(
            file, "WEBP", save_all=True, duration=1000 / reel.fps, loop=0, lossless=True, method=4, quality=50,
            kmax=0,  # each frame is told by what differs from the one before, to the end
        )  # fmt: skip
    except OSError as error:
        raise ExportError(f"The film could not be encoded: {error}.") from error
    return file.getvalue()


def _moving(reel: Reel, pictures: Iterator[Shot]) -> Image.Image:
    """An image of several frames, as Pillow saves them: those to come are taken when it seeks them.

    A list of all would hold all; frames that are alike are put together by the encoder.
    """
    first = next(pictures)
    image, end = _image(first), first.frames

    def seek(frame: int) -> None:
        nonlocal end
        if frame >= end:
            shot = next(pictures)
            image.paste(_image(shot))
            end += shot.frames

    image.n_frames = len(reel.times)  # type: ignore[attr-defined]  # films have it
    image.seek = seek  # type: ignore[method-assign]
    return image


def _image(shot: Shot) -> Image.Image:
    pixels = shot.pixels
    return Image.frombytes("RGB", pixels.shape[1::-1], pixels, "raw", "BGRX")
