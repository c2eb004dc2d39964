"""One cell: the window that it read, the kernel and the products, or the strongest of them where there are many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.real_network.account import STRONGEST, Account, corner, first_read, joined_from
from scenes.real_network.doors import door
from scenes.real_network.drawings.figures import figure
from scenes.real_network.drawings.maps import field_of, title_of
from scenes.real_network.operations import Operation
from scenes.real_network.stops import layer_before
from scenes.real_network.view import PRODUCTS, RECTIFIED, WEIGHTS, View, feature, framed, map_in
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Role, Text, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.networks import INPUT
from scenes.stage.draw.answers import empty, photo
from scenes.stage.draw.blocks import counted
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
ONE = 200.0
"""The side of the one cell of a window of 1 × 1."""


def draw_cell(view: View) -> None:
    """Draw the products of the chosen cell and their sum; under them where it lies."""
    operation, found, share = view.operation, _as_read(view), view.steps.cell.even
    marks: list[AnyMark] = [*_where(view, operation)]
    written, seen = min(1.0, share / 0.8), 1.0 if share >= 0.8 else 0.0
    if found is None:
        marks += [empty((x, GRIDS_TOP), GRID, f"numbers {place}") for place, x in enumerate(GRID_X, 1)]
    elif operation.pools or operation.form == "join":
        marks += [*_chosen(view, found, seen), *door(view)]
    else:
        made = _window(view, found, written) if operation.conv and operation.apart else _strongest(view, found, written)
        marks += [*made, *_total(found, operation, seen), *door(view)]
    view.stage.add(*marks)


def _as_read(view: View) -> Account | None:
    """The account of the chosen cell with the weights as the knob has them: as trained, or with the batch norm."""
    found = view.account
    folded = view.knobs.folded and bool(view.operation.norm)
    return found.with_norm if found is not None and folded else found


# Where it lies --------------------------------------------------------------------------------------------------------


def _where(view: View, operation: Operation) -> list[AnyMark]:
    """The photo with what the cell sees, a map that it reads with its window, and its own map with itself."""
    reading, y = view.inside(view.stop), THUMBS_Y
    at = [(x, y) for x in THUMB_X]
    marks: list[AnyMark] = [
        photo(view.picture, at[0], THUMB, view.pick(at[0], THUMB, operation.side)),
        *field_of(view, operation, at[0], THUMB),
    ]
    own = map_in(reading, operation.out.name, view.index)
    marks += [
        *_read(view, operation, at[1]),
        feature(own, at[2], THUMB, view.scale_of(operation), "its map", grip=view.pick(at[2], THUMB, operation.side)),
        framed(at[2], THUMB, operation.side, view.cell, "cell"),
        Text(x=THUMB_X[2] + THUMB + 30.0, y=THUMBS_Y + (2.0 if view.knobs.foreign else 18.0),
             runs=title_of(view, operation, view.index), size=32.0 if view.knobs.foreign else 33.0,
             name="what is looked at"),
    ]  # fmt: skip
    return marks


def _read(view: View, operation: Operation, at: Point) -> list[AnyMark]:
    """A map that the cell reads, with its window."""
    name, index = _which(view, operation)
    if name == INPUT:
        return []
    layer = layer_before(name, view.of)
    values = map_in(view.inside(view.stop), name, index)
    (top, left), side, (rows, columns) = corner(operation, view.cell), layer.shape[1], operation.window
    top, left = min(max(top, 0), max(side - rows, 0)), min(max(left, 0), max(side - columns, 0))
    frame = framed(at, THUMB, side, (top, left), "window", columns)
    window = replace(frame, height=rows * THUMB / side + frame.line, role=Role.KERNEL)
    return [feature(values, at, THUMB, view.scale_before(name), "map that it reads", role=Role.INPUT), window]


def _which(view: View, operation: Operation) -> tuple[str, int]:
    """A map that the cell reads: its layer, and its number there; of many the one that adds most."""
    if operation.form == "join":
        return _joined(view)
    if operation.conv is None or operation.apart or operation.reads[0] == INPUT:
        return operation.reads[0], view.index
    return operation.reads[0], _first(view, operation)


def _joined(view: View) -> tuple[str, int]:
    """Of joined maps: the layer that the chosen one is from, and its number there."""
    place, within = joined_from([layer_before(name, view.of).shape[0] for name in view.operation.reads], view.index)
    return view.operation.reads[place], within


def _first(view: View, operation: Operation) -> int:
    """The map that adds the largest product."""
    found = view.account
    return first_read(operation, view.index) + found.strongest[0][0] if found is not None else 0


# Products -------------------------------------------------------------------------------------------------------------


def _window(view: View, found: Account, share: float) -> list[AnyMark]:
    """The window, the kernel, and the products as far as they are made."""
    k = found.weights.shape[-1]
    cell, count = GRID / k, min(int(share * k * k), k * k)
    read, product = _scales(view)
    grids = (
        (found.under[0], "window", Role.INPUT, read, None),
        (found.weights[0], "kernel", Role.KERNEL, WEIGHTS, None),
        (found.products[0], "products", Role.PRODUCT, product, count),
    )
    marks: list[AnyMark] = []
    for x, (values, name, role, scale, shown) in zip(GRID_X, grids, strict=True):
        marks += [
            lettering(x, GRIDS_TOP - 34.0, name, role, bold=True, size=42.0, name=f"title of {name}"),
            matrix(values, (x, GRIDS_TOP), cell, role=role, scale=scale, decimals=view.decimals(scale), name=name,
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
    read, made = _scales(view)
    y = GRIDS_TOP
    columns = (
        [[found.under[place]] for place in places], [[found.weights[place]] for place in places],
        [[found.products[place]] for place in places],
    )  # fmt: skip
    marks: list[AnyMark] = []
    for (x, name, role), values in zip(COLUMNS, columns, strict=True):
        scale = {Role.INPUT: read, Role.KERNEL: WEIGHTS}.get(role, made)
        title = "gate" if view.operation.form == "gate" and role is Role.KERNEL else name
        marks += [
            lettering(x, y - 34.0, title, role, bold=True, size=42.0, name=f"title of {name}"),
            Grid(values=Values(values), origin=(x, y), u=(WIDTH, 0.0), v=(0.0, ROW), role=role, scale=scale,
                 decimals=view.decimals(scale), framed=False, shown=shown if role is Role.PRODUCT else None,
                 name=f"{name}s"),
        ]  # fmt: skip
    for row, place in enumerate(places):
        middle = y + (row + 0.5) * ROW
        marks.append(lettering(LEFT, middle, _place(view, place), Role.INPUT, size=38.0, name=f"place {row + 1}"))
    for x, sign in ((COLUMNS[1][0] - 25.0, "×"), (COLUMNS[2][0] - 25.0, "=")):
        marks.append(lettering(x, y + rows * ROW / 2, sign, bold=True, size=48.0, anchor="middle"))
    return [*marks, *_others(found, 1.0 if shown == rows else 0.0, below=view.knobs.foreign)]


def _place(view: View, place: tuple[int, int, int]) -> str:
    """Where a product comes from: a map and a place in the window, or a colour of a pixel."""
    channel, row, column = place
    operation = view.operation
    if operation.form == "sum":
        return ("made of it", "came in")[channel]
    if operation.conv is None:
        return f"from map {view.index + 1}"
    if operation.reads == (INPUT,):
        return f"{COLOURS[channel] if view.picture.shape[0] > 1 else 'grey'} ({row}, {column})"
    number_of = first_read(operation, view.index) + channel + 1
    return f"from map {number_of}" if operation.window == (1, 1) else f"map {number_of} ({row}, {column})"


def _scales(view: View) -> tuple[str, str]:
    """The scales of what is read and of products: of a foreign network they are as large as its numbers ask for."""
    return (view.scale_before(view.operation.reads[0]), PRODUCTS) if view.knobs.foreign else (RECTIFIED, RECTIFIED)


def _chosen(view: View, found: Account, seen: float) -> list[AnyMark]:
    """The window of a pool and what it takes of it; of joined maps the one cell."""
    operation = view.operation
    height, width = found.under.shape[1:]
    cell = min(GRID / max(height, width), ONE)
    values = found.under[0]
    largest = operation.form == "max"
    best = divmod(int(np.nanargmax(values)), width) if largest else (0, 0)
    words = {"max": "the largest", "mean": "the mean"}.get(operation.form, "the same number")
    x, scale = GRID_X[2], _scales(view)[0]
    return [
        lettering(GRID_X[0], GRIDS_TOP - 34.0, "window", Role.INPUT, bold=True, size=42.0, name="title of window"),
        matrix(np.nan_to_num(values), (GRID_X[0], GRIDS_TOP), cell, role=Role.INPUT, scale=scale,
               decimals=view.decimals(scale), name="window", highlighted=(best,) if largest and seen else ()),
        Arrow(start=(GRID_X[1] + 40.0, GRIDS_TOP + 190.0), end=(GRID_X[1] + 330.0, GRIDS_TOP + 190.0), line=10.0,
              head=40.0, role=Role.OUTPUT, name="what is taken"),
        figure(x, GRIDS_TOP + 190.0, found.total, Role.OUTPUT, size=112.0, room=RIGHT - x, opacity=seen,
               name="number that is taken"),
        lettering(x, GRIDS_TOP + 290.0, words, size=42.0, opacity=seen, name="how it is taken"),
    ]  # fmt: skip


def _others(found: Account, seen: float, *, below: bool) -> list[AnyMark]:
    """The sum of the strongest, and of all others, at the right; `below` the words where there may be thousands."""
    count = found.products.size
    if count <= STRONGEST:
        return []
    strong = float(sum(found.products[place] for place in found.strongest))
    lines = ((f"these {STRONGEST}", strong), (f"the other {count - STRONGEST:,}", found.total - strong))
    marks: list[AnyMark] = []
    for (words, value), y in zip(lines, (246.0, 376.0), strict=True):
        marks += [
            lettering(COLUMNS[2][0] + WIDTH + 60.0, y, words, size=42.0, name=words),
            figure(RIGHT, y + (64.0 if below else 0.0), value, Role.PRODUCT, size=72.0, room=300.0 if below else 240.0,
                   anchor="end", name=f"sum of {words}"),
        ]  # fmt: skip
    return [Group(marks=tuple(marks), opacity=seen)]


def _total(found: Account, operation: Operation, seen: float) -> list[AnyMark]:
    """The sum of all products."""
    count = found.products.size
    words = "sum of two numbers" if operation.form == "sum" else f"sum of {counted(count, 'product')}"
    words = "the product" if operation.form == "gate" else words
    return [
        figure(RIGHT, THUMBS_Y + 72.0, found.total, Role.PRODUCT, size=84.0, room=470.0, anchor="end", opacity=seen,
               name="sum"),
        lettering(RIGHT, THUMBS_Y + 142.0, words, size=36.0, anchor="end", opacity=seen,
                  name="title of the sum"),
    ]  # fmt: skip
