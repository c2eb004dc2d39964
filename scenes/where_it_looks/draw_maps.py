"""The answer that is explained, and the lenses that look through the network: CAM, Grad-CAM, gradients, differences."""

from __future__ import annotations

from scenes.stage.core.grips import SetValue
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT
from scenes.stage.data.reading import Lens
from scenes.stage.draw.answers import FIVE, photo, top_five
from scenes.stage.draw.areas import Area
from scenes.stage.numbers.values import Values, format_number
from scenes.where_it_looks.computed import bias, difference, lit, places, steepest
from scenes.where_it_looks.view import (
    LARGE,
    MIDDLE,
    ONE,
    OTHER,
    View,
    figure,
    named,
    picture,
    sheet,
    under,
)

BARS = Area(800.0, 124.0, RIGHT - 800.0, 590.0)
THUMB = 184.0


def draw_answer(view: View) -> None:
    """Draw the photo and the five most probable classes, the explained one in a frame."""
    reading, step = view.answer(), view.steps.answer
    view.stage.add(photo(view.picture, ONE, LARGE), *top_five(BARS, reading, step.motion, sure=False), *_choices(view))
    guess = view.explained
    if guess is not None:
        view.stage.add(
            lettering(BARS.x, 758.0, "explained", Role.MUTED, size=40.0),
            lettering(RIGHT, 758.0, named(guess), Role.HIGHLIGHT, bold=True, size=52.0, anchor="end",
                      name="explained class"),
        )  # fmt: skip


def _choices(view: View) -> list[AnyMark]:
    """A frame round the bar of each class: a click on it explains that one."""
    marks: list[AnyMark] = []
    for place, row in enumerate(BARS.rows(FIVE, 14.0), 1):
        chosen = place == view.knobs.of
        marks.append(
            Rect(x=row.x - 14.0, y=row.y - 6.0, width=row.width + 28.0, height=row.height + 4.0, radius=10.0,
                 line=6.0 if chosen else 0.0, role=Role.HIGHLIGHT, name=f"class {place}", grip=SetValue("of", place))
        )  # fmt: skip
    return marks


def _lit(view: View, shown: Values | None, name: str = "lit photo") -> AnyMark:
    """The photo at the left, bright where a map is large; the photo itself as long as that has not come."""
    if shown is None:
        return photo(view.picture, ONE, LARGE, name=name)
    return picture(lit(view.picture, shown), ONE, LARGE, name)


def draw_cam(view: View) -> None:
    """Draw the class activation map, and how the logit is the sum of its cells and the bias."""
    step, guess, cells = view.steps.cam, view.explained, view.cam(view.knobs.of)
    view.stage.add(
        _lit(view, cells), sheet(cells, OTHER, LARGE, "class map", "class activation map", numbers=True),
        under(ONE, LARGE, named(guess), Role.HIGHLIGHT, "explained class"),
        under(OTHER, LARGE, "what each cell adds"),
    )  # fmt: skip
    if guess is None or cells is None:
        return
    total, more = float(cells.array.sum()), bias(guess.label)
    share = step.rise(0.2, 0.5)
    rows = (
        (210.0, format_number(total, 2), "all 49 cells", Role.OUTPUT, "sum of cells", 52.0),
        (380.0, format_number(more, 2, plus=True), "bias", Role.BIAS, "bias", 52.0),
        (560.0, format_number(total + more, 2), "logit", Role.PRODUCT, "logit", 60.0),
    )
    for y, text, words, role, name, size in rows:
        view.stage.add(*figure(y, text, words, role, name, size=size), opacity=share)


def draw_weighed(view: View) -> None:
    """Draw Grad-CAM at the layer of choice."""
    place, found = places()[view.knobs.block], view.seen("grad-cam", view.knobs.block)
    shown = Values(found.array[0]) if found is not None else None
    view.stage.add(
        _lit(view, shown), sheet(shown, OTHER, LARGE, "Grad-CAM", "Grad-CAM", come=view.steps.weighed.rise(0.0, 0.7)),
        under(ONE, LARGE, named(view.explained), Role.HIGHLIGHT, "explained class"),
        under(OTHER, LARGE, f"Grad-CAM at {place.name}"),
        *figure(330.0, f"{place.channels:,}", "maps", Role.OUTPUT, "maps"),
        *figure(530.0, f"{place.side} × {place.side}", "cells each", Role.TEXT, "cells", size=50.0),
    )  # fmt: skip


def draw_slopes(view: View) -> None:
    """Draw the gradient and the smoothed gradient side by side, and the photo between them."""
    view.stage.add(photo(view.picture, (MIDDLE - THUMB / 2, 190.0), THUMB))
    view.stage.add(lettering(MIDDLE, 430.0, named(view.explained, 12), Role.HIGHLIGHT, bold=True, size=34.0,
                             anchor="middle", name="explained class"))  # fmt: skip
    step = view.steps.slopes
    lenses: tuple[Lens, ...] = ("gradient", "smoothed")
    for corner, lens, begin in zip((ONE, OTHER), lenses, (0.0, 0.4), strict=True):
        found = view.seen(lens)
        shown = steepest(found) if found is not None else None
        view.stage.add(
            sheet(shown, corner, LARGE, lens, lens, come=step.rise(begin, begin + 0.5)), under(corner, LARGE, lens)
        )


def draw_rather(view: View) -> None:
    """Draw the difference of two class activation maps: what speaks for one class, and what for the other."""
    knobs, step = view.knobs, view.steps.rather
    one, other = view.cam(knobs.of), view.cam(knobs.against)
    cells = difference(one, other) if one is not None and other is not None else None
    for_one, for_other = view.guess(knobs.of), view.guess(knobs.against)
    view.stage.add(
        _lit(view, cells), sheet(cells, OTHER, LARGE, "difference", "difference of maps", numbers=True),
        under(ONE, LARGE, f"for {named(for_one, 20)}", Role.HIGHLIGHT, "explained class"),
        under(OTHER, LARGE, f"minus {named(for_other, 20)}"),
    )  # fmt: skip
    if cells is None or for_one is None or for_other is None:
        return
    total, more = float(cells.array.sum()), bias(for_one.label) - bias(for_other.label)
    rows = (
        (210.0, format_number(total, 2, plus=True), "all 49 cells", Role.OUTPUT, "sum of cells", 52.0),
        (380.0, format_number(more, 2, plus=True), "biases", Role.BIAS, "biases", 52.0),
        (560.0, format_number(total + more, 2, plus=True), "logits apart", Role.PRODUCT, "logits apart", 56.0),
    )
    for y, text, words, role, name, size in rows:
        view.stage.add(*figure(y, text, words, role, name, size=size), opacity=step.rise(0.2, 0.5))
