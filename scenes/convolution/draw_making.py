"""One output cell in the making: the products, and the account that adds them up to the cell's number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenes.convolution.layout import BLOCK_END, HEADINGS_Y, LABEL_Y, ROOM_FOR_BIAS, SUM_Y
from scenes.convolution.view import ASIDE, View
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, between, midway
from scenes.stage.core.marks import AnyMark, Grid, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading, number
from scenes.stage.draw.maps import COLOUR_ROLES, COLOURS
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import travelling
from scenes.stage.numbers.values import label_width

TRAVEL = 0.6
"""The share of a product's time in which it is on its way; then it stands."""
APART = 0.55
"""The share of their way up to which two numbers that meet are still apart: −1 and 1 must never be read as −11."""
SUM, HERO = 72.0, 96.0
"""The type sizes of what is added, and of what comes out."""
READ = 50.0
"""Smaller cells have no numbers, whatever those are: a legend that comes and goes with them would be a riddle."""
LEAST_TILE = 96.0
"""The side of the tile in which a finished number leaves, if its cell is not larger."""
ROOM_FOR_WORDS = 480.0
"""From this width on the heading says what a product is."""
ARRIVED = 0.85
"""From this share of its way on a number has made place for what it becomes."""
ROOM_FOR_LABEL = 220.0
"""A number of the account with less room has a shorter label."""
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
    return Text(x=x - 6.0, y=HEADINGS_Y, runs=runs, size=36.0)


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
        start, goal = _window_cell(view, channel, place), (products.lattice.at(*place), cell)
        yield travelling(values[place], start, goal, coming[1], Role.PRODUCT, "product on its way")
    going = _under_way(view.added(channel), size * size)
    if going is not None:
        place = divmod(going[0], size)
        (x, y), side = _sum_place(view, channel), 0.5 * cell
        goal = ((x - side / 2, y - SUM / 2 - side), side)
        start = products.lattice.at(*place), cell
        tile = travelling(values[place], start, goal, going[1], Role.PRODUCT, "product on its way")
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
    left = view.place.account_x
    if view.steps.filter_:  # finished maps take the place of the account
        bias = Term("bias", view.window.bias, Role.BIAS, "bias", view.bias_grip())
        view.stage.add(*_number(bias, left + ROOM_FOR_BIAS / 2, SUM_Y, ROOM_FOR_BIAS, SUM))
        return
    marks = [*_row(_placed(_colours(view), left, BLOCK_END)), *_row(_account(view))]
    result = _result(view)
    if result is not None:
        x, y = view.place.result
        sign = "→" if view.steps.relu else "="
        size = _sign_size((view.place.map[0][0] - view.place.account_x) / 3)
        equals = lettering(view.place.map[0][0] - 30.0, SUM_Y, sign, Role.MUTED, size=size, anchor="middle")
        number_and_sign = (equals, *_number(result, x, y, view.place.map_side, HERO))
        marks.append(Group(marks=number_and_sign, opacity=ease((_ready(view) - ARRIVED) / (1.0 - ARRIVED))))
    marks += _joining(view)
    view.stage.add(Group(marks=tuple(marks), opacity=PASSED if view.passing else 1.0))


def _row(placed: Sequence[tuple[Term, float]]) -> Iterator[AnyMark]:
    """The numbers of a row that are known, with signs between them."""
    pitch = placed[1][1] - placed[0][1] if len(placed) > 1 else 0.0
    known = [(term, x) for term, x in placed if term.value is not None]
    for index, (term, x) in enumerate(known):
        if index:
            sign = "=" if term.name == "result" else "+"
            middle = (known[index - 1][1] + x) / 2
            yield lettering(middle, SUM_Y, sign, Role.MUTED, size=_sign_size(pitch), anchor="middle")
        yield from _number(term, x, SUM_Y, pitch, SUM)


def _sign_size(pitch: float) -> float:
    """The type size of a sign between two numbers."""
    return min(SUM * 0.7, 0.24 * pitch)


def _joining(view: View) -> Iterator[AnyMark]:
    """The numbers that are on their way to what they become.

    The sums of channels go to their sum one by one. The bias comes from the window, to whose filter it belongs; it and
    the sum meet where the result stands, and with ReLU that goes on to what comes out.
    """
    made, places = view.making, {term.name: x for term, x in _account(view)}
    end = view.place.result
    if view.passing:
        return
    part = _under_way(made.across, len(view.window.sums))
    if part is not None:
        index, share = part
        start = _placed(_colours(view), view.place.account_x, BLOCK_END)[index][1], SUM_Y
        yield _going(
            f"sum {COLOURS[index]}", view.window.sums[index], COLOUR_ROLES[index], start, (places["sum"], SUM_Y), share
        )
    if 0.0 < made.biased < 1.0:
        start = view.windows[-1].corner[0] + view.windows[-1].side, view.windows[-1].corner[1] + view.windows[-1].side
        yield _going("bias", view.window.bias, Role.BIAS, start, (places["bias"], SUM_Y), made.biased)
    if 0.0 < made.result < 1.0:
        goal = (places["result"], SUM_Y) if view.steps.relu else end
        for name, value, role in (
            ("sum", view.window.total, Role.PRODUCT),
            ("bias", view.window.bias, Role.BIAS),
            ("other maps", view.window.others, Role.INPUT),
        ):
            if value is None:
                continue
            yield _going(name, value, role, (places[name], SUM_Y), goal, made.result, APART)
    if view.steps.relu and 0.0 < made.rectified < 1.0:
        yield _going("result", view.window.z, Role.OUTPUT, (places["result"], SUM_Y), end, made.rectified)


def _going(
    name: str, value: float, role: Role, start: Point, goal: Point, share: float, until: float | None = None
) -> Text:
    """A number of the account on its way; it goes when what it becomes is there, or where it would meet another."""
    x, y = midway(start, goal, share)
    gone = ARRIVED if until is None else until
    opacity = 1.0 - ease((share - gone + 0.2) / 0.2)
    return lettering(
        x, y, number(value), role, bold=True, size=SUM, anchor="middle", opacity=opacity, name=f"{name} on its way"
    )


def _terms(view: View) -> list[Term]:
    """What is added, and with ReLU the number before it."""
    window, made = view.window, view.making
    bias = Term("bias", window.bias if made.biased >= 1.0 else None, Role.BIAS, "bias", view.bias_grip())
    terms: list[Term] = []
    if view.layer.channels == 1:
        terms.append(Term("sum", _running(view, 0), Role.PRODUCT, "sum"))
    else:
        terms.append(Term("sum", _sum_across(view), Role.PRODUCT, "sum"))
    terms.append(bias)
    if window.others is not None:
        terms.append(Term("other maps", window.others if made.biased >= 1.0 else None, Role.INPUT, "other maps"))
    if view.steps.relu:
        room = (view.place.map[0][0] - view.place.account_x) / (len(terms) + 1)
        label = "before ReLU" if room >= ROOM_FOR_LABEL else "before"
        terms.append(Term(label, window.z if made.result > ARRIVED else None, Role.OUTPUT, "result"))
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


def _colours(view: View) -> list[Term]:
    """The sums of the three channels, as long as they have not gone into one."""
    if view.layer.channels == 1:
        return []
    gone = _under_way(view.making.across, len(COLOURS))
    left = gone[0] + 1 if gone else _arrived(view.making.across, len(COLOURS))
    return [
        Term(colour, _running(view, channel) if channel >= left else None, role, f"sum {colour}")
        for channel, (colour, role) in enumerate(zip(COLOURS, COLOUR_ROLES, strict=True))
    ]


def _placed(terms: Sequence[Term], left: float, right: float) -> list[tuple[Term, float]]:
    """Terms side by side, each in the middle of its share of a row."""
    pitch = (right - left) / max(1, len(terms))
    return [(term, left + (index + 0.5) * pitch) for index, term in enumerate(terms)]


def _account(view: View) -> list[tuple[Term, float]]:
    return _placed(_terms(view), view.place.account_x, view.place.map[0][0] - 40.0)


def _sum_place(view: View, channel: int) -> Point:
    """Where the products of a channel add up."""
    if view.layer.channels == 1:
        return _account(view)[0][1], SUM_Y
    return _placed(_colours(view), view.place.account_x, BLOCK_END)[channel][1], SUM_Y


def _number(term: Term, x: float, y: float, room: float, size: float) -> list[AnyMark]:
    """A number without a plate; one that can be changed has a soft one."""
    assert term.value is not None
    figures = number(term.value)
    size = max(32.0, min(size, 0.66 * room / label_width(figures)))
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


def _sum_across(view: View) -> float | None:
    """The sum of the channels added so far; None before the first has come."""
    arrived = _arrived(view.making.across, len(view.window.sums))
    return float(np.cumsum(view.window.sums[:arrived])[-1]) if arrived else None


def draw_flight(view: View) -> None:
    """Draw the finished number on its way from the account to its cell."""
    share = view.making.flown
    if view.passing or not 0.0 < share < 1.0:
        return
    (left, top), cell = view.place.map
    row, column = view.cell
    x, y = view.place.result
    large = max(LEAST_TILE, 0.8 * cell)
    start = ((x - large / 2, y - large / 2), large)
    (x, y), side = midway(start[0], (left + column * cell, top + row * cell), share), between(start[1], cell, share)
    view.stage.add(
        matrix(
            [[view.window.y]],
            (x, y),
            side,
            role=Role.OUTPUT,
            name="written",
            framed=False,
            opacity=ease(share * 8),
            grip=view.windows[0].goes_to((left, top), cell),
        )
    )
