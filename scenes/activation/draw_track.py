"""Two layers in one dimension, drawn as rows of cells: with the activation between them, and without."""

from __future__ import annotations

from scenes.activation.computed import Applied, Track
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Role
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values

START, CELL, TALL = 330.0, 78.0, 66.0
"""Where the input begins, and the width and height of a cell."""
KERNEL = 150.0, 50.0
"""Where a layer's kernel begins, and the side of its cells."""
ROWS = {"x": 176.0, "h": 320.0, "a": 464.0, "y": 608.0}
"""The tops of the rows."""


def draw_track(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the rows that have come to be, and the lines that say of what each cell is made."""
    if not steps.layers.begun:
        return
    shown = [ease(steps.layers.t * 5 - index) for index in range(4)]
    taps = applied.knobs.taps
    bent = 1.0 - steps.linear
    x, h, y = (_left(taps, layers) for layers in range(3))
    marks: list[AnyMark] = [
        *_fan(x, ROWS["x"], h, ROWS["h"], track.h.shape[1], taps, shown[1]),
        *_fan(h, ROWS["h"], h, ROWS["a"], track.h.shape[1], 1, shown[2] * bent),
        *_fan(h, ROWS["a"], y, ROWS["y"], track.bent.shape[1], taps, shown[3] * bent),
        *_fan(h, ROWS["h"], y, ROWS["y"], track.bent.shape[1], taps, shown[3] * steps.linear),
        _label("x", "input", Role.INPUT, shown[0]),
        _label("h", "layer 1", Role.TEXT, shown[1]),
        _label("a", applied.knobs.function, Role.OUTPUT, shown[2] * bent),
        _label("y", "layer 2", Role.TEXT, shown[3]),
        strip("input", x, ROWS["x"], track.x, shown[0], "signal"),
        strip("after layer 1", h, ROWS["h"], track.h, shown[1]),
        strip("after the activation", h, ROWS["a"], track.a, shown[2] * bent),
        strip("output", y, ROWS["y"], track.bent, shown[3] * max(0.0, 2 * bent - 1)),
        strip("output without it", y, ROWS["y"], track.linear, shown[3] * max(0.0, 1 - 2 * bent)),
        _kernel(track.first, "first", ROWS["h"], shown[1]),
        _kernel(track.second, "second", ROWS["y"], shown[3]),
    ]
    stage.add(*marks, opacity=ease(steps.layers.t * 5))


def strip(name: str, x: float, y: float, values: Floats, opacity: float, knob: str = "", width: float = CELL) -> Grid:
    """A row of cells; its numbers can be changed by hand where a knob holds them."""
    grip = EditCell(knob, (), (0, 0), (1, values.shape[1]), -9.0, 9.0) if knob else None
    return Grid(
        values=Values(values),
        origin=(x, y),
        u=(width, 0.0),
        v=(0.0, TALL),
        scale="signals",
        name=name,
        grip=grip,
        opacity=opacity,
        role=Role.OUTPUT,
    )


def _left(taps: int, layers: int) -> float:
    """Where a row begins: each layer makes it shorter by taps - 1 cells, half of them on either side."""
    return START + layers * (taps - 1) * CELL / 2


def _label(row: str, words: str, role: Role, opacity: float) -> Group:
    """What a row is called, on its left."""
    return Group(marks=(heading(LEFT, ROWS[row] + TALL / 2, words, "", role),), opacity=opacity)


def _kernel(weights: Floats, knob: str, y: float, opacity: float) -> Grid:
    x, side = KERNEL
    taps = weights.shape[1]
    return Grid(
        values=Values(weights),
        origin=(x, y + (TALL - side) / 2),
        u=(side, 0.0),
        v=(0.0, side),
        role=Role.KERNEL,
        scale="layer weights",
        name=f"{knob} kernel",
        grip=EditCell(knob, (), (0, 0), (1, taps), -9.0, 9.0),
        opacity=opacity,
    )


def _fan(
    above: float, upper: float, below: float, lower: float, count: int, taps: int, opacity: float
) -> list[AnyMark]:
    """Lines from each cell of a row to the cells above that it is made of."""
    if opacity <= 0.01:
        return []
    return [
        Path(
            points=(
                (above + (index + tap + 0.5) * CELL, upper + TALL + 2),
                (below + (index + 0.5) * CELL, lower - 4),
            ),
            line=2.0,
            role=Role.MUTED,
            opacity=0.6 * opacity,
        )
        for index in range(count)
        for tap in range(taps)
    ]
