"""A grey square covers a part of the photo: by hand, and at every place."""

from __future__ import annotations

from dataclasses import replace

from scenes.stage.core.grips import PickCell
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT
from scenes.stage.data.reading import COVERED, SIDE, Covering, Maps, Reading
from scenes.stage.draw.answers import photo, top_five
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import Values
from scenes.where_it_looks.computed import corner_of, covered, lit, lost
from scenes.where_it_looks.knobs import SQUARES
from scenes.where_it_looks.view import (
    LARGE,
    MIDDLE,
    ONE,
    OTHER,
    SQUARE,
    STRIDE,
    View,
    inquiry_of,
    named,
    picture,
    sheet,
    under,
)

BARS = Area(800.0, 158.0, RIGHT - 800.0, 556.0)
ASIDE = 0.38


def draw_cover(view: View) -> None:
    """Draw the photo with its square, and what the network says of it, beside what it said before."""
    knobs, pixel = view.knobs, LARGE / SIDE
    hidden = covered(view.picture, knobs.square, knobs.cover)
    top, left = corner_of(knobs.square, knobs.cover)
    grip = PickCell("square", squares(ONE, LARGE / SQUARES, SQUARES, SQUARES))
    answer, is_new = view.ask(Maps(hidden)), True
    if answer is None:
        answer, is_new = view.stage.last_reading(inquiry_of(Maps(hidden))), False
    bars = top_five(BARS, answer, view.steps.cover.motion, view.answer())
    view.stage.add(
        photo(hidden, ONE, LARGE, grip),
        Rect(x=ONE[0] + left * pixel, y=ONE[1] + top * pixel, width=knobs.cover * pixel, height=knobs.cover * pixel,
             line=8.0, role=Role.HIGHLIGHT, name="covered square", grip=grip),
        lettering(BARS.x, 130.0, "now", Role.OUTPUT, bold=True, size=40.0),
        lettering(BARS.x + 110.0, 130.0, "before", Role.MUTED, bold=True, size=40.0),
        Group(marks=tuple(bars), opacity=1.0 if is_new else ASIDE),
    )  # fmt: skip


def draw_all(view: View) -> None:
    """Draw how many logits the class loses at every place, as far as the rows have come, and a plate that stops it."""
    guess, asked = view.explained, Covering(view.picture, SQUARE, STRIDE)
    reading = replace(view, asks=view.knobs.filling).ask(asked)
    count = len(asked.corners)
    shown = lost(reading, guess.label) if reading is not None and guess is not None else None
    come = _rows(reading)
    begin = (SQUARE - STRIDE) / 2
    pixels = lit(view.picture, shown, begin, STRIDE) if shown is not None else None
    left: AnyMark = photo(view.picture, ONE, LARGE) if pixels is None else picture(pixels, ONE, LARGE, "lit photo")
    view.stage.add(
        left, *_map(shown, come, view.steps.all_places.rise(0.0, 0.9)),
        under(ONE, LARGE, named(guess), Role.HIGHLIGHT, "explained class"),
        under(OTHER, LARGE, "logits lost under the square"),
        lettering(MIDDLE, 250.0, f"{come} of {count}", Role.OUTPUT, bold=True, size=42.0, anchor="middle", name="rows"),
        lettering(MIDDLE, 308.0, "rows", size=36.0, anchor="middle"),
        *_progress(come / count),
    )  # fmt: skip
    if come < count:
        plate = ("Stop", False) if view.knobs.filling else ("Go on", True)
        view.stage.add(*options(MIDDLE - 100.0, 420.0, 200.0, "filling", (plate,), None, size=40.0))


def _rows(reading: Reading | None) -> int:
    if reading is None or COVERED not in reading.maps:
        return 0
    return round(reading.done * len(reading.maps[COVERED].array))


def _map(shown: Values | None, come: int, written: float) -> list[AnyMark]:
    """The rows that have come, as far as they are written, and a dashed frame where the others will stand."""
    whole = sheet(None, OTHER, LARGE, "lost", "place of the map")
    if shown is None:
        return [whole]
    cell = LARGE / len(shown.array)
    rows = Values(shown.array[:come])
    grid = sheet(rows, OTHER, LARGE, "lost", "logits lost", cell=cell, come=written)
    return [grid] if come == len(shown.array) and written >= 1.0 else [whole, grid]


def _progress(share: float) -> list[AnyMark]:
    """A bar that fills as the rows come."""
    x, width = MIDDLE - 100.0, 200.0
    return [
        Rect(x=x, y=350.0, width=width, height=18.0, radius=9.0, fill=0.2, role=Role.MUTED),
        Rect(x=x, y=350.0, width=max(18.0, width * share), height=18.0, radius=9.0, fill=0.9, role=Role.OUTPUT,
             value=share, name="progress"),
    ]  # fmt: skip
