"""Maps whose numbers become columns of water that level out at their mean."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from scenes.gap.computed import Heads
from scenes.reference import Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import AnyMark, Grid, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot, travelling

FULL = 9.0
"""The largest number that can be set."""
ONE_MAP = Area(LEFT, 112.0, 540.0, 540.0)
FOUR_MAPS = Area(LEFT, 112.0, RIGHT - LEFT, 280.0).columns(4, 40.0)
SUM, SUM_Y, DIGIT = 50.0, 724.0, 0.58
"""The size of a sum, where the one of a single map stands, and how wide its signs are in the largest theme, in ems."""
TILE, MEAN = 130.0, 112.0
MEANS_Y = 672.0


class Tank(NamedTuple):
    """Where the columns of a map stand: the left wall, the width, the floor, and how high a 1 stands."""

    x: float
    width: float
    floor: float
    unit: float

    @property
    def walls(self) -> Path:
        """Its walls and its floor."""
        top, left, right, bottom = self.floor - FULL * self.unit, self.x - 6, self.x + self.width + 6, self.floor + 4
        return Path(points=((left, top), (left, bottom), (right, bottom), (right, top)), line=5.0, role=Role.MUTED)

    def water(self, index: int, heights: list[float]) -> list[AnyMark]:
        """The columns of one map, each so high."""
        width = self.width / len(heights)
        return [
            Rect(
                x=self.x + place * width, y=self.floor - self.unit * height, width=width, height=self.unit * height,
                fill=0.7, role=Role.INPUT, name=f"column {place + 1} of map {index + 1}", value=height,
            )
            for place, height in enumerate(heights)
        ]  # fmt: skip

    def over(self, place: int, count: int, height: float) -> Spot:
        """Where a tile stands on a column."""
        width = self.width / count
        side = min(TILE, 0.94 * width)
        return (self.x + (place + 0.5) * width - side / 2, self.floor - self.unit * height - side - 6), side


LARGE = Tank(650.0, RIGHT - 656.0, 784.0, 58.0)


def pour(span: Span, heads: Heads) -> list[AnyMark]:
    """The numbers of the first map fly to their places, and a column of water rises under each."""
    values = heads.maps[0].ravel().tolist()
    shares = [span.part(place, len(values)) for place in range(len(values))]
    heights = [value * ease(2 * share - 1) for value, share in zip(values, shares, strict=True)]
    whole = map_grid(heads, 0, ONE_MAP.spot(heads.maps[0].shape, ONE_MAP.width))
    return [whole, *LARGE.water(0, heights), LARGE.walls, *_tiles(values, shares, whole)]


def _tiles(values: list[float], shares: list[float], whole: Grid) -> list[AnyMark]:
    """The numbers on their way from the map to their columns."""
    rows, columns = whole.values.shape
    return [
        travelling(value, (whole.lattice.at(*divmod(place, columns)), whole.u[0]),
                   LARGE.over(place, rows * columns, value), share, Role.INPUT, f"number {place + 1}")
        for place, (value, share) in enumerate(zip(values, shares, strict=True))
        if share > 0
    ]  # fmt: skip


def level(span: Span, heads: Heads) -> list[AnyMark]:
    """The columns sink or rise to their mean, whose sum is written beside them."""
    values, mean, share = heads.maps[0].ravel().tolist(), float(heads.means[0]), span.motion
    line = LARGE.floor - LARGE.unit * mean
    middle = LARGE.x + LARGE.width / 2
    tiles = [
        travelling(value, LARGE.over(place, len(values), value), LARGE.over(place, len(values), mean), share,
                   Role.INPUT, f"number {place + 1}")
        for place, value in enumerate(values)
    ]  # fmt: skip
    whole = map_grid(heads, 0, ONE_MAP.spot(heads.maps[0].shape, ONE_MAP.width))
    ends = ((LARGE.x - 30, line), (LARGE.x + LARGE.width + 30, line))
    marks: list[AnyMark] = [
        whole, *LARGE.water(0, [between(value, mean, share) for value in values]), LARGE.walls,
        Path(points=ends, line=6.0, dashed=True, role=Role.OUTPUT, opacity=share, name="level"),
        sum_text(heads.maps[0], mean, share, (LEFT, SUM_Y), LARGE.x - LEFT - 50),
        lettering(middle, line - 84, number(mean), Role.OUTPUT, bold=True, size=112, anchor="middle",
                  opacity=span.rise(0.7), name="the mean"),
    ]  # fmt: skip
    # The tiles say what the columns were; level water has one height, which is the mean's.
    return [*marks, *(replace(tile, opacity=span.fade(0.7, 0.3)) for tile in tiles)]


def four(span: Span, heads: Heads) -> list[AnyMark]:
    """All maps over their tanks: one after the other levels out, and its mean falls out of it."""
    marks: list[AnyMark] = [lettering(LEFT, MEANS_Y + MEAN / 2, "means", Role.OUTPUT, bold=True, size=32)]
    for index, area in enumerate(FOUR_MAPS):
        values, mean, share = heads.maps[index].ravel().tolist(), float(heads.means[index]), span.part(index, 4)
        tank = Tank(area.x + 25, area.width - 50, 644.0, 24.0)
        levelled = 1.0 if index == 0 else ease(2 * share)
        x = area.middle[0] - MEAN / 2
        marks += [
            map_grid(heads, index, area.spot(heads.maps[index].shape)), tank.walls,
            *tank.water(index, [between(value, mean, levelled) for value in values]),
        ]  # fmt: skip
        if share > 0.5:
            start, goal = ((x, tank.floor - tank.unit * mean - MEAN), MEAN), ((x, MEANS_Y), MEAN)
            fallen = ease(2 * share - 1)
            tile = travelling(mean, start, goal, fallen, Role.OUTPUT, f"mean {index + 1}")
            marks.append(replace(tile, opacity=min(1.0, 5 * fallen)))
    return marks


def map_grid(heads: Heads, index: int, spot: Spot) -> Grid:
    """A worked map, whose numbers can be typed over."""
    values = heads.maps[index]
    return matrix(
        values, *spot, role=Role.INPUT, name=f"map {index + 1}",
        grip=EditCell("cells", (index,), (0, 0), values.shape, 0.0, FULL, 1.0),
    )  # fmt: skip


def sum_text(values: Floats, mean: float, share: float, at: Point, room: float) -> Text:
    """The sum of a map's numbers, then what it is divided by, then their mean, as far as that has come."""
    if values.size <= 4:
        total = f"({' + '.join(number(value) for value in values.ravel().tolist())})".replace("+ −", "− ")
    else:
        total = number(float(values.sum()))
    runs = (TextRun(total), TextRun(f" / {values.size}"), TextRun(f" = {number(mean)}", Role.OUTPUT, bold=True))
    size = fitting(sum(len(run.text) for run in runs), room)
    return Text(x=at[0], y=at[1], runs=runs[: 1 + (share > 0.4) + (share > 0.8)], size=size, name="sum")


def fitting(letters: int, room: float) -> float:
    """The size at which so many letters of a sum fit into a room."""
    return min(SUM, room / (DIGIT * letters))
