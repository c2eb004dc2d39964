"""What to hold against the lenses: weights by chance, a picture that a unit likes, and what none of it proves."""

from __future__ import annotations

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.published import shown
from scenes.stage.data.reading import CLIMBED, Ascent, Reading
from scenes.stage.draw.answers import empty, photo
from scenes.stage.draw.blocks import options
from scenes.stage.numbers.values import Values, format_number
from scenes.where_it_looks.computed import DENSE, alike, covered, lit, places, steepest
from scenes.where_it_looks.knobs import HEAD, LENSES
from scenes.where_it_looks.view import (
    ASKED,
    BY_CHANCE,
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

STEPS = 64
"""So long is a climb."""
PAIR = 580.0
"""The side of each of two maps that are compared."""


def draw_chance(view: View) -> None:
    """Draw what a lens shows of the network, beside what it shows of the same one with weights drawn by chance."""
    step, (one, other) = view.steps.chance, (_seen(view, drawn) for drawn in (None, BY_CHANCE))
    left, right = ONE, (OTHER[0] + LARGE - PAIR, OTHER[1])
    pairs = ((one, left, "learned weights", 0.0), (other, right, "weights by chance", 0.3))
    for values, corner, words, begin in pairs:
        come = step.rise(begin, begin + 0.4)
        view.stage.add(sheet(values, corner, PAIR, words, words, come=come), under(corner, PAIR, words))
    found = alike(one, other) if one is not None and other is not None else None
    if found is not None:
        text = format_number(found, 2)
        number = figure(250.0, text, "rank correlation", Role.PRODUCT, "rank correlation", size=80.0)
        view.stage.add(*number, opacity=step.rise(0.7, 0.9))
    elif one is not None and other is not None:
        view.stage.add(lettering(MIDDLE, 250.0, "practically 0", Role.MUTED, size=40.0, anchor="middle"))
    for row, lens in enumerate(LENSES):
        y = 420.0 + 86.0 * row
        view.stage.add(*options(MIDDLE - 110.0, y, 220.0, "lens", ((lens, lens),), view.knobs.lens, size=36.0))


def _seen(view: View, drawn: int | None) -> Values | None:
    """What the chosen lens shows, (rows, columns)."""
    found = view.seen(ASKED[view.knobs.lens], HEAD, drawn)
    return steepest(found) if found is not None else None


# What a unit likes ----------------------------------------------------------------------------------------------------


def draw_climb(view: View) -> None:
    """Draw the picture that is climbed to, as far as it has come, and how strong the unit is."""
    asked, name = _asked(view)
    reading = view.ask(asked) if asked is not None else None
    come = view.steps.climb.rise(0.0, 0.6)
    view.stage.add(under(ONE, LARGE, name, Role.HIGHLIGHT, "unit"))
    view.stage.add(_climbed(reading), opacity=come if reading is not None else 1.0)
    choices = (("the class", "class"), ("a map", "map"))
    view.stage.add(*options(OTHER[0] - 100.0, 600.0, 300.0, "climb", choices, view.knobs.climb, size=44.0))
    view.stage.add(lettering(OTHER[0] - 100.0, 180.0, "how strong the unit is", size=44.0))
    if reading is None:
        return
    x, strength, step = OTHER[0] - 100.0, float(reading.logits.array[0]), round(reading.done * STEPS)
    view.stage.add(
        lettering(x, 330.0, format_number(strength, 1), Role.OUTPUT, bold=True, size=180.0, name="strength"),
        lettering(x, 480.0, f"after {step} of {STEPS} steps", Role.MUTED, size=44.0, name="steps"),
        opacity=come,
    )


def _asked(view: View) -> tuple[Ascent | None, str]:
    """The climb that is asked for, and what its unit is called."""
    if view.knobs.climb == "map":
        place = places()[view.knobs.block]
        index = min(view.knobs.map, place.channels) - 1
        return Ascent(place.layer, index, STEPS), f"{place.name}, map {index + 1}"
    guess = view.explained
    return (Ascent(DENSE, guess.label, STEPS), named(guess)) if guess is not None else (None, "")


def _climbed(reading: Reading | None) -> AnyMark:
    if reading is None:
        return empty(ONE, LARGE, "climbed picture")
    return picture(_pixels(reading.maps[CLIMBED]), ONE, LARGE, "climbed picture")


def _pixels(found: Values) -> Values:
    return Values(found.array.transpose(1, 2, 0))


# What it does not prove -----------------------------------------------------------------------------------------------

THUMB, THUMBS_Y = 274.0, 220.0
SAID = (
    ("a map", "It says where,", "and not why."),
    ("class map", "7 × 7 cells,", "nothing finer."),
    ("gradient", "It knows tiny", "changes only."),
    ("a square", "Such photos", "it never saw."),
    ("by chance", "Fine patterns", "come anyway."),
)


def draw_limits(view: View) -> None:
    """Draw five maps side by side, each with what it does not tell."""
    step, apart = view.steps.limits, (RIGHT - LEFT - THUMB) / (len(SAID) - 1)
    corners: list[Point] = [(LEFT + place * apart, THUMBS_Y) for place in range(len(SAID))]
    for place, ((title, *lines), mark) in enumerate(zip(SAID, _thumbs(view, corners), strict=True)):
        middle, share = corners[place][0] + THUMB / 2, step.rise(0.15 * place, 0.15 * place + 0.25)
        words = [
            lettering(middle, THUMBS_Y + THUMB + 70.0 + 56.0 * row, line, size=40.0, anchor="middle",
                      name=f"limit {place + 1}, line {row + 1}")
            for row, line in enumerate(lines)
        ]  # fmt: skip
        head = lettering(middle, THUMBS_Y - 40.0, title, Role.OUTPUT, bold=True, size=40.0, anchor="middle")
        view.stage.add(head, mark, *words, opacity=share)


def _thumbs(view: View, corners: list[Point]) -> list[AnyMark]:
    cells, slopes, chance = view.cam(view.knobs.of), view.seen("gradient"), view.seen("gradient", HEAD, BY_CHANCE)
    hidden = covered(view.picture, view.knobs.square, view.knobs.cover)
    lighted = lit(view.picture, cells) if cells is not None else shown(view.picture)
    return [
        picture(lighted, corners[0], THUMB, "lit photo"),
        sheet(cells, corners[1], THUMB, "class map", "class activation map"),
        _fine(slopes, corners[2], "gradient", "gradient"),
        photo(hidden, corners[3], THUMB, name="covered photo"),
        _fine(chance, corners[4], "chance", "gradient by chance"),
    ]


def _fine(found: Values | None, corner: Point, scale: str, name: str) -> AnyMark:
    values = steepest(found) if found is not None else None
    return sheet(values, corner, THUMB, scale, name)
