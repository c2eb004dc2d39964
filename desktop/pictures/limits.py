"""How much time and memory a picture file may cost, and what is too large to begin with."""

from __future__ import annotations

import math
from typing import NamedTuple

from desktop.pictures.answers import PictureError
from engine.contract.limits import hold_to

LARGEST_AREA = 100_000_000
"""So many pixels of a file are read at once; JPEGs can be read smaller than they are, so theirs may be larger."""


class Limits(NamedTuple):
    """What the decoding process may take: seconds until its parent ends it, and memory."""

    seconds: int = 20
    megabytes: int = 2048

    def put_on(self) -> None:
        """Hold this process to the limits from now on, where the system can: it writes no file, and ends by itself."""
        hold_to(self.megabytes, 2 * self.seconds, written=0)


LIMITS = Limits()


def hold_to_area(name: str, width: int, height: int) -> None:
    """Raise PictureError for a picture that has too many pixels."""
    if width * height <= LARGEST_AREA:
        return
    side = math.isqrt(LARGEST_AREA)
    raise PictureError(
        f"{name} has {width:,} × {height:,} pixels, and at most {LARGEST_AREA // 10**6} million can be read. "
        f"Make it smaller in an image editor, for instance {side:,} × {side:,} pixels, and open that."
    )
