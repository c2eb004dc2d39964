"""Maps whose numbers become columns of water that level out at their mean."""

from __future__ import annotations

from scenes.gap.computed import Heads
from scenes.gap.story import Steps
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Path, Rect, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import heading, number, plate
from scenes.stage.numbers.values import Values

FIRST, PITCH = 230.0, 380.0
"""The middles of the maps."""
SIDE, TOP = 190.0, 186.0
TANK, FLOOR, UNIT = 240.0, 682.0, 26.0
"""The width of a tank, its floor, and how high a 1 stands."""
FULL = 9.0
"""The largest number that can be set."""


def draw_level(stage: Stage, heads: Heads, steps: Steps) -> None:
    """Draw the maps over their tanks, and the means once the water is level."""
    marks: list[AnyMark] = []
    for index in range(len(heads.maps)):
        marks += [*_map(heads, index), *_tank(heads, index, steps)]
    stage.add(*marks, opacity=steps.seen(steps.columns, steps.resnet))


def _map(heads: Heads, index: int) -> list[AnyMark]:
    rows, columns = heads.maps[index].shape
    cell, x = SIDE / rows, FIRST + index * PITCH
    return [
        heading(x, TOP - 26, f"map {index + 1}", role=Role.INPUT, anchor="middle"),
        Grid(
            values=Values(heads.maps[index]), origin=(x - SIDE / 2, TOP), u=(cell, 0.0), v=(0.0, cell), role=Role.INPUT,
            name=f"map {index + 1}",
            grip=EditCell("cells", (index,), (0, 0), (rows, columns), 0.0, FULL, 1.0),
        ),
    ]  # fmt: skip


def _tank(heads: Heads, index: int, steps: Steps) -> list[AnyMark]:
    """The columns of one map in a tank: they rise one after the other, and then sink or rise to their mean."""
    x, values, mean = FIRST + index * PITCH - TANK / 2, heads.maps[index].ravel(), float(heads.means[index])
    width = TANK / len(values)
    level = steps.level.motion
    marks: list[AnyMark] = []
    for place, value in enumerate(values.tolist()):
        height = UNIT * between(value * steps.columns.part(place, len(values)), mean, level)
        marks.append(
            Rect(
                x=x + place * width, y=FLOOR - height, width=width - 2 * (1 - level), height=height, fill=0.75,
                role=Role.INPUT, name=f"column {place + 1} of map {index + 1}", value=value,
            )
        )  # fmt: skip
        if len(values) <= 4 and level < 1 and steps.columns.part(place, len(values)) >= 1:
            words = (TextRun(number(value), Role.INPUT, bold=True),)
            middle = x + (place + 0.5) * width
            marks.append(Text(x=middle, y=FLOOR - height - 20, runs=words, size=26, anchor="middle", opacity=1 - level))
    top = FLOOR - FULL * UNIT
    walls = ((x - 6, top), (x - 6, FLOOR + 3), (x + TANK + 6, FLOOR + 3), (x + TANK + 6, top))
    marks.append(Path(points=walls, line=3.0, role=Role.MUTED))
    if level > 0:
        marks += _mean(index, x, mean, level)
    return marks


def _mean(index: int, x: float, mean: float, level: float) -> list[AnyMark]:
    """The line at the mean, and its number."""
    y = FLOOR - UNIT * mean
    line = Path(points=((x - 20, y), (x + TANK + 20, y)), line=3.0, dashed=True, role=Role.OUTPUT, opacity=level)
    found = plate(
        x + 20, FLOOR + 20, TANK - 40, 58, "mean", mean, Role.OUTPUT, name=f"mean of map {index + 1}", opacity=level
    )
    return [line, *found]
