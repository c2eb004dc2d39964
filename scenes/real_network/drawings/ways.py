"""A block of any network from inside: its layers as maps on the ways that lead through it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scenes.real_network.operations import Operation
from scenes.real_network.stops import Stop, layer_before
from scenes.real_network.view import View, curtain, feature, framed, map_in
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Path, Role, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT
from scenes.stage.data.networks import INPUT, Layer
from scenes.stage.data.reading import Reading
from scenes.stage.draw.answers import photo

TOP, LARGEST = 118.0, 250.0
"""Where the upper way begins, and how large a map is at most."""
WORDS, BETWEEN = 92.0, 54.0
"""The height of the words under a map, and the least room between two columns."""
NAME, SIZE = 34.0, 32.0
"""The type sizes of a layer's name and of what it does."""
LETTER = 0.56
"""About how wide a letter is, in ems."""
TAIL = 14.0


@dataclass(frozen=True)
class Place:
    """Where an operation stands: in which column and on which way, both from 0."""

    column: int
    lane: int


@lru_cache(maxsize=64)
def places(stop: Stop) -> tuple[Place, ...]:
    """The places of the operations of a stop, in columns behind all that they read, each on the first way that is free.

    A layer stays on the way of what it reads; what reads several ways, as a sum does, comes back to the first one.
    """
    found: dict[str, Place] = {}
    ends: dict[int, int] = {}
    result: list[Place] = []
    for each in stop.operations:
        before = [found[name] for name in each.reads if name in found]
        column = 1 + max((place.column for place in before), default=0)
        if len(each.reads) > 1:
            lane = 0
        elif before and ends.get(before[0].lane) == before[0].column:
            lane = before[0].lane
        else:
            lane = next(lane for lane in range(len(stop.operations)) if ends.get(lane, 0) < column)
        place = Place(column, lane)
        found[each.out.name] = place
        ends[lane] = column
        result.append(place)
    return tuple(result)


@dataclass(frozen=True)
class Layout:
    """How the columns and the ways lie on the stage."""

    columns: int
    lanes: int

    @property
    def pitch(self) -> float:
        """From one column to the next."""
        return (RIGHT - LEFT) / self.columns

    @property
    def fall(self) -> float:
        """From one way to the next."""
        return (BOTTOM - TOP) / self.lanes

    @property
    def side(self) -> float:
        """The side of a map."""
        return min(self.pitch - BETWEEN, self.fall - WORDS, LARGEST)

    def corner(self, place: Place) -> Point:
        """The upper left corner of a map."""
        spare = self.fall - self.side - WORDS
        return LEFT + place.column * self.pitch, TOP + place.lane * self.fall + spare / 2


def draw_ways(view: View, stop: Stop) -> None:
    """Draw what a block reads and what each of its layers makes, with the ways between them."""
    step, reading, at = view.steps.inside, view.inside(stop), places(stop)
    layout = Layout(1 + max(place.column for place in at), 1 + max(place.lane for place in at))
    first = Place(0, 0)
    where: dict[str, Place] = {stop.reads: first}
    columns = layout.columns - 1
    marks: list[AnyMark] = _reads(view, stop, reading, layout)
    for operation, place in zip(stop.operations, at, strict=True):
        come = step.part(place.column - 1, columns)
        where[operation.out.name] = place
        if come <= 0.0:
            continue
        for name in operation.reads:
            begin = where.get(name, first)
            marks.append(_way(layout, begin, place, come))
        marks += _made(view, stop, operation, reading, layout, place, come)
    view.stage.add(*marks)


def _reads(view: View, stop: Stop, reading: Reading | None, layout: Layout) -> list[AnyMark]:
    """What comes in: maps of the stop before, or the photo."""
    corner, side = layout.corner(Place(0, 0)), layout.side
    name = "what the block reads"
    if stop.reads == INPUT:
        return [photo(view.picture, corner, side), *_words(layout, corner, "photo", "reads", Role.INPUT, 1.0)]
    layer, index = layer_before(stop.reads, view.of), view.first_of(stop.reads, reading)
    values = map_in(reading, layer.name, index)
    return [
        feature(values, corner, side, view.scale_before(layer.name), name, role=Role.INPUT),
        *_words(layout, corner, stop.name, _sized(layer), Role.HIGHLIGHT, 1.0),
    ]


def _made(
    view: View, stop: Stop, operation: Operation, reading: Reading | None, layout: Layout, place: Place, come: float
) -> list[AnyMark]:
    """A map of what a layer makes, and under it what the layer is called, and how many there are."""
    corner, side = layout.corner(place), layout.side
    index = view.map_of(stop, operation, reading)
    values = map_in(reading, operation.out.name, index)
    name = f"{operation.kind} maps"
    marks = [
        feature(values, corner, side, view.scale_of(operation), name, grip=view.choosing(stop, operation, index)),
        *curtain(corner, side, come),
    ]
    if stop is view.stop and operation is view.operation:
        marks.append(framed(corner, side, 1, (0, 0), "chosen layer", line=5.0))
    return [*marks, *_words(layout, corner, said(operation), _sized(operation.out), Role.OUTPUT, come)]


def said(operation: Operation) -> str:
    """What a layer does, in few letters."""
    words = {"sum": "sum", "join": "joined", "max": "max pool", "mean": "mean pool", "gate": "gate"}
    if operation.form == "other":
        return operation.kind.rpartition(".")[2]
    if operation.conv is None:
        window = f" {operation.sized}" if operation.pools else ""
        return f"{words[operation.form]}{window}"
    return operation.sized


def _sized(layer: Layer) -> str:
    """How many maps there are, and how large."""
    return f"{layer.shape[0]} × {layer.shape[1]}²"


def _words(layout: Layout, corner: Point, title: str, note: str, role: Role, seen: float) -> list[AnyMark]:
    """Two lines under a map, as large as there is room."""
    x, y = corner[0], corner[1] + layout.side
    lines = ((title, role, True, NAME, 28.0), (note, None, False, SIZE, 68.0))
    return [
        lettering(x, y + below, words, colour, bold=bold, size=size, opacity=seen, name=f"{words} at {x:.0f}, {y:.0f}")
        for words, colour, bold, size, below in lines
    ]


def _way(layout: Layout, begin: Place, end: Place, come: float) -> Group:
    """A line from one map to another; it bends where it changes its way."""
    (x, y), (right, below), half = layout.corner(begin), layout.corner(end), layout.side / 2
    start, goal = (x + layout.side + 4.0, y + half), (right - 8.0, below + half)
    bend = goal[0] - TAIL - 8.0 if begin.lane > end.lane else start[0] + TAIL
    points = (start, goal) if begin.lane == end.lane else (start, (bend, start[1]), (bend, goal[1]), goal)
    return Group(marks=(Path(points=points, line=5.0, role=Role.MUTED),), opacity=come)
