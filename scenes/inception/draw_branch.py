"""One branch closely: the maps that its last convolution reads, the weights of its first filter, the sum, its maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes import reference
from scenes.inception.small import SIDE, Branch
from scenes.inception.view import LEAD, View, branch_role, column_of_weights
from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import Anchor, AnyMark, Arrow, Grid, Group, Role, Text, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling, underway

EDITED = ("one", "three", "five", "project")
REDUCED = ("", "reduce3", "reduce5", "")
"""The knobs that hold edits of the weights of each branch."""
STEP = 14.0
"""From a map of a stack to the one behind it, to the right and up."""
TOP = 166.0
HEAD = 38.0
"""How far a heading is over what it is about."""
WHOLE = SIDE * SIDE
COLUMN, BESIDE = 60.0, 18.0
"""The side of a weight that reduces, and how far its column is from the map that it makes."""
TILE = 57.5
"""The side of all cells where the pooling is shown."""
UNDER = BOTTOM - 3 * TILE


def draw_branch(view: View, index: int) -> list[AnyMark]:
    """The picture of a branch's step."""
    branch = view.small.branches[index]
    if branch.pools:
        return _pooling(view, branch)
    return _mixing(view, branch) if branch.window == 1 else _looking(view, branch, index)


# What all branches have -----------------------------------------------------------------------------------------------


def _stack(x: float, front: float, cell: float, count: int) -> list[Spot]:
    """So many maps one behind the other, the first with its upper left corner at (x, front)."""
    return [((x + place * STEP, front - place * STEP), cell) for place in range(count)]


def _title(x: float, y: float, words: str, role: Role, anchor: Anchor = "start") -> Text:
    return heading(x, y - HEAD, words, "", role, anchor, 40)


def _made(view: View, branch: Branch, index: int, spots: Sequence[Spot], start: Spot | None) -> list[AnyMark]:
    """The branch's maps, as far as they are written; the first number comes from where it is the sum."""
    role, (corner, cell) = branch_role(index), spots[0]
    shown = view.written if start else round(WHOLE * ease(view.span.t * 3.0 - 1.0))
    marks = view.stack(branch.maps, spots, Role.OUTPUT, "map", role, shown=shown, marked=shown > 0)
    back = spots[-1][0]
    marks.append(_title(corner[0] - 8, back[1], f"branch {index + 1}", role))
    flight = glide((view.span.t - LEAD + 0.15) / 0.15)
    if start and flight > 0 and view.span.t <= LEAD:
        goal = (corner[0] + view.spot[1] * cell, corner[1] + view.spot[0] * cell), cell
        marks.append(travelling(float(branch.y[(0, *view.spot)]), start, goal, flight, Role.OUTPUT))
    return marks


def _sum(view: View, branch: Branch, spot: Spot) -> Grid:
    """What the first filter makes at the present cell, before ReLU."""
    return matrix([[branch.z[(0, *view.cell)]]], *spot, role=Role.PRODUCT, name="sum", framed=False)


def _relu(spot: Spot) -> Text:
    """What becomes of a sum on its way into the map."""
    (x, y), cell = spot
    return lettering(x + cell + 24, y + cell / 2, "ReLU", Role.MUTED, size=40)


def _column(view: View, branch: Branch, sheets: Sequence[Spot], goal: Spot, role: Role, share: float) -> list[AnyMark]:
    """The numbers of the present cell, on their way out of all maps to below each other.

    Those of the input can be typed over.
    """
    (x, y), cell = goal
    row, column = view.cell
    marks: list[AnyMark] = []
    for place, (values, (corner, side)) in enumerate(zip(branch.under(view.cell)[:, :, :1], sheets, strict=True)):
        start = (corner[0] + column * side, corner[1] + row * side), side
        at = underway(start, ((x, y + place * cell), cell), share)
        grip = EditCell("pixels", (place, *view.cell), low=0.0, high=9.0) if branch.direct else None
        marks.append(matrix(values, *at, role=role, name=f"channel {place + 1} of the spot", grip=grip))
    return marks[::-1]


def _sign(x: float, y: float, sign: str, role: Role = Role.MUTED) -> Text:
    return lettering(x, y, sign, role, size=52, anchor="middle")


# A 1×1 convolution on the input ---------------------------------------------------------------------------------------


def _mixing(view: View, branch: Branch) -> list[AnyMark]:
    """The pixel of the spot through all maps, times the filter's weights, added up."""
    assert branch.weights is not None
    cell, side, y = 61.0, 124.0, 196.0
    left, middle, right = columns = [574.0 + place * 178.0 for place in range(3)]
    spots, output = (_stack(x, 274, cell, count) for x, count in ((66, 3), (1080, len(branch.maps))))
    product = reference.products(branch.under(view.cell), branch.weights[0])[:, :, 0]
    total = (right, y + 3 * side + 26), side
    parts: list[list[AnyMark]] = [
        _column(view, branch, spots, ((left, y), side), Role.INPUT, glide(view.span.t * 7)),
        [column_of_weights(branch.weights[..., 0], 0, ((middle, y), side), EDITED[0], "filter 1")],
        [matrix(product, (right, y), side, name="products", role=Role.PRODUCT)],
        [
            _sum(view, branch, total),
            lettering(right - 20, total[0][1] + side / 2, "sum", Role.PRODUCT, size=40, anchor="end"),
        ],
    ]
    heads = (("pixel", Role.INPUT, ""), ("filter", Role.KERNEL, "×"), ("product", Role.PRODUCT, "="))
    for part, x, (word, role, sign) in zip(parts, columns, heads, strict=False):
        part.append(_title(x + side / 2, y, word, role, "middle"))
        if sign:
            part.append(_sign(x - 27, y + 1.5 * side, sign))
    marks = [*view.input(spots), view.frame(0, spots[0], 1, Role.KERNEL)]
    marks.append(_title(58, spots[-1][0][1], "input", Role.INPUT))
    for place, part in enumerate(parts):
        marks.append(Group(marks=tuple(part), opacity=ease(view.span.t * 10 - place) if place else 1.0))
    return [*marks, *_made(view, branch, 0, output, total)]


# A window on maps, reduced or not -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """Where the maps stand that a window reads, their kernels, the columns of reducing weights, the sum, the output."""

    sources: list[Spot]
    kernels: list[Spot]
    columns: list[Spot]
    total: Spot
    output: list[Spot]


def _places(branch: Branch) -> Places:
    """A kernel stands beside the one map that it reads; of several maps each has its kernel under it."""
    count, k, behind = len(branch.source), branch.window, STEP * (len(branch.maps) - 1)
    aside = COLUMN + BESIDE if branch.reduction is not None else 0.0
    width, tall, first = RIGHT - LEFT - 16.0 - behind, BOTTOM - TOP - behind, LEFT + 8.0 + aside
    if count == 1:
        cell = min((width - aside - 460.0) / (2 * SIDE), tall / SIDE)
        lefts, y, side = [first], BOTTOM - (tall + SIDE * cell) / 2, min(310.0 / k, 100.0)
        middle = first + SIDE * cell + 230.0
        kernels = [((middle - k * side / 2, y), side)]
        total = (middle - 62.0, y + k * side + 26.0), 124.0
    else:
        cell = min((width - count * (aside + 24.0)) / (SIDE * (count + 1)), (tall - 26.0) / (SIDE + k))
        pitch, y = (width - SIDE * cell) / count, TOP + behind
        side = min((tall - SIDE * cell - 26.0) / k, 80.0, (pitch - aside - 185.0) / k)
        lefts, large = [first + place * pitch for place in range(count)], min(k * side, 150.0)
        kernels = [((x, BOTTOM - k * side), side) for x in lefts]
        total = (RIGHT + 16.0 - behind - SIDE * cell, BOTTOM - large), large
    columns = [((x - aside, y + SIDE * cell / 2 - 1.5 * COLUMN), COLUMN) for x in lefts]
    output = _stack(RIGHT - 8.0 - behind - SIDE * cell, y, cell, len(branch.maps))
    return Places([((x, y), cell) for x in lefts], kernels, columns, total, output)


def _looking(view: View, branch: Branch, index: int) -> list[AnyMark]:
    """The maps that the window reads, made of the input's by 1×1 filters; the window's filter, its sum and its maps."""
    assert branch.weights is not None
    at, t, role = _places(branch), view.span.t, branch_role(index)
    reduces, k = branch.reduction is not None, branch.window
    made = tuple(_made(view, branch, index, at.output, at.total))
    marks: list[AnyMark] = [Group(marks=made, opacity=ease(t * 10 - 1.0) if reduces else 1.0)]
    ground = role if reduces else Role.INPUT
    shown = round(WHOLE * ease(t * 6.0 - 0.4)) if reduces else WHOLE
    if shown:
        for place, (values, spot) in enumerate(zip(branch.between, at.sources, strict=True)):
            name = f"reduced map {place + 1}" if reduces else f"input {place + 1}"
            marks += view.sheet(values, spot, ground, name, ground, shown=shown, edits=None if reduces else place)
            marks.append(view.frame(index, spot, k, Role.KERNEL))
        marks.append(_title(at.sources[0][0][0] - 8, at.sources[0][0][1], "reduced" if reduces else "input", ground))
    for place, spot in enumerate(at.columns if branch.reduction is not None else ()):
        assert branch.reduction is not None
        (x, y), cell = spot
        word = lettering(x + cell / 2, y - 34, "1×1", Role.KERNEL, bold=True, size=32, anchor="middle")
        weights = column_of_weights(branch.reduction, place, spot, REDUCED[index], f"reduction {place + 1}")
        marks.append(Group(marks=(word, weights), opacity=ease(t * 10 - 1.0)))
    marks.append(Group(marks=tuple(_filter(view, branch, index, at)), opacity=ease(t * 10 - 2.4)))
    return [*marks, *_merging(view, at)] if reduces else marks


def _merging(view: View, at: Places) -> list[AnyMark]:
    """The input's maps, on their way to become fewer."""
    share, marks = glide(view.span.t / 0.22), list[AnyMark]()
    (_, y), cell = at.sources[0]
    for place, values in enumerate(view.small.planes):
        start = (LEFT + 8 + place * (RIGHT - LEFT - 16 - SIDE * cell) / 2, y), cell
        spot = underway(start, at.sources[min(place, len(at.sources) - 1)], share)
        sheet = view.sheet(values, spot, Role.INPUT, f"input {place + 1}", Role.INPUT)
        marks.append(Group(marks=sheet, opacity=1.0 - ease(view.span.t * 9 - 1.0)))
    return marks


def _filter(view: View, branch: Branch, index: int, at: Places) -> list[AnyMark]:
    """The kernels of the first filter, to be typed over; what each of several gives, and their sum."""
    assert branch.weights is not None
    k, marks = branch.window, list[AnyMark]()
    for place, spot in enumerate(at.kernels):
        grip = EditCell(EDITED[index], (0, place), (0, 0), (k, k), -9.0, 9.0, 1.0)
        marks.append(matrix(branch.weights[0, place], *spot, role=Role.KERNEL, scale="weights", grip=grip,
                            name=f"filter 1, kernel {place + 1}"))  # fmt: skip
    if len(at.kernels) == 1:
        (x, y), _ = at.kernels[0]
        return [*marks, _title(x - 8, y, "filter", Role.KERNEL), _sum(view, branch, at.total), _relu(at.total)]
    shares = reference.channel_sums(reference.products(branch.under(view.cell), branch.weights[0]))
    for place, (((x, y), cell), share) in enumerate(zip(at.kernels, shares, strict=True)):
        words = f"{'+' if place else '='} {number(float(share))}"
        size = 60 if len(shares) < 3 else 44
        marks.append(lettering(x + k * cell + 24, y + k * cell / 2, words, Role.PRODUCT, bold=True, size=size,
                               name=f"share {place + 1}"))  # fmt: skip
    (x, y), cell = at.total
    return [*marks, _sum(view, branch, at.total), _sign(x - 28, y + cell / 2, "="), _relu(at.total)]


# The pooling ----------------------------------------------------------------------------------------------------------


def _pooling(view: View, branch: Branch) -> list[AnyMark]:
    """The largest number under a window of each map; then, if there is a projection, a 1×1 convolution."""
    t, role, projects = view.span.t, branch_role(3), branch.weights is not None
    count = len(view.small.planes)
    pitch = (RIGHT - LEFT - 16 - SIDE * TILE - 2 * STEP) / 2
    spots, pooled, output = (
        _stack(LEFT + 8 + place * pitch, TOP + 2 * STEP, TILE, many)
        for place, many in enumerate((count, count, len(branch.maps)))
    )
    marks = [*view.input(spots), view.frame(3, spots[0], 3, Role.KERNEL), _title(LEFT, TOP, "input", Role.INPUT)]
    shown = round(WHOLE * ease(t * 5.0 - 0.4))
    marks += view.stack(branch.between, pooled, role, "pooled map", role, shown=shown, marked=shown > 0)
    marks.append(_title(pooled[0][0][0] - 8, TOP, "largest of 3×3", role))
    if projects:
        marks += _projection(view, branch, pooled)
    start = _total(pooled[0][0][0]) if projects else None
    return [*marks, *_patch(view, branch), *_made(view, branch, 3, output, start)]


def _total(x: float) -> Spot:
    return (x + 4 * TILE + 74, BOTTOM - 2.25 * TILE), 1.5 * TILE


def _patch(view: View, branch: Branch) -> list[AnyMark]:
    """What the pooling sees of the first map, and the largest number of it."""
    largest = number(float(branch.source[(0, *view.cell)]))
    x, y = LEFT + 8 + 3 * TILE, UNDER + 1.5 * TILE
    return [
        view.seen(((LEFT + 8, UNDER), TILE), 3, Role.INPUT, "under the pooling"),
        Arrow(start=(x + 24, y), end=(x + 84, y), role=Role.MUTED, line=5, head=20),
        lettering(x + 104, y, largest, branch_role(3), bold=True, size=72, name="largest"),
    ]


def _projection(view: View, branch: Branch, pooled: list[Spot]) -> list[AnyMark]:
    """The pooled numbers of the present cell, times the weights of the 1×1 filter, and the sum."""
    assert branch.weights is not None
    t, x = view.span.t, pooled[0][0][0]
    total, middle = _total(x), UNDER + 1.5 * TILE
    column = _column(view, branch, pooled, ((x, UNDER), TILE), branch_role(3), glide(t * 7 - 1.7))
    rest: list[AnyMark] = [
        _sign(x + 1.5 * TILE, middle, "×"),
        column_of_weights(branch.weights[..., 0], 0, ((x + 2 * TILE, UNDER), TILE), EDITED[3], "filter 1"),
        _sign(x + 3 * TILE + 38, middle, "="),
        _sum(view, branch, total),
        _relu(total),
    ]
    return [*(column if t > 0.24 else ()), Group(marks=tuple(rest), opacity=ease(t * 10 - 3.2))]
