"""The legend: what the colours of values mean, in the line of the title. It is there while such colours are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from scenes.stage.core.marks import IN_RING, SMALLEST_TEXT, AnyMark, Grid, Group, Role, lettering
from scenes.stage.core.placing import INVISIBLE
from scenes.stage.core.stage import RIGHT
from scenes.stage.numbers.scales import PIXELS, Scales, nice
from scenes.stage.numbers.values import LEAST, Values, decimals_of, limit_text

MIDDLE = 60.0
WORDS_Y, WORDS = 18.0, 24.0
"""Where the word of a legend stands: above it, for below is the subtitle."""
PITCH, APART = 52.0, 36.0
"""From one tile to the next, and between two legends."""
RAMP, BRIEF_RAMP, STEPS = (240.0, 32.0), (144.0, 32.0), 48
TIGHT_RAMP, ROOM, LONGEST = (88.0, 32.0), 1000.0, 4
"""Where several legends would reach into the title, one whose limit has more letters than this is this ramp."""
LETTER = 0.62
"""About how wide a figure is, in ems."""
PART = "."
"""A scale with this in its name is that of one layer of a network. Of several that is said, and not how far they go."""
EACH_ITS_OWN = "each layer has a scale of its own"
READ_AT_ONE = 6.0
"""On scales up to here the tiles between zero and the ends are those of +1 and -1."""


def legend(marks: Sequence[AnyMark], scales: Scales) -> tuple[AnyMark, ...]:
    """Tiles for each scale whose numbers are read in cells, a ramp for one of maps without numbers."""
    seen: dict[tuple[bool, str], tuple[bool, float]] = {}
    for grid, visible in _grids(marks):
        if grid.shade in ("value", "pixel"):
            scale = grid.shade == "pixel", scales.name(grid.scale_name)
            read, opacity = seen.get(scale, (False, 0.0))
            seen[scale] = read or grid.number_size > 0, max(opacity, visible)
    right, found = RIGHT, list[AnyMark]()
    layers = [scale for scale, (read, _) in seen.items() if PART in scale[1] and not read]
    if len(layers) > 1:
        opacity = max(seen.pop(scale)[1] for scale in layers)
        words = lettering(0.0, MIDDLE, EACH_ITS_OWN, Role.MUTED, size=WORDS, anchor="end", note=True)
        found.append(Group(marks=(words,), dx=right, opacity=opacity, name="legend of layers", pinned=True))
        right -= LETTER * WORDS * len(EACH_ITS_OWN) + APART
    ordered, brief = sorted(seen.items(), reverse=True), sum(not is_pixels for is_pixels, _ in seen) > 1
    drawn = [_drawn(scale, read, scales, brief=brief, tight=False) for scale, (read, _) in ordered]
    if sum(width + APART for _, width in drawn) - APART > ROOM - (RIGHT - right):
        drawn = [_drawn(scale, read, scales, brief=brief, tight=True) for scale, (read, _) in ordered]
    for ((is_pixels, name), (_, opacity)), (parts, width) in zip(ordered, drawn, strict=True):
        word = _word(is_pixels, name)
        if len(seen) > 1:
            parts += (lettering(width / 2, WORDS_Y, word, Role.MUTED, size=WORDS, anchor="middle", note=True),)
        found.append(Group(marks=parts, dx=right - width, opacity=opacity, name=f"legend of {word}", pinned=True))
        right -= width + APART
    return tuple(found)


Parts = tuple[tuple[AnyMark, ...], float]
"""The marks of a legend, and how wide it is."""


def _word(is_pixels: bool, name: str) -> str:
    return PIXELS if is_pixels else name.rpartition(PART)[2] or "values"


def _drawn(scale: tuple[bool, str], read: bool, scales: Scales, *, brief: bool, tight: bool) -> Parts:
    """The legend of one of several scales."""
    (is_pixels, name), limit = scale, scales.of(scale[1])
    if is_pixels:
        return _pixels(limit, name)
    if (tight and len(limit_text(limit, "+")) > LONGEST) or (limit < LEAST and (brief or read)):
        return _tight_ramp(limit, name)
    return _tiles(limit, name, brief=brief) if read else _ramp(limit, name, brief=brief)


def _grids(marks: Iterable[AnyMark], opacity: float = 1.0) -> Iterator[tuple[Grid, float]]:
    """All visible grids, and how visible they are."""
    for mark in marks:
        visible = opacity * mark.opacity
        if visible <= INVISIBLE:
            continue
        if isinstance(mark, Group):
            yield from _grids(mark.marks, visible)
        elif isinstance(mark, Grid):
            yield mark, visible


def _tiles(limit: float, scale: str, *, brief: bool) -> Parts:
    """Both ends, zero, and a number between; without that where there are several legends."""
    between = 1.0 if 1.0 < limit <= READ_AT_ONE else limit / 2 if limit == 1.0 else nice(limit / 4)
    numbers = (limit,) if brief else (between, limit)
    values = Values([[*(-number for number in reversed(numbers)), 0.0, *numbers]])
    decimals = max(map(decimals_of, numbers))
    one = Grid(values=values, origin=(0.0, 0.0), u=(1.0, 0.0), v=(0.0, 1.0), decimals=decimals)
    pitch = max(PITCH, one.label_width * SMALLEST_TEXT / IN_RING + 0.5)
    return (_cells(values, pitch, PITCH, scale=scale, decimals=decimals),), values.shape[1] * pitch


def _pixels(limit: float, scale: str) -> Parts:
    """Nothing, half and all: the numbers are read in the picture."""
    values = Values([[0.0, limit / 2, limit]])
    return (_cells(values, PITCH, PITCH, scale=scale, shade="pixel", numbers=False),), 3 * PITCH


def _ramp(limit: float, scale: str, *, brief: bool) -> Parts:
    """All colours in a row, with the numbers at its ends; a shorter one where there are several."""
    width, height = BRIEF_RAMP if brief else RAMP
    ends = [limit_text(limit, sign) for sign in "−+"]
    room = LETTER * WORDS * len(ends[0]) + 10
    values = Values(np.linspace(-limit, limit, STEPS)[None])
    bar = _cells(values, width / STEPS, height, scale=scale, numbers=False, gap=0.0)
    low = lettering(0.0, MIDDLE, ends[0], Role.MUTED, size=WORDS, note=True)
    high = lettering(width + 2 * room, MIDDLE, ends[1], Role.MUTED, size=WORDS, anchor="end", note=True)
    return (Group(marks=(bar,), dx=room), low, high), width + 2 * room


def _tight_ramp(limit: float, scale: str) -> Parts:
    """All colours in a short row, and how far they go to either side."""
    (width, height), said = TIGHT_RAMP, limit_text(limit, "±")
    values = Values(np.linspace(-limit, limit, STEPS)[None])
    bar = _cells(values, width / STEPS, height, scale=scale, numbers=False, gap=0.0)
    words = lettering(width + 8.0, MIDDLE, said, Role.MUTED, size=WORDS, note=True)
    return (bar, words), width + 8.0 + LETTER * WORDS * len(said)


def _cells(values: Values, width: float, height: float, **fields: Any) -> Grid:
    origin = (0.0, MIDDLE - height / 2)
    return Grid(values=values, origin=origin, u=(width, 0.0), v=(0.0, height), framed=False, **fields)
