"""The way of the digit through the network, left to right, every map drawn to one scale."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.lenet.computed import Flow, modern
from scenes.lenet.story import FLIGHT, Steps
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import HEADING, volume
from scenes.stage.numbers.values import Values

MIDDLE = 296.0
CELL = 6.0
"""Stage units for one cell of a map, in every layer alike."""
UNIT = 1.75
"""The height of one unit of C5 and F6."""
CLASS = 23.0
"""The height of one of the ten outputs."""
COLUMN = 22.0
LABELS_Y, SHAPES_Y = 424.0, 454.0
BIG: tuple[Point, float] = ((922.0, 210.0), 16.5)
"""Where the input lies and how large its cells are before it sets out."""
FAN = {"C1": (9.0, -7.0), "S2": (9.0, -7.0), "C3": (7.0, -5.0), "S4": (7.0, -5.0)}
"""How far each map stands behind the one before it."""
MADE = {"C5": 0.45}
"""The share of its step at which a layer's maps are made and join the strip; of the others it is the usual one."""
USUALLY_MADE = 0.75
OPERATIONS = {"C1": "5×5", "S2": "2×2", "C3": "5×5", "S4": "2×2", "C5": "", "F6": "", "output": ""}


@dataclass(frozen=True)
class Place:
    """Where a layer stands in the strip: its left edge, and how much room it takes."""

    x: float
    width: float
    height: float


def places() -> dict[str, Place]:
    """Put the layers side by side with equal gaps."""
    sizes = {"input": (32 * CELL, 32 * CELL)}
    for name, (dx, dy) in FAN.items():
        maps, rows, columns = modern().layer(name).shape
        sizes[name] = (columns * CELL + (maps - 1) * dx, rows * CELL - (maps - 1) * dy)
    for name in ("C5", "F6"):
        sizes[name] = (COLUMN, modern().layer(name).shape[0] * UNIT)
    sizes["output"] = (COLUMN + 30, modern().layer("output").shape[0] * CLASS)
    gap = (RIGHT - LEFT - sum(width for width, _ in sizes.values())) / (len(sizes) - 1)
    found, x = {}, LEFT
    for name, (width, height) in sizes.items():
        found[name] = Place(x, width, height)
        x += width + gap
    return found


PLACES = places()


def draw_strip(stage: Stage, flow: Flow, steps: Steps, opacity: float) -> None:
    """Draw every layer that has been made, the way to the one being made, and the window of C1 while it slides."""
    marks: list[AnyMark] = _input(flow, steps)
    for name, step in steps.layers.items():
        came = ease((step.t - (FLIGHT if name == "C1" else 0.0)) / 0.15)
        made = ease((step.t - MADE.get(name, USUALLY_MADE)) / 0.2)
        if came > 0.01:
            marks += [*_labels(name, came), _arrow(name, came)]
        if made > 0.01:
            marks.append(Group(marks=_layer(flow, name, made), opacity=made))
    stage.add(Group(marks=tuple(marks), opacity=opacity))


def _input(flow: Flow, steps: Steps) -> list[AnyMark]:
    """The digit, flying from the large picture to the head of the strip."""
    gone = ease(steps.c1.t / FLIGHT)
    (big_x, big_y), big = BIG
    x, y = between(big_x, LEFT, gone), between(big_y, MIDDLE - PLACES["input"].height / 2, gone)
    cell = between(big, CELL, gone)
    marks: list[AnyMark] = [
        Grid(
            values=flow.tiles["input"][0], origin=(x, y), u=(cell, 0), v=(0, cell), role=Role.INPUT, shade="grey",
            numbers=False, gap=0.0, name="input",
        )
    ]  # fmt: skip
    if gone > 0.99:
        marks += _labels("input", 1.0)
    if steps.c1.active and gone > 0.99:
        row, column = steps.slide.place
        marks.append(
            Rect(
                x=x + column * cell, y=y + row * cell, width=5 * cell, height=5 * cell, line=4.0, radius=3,
                role=Role.KERNEL, name="window",
            )
        )  # fmt: skip
    return marks


def _layer(flow: Flow, name: str, made: float) -> tuple[AnyMark, ...]:
    """The maps of a layer one behind the other, its units in a column, or the answers."""
    place = PLACES[name]
    if name in FAN:
        corner = (place.x, MIDDLE + place.height / 2 - len(flow.tiles[name][0].array) * CELL)
        return volume(
            flow.tiles[name], corner, CELL, role=Role.OUTPUT,
            name=f"{name} map", step=FAN[name], spread=made,
        )  # fmt: skip
    if name == "output":
        return _answers(flow, place)
    units = flow.c5 if name == "C5" else flow.f6
    return (
        Grid(
            values=Values(units[:, None]), origin=(place.x, MIDDLE - place.height / 2), u=(COLUMN, 0), v=(0, UNIT),
            role=Role.OUTPUT, scale="units", numbers=False, gap=0.0, name=f"{name} units",
        ),
    )  # fmt: skip


def _answers(flow: Flow, place: Place) -> tuple[AnyMark, ...]:
    """The ten probabilities, each with its digit."""
    top = MIDDLE - place.height / 2
    grid = Grid(
        values=Values(flow.probabilities[:, None]), origin=(place.x, top), u=(COLUMN, 0), v=(0, CLASS),
        role=Role.OUTPUT, shade="tint", numbers=False, name="output units",
    )  # fmt: skip
    digits = [
        lettering(place.x + COLUMN + 8, top + (digit + 0.5) * CLASS, str(digit),
                  Role.OUTPUT if digit == flow.said else Role.MUTED, bold=digit == flow.said, size=20)
        for digit in range(len(flow.logits))
    ]  # fmt: skip
    return grid, *digits


def _labels(name: str, opacity: float) -> list[AnyMark]:
    """A layer's name and its shape, under it."""
    place = PLACES[name]
    shape = modern().shape if name == "input" else modern().layer(name).shape
    x, role = place.x + place.width / 2, Role.INPUT if name == "input" else Role.OUTPUT
    return [
        lettering(x, LABELS_Y, name, role, bold=True, size=HEADING, anchor="middle", opacity=opacity),
        lettering(x, SHAPES_Y, "×".join(map(str, shape)), Role.MUTED, size=20, anchor="middle",
                  opacity=opacity),
    ]  # fmt: skip


def _arrow(name: str, opacity: float) -> Group:
    """The arrow that leads to a layer, with the window's size over it."""
    names = list(PLACES)
    before, here = PLACES[names[names.index(name) - 1]], PLACES[name]
    start, end = before.x + before.width + 12, here.x - 12
    words = lettering((start + end) / 2, MIDDLE - 22, OPERATIONS[name], Role.MUTED, size=20, anchor="middle")
    arrow = Arrow(start=(start, MIDDLE), end=(end, MIDDLE), role=Role.MUTED, line=2.5)
    return Group(marks=(arrow, words) if OPERATIONS[name] else (arrow,), opacity=opacity)
