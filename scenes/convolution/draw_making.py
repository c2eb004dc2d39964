"""One output cell in the making: the products, and the account that adds them up to the cell's number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from scenes.convolution.layout import HEADINGS_Y, LABEL_Y, SUM_Y
from scenes.convolution.view import ASIDE, View
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import between, heading, midway, number
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import label_width

TRAVEL = 0.6
"""The share of a product's time in which it is on its way; then it stands."""
BEND = 0.15
"""How far the way of a number bends upwards, as a share of its length."""
SUM, HERO = 72.0, 96.0
"""The type sizes of what is added, and of what comes out."""
READ = 50.0
"""Smaller cells have no numbers, whatever those are: a legend that comes and goes with them would be a riddle."""
ROOM_FOR_WORDS = 480.0
"""From this width on the heading says what a product is."""
ARRIVED = 0.85
"""From this share of its way on a number has made place for what it becomes."""
PASSED = 0.4
"""Sums of a window that is only passed stand aside."""


def draw_products(view: View) -> None:
    """Draw the products that are made, the one on its way, and the one on its way to the sum."""
    channel, size = view.making.channel, view.layer.knobs.size
    opacity = ASIDE if view.passing else 1.0
    (x, y), cell = view.place.products
    made = _arrived(view.multiplied(channel), size * size)
    grid = matrix(
        view.window.products[channel],
        (x, y),
        cell,
        role=Role.PRODUCT,
        name=view.channels.name("products", channel),
        shown=made,
        numbers=cell >= READ,
        highlighted=(divmod(made - 1, size),) if 0 < made < size * size else (),
    )
    marks: list[AnyMark] = [_heading(view, x), grid]
    view.stage.add(Group(marks=tuple(marks), opacity=opacity))
    if not view.passing:
        view.stage.add(*_travelling(view, channel, grid))


def _heading(view: View, x: float) -> Text:
    if view.place.map[0][0] - x < ROOM_FOR_WORDS:
        return heading(x - 6.0, HEADINGS_Y, "products", "", Role.PRODUCT, size=40.0)
    runs = (
        TextRun("pixel", Role.INPUT, bold=True),
        TextRun(" × ", Role.MUTED),
        TextRun("weight", Role.KERNEL, bold=True),
        TextRun(" = ", Role.MUTED),
        TextRun("product", Role.PRODUCT, bold=True),
    )
    return Text(x=x - 6.0, y=HEADINGS_Y, runs=runs, size=40.0)


def _arrived(share: float, count: int) -> int:
    """How many of some numbers have come to where they go, when a share of all is done."""
    return min(count, int(share * count + (1.0 - TRAVEL) + 1e-9))


def _under_way(share: float, count: int) -> tuple[int, float] | None:
    """The number that is on its way, and how far; None where none is."""
    if not 0.0 < share < 1.0:
        return None
    index, inside = int(share * count), (share * count) % 1.0
    return (index, glide(inside / TRAVEL)) if inside < TRAVEL else None


def _travelling(view: View, channel: int, products: Grid) -> Iterator[AnyMark]:
    """A product that comes from its window to its place, and one that goes from there to the sum."""
    size, cell = view.layer.knobs.size, products.u[0]
    values = view.window.products[channel].array
    coming = _under_way(view.multiplied(channel), size * size)
    if coming is not None:
        place = divmod(coming[0], size)
        yield _tile(values[place], _window_cell(view, channel, place), (products.lattice.at(*place), cell), coming[1])
    going = _under_way(view.added(channel), size * size)
    if going is not None:
        place = divmod(going[0], size)
        (x, y), side = _sum_place(view, channel), 0.5 * cell
        goal = ((x - side / 2, y - SUM / 2 - side), side)
        tile = _tile(values[place], (products.lattice.at(*place), cell), goal, going[1])
        yield replace(tile, opacity=1.0 - ease((going[1] - 0.85) / 0.15))


def _window_cell(view: View, channel: int, place: tuple[int, int]) -> tuple[Point, float]:
    """Where the cell of a weight stands: on the input, or in the magnified window."""
    row, column = place
    if view.place.window is not None:
        (x, y), cell = view.place.window
        return (x + column * cell, y + row * cell), cell
    (x, y), cell = view.windows[channel].corner, view.place.input_cell
    pitch = cell * view.layer.knobs.dilation
    return (x + column * pitch, y + row * pitch), cell


def _tile(value: float, start: tuple[Point, float], goal: tuple[Point, float], share: float) -> Grid:
    """A number on its way, as the tile that it is at both ends; the way bends upwards."""
    (x, y), side = midway(start[0], goal[0], share), between(start[1], goal[1], share)
    length = float(np.hypot(goal[0][0] - start[0][0], goal[0][1] - start[0][1]))
    lift = 4.0 * share * (1.0 - share) * BEND * length
    return matrix([[value]], (x, y - lift), side, role=Role.PRODUCT, name="product on its way", framed=False)


# The account ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """A number of the account under the products; `value` is None as long as it is not known."""

    label: str
    value: float | None
    role: Role
    name: str
    grip: EditCell | None = None


def draw_account(view: View) -> None:
    """Draw the sum as it grows, the bias, and what comes out; a result stands under the map that it is written into."""
    known = [(term, x) for term, x in _placed(view) if term.value is not None]
    width = _pitch(view)
    marks: list[AnyMark] = []
    for index, (term, x) in enumerate(known):
        if index:
            marks.append(_sign(view, term, (known[index - 1][1] + x) / 2))
        marks += _number(term, x, SUM_Y, width, SUM)
    result = _result(view)
    if result is not None:
        x, y = view.place.result
        sign = "→" if view.steps.relu else "="
        equals = lettering(view.place.map[0][0] - 30.0, SUM_Y, sign, Role.MUTED, size=SUM * 0.7, anchor="middle")
        number_and_sign = (equals, *_number(result, x, y, view.place.map_side, HERO))
        marks.append(Group(marks=number_and_sign, opacity=ease((_ready(view) - ARRIVED) / (1.0 - ARRIVED))))
    marks += _joining(view)
    view.stage.add(Group(marks=tuple(marks), opacity=PASSED if view.passing else 1.0))


def _joining(view: View) -> Iterator[AnyMark]:
    """The bias on its way from the window, whose filter it belongs to; then numbers on their way to what they become.

    The sum and the bias meet where their sum stands; with ReLU that goes on to what comes out.
    """
    made, places = view.making, {term.name: x for term, x in _placed(view)}
    end = view.place.result
    if view.passing:
        return
    if 0.0 < made.biased < 1.0:
        start = view.windows[-1].corner[0] + view.windows[-1].side, view.windows[-1].corner[1] + view.windows[-1].side
        yield _going("bias", view.window.bias, Role.BIAS, start, (places["bias"], SUM_Y), made.biased)
    if 0.0 < made.result < 1.0:
        goal = (places["result"], SUM_Y) if view.steps.relu else end
        for name, value, role in (
            ("sum", view.window.total, Role.PRODUCT), ("bias", view.window.bias, Role.BIAS),
        ):  # fmt: skip
            yield _going(name, value, role, (places[name], SUM_Y), goal, made.result)
    if view.steps.relu and 0.0 < made.rectified < 1.0:
        yield _going("result", view.window.z, Role.OUTPUT, (places["result"], SUM_Y), end, made.rectified)


def _going(name: str, value: float, role: Role, start: Point, goal: Point, share: float) -> Text:
    """A number of the account on its way; it goes when what it becomes is there."""
    x, y = midway(start, goal, share)
    return lettering(
        x, y, number(value), role, bold=True, size=SUM, anchor="middle", opacity=1.0 - ease((share - ARRIVED + 0.2) / 0.2),
        name=f"{name} on its way",
    )  # fmt: skip


def _terms(view: View) -> list[Term]:
    """What is added, and with ReLU the number before it."""
    window, made = view.window, view.making
    bias = Term("bias", window.bias if made.biased >= 1.0 else None, Role.BIAS, "bias", view.bias_grip())
    terms: list[Term] = []
    if view.layer.channels == 1:
        terms.append(Term("sum", _running(view, 0), Role.PRODUCT, "sum"))
    elif made.across > 0.0:
        terms.append(Term("sum", _sum_across(view), Role.PRODUCT, "sum"))
    else:
        for channel, (colour, role) in enumerate(zip(COLOURS, COLOUR_ROLES, strict=True)):
            terms.append(Term(colour, _running(view, channel), role, f"sum {colour}"))
    terms.append(bias)
    if view.steps.relu:
        terms.append(Term("before ReLU", window.z if made.result > ARRIVED else None, Role.OUTPUT, "result"))
    return terms


def _result(view: View) -> Term | None:
    """What is written into the map, once it is known."""
    if _ready(view) <= ARRIVED:
        return None
    word = "after ReLU" if view.steps.relu else "result"
    return Term(word, view.window.y, Role.OUTPUT, word)


def _ready(view: View) -> float:
    """How far what makes the result has come on its way there."""
    return view.making.rectified if view.steps.relu else view.making.result


def _placed(view: View) -> Iterator[tuple[Term, float]]:
    width = _pitch(view)
    for index, term in enumerate(_terms(view)):
        yield term, view.place.account_x + (index + 0.5) * width


def _pitch(view: View) -> float:
    """How much room a number of the account has."""
    return (view.place.map[0][0] - 40.0 - view.place.account_x) / len(_terms(view))


def _sum_place(view: View, channel: int) -> Point:
    """Where the products of a channel add up."""
    name = "sum" if view.layer.channels == 1 else f"sum {COLOURS[channel]}"
    x = next((x for term, x in _placed(view) if term.name == name), view.place.account_x)
    return x, SUM_Y


def _sign(view: View, term: Term, x: float) -> Text:
    sign = "=" if term.name == "result" else "+"
    return lettering(x, SUM_Y, sign, Role.MUTED, size=min(SUM * 0.7, 0.28 * _pitch(view)), anchor="middle")


def _number(term: Term, x: float, y: float, room: float, size: float) -> list[AnyMark]:
    """A number without a plate; one that can be changed has a soft one."""
    assert term.value is not None
    figures = number(term.value)
    size = max(32.0, min(size, 0.72 * room / label_width(figures)))
    width = min(room - 24.0, max(96.0, 1.3 * size * label_width(figures)))
    box = Rect(
        x=x - width / 2, y=y - 50.0, width=width, height=96.0, radius=16.0, fill=0.12 if term.grip else 0.0,
        role=term.role, name=term.name, value=term.value, grip=term.grip,
    )  # fmt: skip
    shown = lettering(x, y, figures, term.role, bold=True, size=size, anchor="middle", name=f"{term.name} in figures")
    label = lettering(x, LABEL_Y, term.label, Role.MUTED, size=32.0, anchor="middle")
    return [box, shown, label]


def _running(view: View, channel: int) -> float | None:
    """The sum of the products that have arrived; None before the first."""
    values = view.window.products[channel].array.ravel()
    arrived = _arrived(view.added(channel), values.size)
    return float(values[:arrived].cumsum()[-1]) if arrived else None


def _sum_across(view: View) -> float:
    """The sum of the channels added so far."""
    sums = view.window.sums
    total = 0.0
    for part in sums[: max(1, int(view.making.across * len(sums) + 1e-9))]:
        total += part
    return total


def draw_flight(view: View) -> None:
    """Draw the finished number on its way from the account to its cell."""
    share = view.making.flown
    if view.passing or not 0.0 < share < 1.0:
        return
    (left, top), cell = view.place.map
    row, column = view.cell
    x, y = view.place.result
    start = ((x - 0.4 * cell, y - 0.4 * cell), 0.8 * cell)
    (x, y), side = midway(start[0], (left + column * cell, top + row * cell), share), between(start[1], cell, share)
    view.stage.add(
        matrix([[view.window.y]], (x, y), side, role=Role.OUTPUT, name="written", framed=False, opacity=ease(share * 8))
    )
