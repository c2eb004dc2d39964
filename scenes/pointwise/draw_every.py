"""All pixels at once: the volume is laid out with a column for each pixel, and folded up again."""

from __future__ import annotations

from scenes.pointwise.computed import Faces
from scenes.pointwise.layout import HEADING, MIDDLE, TOP
from scenes.pointwise.view import Cube, Look, View
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Grid, Group, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix

LAID, MIXED, FOLDED = 0.38, 0.6, 0.9
"""When the columns lie side by side, when all are mixed, and when they are back in a volume."""


def draw_every(view: View) -> None:
    """Draw the columns of all pixels on their way, or how many there are."""
    share = view.steps.all_pixels
    if share <= 0:
        return
    marks = _unrolled(view, share) if view.place.unrolled else _counted(view)
    view.stage.add(*marks, opacity=view.steps.layer * ease(share * 10))


def _unrolled(view: View, share: float) -> list[AnyMark]:
    """The columns side by side above the matrix, and what it makes of them below it."""
    layer, place = view.layer, view.place
    top, bottom = (MIDDLE, TOP), place.products
    pixels = layer.size[0] * layer.size[1]
    marks: list[AnyMark] = []
    if share < LAID:
        start, looks = _corners(view, "input"), [view.input_look(channel) for channel in range(layer.channels)]
        marks += _flock(view, layer.input, looks, start, _slots(view, top, layer.channels), ease(share / LAID))
    else:
        marks.append(_grid(view, layer.input, top, view.input_look(0), "columns of the input"))
    marks.append(heading(MIDDLE, HEADING, "all columns", f"{layer.channels}×{pixels}", Role.INPUT))
    if share > LAID:
        mixed = ease((share - LAID) / (MIXED - LAID))
        grid = _grid(view, layer.output, bottom, view.output_look, "columns of the output")
        title = heading(bottom[0], bottom[1] - 26, "all outputs", f"{layer.outputs}×{pixels}", Role.OUTPUT)
        marks.append(Group(marks=(grid, title), opacity=mixed))
    if MIXED < share < FOLDED:
        goal = _corners(view, "output")
        start = _slots(view, bottom, layer.outputs)
        flown = ease((share - MIXED) / (FOLDED - MIXED))
        marks += _flock(view, layer.output, [view.output_look] * layer.outputs, start, goal, flown)
    return marks


def _counted(view: View) -> list[AnyMark]:
    """How many columns there are, where they are too many to be laid out."""
    height, width = view.layer.size
    runs = (TextRun(f"{height * width:,}", Role.INPUT, bold=True), TextRun(" columns at once,", Role.MUTED))
    x, y = view.place.products
    return [
        Text(x=MIDDLE, y=TOP + 20, runs=runs, size=32),
        lettering(x, y + 20, "the same matrix, the same biases", Role.MUTED, size=28),
    ]


Places = list[tuple[Point, float]]
"""For each number in the order (channel, pixel): its corner and its side."""


def _corners(view: View, which: str) -> Places:
    """Where the numbers stand in a volume."""
    volume = view.place.input if which == "input" else view.place.output
    channels, rows, columns = volume.shape
    return [
        (volume.at(channel, row, column), volume.cell)
        for channel in range(channels)
        for row in range(rows)
        for column in range(columns)
    ]


def _slots(view: View, corner: Point, channels: int) -> Places:
    """Where the numbers stand when each pixel has a column."""
    side, pixels = view.place.unrolled, view.layer.size[0] * view.layer.size[1]
    return [
        ((corner[0] + pixel * side, corner[1] + channel * side), side)
        for channel in range(channels)
        for pixel in range(pixels)
    ]


def _flock(
    view: View, faces: Faces, looks: list[Look], start: Places, goal: Places, share: float
) -> list[AnyMark]:  # fmt: skip
    """All numbers on their way, those of the last channel behind the others."""
    marks: list[AnyMark] = []
    values = faces.columns.array
    for index in reversed(range(values.size)):
        channel, pixel = divmod(index, values.shape[1])
        (at, side), (to, width) = start[index], goal[index]
        size = side + (width - side) * share
        cube = Cube(float(values[channel, pixel]), midway(at, to, share), (size, size))
        marks += cube.marks(looks[channel])
    return marks


def _grid(view: View, faces: Faces, corner: Point, look: Look, name: str) -> Grid:
    side, (row, column) = view.place.unrolled, view.cell
    pixel = row * view.layer.size[1] + column
    return matrix(
        faces.columns, corner, side, role=look.role, shade=look.shade,
        name=name, highlighted=tuple((channel, pixel) for channel in range(len(faces.sheets))),
    )  # fmt: skip
