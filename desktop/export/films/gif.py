"""GIF by Pillow: for PowerPoint, and wherever nothing else moves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

from desktop.export.films.film import Film, Reel, reel_of
from desktop.export.films.palette import MOST, Codes, Palette, palette_of
from desktop.export.films.shots import Shot, painted, shots
from desktop.export.films.side_by_side import side_by_side
from desktop.export.progress import Progress

SIZE, FPS, MOST_FPS = (960, 540), 20, 50
"""A frame of a GIF lasts whole hundredths of a second, and browsers make those of less than two slow."""
AS_BEFORE = MOST
"""The index in the palette of what is not painted anew."""
LEFT_THERE = 1
"""How a frame is disposed of: it isn't, the next one lies over it."""
SAMPLES = 24
"""So many frames, spread over the film, say which colours it needs."""

Indices = npt.NDArray[np.uint8]
"""Colours of a palette, (rows, columns)."""


def gif(film: Film, progress: Progress) -> bytes:
    """A film as a GIF that begins anew when it is over, of `MOST_FPS` at most. Raises ExportError, and StoppedError."""
    reel = reel_of(film, SIZE, FPS)
    reel = replace(reel, fps=min(reel.fps, MOST_FPS))
    palette = palette_of(_samples(reel, progress))
    return side_by_side(shots(reel, progress), partial(encode, reel, palette))


def _samples(reel: Reel, progress: Progress) -> Iterator[Codes]:
    """Every second pixel of every second row of some frames."""
    times = reel.times
    for index in sorted({number * (len(times) - 1) // (SAMPLES - 1) for number in range(SAMPLES)}):
        progress(0, len(times))
        yield painted(reel, reel.film.draw(times[index])).codes[::2, ::2]


def encode(reel: Reel, palette: Palette, pictures: Iterator[Shot]) -> bytes:
    """Encode painted pictures in the colours of a palette: the first one, then what differs from the one before."""
    file = io.BytesIO()
    before: Indices | None = None
    frames = end = 0
    for shot in pictures:
        now = palette.indices(shot.codes)
        image, corner = (_image(now, palette), (0, 0)) if before is None else _difference(before, now, palette)
        if before is None:
            file.writelines(GifImagePlugin.getheader(image, info={"loop": 0})[0])
        before, frames, begin = now, frames + shot.frames, end
        end = round(100 * frames / reel.fps)
        how = {"duration": 10 * (end - begin), "transparency": AS_BEFORE, "disposal": LEFT_THERE}
        file.writelines(GifImagePlugin.getdata(image, corner, **how))
    file.write(b";")
    return file.getvalue()


def _difference(before: Indices, now: Indices, palette: Palette) -> tuple[Image.Image, tuple[int, int]]:
    """The rectangle around all that has changed, with the rest of it as before, and its upper left corner."""
    changed = before != now
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    top, bottom, left, right = (rows[0], rows[-1], columns[0], columns[-1]) if rows.size else (0, 0, 0, 0)
    window = np.s_[top : bottom + 1, left : right + 1]
    anew: Indices = np.where(changed[window], now[window], np.uint8(AS_BEFORE))
    return _image(anew, palette), (int(left), int(top))


def _image(indices: Indices, palette: Palette) -> Image.Image:
    image = Image.fromarray(indices)
    image.putpalette(palette.colours.tobytes().ljust(3 * (MOST + 1), b"\0"))
    return image
