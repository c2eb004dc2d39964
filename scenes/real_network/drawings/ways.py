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
from scenes.stage.draw.blocks import heading

TOP, ARC, LARGEST = 136.0, 52.0, 320.0
"""Where the upper way begins, the room above it for ways past its layers, and how large a map is at most."""
WORDS, BETWEEN = 92.0, 54.0
"""The height of the words under a map, and the least room between two columns."""
FEW_LANES, BESIDE, CLEAR, ABOVE = 2, 146.0, 16.0, 94.0
"""Of more ways than this the words stand beside the maps: the room for them, and between two ways, and their height."""
SAID = {"sum": "sum", "join": "joined", "max": "max", "mean": "mean", "gate": "gate"}
"""What layers do that have no weights, in few letters."""
NAME, SIZE = 34.0, 32.0
"""The type sizes of a layer's name and of what it does."""
TAIL = 20.0
"""How far from a map a way bends."""


@dataclass(frozen=True)
class Place:
    """Where an operation stands: in which column and on which way, both from 0."""

    column: int
    lane: int


@lru_cache(maxsize=64)
def places(stop: Stop) -> tuple[Place, ...]:
    """The places of the operations of a stop, in columns behind all that they read, each on the first free way.

    A layer stays on the way of what it reads, if that goes on only once; what reads several goes back to the upper one.
    """
    found: dict[str, Place] = {}
    ends: dict[int, int] = {}
    result: list[Place] = []
    for each in stop.operations:
        before = [found[name] for name in each.reads if name in found]
        column = 1 + max((place.column for place in before), default=0)
        lane = min((place.lane for place in before), default=0)
        if ends.get(lane, 0) >= column or (before and len(before) == 1 and ends[lane] != before[0].column):
            lane = next(lane for lane in range(len(stop.operations)) if ends.get(lane, 0) < column)
        place = Place(column, lane)
        found[each.out.name] = place
        ends[lane] = column
        result.append(place)
    return tuple(result)


@dataclass(frozen=True)
class Layout:
    """How the columns and the ways lie on the stage.

    Where there are many ways, the words stand `beside` the maps, above the line that goes on, and else below them.
    """

    columns: int
    lanes: int

    @property
    def beside(self) -> bool:
        """Whether the words stand at the right of the maps."""
        return self.lanes > FEW_LANES

    @property
    def fall(self) -> float:
        """From one way to the next."""
        return (BOTTOM - TOP - ARC) / self.lanes

    @property
    def side(self) -> float:
        """The side of a map."""
        if self.beside:
            return min((RIGHT - LEFT) / self.columns - BESIDE, self.fall - CLEAR)
        return min((RIGHT - LEFT + BETWEEN) / self.columns - BETWEEN, self.fall - WORDS, LARGEST)

    @property
    def line(self) -> float:
        """How far below the upper edge of a map the way goes on."""
        return self.side * 0.82 if self.beside else self.side / 2

    def corner(self, place: Place) -> Point:
        """The upper left corner of a map."""
        spare = self.fall - self.side - (0.0 if self.beside else WORDS)
        last = BESIDE if self.beside else 0.0
        pitch = (RIGHT - LEFT - self.side - last) / max(self.columns - 1, 1)
        return LEFT + place.column * pitch, TOP + ARC + place.lane * self.fall + spare / 2


def draw_ways(view: View, stop: Stop) -> None:
    """Draw what a block reads and what each of its layers makes, with the ways between them."""
    step, reading, at = view.steps.inside, view.inside(stop), places(stop)
    layout = Layout(1 + max(place.column for place in at), 1 + max(place.lane for place in at))
    first = Place(0, 0)
    where: dict[str, Place] = {stop.reads: first}
    columns = layout.columns - 1
    marks: list[AnyMark] = [heading(LEFT, TOP - 4.0, stop.title, "", Role.HIGHLIGHT, size=44.0)]
    marks += _reads(view, stop, reading, layout)
    for operation, place in zip(stop.operations, at, strict=True):
        come = step.part(place.column - 1, columns)
        where[operation.out.name] = place
        if come <= 0.0:
            continue
        for name in operation.reads:
            begin = where.get(name, first)
            past = any(
                begin.column < each.column < place.column and each.lane == begin.lane == place.lane for each in at
            )
            marks.append(_way(layout, begin, place, come, past=past))
        marks += _made(view, stop, operation, reading, layout, place, come)
    view.stage.add(*marks)


def _reads(view: View, stop: Stop, reading: Reading | None, layout: Layout) -> list[AnyMark]:
    """What comes in: maps of the stop before, or the photo."""
    corner, side = layout.corner(Place(0, 0)), layout.side
    name = "what the block reads"
    if stop.reads == INPUT:
        return [photo(view.picture, corner, side), *_words(layout, corner, "reads", "photo", Role.INPUT, 1.0)]
    layer, index = layer_before(stop.reads, view.of), view.first_of(stop.reads, reading)
    values = map_in(reading, layer.name, index)
    return [
        feature(values, corner, side, view.scale_before(layer.name), name, role=Role.INPUT),
        *_words(layout, corner, "reads", _sized(layout, layer), Role.INPUT, 1.0),
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
    return [
        *marks,
        *_words(layout, corner, said(operation), _sized(layout, operation.out, operation), Role.OUTPUT, come),
    ]


def said(operation: Operation) -> str:
    """What a layer does, in few letters."""
    if operation.conv is not None:
        return operation.sized
    return SAID.get(operation.form, operation.kind.rpartition(".")[2])


def _sized(layout: Layout, layer: Layer, operation: Operation | None = None) -> str:
    """How many maps there are, and how large; where there is little room, only how many, of a pool its window."""
    if not layout.beside:
        return f"{layer.shape[0]} × {layer.shape[1]}²"
    return operation.sized if operation is not None and operation.pools else f"{layer.shape[0]:,}"


def _words(layout: Layout, corner: Point, title: str, note: str, role: Role, seen: float) -> list[AnyMark]:
    """Two lines below a map or beside it."""
    x, y = corner[0], corner[1] + layout.side
    if layout.beside:
        x, y = x + layout.side + 12.0, corner[1] + layout.line - ABOVE
    lines = ((title, role, True, NAME, 28.0), (note, None, False, SIZE, 68.0))
    return [
        lettering(x, y + below, words, colour, bold=bold, size=size, opacity=seen, name=f"{words} at {x:.0f}, {y:.0f}")
        for words, colour, bold, size, below in lines
    ]


def _way(layout: Layout, begin: Place, end: Place, come: float, *, past: bool) -> Group:
    """A line from one map to another; it bends where it changes its way, and goes `past` layers that lie between."""
    (x, y), (right, below), half = layout.corner(begin), layout.corner(end), layout.side / 2
    start, goal = (x + layout.side + 4.0, y + layout.line), (right - 8.0, below + layout.line)
    points: tuple[Point, ...] = (start, goal)
    if past:
        over = y - TAIL - 8.0
        points = ((x + half, y - 4.0), (x + half, over), (right + half, over), (right + half, y - 4.0))
    elif begin.lane != end.lane:
        bend = goal[0] - TAIL if begin.lane > end.lane else start[0] + TAIL
        points = (start, (bend, start[1]), (bend, goal[1]), goal)
    return Group(marks=(Path(points=points, line=5.0, role=Role.MUTED),), opacity=come)
