"""A photo, and what a published network says of it: its five most probable classes as bars."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.stage.core.grips import Grip
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.data.published import LITE, Guess, guesses, shown
from scenes.stage.data.reading import Reading, Whose
from scenes.stage.draw.areas import Area
from scenes.stage.numbers.values import Values, format_number

FIVE = 5
UNSURE = 0.3
"""Below this probability none of the classes fits well."""
NONE_FITS = ("None of the 1,000 classes fits well,", "and there is none for people.")
NAME, SHARE, BAR = 42.0, 52.0, 34.0
LONGEST = 25
"""So many letters of a name have room beside its probability."""


def photo(picture: Values, corner: Point, side: float, grip: Grip | None = None, name: str = "photo") -> Image:
    """The picture in its colours, so large."""
    pixel = side / picture.shape[1]
    return Image(
        pixels=shown(picture), origin=corner, u=(pixel, 0.0), v=(0.0, pixel), role=Role.INPUT, name=name,
        grip=grip,
    )  # fmt: skip


def empty(corner: Point, side: float, name: str, grip: Grip | None = None) -> Rect:
    """The place of a map that has not come."""
    return Rect(
        x=corner[0], y=corner[1], width=side, height=side, radius=4.0, line=2.0, dashed=True, role=Role.MUTED,
        name=name, grip=grip,
    )  # fmt: skip


def top_five(
    area: Area, reading: Reading | None, grown: float, before: Reading | None = None, *, sure: bool = True,
    said: Sequence[str] = NONE_FITS, of: Whose = LITE,
) -> list[AnyMark]:  # fmt: skip
    """The five most probable classes with their bars, which grow; `before` they had other probabilities perhaps.

    Of a network with fewer classes there are as many as it has.
    The lines `said` stand under them if the first one is not probable.
    """
    rows = area.rows(FIVE, 14.0)
    if reading is None:
        return [empty((row.x, row.y + 8.0), row.height - 24.0, f"answer {place}") for place, row in enumerate(rows, 1)]
    found = guesses(reading, of)[:FIVE]
    old = {each.label: each.share for each in guesses(before, of)} if before is not None else {}
    marks: list[AnyMark] = []
    for place, (row, guess) in enumerate(zip(rows, found, strict=False), 1):
        share = ease(2.0 * grown - 0.2 * (place - 1))
        marks += _row(row, place, guess, share)
        if before is not None:
            marks.append(_bar(row, BAR + 60.0, 14.0, old[guess.label], Role.MUTED, f"before of answer {place}"))
    if sure and found[0].share < UNSURE:
        marks += below(area, said, ease(3.0 * grown - 2.0))
    return marks


def _row(row: Area, place: int, guess: Guess, share: float) -> list[AnyMark]:
    first = place == 1
    return [
        lettering(row.x, row.y + 26.0, shortened(guess.name), Role.TEXT, bold=first, size=NAME, name=f"answer {place}"),
        lettering(row.x + row.width, row.y + 26.0, percent(guess.share), Role.OUTPUT, bold=True, size=SHARE,
                  anchor="end", name=f"probability of answer {place}"),
        Rect(x=row.x, y=row.y + 54.0, width=row.width, height=BAR, radius=6.0, fill=0.14, role=Role.MUTED),
        _bar(row, 54.0, BAR, guess.share * share, Role.OUTPUT, f"bar of answer {place}"),
    ]  # fmt: skip


def _bar(row: Area, below: float, height: float, share: float, role: Role, name: str) -> Rect:
    width = max(6.0, row.width * share)
    return Rect(
        x=row.x, y=row.y + below, width=width, height=height, radius=min(6.0, height / 2), fill=0.9, role=role,
        value=share, name=name,
    )  # fmt: skip


def below(area: Area, lines: Sequence[str], seen: float) -> list[AnyMark]:
    """What has to be said of the classes, in lines under them."""
    y = area.y + area.height
    return [
        lettering(area.x, y + 26.0 + 46.0 * line, said, Role.WARNING, bold=True, size=36.0, opacity=seen,
                  name=f"said of the answers {line + 1}")
        for line, said in enumerate(lines)
    ]  # fmt: skip


def shortened(name: str, letters: int = LONGEST) -> str:
    """The name of a class, cut off where it is too long for its line."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def percent(share: float) -> str:
    """A probability in percent: one decimal below 10."""
    return f"{format_number(100 * share, 0 if share >= 0.0995 else 1)} %"
