"""One pixel: a needle through all channels finds its column, which is weighed and added up."""

from __future__ import annotations

from scenes.pointwise.view import HEADINGS_Y, View, flying
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Cell, Lattice
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import glide
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import bracketed, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.plates import Plates
from scenes.stage.draw.sheets import Spot
from scenes.stage.numbers.values import label_width

PLATES, COLUMN = Area(66.0, 132.0, 1110.0, 634.0), Area(1270.0, 156.0, 260.0, 620.0)
SMALL = 64.0
"""The side of a number when it leaves its sheet."""
ROWS, LANE = Area(68.0, 164.0, 1476.0, 580.0), 1024.0
VALUES_X, WEIGHTS_X, PRODUCTS_X, SUM = 84.0, 462.0, 852.0, ((1204.0, 260.0), 330.0)
INSET, POINT = 18.0, 48.0
"""Between the weights and the edge of their needle, and how long its point is."""
ACCOUNT, ROOM, SMALLEST = (1540.0, 676.0), 490.0, 32.0
"""Where the sum ends that is written out, how much room it has, and how small it may be."""


def draw_needle(view: View) -> list[AnyMark]:
    """A needle goes through one pixel of all channels, and the numbers there come out as a column."""
    layer, t, cell = view.layer, view.span.t, view.cell
    plates = Plates(PLATES, layer.size, layer.channels)
    grips = [PickCell("at", plates.lattice(index)) for index in range(layer.channels)]
    marks = view.pierced(plates, grips, cell, cell, glide(t / 0.36), numbers=True)
    for channel, goal in enumerate(slots(COLUMN, layer.channels)):
        share = glide((t - 0.36 - 0.5 * channel / (layer.channels + 2)) / 0.3)
        if share > 0:
            marks.append(view.value(channel, tile_at(plates.lattice(channel), cell), goal, share))
    title = heading(COLUMN.middle[0], HEADINGS_Y, f"pixel ({cell[0]}, {cell[1]})", "", Role.INPUT, "middle", 40.0)
    return [*marks, title]


def tile_at(lattice: Lattice, cell: Cell) -> Spot:
    """Where a number stands when it leaves its cell, or comes to it."""
    x, y = lattice.center(*cell)
    return (x - SMALL / 2, y - SMALL / 2), SMALL


def slots(area: Area, count: int, largest: float = 196.0) -> list[Spot]:
    """Places for tiles below each other in the middle of an area."""
    return [row.spot((1, 1), min(largest, 0.88 * area.height / count)) for row in area.rows(count, 0.0)]


def draw_weigh(view: View) -> list[AnyMark]:
    """Each value goes to its weight, what they make comes out, and all products slide into one another."""
    layer, column, count = view.layer, view.column, view.layer.channels
    rows = slots(ROWS, count)
    side = rows[0][1]
    marks: list[AnyMark] = [
        *(Rect(x=lane.x - 12, y=lane.y, width=LANE, height=lane.height, radius=24.0, fill=0.14, line=4.0,
               role=view.role(channel), name=f"lane of channel {channel + 1}")
          for channel, lane in enumerate(ROWS.rows(count, 14.0))),
        _edge(side),
    ]  # fmt: skip
    for x, words, role in ((VALUES_X, "value", Role.INPUT), (WEIGHTS_X, "weight", Role.KERNEL),
                           (PRODUCTS_X, "product", Role.PRODUCT)):  # fmt: skip
        marks.append(heading(x + side / 2, HEADINGS_Y, words, "", role, "middle", 40.0))
    marks.append(heading(SUM[0][0] + SUM[1] / 2, HEADINGS_Y, layer.names[0], "", Role.OUTPUT, "middle", 40.0))
    added = view.span.part(count, count + 1)
    marks.append(matrix([[column.sums[0]]], *SUM, role=Role.OUTPUT, framed=False, name="sum", shown=int(added >= 1)))
    for channel, ((_, y), _) in enumerate(rows):
        value, weight, product = (((x, y), side) for x in (VALUES_X, WEIGHTS_X, PRODUCTS_X))
        share, made = view.span.part(channel, count + 1), float(column.products[0, channel])
        marks += [view.value(channel, value, value, 1.0), _weight(view, channel, weight), *_signs(y + side / 2, side)]
        if 0 < share < 0.5:
            marks.append(view.value(channel, value, weight, glide(2 * share), "value on its way"))
        if share >= 0.5:
            place = matrix([[made]], *product, role=Role.PRODUCT, framed=False, name=f"product, channel {channel + 1}")
            marks += [place] if share >= 1 else flying(made, (weight, product), 2 * share - 1, Role.PRODUCT, place.name)
        marks += flying(made, (product, SUM), added, Role.PRODUCT, f"product on its way {channel + 1}")
    return [*marks, *_account(view)] if added >= 1 else marks


def _weight(view: View, channel: int, spot: Spot) -> AnyMark:
    """One weight of the first output channel."""
    return matrix(
        [[view.layer.weights[0, channel]]], *spot, role=Role.KERNEL, scale="weights", decimals=view.layer.decimals,
        framed=False, name=f"weight, channel {channel + 1}",
        grip=EditCell("weights", (0, channel), low=-9.0, high=9.0),
    )  # fmt: skip


def _edge(side: float) -> Path:
    """The needle that the weights stand in."""
    left, right, middle = WEIGHTS_X - INSET, WEIGHTS_X + side + INSET, WEIGHTS_X + side / 2
    top, bottom = ROWS.y - 8, ROWS.y + ROWS.height + 4
    points = ((left, top), (right, top), (right, bottom), (middle, bottom + POINT), (left, bottom))
    return Path(points=points, closed=True, fill=0.2, line=4.0, role=Role.KERNEL, name="needle")


def _signs(y: float, side: float) -> list[AnyMark]:
    xs = (VALUES_X + side + WEIGHTS_X) / 2, (WEIGHTS_X + side + PRODUCTS_X) / 2
    return [
        lettering(x, y, sign, Role.MUTED, bold=True, size=88.0, anchor="middle")
        for x, sign in zip(xs, "×=", strict=True)
    ]


def _account(view: View) -> list[AnyMark]:
    """The products and their sum in a line, where there is something to add and it can be read."""
    first, *others = (float(each) for each in view.column.products[0])
    said = " + ".join([number(first), *map(bracketed, others)]) + " = "
    runs = (TextRun(said, Role.MUTED), TextRun(number(float(view.column.sums[0])), Role.OUTPUT, bold=True))
    size = min(72.0, ROOM / label_width("".join(run.text for run in runs)))
    line = Text(x=ACCOUNT[0], y=ACCOUNT[1], runs=runs, size=size, anchor="end", name="account")
    return [line] if others and size >= SMALLEST else []
