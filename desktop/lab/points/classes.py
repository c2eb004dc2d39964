"""How classes are told apart on a map: a sign of a letter or two for each, and a colour."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from scenes.stage.output.oklch import srgb, to_light
from scenes.stage.output.shading import hexed
from scenes.stage.output.theme import Theme

LIGHTNESS = {True: (0.80, 0.62), False: (0.60, 0.44)}
"""Of neighbouring classes, on dark grounds and on light ones: who can't tell two hues apart sees these."""
CHROMA, FIRST_HUE = 0.15, 25.0


@lru_cache(maxsize=16)
def signs(names: tuple[str, ...]) -> tuple[str, ...]:
    """A sign for each class, all different: the name if it is that short, else a letter of it, the first if free."""
    taken = {name for name in names if len(name) <= 1}
    found = []
    for name in names:
        sign = name if name in taken else next(each for each in _tried(name) if each not in taken)
        taken.add(sign)
        found.append(sign)
    return tuple(found)


def _tried(name: str) -> Iterator[str]:
    """Signs for a name, the best first."""
    words = [word for word in name.split() if word]
    first = [word[0] for word in words]
    letters = [letter for letter in name if letter.isalnum()]
    yield from (letter.upper() for letter in (*first, *letters))
    yield from (f"{(first or ['?'])[0].upper()}{letter}" for letter in letters[1:])
    number = 1
    while True:
        yield str(number)
        number += 1


@lru_cache(maxsize=16)
def colours(count: int, theme: Theme) -> tuple[str, ...]:
    """A colour for each of so many classes, "#rrggbb": hues all around, and two lightnesses that take turns."""
    levels = LIGHTNESS[theme.dark]
    places = np.arange(count)
    hues = FIRST_HUE + 360 * places / count
    looks = np.stack([np.array(levels)[places % len(levels)], np.full(count, CHROMA), hues % 360], axis=1)
    return tuple(hexed(np.rint(255 * each).astype(np.uint8)) for each in srgb(to_light(looks)))
