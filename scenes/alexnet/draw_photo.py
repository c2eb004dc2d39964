"""The photo as large as there is room, with the window of the first convolution on it."""

from __future__ import annotations

from dataclasses import replace

from scenes import reference
from scenes.alexnet.view import PHOTO, View
from scenes.stage.core.grips import Scrub
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import glide
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.sliding import lattice_of_windows
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import Values

TOP, SIDE = 168.0, 616.0
ZOOM_X, ZOOM = 740.0, 400.0
WORDS_X, FORMULA_Y = 1196.0, 708.0
HERO = 112.0
REST, BACK = 0.3, 0.4
"""The share of the step after the last place, and the share of it in which the window goes to where it rests."""
EYE = (0.333, 0.37)
"""Where it rests, down and across as shares of all places: on an eye, while in the last corner it is black."""


def draw_photo(view: View) -> None:
    """Draw one window after another; beside it what lies in it, and how often it fits across."""
    of = view.of
    side, (_, rows, columns) = of.network.shape[1], of.layers[0].shape
    u = SIDE / side
    slide = _rested(walk(view.steps.picture, rows, columns, (0, 0), lead=0.05, rest=REST), view, (rows, columns))
    picture = Image(
        pixels=photograph(PHOTO, side), origin=(LEFT, TOP), u=(u, 0), v=(0, u), name="photo on picture"
    )  # fmt: skip
    view.stage.add(picture, *_windows(view, slide, u), *_account(view, slide))


def _rested(slide: Walk, view: View, places: tuple[int, int]) -> Walk:
    """The walk, at the end of which the window goes back to a place where it has something to see."""
    share = glide((view.steps.picture.t - 1.0 + REST) / (REST * BACK))
    if share <= 0.0:
        return slide
    row, column = (between(n - 1.0, round(at * (n - 1)), share) for at, n in zip(EYE, places, strict=True))
    return replace(slide, cell=(round(row), round(column)), place=(row, column))


def _windows(view: View, slide: Walk, u: float) -> list[AnyMark]:
    """The window where it stands, what lies in it, and the edge that no window reaches."""
    first, side = view.of.layers[0], view.of.network.shape[1]
    assert first.kernel is not None
    (k, _), (s, _), (p, _) = first.kernel, first.stride, first.padding
    row, column = slide.cell
    top, left = row * s - p, column * s - p
    marks: list[AnyMark] = [heading(LEFT, TOP - 36, "photo", f"3×{side}×{side}", Role.INPUT, size=40.0)]
    marks += _unreached(reference.unreached(side, k, s, p) - p, side, u)
    marks.append(
        Rect(x=LEFT + max(left, 0) * u, y=TOP + max(top, 0) * u, width=(k + min(left, 0)) * u,
             height=(k + min(top, 0)) * u, line=8.0, role=Role.KERNEL, name="window")
    )  # fmt: skip
    if slide.when is not None:
        places = lattice_of_windows((LEFT - p * u, TOP - p * u), u, k, s, *first.shape[1:])
        marks.append(
            Rect(x=LEFT, y=TOP, width=SIDE, height=SIDE, name="picture in time", grip=Scrub(places, *slide.when))
        )
    seen = Values(photograph(PHOTO, side).array[max(top, 0) : top + k, max(left, 0) : left + k])
    cell = ZOOM / k
    marks += [
        heading(ZOOM_X, TOP - 36, "window", f"{k}×{k}", Role.KERNEL, size=40.0),
        Image(pixels=seen, origin=(ZOOM_X, TOP), u=(cell, 0), v=(0, cell), name="window's pixels"),
        Rect(x=ZOOM_X, y=TOP, width=ZOOM, height=ZOOM, line=8.0, role=Role.KERNEL),
    ]
    return marks


def _unreached(pixels_left: int, side: int, u: float) -> list[AnyMark]:
    """The strips at the right and at the bottom that come after the last window, if any."""
    if pixels_left <= 0:
        return []
    thick, start = pixels_left * u, (side - pixels_left) * u
    across = Rect(x=LEFT, y=TOP + start, width=SIDE, height=thick, fill=0.7, role=Role.WARNING, name="rows not read")
    down = Rect(x=LEFT + start, y=TOP, width=thick, height=SIDE, fill=0.7, role=Role.WARNING, name="columns not read")
    return [across, down]


def _account(view: View, slide: Walk) -> list[AnyMark]:
    """At which place in its row the window is, and the formula that says how many there are, with its numbers."""
    first, side = view.of.layers[0], view.of.network.shape[1]
    assert first.kernel is not None
    k, s, p, count = first.kernel[0], first.stride[0], first.padding[0], first.shape[2]
    padded = f"{side} + 2·{p}" if p else f"{side}"
    exact = (side + 2 * p - k) / s
    rounded = "" if exact == int(exact) else f"{exact:g}, rounded down to {int(exact)}"
    numbers = (
        TextRun(f"({padded} − {k}) / {s} + 1 = "),
        TextRun(f"{count}", Role.OUTPUT, bold=True),
    )
    return [
        lettering(WORDS_X, TOP + 30, "place in its row", size=40),
        lettering(WORDS_X, TOP + 140, f"{slide.cell[1] + 1}", Role.OUTPUT, bold=True, size=HERO, name="place"),
        lettering(WORDS_X, TOP + 270, f"of {count}", size=72.0),
        lettering(WORDS_X, TOP + 350, f"stride {s}", Role.MUTED, size=36),
        lettering(ZOOM_X, FORMULA_Y - 66, "places across", Role.OUTPUT, bold=True, size=40),
        Text(x=ZOOM_X, y=FORMULA_Y, runs=numbers, size=48 if p else 60, name="places across"),
        *([lettering(ZOOM_X, FORMULA_Y + 68, rounded, Role.WARNING, size=36, name="rounding")] if rounded else []),
    ]
