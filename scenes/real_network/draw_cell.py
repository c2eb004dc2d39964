"""One cell: the window that it read, the kernel and the products, or the strongest of them where there are many."""

from __future__ import annotations

from scenes.real_network.account import STRONGEST, Account, account, corner, picture_maps, read_of
from scenes.real_network.doors import door
from scenes.real_network.draw_maps import field_of, title_of
from scenes.real_network.stops import Operation, layer_before
from scenes.real_network.view import (
    LINEAR,
    RECTIFIED,
    WEIGHTS,
    View,
    feature,
    framed,
    map_in,
    pick,
    scale_of,
)
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.networks import INPUT
from scenes.stage.draw.answers import empty, photo
from scenes.stage.draw.blocks import counted, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import travelling
from scenes.stage.numbers.values import Values

GRID, GRIDS_TOP = 454.0, 166.0
GRID_X = (LEFT, LEFT + 517.0, LEFT + 1034.0)
SIGN_X = (GRID_X[1] - 31.5, GRID_X[2] - 31.5)
THUMB, THUMBS_Y, THUMB_X = 146.0, 640.0, (LEFT, LEFT + 176.0, LEFT + 352.0)
ROW = 66.0
"""The height of a product's row, where the strongest are shown."""
COLUMNS = ((LEFT + 330.0, "value", Role.INPUT), (LEFT + 530.0, "weight", Role.KERNEL),
           (LEFT + 730.0, "product", Role.PRODUCT))  # fmt: skip
WIDTH = 150.0
COLOURS = ("red", "green", "blue")


def account_of(view: View) -> Account | None:
    """The account of the chosen cell; None where what it reads is not at hand."""
    operation, reading = view.operation, view.inside(view.stop)
    if operation.reads == (INPUT,):
        return account(operation, (picture_maps(view.picture),), view.index, view.cell)
    found = read_of(reading, operation) if reading is not None else None
    return account(operation, found, view.index, view.cell) if found is not None else None


def draw_cell(view: View) -> None:
    """Draw the products of the chosen cell and their sum; under them where it lies."""
    operation, found, share = view.operation, _as_read(view), view.steps.cell.even
    marks: list[AnyMark] = [*_where(view, operation)]
    if found is None:
        marks += [empty((x, GRIDS_TOP), GRID, f"numbers {place}") for place, x in enumerate(GRID_X, 1)]
    elif operation.apart:
        marks += _window(found, min(1.0, share / 0.8))
    else:
        marks += _strongest(view, found, min(1.0, share / 0.8))
    if found is not None:
        marks += _total(found, operation, 1.0 if share >= 0.8 else 0.0)
        marks += door(view)
    view.stage.add(*marks)


def _as_read(view: View) -> Account | None:
    """The account of the chosen cell with the weights as the knob has them: as trained, or with the batch norm."""
    found = account_of(view)
    folded = view.knobs.folded and view.operation.conv is not None
    return found.with_norm if found is not None and folded else found


# Where it lies --------------------------------------------------------------------------------------------------------


def _where(view: View, operation: Operation) -> list[AnyMark]:
    """The photo with what the cell sees, a map that it reads with its window, and its own map with itself."""
    reading, y = view.inside(view.stop), THUMBS_Y
    at = [(x, y) for x in THUMB_X]
    marks: list[AnyMark] = [
        photo(view.picture, at[0], THUMB, pick(at[0], THUMB, operation.side)),
        *field_of(view, operation, at[0], THUMB),
    ]
    own = map_in(reading, operation.out.name, view.index)
    marks += [
        *_read(view, operation, at[1]),
        feature(own, at[2], THUMB, scale_of(operation), "its map", grip=pick(at[2], THUMB, operation.side)),
        framed(at[2], THUMB, operation.side, view.cell, "cell"),
        Text(x=THUMB_X[2] + THUMB + 30.0, y=THUMBS_Y + 18.0, runs=title_of(view, operation, view.index), size=33.0,
             name="what is looked at"),
    ]  # fmt: skip
    return marks


def _read(view: View, operation: Operation, at: Point) -> list[AnyMark]:
    """A map that the cell reads, with its window."""
    name = operation.reads[0]
    if name == INPUT:
        return []
    layer = layer_before(name)
    index = view.index if operation.apart or operation.conv is None else _first(view, operation)
    values = map_in(view.inside(view.stop), name, index)
    scale = RECTIFIED if layer.kind == "relu6" else LINEAR
    (top, left), side, k = corner(operation, view.cell), layer.shape[1], operation.kernel
    top, left = min(max(top, 0), side - k), min(max(left, 0), side - k)
    frame = framed(at, THUMB, side, (top, left), "window", k)
    window = Rect(
        x=frame.x, y=frame.y, width=frame.width, height=frame.height, line=frame.line, role=Role.KERNEL, name="window"
    )
    return [feature(values, at, THUMB, scale, "map that it reads", role=Role.INPUT), window]


def _first(view: View, operation: Operation) -> int:
    """The map that adds the largest product."""
    found = account_of(view)
    return found.strongest[0][0] if found is not None else 0


# Products -------------------------------------------------------------------------------------------------------------


def _window(found: Account, share: float) -> list[AnyMark]:
    """The window, the kernel, and the products as far as they are made."""
    k = found.weights.shape[-1]
    cell, count = GRID / k, min(int(share * k * k), k * k)
    grids = (
        (found.under[0], "window", Role.INPUT, "", None),
        (found.weights[0], "kernel", Role.KERNEL, WEIGHTS, None),
        (found.products[0], "products", Role.PRODUCT, "", count),
    )
    marks: list[AnyMark] = []
    for x, (values, name, role, scale, shown) in zip(GRID_X, grids, strict=True):
        marks += [
            lettering(x, GRIDS_TOP - 34.0, name, role, bold=True, size=42.0, name=f"title of {name}"),
            matrix(values, (x, GRIDS_TOP), cell, role=role, scale=scale or RECTIFIED, decimals=2, name=name,
                   shown=shown, highlighted=(divmod(count, k),) if name != "products" and 0 < count < k * k else ()),
        ]  # fmt: skip
    if 0.0 < share < 1.0:
        row, column = divmod(count, k)
        start, goal = (((x + column * cell, GRIDS_TOP + row * cell), cell) for x in GRID_X[1:])
        made = float(found.products[0, row, column])
        marks.append(travelling(made, start, goal, share * k * k - count, Role.PRODUCT, "product on its way"))
    return [*marks, *_signs(GRIDS_TOP + GRID / 2)]


def _signs(y: float) -> list[AnyMark]:
    return [lettering(x, y, sign, bold=True, size=64.0, anchor="middle") for x, sign in zip(SIGN_X, "×=", strict=True)]


def _strongest(view: View, found: Account, share: float) -> list[AnyMark]:
    """The products of the largest size, one below the other, and what all the others add up to."""
    places = found.strongest
    rows = len(places)
    shown = round(share * rows)
    y = GRIDS_TOP
    columns = (
        [[found.under[place]] for place in places], [[found.weights[place]] for place in places],
        [[found.products[place]] for place in places],
    )  # fmt: skip
    marks: list[AnyMark] = []
    for (x, name, role), values in zip(COLUMNS, columns, strict=True):
        scale = WEIGHTS if role is Role.KERNEL else RECTIFIED
        marks += [
            lettering(x, y - 34.0, name, role, bold=True, size=42.0, name=f"title of {name}"),
            Grid(values=Values(values), origin=(x, y), u=(WIDTH, 0.0), v=(0.0, ROW), role=role, scale=scale, decimals=2,
                 framed=False, shown=shown if role is Role.PRODUCT else None, name=f"{name}s"),
        ]  # fmt: skip
    for row, place in enumerate(places):
        middle = y + (row + 0.5) * ROW
        marks.append(lettering(LEFT, middle, _place(view, place), Role.INPUT, size=38.0, name=f"place {row + 1}"))
    for x, sign in ((COLUMNS[1][0] - 25.0, "×"), (COLUMNS[2][0] - 25.0, "=")):
        marks.append(lettering(x, y + rows * ROW / 2, sign, bold=True, size=48.0, anchor="middle"))
    return [*marks, *_others(found, 1.0 if shown == rows else 0.0)]


def _place(view: View, place: tuple[int, int, int]) -> str:
    """Where a product comes from: a map, or a colour of a pixel."""
    channel, row, column = place
    operation = view.operation
    if operation.conv is None:
        return ("made of it", "came in")[channel]
    if operation.reads == (INPUT,):
        return f"{COLOURS[channel]} ({row}, {column})"
    return f"from map {channel + 1}"


def _others(found: Account, seen: float) -> list[AnyMark]:
    """The sum of the strongest, and of all others, at the right."""
    count = found.products.size
    if count <= STRONGEST:
        return []
    strong = float(sum(found.products[place] for place in found.strongest))
    lines = ((f"these {STRONGEST}", strong), (f"the other {count - STRONGEST:,}", found.total - strong))
    marks: list[AnyMark] = []
    for (words, value), y in zip(lines, (246.0, 376.0), strict=True):
        marks += [
            lettering(COLUMNS[2][0] + WIDTH + 60.0, y, words, size=42.0, name=words),
            lettering(
                RIGHT, y, number(value), Role.PRODUCT, bold=True, size=72.0, anchor="end", name=f"sum of {words}"
            ),
        ]
    return [Group(marks=tuple(marks), opacity=seen)]


def _total(found: Account, operation: Operation, seen: float) -> list[AnyMark]:
    """The sum of all products."""
    count = found.products.size
    words = "two numbers" if operation.conv is None else counted(count, "product")
    return [
        lettering(RIGHT, THUMBS_Y + 72.0, number(found.total), Role.PRODUCT, bold=True, size=84.0, anchor="end",
                  opacity=seen, name="sum"),
        lettering(RIGHT, THUMBS_Y + 142.0, f"sum of {words}", size=36.0, anchor="end", opacity=seen,
                  name="title of the sum"),
    ]  # fmt: skip


# What follows the sum -------------------------------------------------------------------------------------------------

CHAIN_Y, STAGES = 206.0, 4
CURVE = (LEFT + 30.0, 470.0, 700.0, 290.0)
"""The plot of ReLU6: left, top, width and height."""
RANGE, HEIGHT_OF = (-6.0, 12.0), (-1.0, 7.0)
LAST = 360.0


def draw_norm(view: View) -> None:
    """Draw the sum on its way through the batch norm and ReLU6 to the number in the cell, and the map with it."""
    operation, found, step = view.operation, account_of(view), view.steps.norm
    corner_, index = (RIGHT - LAST, 424.0), view.index
    own = map_in(view.inside(view.stop), operation.out.name, index)
    marks: list[AnyMark] = [
        feature(own, corner_, LAST, scale_of(operation), "its map", grip=pick(corner_, LAST, operation.side)),
        framed(corner_, LAST, operation.side, view.cell, "cell"),
    ]
    if found is None:
        marks += [
            empty((LEFT + place * 372.0, CHAIN_Y - 70.0), 200.0, f"number {place + 1}") for place in range(STAGES)
        ]
    else:
        marks += _chain(found, operation, folded=view.knobs.folded, share=step.even / 0.8)
        marks += _curve(found, operation, step.rise(0.6))
    if own is not None:
        marks += [
            lettering(RIGHT - LAST - 50.0, 556.0, number(float(own.array[view.cell])), Role.HIGHLIGHT, bold=True,
                      size=104.0, anchor="end", name="number in the cell"),
            lettering(RIGHT - LAST - 50.0, 656.0, "stands in the map", size=36.0, anchor="end"),
        ]  # fmt: skip
    view.stage.add(*marks)


def _links(found: Account, operation: Operation, *, folded: bool) -> list[tuple[str, float, Role, tuple[str, ...]]]:
    """The numbers of the chain: a title, the number, its role, and how it comes from the one before."""
    last = "cell" if operation.linear else "after ReLU6"
    how = ("no ReLU6",) if operation.linear else ("at least 0", "at most 6")
    end = (last, found.value, Role.OUTPUT, how)
    if operation.conv is None:
        return [("sum", found.total, Role.PRODUCT, ()), ("cell", found.value, Role.OUTPUT, ("nothing follows",))]
    if folded:
        small = found.total * found.factor
        return [
            ("sum, folded", small, Role.PRODUCT, (f"weights × {number(found.factor)}",)),
            ("with bias", found.scaled, Role.BIAS, (f"+ {_signed(found.shift)}",)), end,
        ]  # fmt: skip
    return [
        ("sum", found.total, Role.PRODUCT, ("of the products",)),
        (
            "normalised",
            found.normal,
            Role.BIAS,
            (f"− mean {_signed(found.mean)}", f"/ deviation {number(found.deviation)}"),
        ),
        ("scaled, shifted", found.scaled, Role.BIAS, (f"× γ {_signed(found.gamma)}", f"+ β {_signed(found.beta)}")),
        end,
    ]


def _signed(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


def _chain(found: Account, operation: Operation, *, folded: bool, share: float) -> list[AnyMark]:
    """The numbers from the sum to the cell, one after the other."""
    links = _links(found, operation, folded=folded)
    pitch = (RIGHT - LEFT) / len(links)
    marks: list[AnyMark] = []
    for place, (title, value, role, how) in enumerate(links):
        x, seen = LEFT + (place + 0.5) * pitch, max(0.0, min(share * len(links) - place + 0.5, 1.0))
        parts: list[AnyMark] = [
            lettering(x, 134.0, title, role, bold=True, size=40.0, anchor="middle", name=f"title of {title}"),
            lettering(x, CHAIN_Y, number(value), role, bold=True, size=84.0, anchor="middle", name=title),
        ]
        parts += [
            lettering(x, 288.0 + 44.0 * line, words, Role.MUTED, size=36.0, anchor="middle", name=f"how {title} {line}")
            for line, words in enumerate(how)
        ]
        if place:
            parts.append(lettering(x - pitch / 2, CHAIN_Y, "→", Role.MUTED, size=44.0, anchor="middle"))
        marks.append(Group(marks=tuple(parts), opacity=seen))
    return marks


def _curve(found: Account, operation: Operation, seen: float) -> list[AnyMark]:
    """What follows the batch norm as a curve, with the number on it."""
    left, top, width, height = CURVE

    def at(x: float, y: float) -> Point:
        across, up = (x - RANGE[0]) / (RANGE[1] - RANGE[0]), (y - HEIGHT_OF[0]) / (HEIGHT_OF[1] - HEIGHT_OF[0])
        return left + across * width, top + (1.0 - up) * height

    corners = ((-6.0, 0.0), (0.0, 0.0), (6.0, 6.0), (12.0, 6.0))
    marks: list[AnyMark] = [
        Path(points=(at(-6.0, 0.0), at(12.0, 0.0)), line=2.0, role=Role.MUTED),
        Path(points=(at(0.0, -1.0), at(0.0, 7.0)), line=2.0, role=Role.MUTED),
        Path(points=tuple(at(*each) for each in corners), line=8.0, role=Role.OUTPUT, name="ReLU6",
             opacity=0.38 if operation.linear else 1.0),
        lettering(at(0.0, 6.0)[0] - 16.0, at(0.0, 6.0)[1], "6", Role.MUTED, size=36.0, anchor="end"),
        lettering(at(6.0, 0.0)[0], at(6.0, 0.0)[1] + 30.0, "6", Role.MUTED, size=36.0, anchor="middle"),
        lettering(at(6.6, 5.0)[0], at(6.6, 5.0)[1], "no ReLU6" if operation.linear else "ReLU6", Role.OUTPUT,
                  bold=True, size=40.0),
    ]  # fmt: skip
    if not operation.linear:
        x, y = at(min(max(found.scaled, RANGE[0]), RANGE[1]), found.value)
        marks.append(Rect(x=x - 17.0, y=y - 17.0, width=34.0, height=34.0, radius=17.0, fill=1.0, role=Role.HIGHLIGHT,
                          opacity=seen, name="number on the curve"))  # fmt: skip
    return marks
