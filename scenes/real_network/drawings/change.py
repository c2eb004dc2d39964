"""Something is changed, and the network says something else: a square of the photo, a map or a block."""

from __future__ import annotations

from math import sqrt

from scenes.real_network.computed import changed, corner_of
from scenes.real_network.drawings.answer import none_fits
from scenes.real_network.knobs import SQUARES
from scenes.real_network.view import View, feature, map_in
from scenes.stage.core.grips import PickCell, SetValue
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.reading import Off, Reading
from scenes.stage.draw.answers import FIVE, UNSURE, below, percent, photo, shortened, top_five
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import options

PHOTO: tuple[Point, float] = (LEFT, 112.0), 676.0
BARS = Area(800.0, 158.0, RIGHT - 800.0, 556.0)
LEAST = 0.001
"""Below this probability its figures would say that nothing is left of it."""
KEY_Y = 130.0
ASIDE = 0.38


def draw_cover(view: View) -> None:
    """Draw the photo as it was changed, and what the network says of it, beside what it said before."""
    knobs, picture, step = view.knobs, changed(view.knobs), view.steps.cover
    (x, y), side = PHOTO
    pixel, places = side / picture.shape[1], squares((x, y), side / SQUARES, SQUARES, SQUARES)
    grip = PickCell("square", places)
    marks: list[AnyMark] = [photo(picture, (x, y), side, grip)]
    if knobs.cover:
        top, left = corner_of(knobs.square, knobs.cover, picture.shape[1])
        marks.append(
            Rect(x=x + left * pixel, y=y + top * pixel, width=knobs.cover * pixel, height=knobs.cover * pixel,
                 line=8.0, role=Role.HIGHLIGHT, name="covered square", grip=grip)
        )  # fmt: skip
    view.stage.add(*marks, *_compared(view, view.ask_anew(picture), view.ask(), step.motion))


def _compared(view: View, answer: tuple[Reading | None, bool], before: Reading | None, grown: float) -> list[AnyMark]:
    """The five most probable classes now, and under each bar a thin one for what it was before.

    An answer that is on its way leaves the last one standing, out of focus.
    """
    now, is_new = answer
    key = [
        lettering(BARS.x, KEY_Y, "now", Role.OUTPUT, bold=True, size=40.0),
        lettering(BARS.x + 110.0, KEY_Y, "before", Role.MUTED, bold=True, size=40.0),
    ]
    rows = top_five(BARS, now, grown, before, sure=False, said=none_fits(view.of), of=view.of)
    said = below(BARS, _said(view, now, before), ease(3.0 * grown - 2.0))
    return [*key, Group(marks=(*rows, *said), opacity=1.0 if is_new else ASIDE)]


def _said(view: View, now: Reading | None, before: Reading | None) -> list[str]:
    """Where the first answer has gone if it is none of the five, and whether the network is unsure now."""
    if now is None or before is None:
        return []
    found, first = view.guesses(now), view.guesses(before)[0]
    lines: list[str] = []
    if first.label not in {each.label for each in found[:FIVE]}:
        share = next(each.share for each in found if each.label == first.label)
        left = percent(share) if share >= LEAST else f"less than {percent(LEAST)}"
        lines.append(f"{shortened(first.name)} has {left} now.")
    if found[0].share < UNSURE:
        lines.append("It was not sure before, either." if first.share < UNSURE else "The change made it unsure.")
    return lines


# Something switched off -----------------------------------------------------------------------------------------------

TALLEST, FOOT, ROW = 300.0, 560.0, 684.0
LENS = 200.0


def switched_off(view: View) -> tuple[Off, ...]:
    """What the knobs switch off: nothing, the chosen map, or what the chosen block adds."""
    if view.knobs.off == "map":
        return ((view.operation.out.name, view.index),)
    if view.knobs.off == "block":
        whole = view.stop.blocks if view.stop.is_block else ()
        return tuple((name, None) for name in whole or (view.stop.out.name,))
    return ()


def draw_off(view: View) -> None:
    """Draw the stops as a row of boxes, the chosen one crossed out, and what the network says without it."""
    marks: list[AnyMark] = []
    widest, pitch = max(stop.out.shape[1] for stop in view.stops), ROW / len(view.stops)
    for stop in view.stops:
        height, chosen = TALLEST * sqrt(stop.out.shape[1] / widest), stop is view.stop
        x, y = LEFT + stop.place * pitch, FOOT - height
        gone = chosen and view.knobs.off == "block"
        marks.append(
            Rect(x=x, y=y, width=pitch - 8.0, height=height, radius=4.0, fill=0.0 if gone else 0.7, line=4.0,
                 dashed=gone, role=Role.HIGHLIGHT if chosen else Role.OUTPUT, value=float(stop.number),
                 name=f"box of {stop.name}", grip=SetValue("block", stop.number))
        )  # fmt: skip
        if gone:
            marks.append(_cross(x, y, pitch - 8.0, height))
    marks += [
        lettering(LEFT, FOOT + 36.0, f"{view.stops[0].out.shape[1]} cells wide", Role.MUTED, size=32.0,
                  name="first width"),
        lettering(LEFT + ROW - 8.0, FOOT + 36.0, f"{view.stops[-1].out.shape[1]} cells", Role.MUTED,
                  size=32.0, anchor="end", name="last width"),
    ]  # fmt: skip
    view.stage.add(*marks, *_what(view), *_choices(view))
    now = view.ask_anew(view.picture, switched_off(view))
    view.stage.add(*_compared(view, now, view.ask(), view.steps.off.motion))


def _cross(x: float, y: float, width: float, height: float) -> Path:
    return Path(points=((x, y), (x + width, y + height)), line=6.0, role=Role.WARNING, name="crossed out")


def _what(view: View) -> list[AnyMark]:
    """What is chosen, in words and with its map."""
    operation, stop = view.operation, view.stop
    corner = (LEFT + ROW - LENS, 112.0)
    values = map_in(view.inside(stop), operation.out.name, view.index)
    marks: list[AnyMark] = [
        lettering(LEFT, 140.0, stop.short, Role.HIGHLIGHT, bold=True, size=56.0, name="what is chosen"),
        *_which(view),
        feature(values, corner, LENS, view.scale_of(operation), "its map"),
    ]
    if view.knobs.off == "map":
        marks.append(_cross(*corner, LENS, LENS))
    return marks


def _which(view: View) -> list[AnyMark]:
    """The layer and the map; the name of a foreign layer may be long, and the map is under it."""
    kind, index, stop = view.operation.kind, f"map {view.index + 1}", view.stop
    if not view.knobs.foreign:
        return [lettering(LEFT, 200.0, f"{kind}, {index}", size=38.0, name="which map")]
    index = index if stop.known else f"{stop.name}, {index}"
    return [
        lettering(LEFT, 192.0, shortened(kind), size=34.0, name="which layer"),
        lettering(LEFT, 236.0, index, size=34.0, name="which map"),
    ]


def _choices(view: View) -> tuple[AnyMark, ...]:
    choices = (("nothing", "nothing"), ("this map", "map"), ("the block", "block"))
    return options(LEFT, 690.0, 218.0, "off", choices, view.knobs.off, size=40.0)
