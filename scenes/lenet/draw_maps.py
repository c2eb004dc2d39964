"""The maps of the first three layers, each beside what it is made from."""

from __future__ import annotations

from scenes.lenet.computed import Flow, modern
from scenes.lenet.draw_digit import FRAME, HEADING_Y, PIXEL, START, TOP, picture, shaped
from scenes.stage.core.grips import EditCell, Grip
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, lettering
from scenes.stage.core.stage import RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import heading, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sliding import Windows
from scenes.stage.draw.walk import walk
from scenes.stage.numbers.values import Values

WEIGHT, MAP = 36.0, 7.2
"""The sides of cells of a filter and of a map in C1's picture."""
UNITS_X, UNIT_WIDTH, UNIT_PITCH = 712.0, 430.0, 213.0
POOLED = 11.0
"""The side of a cell of C1 and of S2 alike."""
READ, KERNEL = 14.5, 32.0
"""The side of a cell of S2 and of C3 alike, and of a weight between them."""
FIRST = 0.5
"""The share of C3's step in which its first map is made."""


def tile(
    values: Values, corner: Point, cell: float, name: str, shown: int | None = None, grip: Grip | None = None
) -> Grid:
    """A map without numbers or a frame, its cells close together."""
    return matrix(
        values, corner, cell, role=Role.OUTPUT, framed=False, numbers=False, gap=0.0, name=name, shown=shown, grip=grip
    )  # fmt: skip


def filtered(span: Span, flow: Flow) -> list[AnyMark]:
    """The window on the input, and each of C1's filters beside its map as far as the window has come."""
    _, rows, columns = modern().layer("C1").shape
    slide = walk(span, rows, columns, (0, 0), rest=0.25)
    windows = Windows((START, TOP), PIXEL, 5, 1, (rows, columns), slide)
    marks: list[AnyMark] = [
        shaped(START, "input", Role.INPUT),
        heading(UNITS_X, HEADING_Y, "filters", "", Role.KERNEL, size=40),
        shaped(UNITS_X + 5 * WEIGHT + 28, "C1"),
        picture(flow.tiles["input"][0], (START, TOP)),
    ]
    for index, (weights, values) in enumerate(zip(flow.tiles["filters"], flow.tiles["C1"], strict=True)):
        row, column = divmod(index, 2)
        x, y = UNITS_X + column * UNIT_WIDTH, TOP + row * UNIT_PITCH
        corner, side = (x + 5 * WEIGHT + 28, y), rows * MAP
        marks += [
            matrix(
                weights, (x, y + (side - 5 * WEIGHT) / 2), WEIGHT, role=Role.KERNEL, scale="filters", framed=False,
                numbers=False, name=f"filter {index + 1}",
                grip=EditCell("weights", index=(index,), shape=(5, 5), low=-2, high=2, step=0.05),
            ),
            _ground(corner, side),
            tile(values, corner, MAP, f"C1 map {index + 1}", slide.written(glides=False),
                 windows.goes_to(corner, MAP)),
        ]  # fmt: skip
    return [*marks, windows.frame("window")]


def _ground(corner: Point, side: float) -> Rect:
    """Where a map will stand."""
    return Rect(x=corner[0], y=corner[1], width=side, height=side, line=2.0, dashed=True, role=Role.MUTED)


def pooled(span: Span, flow: Flow) -> list[AnyMark]:
    """C1's maps, and beside each what is left of it, to the same scale."""
    _, rows, columns = modern().layer("S2").shape
    slide = walk(span, rows, columns, (0, 0), rest=0.25)
    large, small = 28 * POOLED, rows * POOLED
    marks: list[AnyMark] = [
        shaped(START, "C1"),
        lettering(START + large + 16, TOP + 40, "S2", Role.OUTPUT, bold=True, size=40, name="S2 named"),
        lettering(START + large + 16, TOP + 92, shape_text((rows, columns)), Role.MUTED, size=40, name="S2 size"),
    ]
    for index, (before, after) in enumerate(zip(flow.tiles["C1"], flow.tiles["S2"], strict=True)):
        row, column = divmod(index, 3)
        x, y = START + column * (large + small + 35), TOP + row * (large + 14)
        corner = (x + large + 16, y + large - small)
        windows = Windows((x, y), POOLED, 2, 2, (rows, columns), slide)
        marks += [
            tile(before, (x, y), POOLED, f"C1 map {index + 1}"),
            _ground(corner, small),
            tile(after, corner, POOLED, f"S2 map {index + 1}", slide.written(glides=False),
                 windows.goes_to(corner, POOLED)),
            windows.frame(f"window {index + 1}", 1.0 - ease((span.t - 0.75) / 0.1), smallest=34.0),
        ]  # fmt: skip
    return marks


def combined(span: Span, flow: Flow) -> list[AnyMark]:
    """The six maps that a filter of C3 reads, its six kernels, and the sixteen maps, the first one made slowly."""
    _, rows, columns = modern().layer("C3").shape
    slide = walk(span, rows, columns, (0, 0), rest=1.0 - FIRST)
    others = ease((span.t - FIRST) / 0.3) * (len(flow.tiles["C3"]) - 1)
    side, made, kernel = 14 * READ, rows * READ, 5 * KERNEL
    maps_x = RIGHT - FRAME - 4 * made - 3 * 17
    kernels_x = (START + 2 * side + maps_x - 2 * kernel) / 2
    marks: list[AnyMark] = [
        shaped(START, "S2"),
        heading(kernels_x, HEADING_Y, "one filter", "", Role.KERNEL, size=40),
        shaped(maps_x, "C3"),
    ]
    for index, (values, weights) in enumerate(zip(flow.tiles["S2"], flow.tiles["one filter"], strict=True)):
        row, column = divmod(index, 2)
        x, y = START + column * (side + 16), TOP + row * (side + 11)
        windows = Windows((x, y), READ, 5, 1, (rows, columns), slide)
        corner = (kernels_x + column * (kernel + 16), y + (side - kernel) / 2)
        marks += [
            tile(values, (x, y), READ, f"S2 map {index + 1}"),
            matrix(weights, corner, KERNEL, role=Role.KERNEL, scale="filters", framed=False, numbers=False,
                   name=f"kernel {index + 1}"),
            windows.frame(f"window {index + 1}", 1.0 - ease((span.t - FIRST) / 0.1)),
        ]  # fmt: skip
    for index, values in enumerate(flow.tiles["C3"]):
        row, column = divmod(index, 4)
        corner = (maps_x + column * (made + 17), TOP + row * (made + 17))
        written = slide.written() if index == 0 else round(min(max(others - index + 1, 0.0), 1.0) * rows * columns)
        marks += [_ground(corner, made), tile(values, corner, READ, f"C3 map {index + 1}", written)]
    side = made + 16
    return [*marks, Rect(x=maps_x - 8, y=TOP - 8, width=side, height=side, radius=12, line=7.0, role=Role.HIGHLIGHT,
                         name="map of the filter")]  # fmt: skip
