"""The colours of a GIF: one palette for the whole film, or what stands still would flicker."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PIL import Image

Codes = npt.NDArray[np.uint32]
"""Colours as whole numbers, 0xRRGGBB."""
Colours = npt.NDArray[np.uint8]
"""Colours as (n, 3): red, green, blue."""

MOST = 255
"""So many colours a film has at most: the last index of a GIF's palette stands for “as before”."""
KEPT = 160
"""So many of the commonest ones stay exactly as they are: plates, letters, grounds. The others share what is left."""
AT_ONCE = 4096
UNKNOWN = -1


class Palette:
    """Colours (n, 3), at most `MOST`, and which of them comes nearest to any other."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self._nearest = np.full(1 << 24, UNKNOWN, np.int16)

    def indices(self, codes: Codes) -> npt.NDArray[np.uint8]:
        """The index of the nearest colour for each code; what was looked up once is known from then on."""
        found = self._nearest[codes]
        unknown = np.unique(codes[found == UNKNOWN])
        if unknown.size:
            for some in np.array_split(unknown, 1 + unknown.size // AT_ONCE):
                self._nearest[some] = _nearest(_parts(some), self.colours)
            found = self._nearest[codes]
        return found.astype(np.uint8)


def palette_of(samples: Iterable[Codes]) -> Palette:
    """The palette of a film of which these are some pixels."""
    found, counts = np.unique(np.concatenate([sample.ravel() for sample in samples]), return_counts=True)
    common = _parts(found[np.argsort(-counts, kind="stable")])
    if len(common) <= MOST:
        return Palette(common)
    return Palette(np.concatenate([common[:KEPT], _shared(common[KEPT:], MOST - KEPT)]))


def _shared(colours: Colours, count: int) -> Colours:
    """At most so many colours that stand for more than those."""
    palette = Image.fromarray(colours[None]).quantize(count, Image.Quantize.MEDIANCUT).getpalette("RGB") or []
    return np.array(palette, np.uint8).reshape(-1, 3)[:count]


def _parts(codes: Codes) -> Colours:
    return np.stack([codes >> 16 & 0xFF, codes >> 8 & 0xFF, codes & 0xFF], axis=-1).astype(np.uint8)


def _nearest(wanted: Colours, colours: Colours) -> npt.NDArray[np.intp]:
    distances = ((wanted[:, None].astype(np.int32) - colours[None]) ** 2).sum(axis=-1)
    found: npt.NDArray[np.intp] = distances.argmin(axis=-1)
    return found
